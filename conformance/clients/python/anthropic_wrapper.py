"""The official Python SDK's wrapper of Anthropic's client. Argument: the case. Asserts nothing: the harness does."""

import asyncio
import os
import sys

import lunary
from anthropic import Anthropic, AsyncAnthropic, BadRequestError

TOKEN = os.environ["CASE_TOKEN"]
PROVIDER = {"base_url": os.environ["PROVIDER_URL"].removesuffix("/v1"), "max_retries": 0}
ASK = {
    "model": "claude-sonnet-4-5",
    "max_tokens": 100,
    "system": "Be brief; answer in Zürich's words ☂.",
    "messages": [{"role": "user", "content": f"What is 6 by 7, asks {TOKEN}?"}],
}
WEATHER = {
    "name": "get_weather",
    "description": "The weather in a city",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        "required": ["city"],
    },
}


def monitored() -> Anthropic:
    client = Anthropic(**PROVIDER)
    lunary.monitor(client)
    return client


def plain() -> None:
    with lunary.identify(f"user-{TOKEN}", user_props={"plan_name": "pro"}), lunary.tags([f"tag-{TOKEN}"]):
        monitored().messages.create(**ASK)


def streaming() -> None:
    for _ in monitored().messages.create(**ASK, stream=True):
        pass


def stream_manager() -> None:
    with monitored().messages.stream(**ASK) as stream:
        for _ in stream.text_stream:
            pass


def tools() -> None:
    """A call, and the answer to its result."""
    client = monitored()
    called = client.messages.create(**ASK, tools=[WEATHER])
    call = called.content[-1]
    result = {"type": "tool_result", "tool_use_id": call.id, "content": f"rain in {call.input['city']}"}
    messages = [
        *ASK["messages"],
        {"role": "assistant", "content": [block.model_dump(exclude_none=True) for block in called.content]},
        {"role": "user", "content": [result]},
    ]
    client.messages.create(**{**ASK, "messages": messages}, tools=[WEATHER])


def streaming_tools() -> None:
    for _ in monitored().messages.create(**ASK, tools=[WEATHER], stream=True):
        pass


def error() -> None:
    try:
        monitored().messages.create(**{**ASK, "model": "error-400"})
    except BadRequestError:
        return
    raise SystemExit("the wrapper swallowed the provider's error")


def asynchronous() -> None:
    async def ask() -> None:
        client = AsyncAnthropic(**PROVIDER)
        lunary.monitor(client)
        await client.messages.create(**ASK)

    asyncio.run(ask())


CASES = [plain, streaming, stream_manager, tools, streaming_tools, error, asynchronous]

if __name__ == "__main__":
    {case.__name__: case for case in CASES}[sys.argv[1]]()
