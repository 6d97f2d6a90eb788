"""LangChain under OpenInference's instrumentation. Asserts nothing: the harness does."""

import json

import calls
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from openinference.instrumentation.langchain import LangChainInstrumentor


def model(name: str, *steps: str) -> ChatOpenAI:
    about = {"max_retries": 0, "stream_usage": True, "default_headers": calls.called_from(*steps)}
    return ChatOpenAI(model=name, base_url=calls.PROVIDER_URL, **about)


@tool
def get_weather(city: str, days: int) -> str:
    """The weather in a city"""
    return json.dumps(calls.get_weather(city, days))


def messages(call: str) -> list:
    return [SystemMessage(calls.SYSTEM), HumanMessage(calls.question(call))]


def plain() -> None:
    prompt = ChatPromptTemplate.from_messages([("system", calls.SYSTEM), ("human", "{question}")])
    chain = prompt | model("gpt-4o-mini", "plain", "answering") | RunnableLambda(lambda message: message.content)
    chain.invoke({"question": calls.question("plain")}, config={"run_name": "answering", "tags": ["first"]})


def streaming() -> None:
    for _ in model("gpt-4o", "streaming").stream(messages("streaming")):
        pass


def tools() -> None:
    """A model calls a tool and answers with its result, all inside one chain."""

    def weather(question: str, config: dict) -> str:
        asked = [HumanMessage(question)]
        asker = model("gpt-4o", "tools", "weather")
        first: AIMessage = asker.bind_tools([get_weather]).invoke(asked, config=config)
        (call,) = first.tool_calls
        found = get_weather.invoke(call["args"], config=config)
        asked += [first, ToolMessage(found, tool_call_id=call["id"])]
        return asker.invoke(asked, config=config).content

    RunnableLambda(weather).invoke(calls.question("tools"), config={"run_name": "weather"})


def error() -> None:
    model("error-400", "error").invoke(messages("error"))


if __name__ == "__main__":
    spans = calls.exporting()
    LangChainInstrumentor().instrument()
    try:
        calls.play([plain, streaming, tools, error])
    finally:
        spans.shutdown()
