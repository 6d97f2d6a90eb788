"""What the programs of this folder ask, and where they export to. Each program plays all its calls in one process.

A call is a function whose name is the span around it and the last step that the provider's log sees, and its question
contains that name, so that a run can be matched with its exchange even where there is no answer.
"""

import os
from collections.abc import Callable, Iterable

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter

TOKEN = os.environ["CASE_TOKEN"]
PROVIDER_URL = os.environ["PROVIDER_URL"]
SYSTEM = "Be brief; answer in Zürich's words ☂."
REFUSED = "refused by the fake provider"
WEATHER_PARAMETERS = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
    "required": ["city"],
}
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city",
        "parameters": WEATHER_PARAMETERS,
    },
}


def question(call: str) -> str:
    return f"What is 6 by 7, asks {TOKEN} in {call}?"


def asked(call: str) -> list[dict]:
    return [{"role": "system", "content": SYSTEM}, {"role": "user", "content": question(call)}]


def called_from(*steps: str) -> dict:
    """Tells the provider's log which runs are around a call."""
    return {"x-call-path": "/".join(steps)}


def get_weather(city: str, days: int) -> dict:
    return {"city_name": city, "forecast": ["rain"] * days}


def exporter() -> SpanExporter:
    """As the environment says; like `opentelemetry-instrument`, which reads the same variable."""
    if os.environ["OTEL_EXPORTER_OTLP_PROTOCOL"] == "grpc":
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    else:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    return OTLPSpanExporter()


def exporting() -> TracerProvider:
    """The global provider of spans, sending batches to the server."""
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(exporter()))
    trace.set_tracer_provider(provider)
    return provider


def play(calls: Iterable[Callable[[], None]]) -> None:
    """Each call below a span of its name. The one called `error` must be refused."""
    tracer = trace.get_tracer("application")
    for call in calls:
        with tracer.start_as_current_span(call.__name__):
            refused = False
            try:
                call()
            except Exception as refusal:
                refused = call.__name__ == "error" and REFUSED in str(refusal)
                if not refused:
                    raise
            if call.__name__ == "error" and not refused:
                raise SystemExit("the provider's refusal was swallowed")
