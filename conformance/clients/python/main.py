"""The official Python SDK, used as its documentation shows. Argument: the case. Asserts nothing: the harness does."""

import asyncio
import json
import os
import sys

import lunary
from openai import AsyncOpenAI, BadRequestError, OpenAI

TOKEN = os.environ["CASE_TOKEN"]
PROVIDER = {"base_url": os.environ["PROVIDER_URL"], "max_retries": 0}
QUESTION = [
    {"role": "system", "content": "Be brief; answer in Zürich's words ☂."},
    {"role": "user", "content": f"What is 6 by 7, asks {TOKEN}?"},
]
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
            "required": ["city"],
        },
    },
}


def called_from(*steps: str) -> dict:
    """Tells the provider's log which runs are around a call."""
    return {"x-call-path": "/".join(steps)}


def monitored(*steps: str) -> OpenAI:
    client = OpenAI(**PROVIDER, default_headers=called_from(*steps))
    lunary.monitor(client)
    return client


def plain() -> None:
    monitored().chat.completions.create(model="gpt-4o-mini", messages=QUESTION, temperature=0.2, max_tokens=50)


def streaming() -> None:
    for _ in monitored().chat.completions.create(model="gpt-4o", messages=QUESTION, stream=True):
        pass


def tools() -> None:
    monitored().chat.completions.create(model="gpt-4o", messages=QUESTION, tools=[WEATHER], tool_choice="auto")


def streaming_tools() -> None:
    stream = monitored().chat.completions.create(model="gpt-4o", messages=QUESTION, tools=[WEATHER], stream=True)
    for _ in stream:
        pass


def error() -> None:
    try:
        monitored().chat.completions.create(model="error-400", messages=QUESTION)
    except BadRequestError:
        return
    raise SystemExit("the wrapper swallowed the provider's error")


def asynchronous() -> None:
    async def ask() -> None:
        client = AsyncOpenAI(**PROVIDER)
        lunary.monitor(client)
        await client.chat.completions.create(model="gpt-4o-mini", messages=QUESTION)
        async for _ in await client.chat.completions.create(model="gpt-4o", messages=QUESTION, stream=True):
            pass

    asyncio.run(ask())


@lunary.tool(name="get_weather")
def get_weather(city: str, days: int) -> dict:
    return {"city_name": city, "forecast": ["rain"] * days}


@lunary.chain(name="summarise")
def summarise(text: str) -> str:
    ask = [{"role": "user", "content": text}]
    answer = monitored("planner", "summarise").chat.completions.create(model="gpt-4o-mini", messages=ask)
    return answer.choices[0].message.content


@lunary.agent(name="planner")
def planner(question: str) -> str:
    client = monitored("planner")
    messages = [{"role": "user", "content": question}]
    first = client.chat.completions.create(model="gpt-4o", messages=messages, tools=[WEATHER]).choices[0].message
    (call,) = first.tool_calls
    found = get_weather(**json.loads(call.function.arguments))
    messages += [first, {"role": "tool", "tool_call_id": call.id, "content": json.dumps(found)}]
    second = client.chat.completions.create(model="gpt-4o", messages=messages).choices[0].message
    return summarise(second.content)


def nested() -> None:
    planner(f"What shall I wear, asks {TOKEN}?")


def manual() -> None:
    client = OpenAI(**PROVIDER, default_headers=called_from("by hand"))
    lunary.track_event("agent", "start", run_id="agent-1", name="by hand", input=QUESTION[-1]["content"])
    lunary.track_event(
        "llm", "start", run_id="call-1", parent_run_id="agent-1", name="gpt-4o", input=QUESTION, params={"n": 1}
    )
    answer = client.chat.completions.create(model="gpt-4o", messages=QUESTION)
    usage = {"prompt": answer.usage.prompt_tokens, "completion": answer.usage.completion_tokens}
    message = answer.choices[0].message.model_dump(exclude_none=True)
    lunary.track_event("llm", "end", run_id="call-1", output=message, token_usage=usage)
    lunary.track_event("agent", "end", run_id="agent-1", output=message["content"])


def context() -> None:
    client = monitored()
    props = {"email": f"{TOKEN}@example.org", "plan_name": "pro"}
    with lunary.identify(f"user-{TOKEN}", user_props=props), lunary.tags(["first", f"tag-{TOKEN}"]):
        client.chat.completions.create(
            model="gpt-4o-mini", messages=QUESTION, metadata={"feature_name": TOKEN, "attempt": 3}
        )


CASES = [plain, streaming, tools, streaming_tools, error, asynchronous, nested, manual, context]

if __name__ == "__main__":
    {case.__name__: case for case in CASES}[sys.argv[1]]()
