"""Flowise's events, posted as it posts them, and as its old installs do: to the route without a credential."""

import json
from collections.abc import Callable

import pytest

from harness.evidence import Evidence
from harness.flowise import Event, Flow
from harness.readback import Readback
from harness.server import Server

Post = Callable[[Server, list[Event]], None]


def together(server: Server, events: list[Event]) -> None:
    """In one request, as when the answer was quick."""
    answer = server.api(server.project.public_key).ingest(events)
    assert answer.status == 200, answer.text
    assert [result["success"] for result in answer.json["results"]] == [True] * len(events)


def one_by_one(server: Server, events: list[Event]) -> None:
    for event in events:
        together(server, [event])


def backwards(server: Server, events: list[Event]) -> None:
    one_by_one(server, events[::-1])


def to_the_dashboard(server: Server, events: list[Event]) -> None:
    """The project is named in the events; whatever credential comes along is not looked at."""
    named = [{**event, "app": server.project.public_key} for event in events]
    answer = server.api("of no key").call("POST", "/api/report", json.dumps({"events": named}).encode())
    assert answer.status == 200, answer.text
    assert [result["success"] for result in answer.json] == [True] * len(events)


EVERY_WAY = pytest.mark.parametrize("post", [together, one_by_one, backwards, to_the_dashboard])


def compare_model(flow: Flow, shown: Readback, evidence: Evidence) -> None:
    """The model's run, below the chain."""
    for view in shown.views(flow.model):
        evidence.compare("name", view.name, flow.logged(flow.model_name))
        evidence.compare("input", view.input, flow.logged(flow.asked_model))
        evidence.compare("output", view.output, flow.logged(flow.answer_message))
        evidence.compare("tokens", view.tokens, flow.logged(flow.usage))
        if view.where != "list":
            evidence.compare("parent", view.parent, flow.logged(flow.chain))
        assert view.status == "success"


@EVERY_WAY
def test_a_chat_flow_comes_back_with_its_chain_below_the_turn(post: Post, server: Server, evidence: Evidence) -> None:
    flow = Flow()
    post(server, [*flow.chat_flow(), flow.feedback()])
    shown = Readback(server.api())
    compare_model(flow, shown, evidence)
    for view in shown.views(flow.answered):
        evidence.compare("input", view.input, flow.logged([{"role": "user", "content": flow.question}]))
        evidence.compare("output", view.output, flow.logged([flow.answer_message]))
        if view.where != "list":
            evidence.compare("parent", view.parent, flow.logged(flow.chat))
    for view in shown.views(flow.chain):
        evidence.compare("name", view.name, flow.logged(flow.chain_name))
        evidence.compare("input", view.input, flow.logged(flow.question))
        evidence.compare("output", view.output, flow.logged(flow.answer))
        if view.where != "list":
            evidence.compare("parent", view.parent, flow.logged(flow.answered))
    thread = shown.listed[flow.chat]
    assert thread["messagesCount"] == 2
    assert thread["feedbacks"] == [flow.feedback()["feedback"]]
    assert all(run["user"]["externalId"] == flow.user for run in shown.detailed.values())
    assert server.api().run(flow.asked)["id"] == flow.answered, "the id of the question names the turn too"


@EVERY_WAY
def test_an_agent_flow_comes_back_as_a_tree(post: Post, server: Server, evidence: Evidence) -> None:
    flow = Flow(chain_name="Agentflow")
    post(server, flow.agent_flow())
    shown = Readback(server.api())
    compare_model(flow, shown, evidence)
    for view in shown.views(flow.tool):
        evidence.compare("name", view.name, flow.logged(flow.tool_name))
        evidence.compare("input", view.input, flow.logged(flow.question))
        if view.where != "list":
            evidence.compare("parent", view.parent, flow.logged(flow.chain))
        assert view.error == {"message": flow.answer}
        assert view.status == "error"
    for view in shown.views(flow.chain):
        evidence.compare("output", view.output, flow.logged(flow.answer))
    assert shown.roots() == [flow.chain]
    assert all(run["user"]["externalId"] == flow.chat for run in shown.detailed.values())
