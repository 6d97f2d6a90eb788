"""OpenAI's client under an instrumentation of its own. Argument: which. Asserts nothing: the harness does."""

import json
import sys

import calls
from openai import OpenAI
from opentelemetry import _logs
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor

PICTURE = {"type": "image_url", "image_url": {"url": "https://example.org/seven.png"}}
COUNTED = {"stream": True, "stream_options": {"include_usage": True}}


def traceloop() -> None:
    from opentelemetry.instrumentation.openai import OpenAIInstrumentor

    OpenAIInstrumentor().instrument()


def openai_v2() -> None:
    from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor

    OpenAIInstrumentor().instrument()


def openinference() -> None:
    from openinference.instrumentation.openai import OpenAIInstrumentor

    OpenAIInstrumentor().instrument()


def client(call: str) -> OpenAI:
    return OpenAI(base_url=calls.PROVIDER_URL, max_retries=0, default_headers=calls.called_from(call))


def plain() -> None:
    messages = calls.asked("plain")
    client("plain").chat.completions.create(model="gpt-4o-mini", messages=messages, temperature=0.2, max_tokens=50)


def streaming() -> None:
    for _ in client("streaming").chat.completions.create(model="gpt-4o", messages=calls.asked("streaming"), **COUNTED):
        pass


def tools() -> None:
    messages, about = calls.asked("tools"), {"model": "gpt-4o", "tools": [calls.WEATHER]}
    first = client("tools").chat.completions.create(messages=messages, **about).choices[0].message
    (call,) = first.tool_calls
    found = calls.get_weather(**json.loads(call.function.arguments))
    result = {"role": "tool", "tool_call_id": call.id, "content": json.dumps(found)}
    answer = {"role": "assistant", "tool_calls": [call.model_dump(exclude_none=True)]}
    client("tools").chat.completions.create(messages=[*messages, answer, result], **about)


def streaming_tools() -> None:
    about = {"model": "gpt-4o", "tools": [calls.WEATHER], **COUNTED}
    for _ in client("streaming_tools").chat.completions.create(messages=calls.asked("streaming_tools"), **about):
        pass


def picture() -> None:
    content = [{"type": "text", "text": calls.question("picture")}, PICTURE]
    messages = [{"role": "user", "content": content}]
    client("picture").chat.completions.create(model="gpt-4o", messages=messages)


def error() -> None:
    client("error").chat.completions.create(model="error-400", messages=calls.asked("error"))


if __name__ == "__main__":
    spans, logs = calls.exporting(), LoggerProvider()
    logs.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
    _logs.set_logger_provider(logs)
    {instrument.__name__: instrument for instrument in (traceloop, openai_v2, openinference)}[sys.argv[1]]()
    try:
        calls.play([plain, streaming, tools, streaming_tools, picture, error])
    finally:
        spans.shutdown()
        logs.shutdown()
