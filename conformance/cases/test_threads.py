"""Conversations: the SDKs' threads, messages, custom events and feedback come back as turns."""

import json

import pytest

from harness.clients import EVERY_CLIENT, JAVASCRIPT, JAVASCRIPT_OLDER, PYTHON, Client
from harness.conversation import Conversation
from harness.evidence import Evidence, Logged
from harness.llm_run import compare_llm_run, run_of
from harness.provider import FakeProvider
from harness.readback import Readback
from harness.server import Server

EVERY = pytest.mark.parametrize("client", EVERY_CLIENT, ids=lambda client: client.name)
BOTH_JAVASCRIPT = pytest.mark.parametrize("client", [JAVASCRIPT, JAVASCRIPT_OLDER], ids=lambda client: client.name)


def told(provider: FakeProvider, text: str) -> Logged:
    """A text of the client's, which has the token that the provider gave to this case."""
    return Logged(text.format(provider.token), "the provider's token")


@EVERY
def test_a_conversation_comes_back_turn_by_turn(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    client.run("conversation", server, provider, program="threads")
    thread = Conversation(server, evidence)
    assert len(provider.log) == len(thread.turns) == 2
    for turn, exchange in zip(thread.turns, provider.log, strict=True):
        thread.compare_turn(turn, exchange)
        thread.compare_call(turn, exchange)
    thread.compare_ends(*provider.log, messages=4)
    token = provider.token

    row = thread.listed(thread.id)
    assert row["tags"] == ["support", f"tag-{token}"]
    assert row["metadata"] == ({"channel": f"web-{token}"} if client == PYTHON else None)
    for run in thread.shown.detailed.values():
        assert run["user"]["externalId"] == f"user-{token}", run["type"]
        assert run["user"]["props"] == {"email": f"{token}@example.org"}, run["type"]

    event = thread.shown.detailed[thread.shown.only("custom-event")]
    evidence.compare("name", event["name"], told(provider, "rated-{}"))
    assert event["metadata"] == {"stars": 5}
    assert event["parentRunId"] == thread.id

    given = {"thumb": "up", "comment": f"quick, says {token}"}
    assert row["feedbacks"] == [None, given]
    assert thread.listed(thread.turns[1])["feedback"] == given
    assert thread.listed(run_of(thread.shown, provider.log[1]))["parentFeedback"] == given


@EVERY
def test_a_retried_answer_comes_back_as_a_sibling(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    client.run("retry", server, provider, program="threads")
    thread = Conversation(server, evidence)
    first, again = thread.turns
    for turn, exchange in zip(thread.turns, provider.log, strict=True):
        thread.compare_turn(turn, exchange)
        thread.compare_call(first, exchange)
    assert thread.listed(again)["siblingRunId"] == thread.shown.detailed[again]["siblingRunId"] == first
    assert thread.shown.detailed[first]["siblingRunId"] is None
    thread.compare_ends(*provider.log, messages=3)


@EVERY
def test_messages_told_late_go_where_they_belong(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    client.run("late", server, provider, program="threads")
    thread = Conversation(server, evidence)
    for turn, exchange in zip(thread.turns, provider.log, strict=True):
        thread.compare_turn(turn, exchange)
        thread.compare_call(turn, exchange)
    thread.compare_ends(*provider.log, messages=4)


@BOTH_JAVASCRIPT
def test_a_chat_of_the_time_before_messages_comes_back(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    client.run("deprecated", server, provider, program="threads")
    thread = Conversation(server, evidence)
    (exchange,) = provider.log
    (turn,) = thread.turns
    for view in thread.shown.views(turn):
        evidence.compare("input", view.input, exchange.last_content())
        evidence.compare("output", view.output, exchange.answered_content())
        assert view.status == "success"
    for view in thread.shown.views(thread.id):
        evidence.compare("input", view.input, exchange.last_content())
    call = run_of(thread.shown, exchange)
    compare_llm_run(evidence, thread.shown, call, exchange)
    assert thread.shown.detailed[call]["parentRunId"] == turn
    assert thread.shown.detailed[turn]["parentRunId"] == thread.id
    assert thread.shown.detailed[turn]["params"] == {"channel": f"web-{provider.token}"}


@BOTH_JAVASCRIPT
def test_feedback_is_read_by_every_message_of_a_turn(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    printed = client.run("feedback", server, provider, program="threads")
    thread = Conversation(server, evidence)
    (exchange,) = provider.log
    (turn,) = thread.turns
    thread.compare_turn(turn, exchange)
    thread.compare_call(turn, exchange)
    given = {"thumb": "down", "comment": f"slow, says {provider.token}"}
    assert json.loads(printed) == [None, given, given]
    assert thread.shown.detailed[turn]["feedback"] == given


@BOTH_JAVASCRIPT
def test_log_lines_come_back_below_the_run_that_wrote_them(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    client.run("logs", server, provider, program="threads")
    shown = Readback(server.api())
    (exchange,) = provider.log
    compare_llm_run(evidence, shown, shown.only("llm"), exchange)
    agent = shown.only("agent")
    lines = [shown.detailed[run_id] for run_id in shown.of_type("log")]
    for line, text in zip(lines, ("begins, says {}", "slow, says {}", "gives up, says {}"), strict=True):
        evidence.compare("input", line["input"], told(provider, text))
        evidence.compare("parent", shown.name_of(line["parentRunId"]), exchange.caller())
        assert line["id"] in shown.related, "a log line is missing from the trace"
        assert line["parentRunId"] == agent
    assert [line["name"] for line in lines] == ["info", "warn", "error"]
    assert lines[0]["metadata"] == {"step": 1}
    assert lines[2]["metadata"]["message"] == f"no more, says {provider.token}"
    assert all(run["type"] != "log" for run in server.api().runs()), "log lines are not in the default list"
