"""Prompts as the official SDKs fetch, fill and use them; and the template that arrives with the run."""

import json
from typing import Any

import pytest

from harness.clients import EVERY_CLIENT, JAVASCRIPT, JAVASCRIPT_OLDER, PYTHON, PYTHON_OLDER, Client
from harness.evidence import Evidence
from harness.llm_run import compare_llm_run
from harness.provider import FakeProvider
from harness.readback import Readback
from harness.server import Server

EVERY = pytest.mark.parametrize("client", EVERY_CLIENT, ids=lambda client: client.name)
PYTHONS = pytest.mark.parametrize("client", [PYTHON, PYTHON_OLDER], ids=lambda client: client.name)
JAVASCRIPTS = pytest.mark.parametrize("client", [JAVASCRIPT, JAVASCRIPT_OLDER], ids=lambda client: client.name)
SYSTEM = "You help {{name}} in {{city}}, briefly."
ASK = "Say hello to {{name}}."
EXTRA = {"model": "gpt-4o-mini", "temperature": 0.2, "max_tokens": 80}
NOT_FOUND = "Template not found, is the project ID correct?"


@pytest.fixture
def prompts(server: Server) -> Server:
    """The server with a chat prompt, whose second version is live and whose third a draft, and a text prompt."""
    api = server.api()

    def post(path: str, **body: Any) -> None:
        answer = api.call("POST", path, json.dumps(body).encode())
        assert answer.status == 200, answer.text

    messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": ASK}]
    draft = [{"role": "user", "content": "draft"}]
    post("/v1/templates", slug="welcome-chat", mode="openai", content=draft, extra=EXTRA, isDraft=False)
    post("/v1/templates", slug="welcome-text", mode="text", content=["x"], extra={"model": "gpt-4o-mini"}, isDraft=True)
    post("/v1/templates/1/versions", content=messages, extra=EXTRA, isDraft=False)
    post("/v1/templates/1/versions", content=draft, extra={}, isDraft=True)
    post("/v1/templates/2/versions", content="Hello {{name}} of {{city}}!", extra={"top_p": 1}, isDraft=False)
    return server


def got(client: Client, case: str, server: Server, provider: FakeProvider) -> dict[str, Any]:
    """What a case of the client printed. JavaScript's SDK may say more before."""
    return json.loads(client.run(case, server, provider, program="templates").strip().splitlines()[-1])


def filled(text: str, provider: FakeProvider) -> str:
    return text.replace("{{name}}", f"Ana {provider.token}").replace("{{city}}", "Zürich")


def messages(provider: FakeProvider) -> list[dict[str, str]]:
    return [{"role": "system", "content": filled(SYSTEM, provider)}, {"role": "user", "content": filled(ASK, provider)}]


