"""Anthropic's client under OpenLLMetry's instrumentation. Asserts nothing: the harness does."""

import json

import calls
from anthropic import Anthropic
from opentelemetry.instrumentation.anthropic import AnthropicInstrumentor

WEATHER = {
    "name": "get_weather",
    "description": "The weather in a city",
    "input_schema": calls.WEATHER_PARAMETERS,
}


def client(call: str) -> Anthropic:
    base_url = calls.PROVIDER_URL.removesuffix("/v1")
    return Anthropic(base_url=base_url, max_retries=0, default_headers=calls.called_from(call))


def request(call: str, model: str = "claude-sonnet-4-5") -> dict:
    messages = [{"role": "user", "content": calls.question(call)}]
    return {"model": model, "max_tokens": 50, "system": calls.SYSTEM, "messages": messages}


def plain() -> None:
    client("plain").messages.create(**request("plain"))


def streaming() -> None:
    with client("streaming").messages.stream(**request("streaming")) as stream:
        for _ in stream:
            pass


def tools() -> None:
    about = {**request("tools"), "tools": [WEATHER]}
    first = client("tools").messages.create(**about)
    call = first.content[-1]
    found = json.dumps(calls.get_weather(**call.input))
    result = {"role": "user", "content": [{"type": "tool_result", "tool_use_id": call.id, "content": found}]}
    answer = {"role": "assistant", "content": [block.model_dump(exclude_none=True) for block in first.content]}
    client("tools").messages.create(**{**about, "messages": [*about["messages"], answer, result]})


def streaming_tools() -> None:
    for _ in client("streaming_tools").messages.create(**request("streaming_tools"), tools=[WEATHER], stream=True):
        pass


def error() -> None:
    client("error").messages.create(**request("error", "error-400"))


if __name__ == "__main__":
    spans = calls.exporting()
    AnthropicInstrumentor().instrument()
    try:
        calls.play([plain, streaming, tools, streaming_tools, error])
    finally:
        spans.shutdown()
