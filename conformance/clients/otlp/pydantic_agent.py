"""Agents of Pydantic AI. Argument: who exports, OpenTelemetry's SDK or `logfire`. Asserts nothing: the harness does."""

import json
import sys

import calls
from openai import AsyncOpenAI
from opentelemetry import trace
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider


def agent(call: str, model: str = "gpt-4o") -> Agent:
    name = f"{call} agent"
    headers = calls.called_from(call, name)
    client = AsyncOpenAI(base_url=calls.PROVIDER_URL, max_retries=0, default_headers=headers)
    chat = OpenAIChatModel(model, provider=OpenAIProvider(openai_client=client))
    return Agent(chat, name=name, system_prompt=calls.SYSTEM)


def plain() -> None:
    agent("plain", "gpt-4o-mini").run_sync(calls.question("plain"), model_settings={"temperature": 0.2})


def streaming() -> None:
    result = agent("streaming").run_stream_sync(calls.question("streaming"))
    for _ in result.stream_text():
        pass


def tools() -> None:
    planner = agent("tools")

    @planner.tool_plain
    def get_weather(city: str, days: int) -> str:
        """The weather in a city"""
        return json.dumps(calls.get_weather(city, days))

    planner.run_sync(calls.question("tools"))


def error() -> None:
    agent("error", "error-400").run_sync(calls.question("error"))


if __name__ == "__main__":
    if sys.argv[1] == "logfire":
        import logfire

        batches = BatchSpanProcessor(calls.exporter())
        logfire.configure(send_to_logfire=False, console=False, additional_span_processors=[batches])
        logfire.instrument_pydantic_ai()
    else:
        calls.exporting()
        Agent.instrument_all()
    try:
        calls.play([plain, streaming, tools, error])
    finally:
        trace.get_tracer_provider().shutdown()
