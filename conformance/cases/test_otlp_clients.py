"""Real OpenTelemetry instrumentations: what they export comes back as the provider's log has it."""

import json
from pathlib import Path

import pytest

from harness.evidence import Evidence
from harness.otlp_clients import (
    ANTHROPIC,
    BY_HAND,
    EVERY_OTLP_CLIENT,
    LANGCHAIN,
    OF_OPENAI,
    OF_PYDANTIC_AI,
    OF_VERCEL,
    SERVICE,
    OtlpClient,
)
from harness.otlp_played import Played, play


def played_by(*clients: OtlpClient) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("played", clients, ids=lambda client: client.name, indirect=True)


@pytest.fixture(scope="module")
def earlier() -> dict[str, Played]:
    """What was played already: a client plays once for all cases."""
    return {}


@pytest.fixture
def played(request: pytest.FixtureRequest, earlier: dict[str, Played], tmp_path: Path) -> Played:
    client: OtlpClient = request.param
    if client.name not in earlier:
        earlier[client.name] = play(client, tmp_path)
    return earlier[client.name]


@played_by(*EVERY_OTLP_CLIENT)
def test_a_plain_call_arrives(played: Played, evidence: Evidence) -> None:
    played.compare(evidence, "plain")
    (exchange,) = played.exchanges("plain")
    (run_id,) = played.below("plain", "llm")
    run = played.shown.detailed[run_id]
    if played.client not in OF_VERCEL:
        assert run["metadata"]["service.name"] == SERVICE
    for asked, shown in (("temperature", "temperature"), ("max_tokens", "maxTokens")):
        if played.client not in BY_HAND and asked in exchange.request:
            assert run["params"][shown] == exchange.request[asked]


@played_by(*EVERY_OTLP_CLIENT)
def test_a_streamed_answer_arrives_whole(played: Played, evidence: Evidence) -> None:
    played.compare(evidence, "streaming")
    (exchange,) = played.exchanges("streaming")
    assert exchange.chunks > 5


@played_by(*EVERY_OTLP_CLIENT)
def test_a_tool_call_and_what_the_model_made_of_its_result_arrive(played: Played, evidence: Evidence) -> None:
    played.compare(evidence, "tools")
    assert len(played.exchanges("tools")) == 2


@played_by(*OF_OPENAI, ANTHROPIC)
def test_a_streamed_call_of_a_tool_arrives_whole(played: Played, evidence: Evidence) -> None:
    played.compare(evidence, "streaming_tools")


@played_by(*OF_OPENAI)
def test_a_picture_that_was_asked_about_arrives(played: Played, evidence: Evidence) -> None:
    played.compare(evidence, "picture")


@played_by(*EVERY_OTLP_CLIENT)
def test_a_refusal_of_the_provider_arrives_as_an_error(played: Played, evidence: Evidence) -> None:
    played.compare(evidence, "error")
    (exchange,) = played.exchanges("error")
    (run_id,) = played.below("error", "llm")
    assert exchange.error_message in played.shown.detailed[run_id]["error"]["message"]


@pytest.mark.no_evidence
@played_by(*EVERY_OTLP_CLIENT)
def test_nothing_arrives_twice_or_below_another_call(played: Played) -> None:
    calls = {exchange.steps[0] for exchange in played.provider.log}
    assert {played.shown.name_of(run_id) for run_id in played.shown.roots()} == calls
    assert sum(len(played.below(call, "llm")) for call in calls) == len(played.provider.log)


@played_by(*BY_HAND, LANGCHAIN, *OF_PYDANTIC_AI, *OF_VERCEL)
def test_the_run_of_a_tool_arrives_between_the_answers(played: Played, evidence: Evidence) -> None:
    played.compare(evidence, "tools")
    first, second = played.exchanges("tools")
    (tool,) = played.below("tools", "tool")
    called = first.tool_call()["function"]
    for view in played.shown.views(tool):
        evidence.compare("name", view.name, first.logged(called["name"], "tool called"))
        evidence.compare("input", view.input, first.logged(json.loads(called["arguments"]), "arguments of the call"))
        result = json.loads(second.last_content().value)
        evidence.compare("output", view.output, second.logged(result, "last message asked"))
        if view.where != "list":
            evidence.compare("parent", played.shown.name_of(view.parent), second.caller())


def check_around(played: Played, evidence: Evidence, call: str, run_type: str) -> None:
    """The run around the calls of the model: it gives their last answer, and stands below the call's span."""
    played.compare(evidence, call)
    last = played.exchanges(call)[-1]
    is_message = played.client in OF_VERCEL
    answer = last.output() if is_message else last.answered_content()
    name = last.caller()
    (around,) = [run for run in played.below(call, run_type) if played.shown.name_of(run) == name.value]
    for view in played.shown.views(around):
        evidence.compare("name", view.name, name)
        evidence.compare("output", view.output, answer)
        if view.where != "list":
            evidence.compare("parent", played.shown.name_of(view.parent), last.caller_above(last.steps[-1]))


@played_by(LANGCHAIN)
def test_a_chain_arrives_around_its_model(played: Played, evidence: Evidence) -> None:
    for call in ("plain", "tools"):
        check_around(played, evidence, call, "chain")


@played_by(*OF_PYDANTIC_AI)
def test_an_agent_arrives_around_its_model(played: Played, evidence: Evidence) -> None:
    for call in ("plain", "streaming", "tools"):
        check_around(played, evidence, call, "agent")


@played_by(*OF_VERCEL)
def test_a_function_arrives_around_its_model_with_its_user(played: Played, evidence: Evidence) -> None:
    for call in ("plain", "streaming", "tools"):
        check_around(played, evidence, call, "chain")
    (run_id,) = played.below("plain", "llm")
    run = played.shown.detailed[run_id]
    assert run["user"]["externalId"] == f"user-{played.provider.token}"
    assert run["metadata"]["plan"] == "pro"
