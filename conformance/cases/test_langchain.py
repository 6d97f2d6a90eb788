"""LangChain's callback handlers of all four clients: chains, models and tools come back as a tree."""

import json

import pytest

from harness.clients import EVERY_CLIENT, Client
from harness.evidence import Evidence
from harness.langchain_told import OF_JAVASCRIPT, OF_PYTHON, told_by, tool_input
from harness.llm_run import compare_llm_run
from harness.provider import FakeProvider
from harness.readback import Readback
from harness.server import Server

EVERY = pytest.mark.parametrize("client", EVERY_CLIENT, ids=lambda client: client.name)


def check(client: Client, case: str, server: Server, provider: FakeProvider, evidence: Evidence) -> dict:
    """Runs a case that makes one call; the run by its id, for what only this case looks at."""
    client.run(case, server, provider, program="langchain_handler")
    (exchange,) = provider.log
    shown = Readback(server.api())
    run_id = shown.only("llm")
    compare_llm_run(evidence, shown, run_id, exchange, told_by(client, exchange))
    return shown.detailed[run_id]


@EVERY
def test_a_chain_comes_back_with_its_steps(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    run = check(client, "plain", server, provider, evidence)
    (exchange,) = provider.log
    shown = Readback(server.api())
    (root,) = shown.roots()
    question = exchange.last_content().value
    given = question if client in OF_JAVASCRIPT else {"question": question}
    for view in shown.views(root):
        evidence.compare("name", view.name, exchange.caller())
        evidence.compare("input", view.input, exchange.logged(given, "last message asked"))
        evidence.compare("output", view.output, exchange.answered_content())
        assert view.status == "success"
    assert len(shown.related) == 4, "the chain, the prompt, the model and the step after it"
    assert all(step["parentRunId"] == root for step in shown.related.values() if step["id"] != root)
    for step in (run, shown.detailed[root]):
        assert step["user"]["externalId"] == f"user-{provider.token}"
        assert step["user"]["props"] == {"planName": "pro"}
        assert f"tag-{provider.token}" in step["tags"]
        assert step["metadata"]["feature"] == provider.token


@EVERY
def test_a_streamed_answer_comes_back_whole(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    check(client, "streaming", server, provider, evidence)
    assert provider.log[0].chunks > 5


@EVERY
def test_a_refusal_of_the_provider_comes_back_as_an_error(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    run = check(client, "error", server, provider, evidence)
    assert provider.log[0].error_message in json.dumps(run["error"])
    assert run["endedAt"] is not None


@EVERY
def test_a_tool_that_the_model_called_comes_back_between_its_answers(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    client.run("tools", server, provider, program="langchain_handler")
    first, second = provider.log
    shown = Readback(server.api())
    for run_id, exchange, earlier in zip(shown.of_type("llm"), provider.log, (None, first), strict=True):
        compare_llm_run(evidence, shown, run_id, exchange, told_by(client, exchange, earlier))
    for view in shown.views(shown.only("tool")):
        if client in OF_PYTHON:
            evidence.compare("name", view.name, first.logged(first.tool_call()["function"]["name"], "tool called"))
        evidence.compare("input", view.input, first.logged(tool_input(client, first), "arguments of the tool call"))
        evidence.compare("output", view.output, second.last_content())
        if view.where != "list":
            evidence.compare("parent", shown.name_of(view.parent), second.caller())
    (root,) = shown.roots()
    for view in shown.views(root):
        evidence.compare("input", view.input, first.last_content())
        evidence.compare("output", view.output, second.answered_content())
