"""Prompts of the official Python SDK. Argument: the case. Prints what it got as JSON; asserts nothing."""

import asyncio
import json
import os
import sys
from typing import Any
from urllib.request import Request, urlopen

import lunary
from openai import OpenAI

TOKEN = os.environ["CASE_TOKEN"]
VALUES = {"name": f"Ana {TOKEN}", "city": "Zürich"}
NOWHERE = "http://127.0.0.1:9"


def tell(**got: Any) -> None:
    print(json.dumps(got))


def refusal(fetch: Any, *arguments: Any) -> str:
    try:
        fetch(*arguments)
    except Exception as error:
        return str(error)
    return "no error"


def call() -> None:
    """Asks the provider with what a template says."""
    client = OpenAI(base_url=os.environ["PROVIDER_URL"], max_retries=0, default_headers={"x-call-path": ""})
    lunary.monitor(client)
    client.chat.completions.create(**lunary.render_template("welcome-chat", VALUES))


def fetched() -> None:
    tell(
        raw=lunary.get_raw_template("welcome-chat"),
        chat=lunary.render_template("welcome-chat", VALUES),
        text=lunary.render_template("welcome-text", VALUES),
    )


def asynchronous() -> None:
    async def fetch() -> None:
        tell(
            raw=await lunary.get_raw_template_async("welcome-chat"),
            chat=await lunary.render_template_async("welcome-chat", VALUES),
            text=await lunary.render_template_async("welcome-text", VALUES),
        )

    asyncio.run(fetch())


def langchain() -> None:
    async def later() -> Any:
        return await lunary.get_langchain_template_async("welcome-chat")

    tell(
        chat=[
            message.model_dump() for message in lunary.get_langchain_template("welcome-chat").format_messages(**VALUES)
        ],
        text=lunary.get_langchain_template("welcome-text").format(**VALUES),
        asynchronous=[message.model_dump() for message in asyncio.run(later()).format_messages(**VALUES)],
    )


def missing() -> None:
    tell(
        render=refusal(lunary.render_template, "no-such-slug"),
        raw=refusal(lunary.get_raw_template, "no-such-slug"),
        credentials=refusal(lunary.get_raw_template, "welcome-chat", "99999999-0000-4000-8000-000000000001"),
        live=refusal(lunary.get_live_templates),
    )


def live() -> None:
    tell(live=lunary.get_live_templates(os.environ["CASE_PRIVATE_KEY"]))


def cached() -> None:
    """A deployment, and then no server at all: what was fetched a moment ago is what one gets."""
    before = lunary.get_raw_template("welcome-text")
    body = json.dumps({"content": "Deployed", "extra": {}, "isDraft": False}).encode()
    headers = {"authorization": f"Bearer {os.environ['CASE_PRIVATE_KEY']}", "content-type": "application/json"}
    url = f"{os.environ['LUNARY_API_URL']}/v1/templates/2/versions"
    urlopen(Request(url, body, headers)).close()
    tell(
        before=before,
        after=lunary.get_raw_template("welcome-text"),
        without_server=lunary.get_raw_template("welcome-text", None, NOWHERE),
        never_fetched=refusal(lunary.get_raw_template, "welcome-chat", None, NOWHERE),
    )


CASES = [call, fetched, asynchronous, langchain, missing, live, cached]

if __name__ == "__main__":
    {case.__name__: case for case in CASES}[sys.argv[1]]()
