"""Spans made by hand with OpenTelemetry's SDK, as its conventions for models have them. Asserts nothing.

What the environment says decides how they travel: protobuf over HTTP or gRPC, compressed or not.
"""

import json

import calls
from openai import OpenAI
from opentelemetry import trace
from opentelemetry.trace import Span, SpanKind

tracer = trace.get_tracer("by hand")


def parts(message: dict) -> dict:
    """A message as the conventions write it."""
    if message["role"] == "tool":
        part = {"type": "tool_call_response", "id": message["tool_call_id"], "response": message["content"]}
        return {"role": "tool", "parts": [part]}
    found = [{"type": "text", "content": message["content"]}] if message.get("content") else []
    for call in message.get("tool_calls") or []:
        arguments = json.loads(call["function"]["arguments"])
        found.append({"type": "tool_call", "id": call["id"], "name": call["function"]["name"], "arguments": arguments})
    return {"role": message["role"], "parts": found}


def ask(call: str, model: str, messages: list[dict], **about: object) -> dict:
    """One call of the model, told by one span."""
    client = OpenAI(base_url=calls.PROVIDER_URL, max_retries=0, default_headers=calls.called_from(call))
    told = {"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": model}
    told["gen_ai.input.messages"] = json.dumps([parts(message) for message in messages], ensure_ascii=False)
    with tracer.start_as_current_span(f"chat {model}", kind=SpanKind.CLIENT, attributes=told) as span:
        if about.get("stream"):
            return _streamed(span, client.chat.completions.create(model=model, messages=messages, **about))
        answer = client.chat.completions.create(model=model, messages=messages, **about)
        message = answer.choices[0].message.model_dump(exclude_none=True)
        _answered(span, message, answer.usage)
        return message


def _streamed(span: Span, stream: object) -> dict:
    text, usage = "", None
    for chunk in stream:
        text += "".join(choice.delta.content or "" for choice in chunk.choices)
        usage = chunk.usage or usage
    message = {"role": "assistant", "content": text}
    _answered(span, message, usage)
    return message


def _answered(span: Span, message: dict, usage: object) -> None:
    span.set_attribute("gen_ai.output.messages", json.dumps([parts(message)], ensure_ascii=False))
    span.set_attribute("gen_ai.usage.input_tokens", usage.prompt_tokens)
    span.set_attribute("gen_ai.usage.output_tokens", usage.completion_tokens)


def plain() -> None:
    ask("plain", "gpt-4o-mini", calls.asked("plain"), temperature=0.2)


def streaming() -> None:
    counted = {"stream": True, "stream_options": {"include_usage": True}}
    ask("streaming", "gpt-4o", calls.asked("streaming"), **counted)


def tools() -> None:
    messages, about = calls.asked("tools"), {"tools": [calls.WEATHER]}
    first = ask("tools", "gpt-4o", messages, **about)
    (call,) = first["tool_calls"]
    arguments = json.loads(call["function"]["arguments"])
    told = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "get_weather"}
    told["gen_ai.tool.call.arguments"] = json.dumps(arguments)
    with tracer.start_as_current_span("execute_tool get_weather", attributes=told) as span:
        found = json.dumps(calls.get_weather(**arguments))
        span.set_attribute("gen_ai.tool.call.result", found)
    result = {"role": "tool", "tool_call_id": call["id"], "content": found}
    ask("tools", "gpt-4o", [*messages, first, result], **about)


def error() -> None:
    ask("error", "error-400", calls.asked("error"))


if __name__ == "__main__":
    spans = calls.exporting()
    try:
        calls.play([plain, streaming, tools, error])
    finally:
        spans.shutdown()
