"""LangSmith's SDK with its OpenTelemetry export, under LangChain, OpenAI's client and functions of one's own.

Recorded with langsmith[otel] 0.15.0, langchain-openai 1.7.3, openai 2.54.0, opentelemetry-exporter-otlp-proto-http
1.45.2.
"""

import os

os.environ |= {"LANGSMITH_TRACING": "true", "LANGSMITH_OTEL_ENABLED": "true", "LANGSMITH_OTEL_ONLY": "true"}
os.environ |= {"LANGSMITH_API_KEY": "not-a-key", "LANGSMITH_PROJECT": "dialects"}
os.environ["LANGSMITH_ENDPOINT"] = os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"]

import asking
from langchain_core.messages import HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from langsmith import Client, traceable
from langsmith.wrappers import wrap_openai
from openai import OpenAI
from opentelemetry import trace

client = Client()
openai = wrap_openai(OpenAI(max_retries=0))
weather_tool = tool(asking.get_weather)


def model(name: str) -> ChatOpenAI:
    return ChatOpenAI(model=name, max_retries=0, temperature=0.2)


@traceable(run_type="chain", name="answering", tags=["first"], metadata={"session_id": "session-1", "plan": "pro"})
def plain() -> str:
    asked = [SystemMessage(asking.SYSTEM), HumanMessage(asking.QUESTION[1]["content"])]
    model("gpt-4o-mini").invoke(asked)
    answer = openai.chat.completions.create(model="gpt-4o-mini", messages=asking.QUESTION, max_tokens=50)
    return answer.choices[0].message.content


@traceable(run_type="retriever")
def look_up(question: str) -> list[dict]:
    return [{"page_content": f"About {question}", "type": "Document", "metadata": {"page": 3}}]


def streaming() -> None:
    look_up("seven")
    for _ in openai.chat.completions.create(
        model="gpt-4o", messages=asking.QUESTION, stream=True, stream_options={"include_usage": True}
    ):
        pass
    for _ in model("gpt-4o").stream(asking.QUESTION[1]["content"]):
        pass


@traceable(run_type="chain")
def tools() -> str:
    asked = [HumanMessage(asking.QUESTION[1]["content"])]
    first = model("gpt-4o").bind_tools([weather_tool]).invoke(asked)
    (call,) = first.tool_calls
    asked += [first, ToolMessage(str(weather_tool.invoke(call["args"])), tool_call_id=call["id"])]
    openai.chat.completions.create(model="gpt-4o", messages=asking.QUESTION, tools=[asking.WEATHER])
    return model("gpt-4o").invoke(asked).content


def error() -> None:
    try:
        model("error-400").invoke(asking.QUESTION[1]["content"])
    finally:
        openai.chat.completions.create(model="error-429", messages=asking.QUESTION)


try:
    asking.play(plain, streaming, tools, error)
finally:
    client.flush()
    trace.get_tracer_provider().force_flush()
