"""LangChain with the official Python SDK's callback handler. Argument: the case. Asserts nothing: the harness does."""

import json
import os
import sys

import lunary
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from openai import BadRequestError

TOKEN = os.environ["CASE_TOKEN"]
SYSTEM = "Be brief; answer in Zürich's words ☂."
QUESTION = f"What is 6 by 7, asks {TOKEN}?"

handler = lunary.LunaryCallbackHandler()


def model(name: str, *steps: str) -> ChatOpenAI:
    headers = {"x-call-path": "/".join(steps)}
    return ChatOpenAI(model=name, base_url=os.environ["PROVIDER_URL"], max_retries=0, default_headers=headers)


@tool
def get_weather(city: str, days: int) -> str:
    """The weather in a city"""
    return json.dumps({"city_name": city, "forecast": ["rain"] * days})


def plain() -> None:
    chain = (
        ChatPromptTemplate.from_messages([("system", SYSTEM), ("human", "{question}")])
        | model("gpt-4o-mini", "answering")
        | RunnableLambda(lambda message: message.content)
    )
    about = {"user_id": f"user-{TOKEN}", "user_props": {"plan_name": "pro"}, "feature": TOKEN}
    config = {"callbacks": [handler], "tags": [f"tag-{TOKEN}"], "metadata": about, "run_name": "answering"}
    chain.invoke({"question": QUESTION}, config=config)


def streaming() -> None:
    for _ in model("gpt-4o").stream([SystemMessage(SYSTEM), HumanMessage(QUESTION)], config={"callbacks": [handler]}):
        pass


def error() -> None:
    try:
        model("error-400").invoke([SystemMessage(SYSTEM), HumanMessage(QUESTION)], config={"callbacks": [handler]})
    except BadRequestError:
        return
    raise SystemExit("LangChain swallowed the provider's error")


def tools() -> None:
    """A model calls a tool and answers with its result, all inside one chain."""

    def weather(question: str, config: dict) -> str:
        asked = [HumanMessage(question)]
        first: AIMessage = model("gpt-4o", "weather").bind_tools([get_weather]).invoke(asked, config=config)
        (call,) = first.tool_calls
        found = get_weather.invoke(call["args"], config=config)
        asked += [first, ToolMessage(found, tool_call_id=call["id"])]
        return model("gpt-4o", "weather").invoke(asked, config=config).content

    RunnableLambda(weather).invoke(QUESTION, config={"callbacks": [handler], "run_name": "weather"})


CASES = [plain, streaming, error, tools]

if __name__ == "__main__":
    {case.__name__: case for case in CASES}[sys.argv[1]]()