@EVERY
def test_a_call_with_a_prompt_is_a_run_that_names_the_version(
    client: Client, prompts: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    client.run("call", prompts, provider, program="templates")
    (exchange,) = provider.log
    assert exchange.request["messages"] == messages(provider)
    assert {key: exchange.request[key] for key in EXTRA} == EXTRA
    shown = Readback(prompts.api())
    run_id = shown.only("llm")
    compare_llm_run(evidence, shown, run_id, exchange)
    for where in (shown.detailed, shown.listed):
        run = where[run_id]
        # Ids of versions: 1 and 2 came with the templates.
        assert (run["templateVersionId"], run["templateSlug"]) == (3, "welcome-chat")


@pytest.mark.no_evidence
@PYTHONS
@pytest.mark.parametrize("case", ["fetched", "asynchronous"])
def test_python_fetches_and_fills_what_is_deployed(
    client: Client, case: str, prompts: Server, provider: FakeProvider
) -> None:
    told = got(client, case, prompts, provider)
    raw = told["raw"]
    content = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": ASK}]
    created_at = raw.pop("created_at")
    assert created_at.endswith("Z")
    assert raw == {"id": "3", "slug": "welcome-chat", "content": content, "extra": EXTRA, "version": 2}
    assert told["chat"] == {"messages": messages(provider), "extra_headers": {"Template-Id": "3"}, **EXTRA}
    text = filled("Hello {{name}} of {{city}}!", provider)
    assert told["text"] == {"text": text, "extra_headers": {"Template-Id": "5"}, "top_p": 1}


@pytest.mark.no_evidence
@JAVASCRIPTS
def test_javascript_fetches_and_fills_what_is_deployed(client: Client, prompts: Server, provider: FakeProvider) -> None:
    told = got(client, "fetched", prompts, provider)
    assert (told["raw"]["id"], told["raw"]["version"], told["raw"]["extra"]) == ("3", 2, EXTRA)
    assert told["chat"] == {**EXTRA, "messages": messages(provider), "templateId": "3"}
    text = filled("Hello {{name}} of {{city}}!", provider)
    assert told["text"] == {"top_p": 1, "prompt": text, "templateId": "5"}


@pytest.mark.no_evidence
@PYTHONS
def test_a_prompt_becomes_one_of_langchain(client: Client, prompts: Server, provider: FakeProvider) -> None:
    """JavaScript's form fills the prompt with nothing first, and so fails at the first variable in any case."""
    told = got(client, "langchain", prompts, provider)
    for chat in (told["chat"], told.get("asynchronous", told["chat"])):
        assert [(message["type"], message["content"]) for message in chat] == [
            ("system", filled(SYSTEM, provider)),
            ("human", filled(ASK, provider)),
        ]
    assert told["text"] == filled("Hello {{name}} of {{city}}!", provider)


@pytest.mark.no_evidence
@PYTHONS
def test_python_says_what_is_wrong(client: Client, prompts: Server, provider: FakeProvider) -> None:
    told = got(client, "missing", prompts, provider)
    for text in (told["render"], told["raw"]):
        assert "404" in text
        assert NOT_FOUND in text
    assert "Invalid or unauthorized API credentials" in told["credentials"]
    assert "This route requires a private API key" in told["live"]


@pytest.mark.no_evidence
@JAVASCRIPTS
def test_javascript_says_what_is_wrong(client: Client, prompts: Server, provider: FakeProvider) -> None:
    text = got(client, "missing", prompts, provider)["render"]
    assert "Not Found" in text
    assert NOT_FOUND in text


@pytest.mark.no_evidence
@PYTHONS
def test_python_lists_what_is_live(client: Client, prompts: Server, provider: FakeProvider) -> None:
    live = got(client, "live", prompts, provider)["live"]
    assert [(row["id"], row["slug"], row["version"]) for row in live] == [
        ("3", "welcome-chat", 2),
        ("5", "welcome-text", 2),
    ]
    assert live[0]["content"][0] == {"role": "system", "content": SYSTEM}


@pytest.mark.no_evidence
@EVERY
def test_what_was_fetched_a_moment_ago_stays_until_the_process_ends(
    client: Client, prompts: Server, provider: FakeProvider
) -> None:
    told = got(client, "cached", prompts, provider)
    assert told["before"]["content"] == "Hello {{name}} of {{city}}!"
    assert told["after"] == told["without_server"] == told["before"]
    assert told["never_fetched"] != "no error"
    again = got(client, "cached", prompts, provider)
    assert again["before"]["content"] == "Deployed"


@pytest.mark.no_evidence
def test_an_sdk_of_the_llmonitor_era_gets_its_prompt(prompts: Server) -> None:
    api = prompts.api()
    path = "/api/v1/template"
    found = api.get(path, slug="welcome-text", app_id=prompts.project.public_key)
    assert (found.status, found.json["id"], found.json["extra"]) == (200, "5", {"top_p": 1})
    for query in ({"slug": "no-such-slug", "app_id": prompts.project.public_key}, {"slug": "welcome-text"}):
        missing = api.get(path, **query)
        assert (missing.status, missing.json["message"]) == (200, NOT_FOUND)
