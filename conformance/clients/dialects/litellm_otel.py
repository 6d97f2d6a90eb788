"""LiteLLM's OpenTelemetry callback.

Recorded with litellm 1.106.2, opentelemetry-exporter-otlp-proto-http 1.45.2.
"""

import os

os.environ |= {"OTEL_EXPORTER": "otlp_http", "OTEL_ENDPOINT": os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"]}
os.environ |= {"LITELLM_LOCAL_MODEL_COST_MAP": "True"}
os.environ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "otlp_http"

import asking
import litellm
from opentelemetry import trace

litellm.callbacks = ["otel"]
ABOUT = {"api_base": asking.PROVIDER_URL, "api_key": "not-a-key", "num_retries": 0, "max_retries": 0}


def plain() -> None:
    litellm.completion(
        model="openai/gpt-4o-mini",
        messages=asking.QUESTION,
        temperature=0.2,
        max_tokens=50,
        user="user-1",
        metadata={"feature": "sums", "session_id": "session-1", "tags": ["first"]},
        **ABOUT,
    )


def streaming() -> None:
    options = {"include_usage": True}
    for _ in litellm.completion(
        model="openai/gpt-4o", messages=asking.QUESTION, stream=True, stream_options=options, **ABOUT
    ):
        pass


def tools() -> None:
    messages = list(asking.QUESTION)
    first = litellm.completion(model="openai/gpt-4o", messages=messages, tools=[asking.WEATHER], **ABOUT)
    message = first.choices[0].message
    (call,) = message.tool_calls
    found = asking.weather_text(call.function.arguments)
    messages += [message.model_dump(), {"role": "tool", "tool_call_id": call.id, "content": found}]
    litellm.completion(model="openai/gpt-4o", messages=messages, tools=[asking.WEATHER], **ABOUT)


def error() -> None:
    litellm.completion(model="openai/error-400", messages=asking.QUESTION, **ABOUT)


def flush() -> None:
    """Callbacks run on a thread pool of LiteLLM's, so its work is waited for before the spans are sent."""
    from litellm.litellm_core_utils.thread_pool_executor import executor

    executor.shutdown(wait=True)
    trace.get_tracer_provider().force_flush()


try:
    asking.play(plain, streaming, tools, error)
finally:
    flush()
