"""LiteLLM's callback: a call comes back, whether it went well or not."""

from harness.clients import PYTHON
from harness.evidence import Evidence
from harness.llm_run import Told, compare_llm_run
from harness.provider import FakeProvider
from harness.readback import Readback
from harness.server import Server


def check(case: str, server: Server, provider: FakeProvider, evidence: Evidence, **told: object) -> dict:
    """Runs a case that makes one call; the run by its id. `told` is what LiteLLM tells differently."""
    PYTHON.run(case, server, provider, program="litellm_callback")
    (exchange,) = provider.log
    shown = Readback(server.api())
    run_id = shown.only("llm")
    compare_llm_run(evidence, shown, run_id, exchange, Told.of(exchange).differing(exchange, **told))
    return shown.detailed[run_id]


def test_a_completion_comes_back(server: Server, provider: FakeProvider, evidence: Evidence) -> None:
    run = check("plain", server, provider, evidence)
    token = provider.token
    assert provider.log[0].steps == ["planner"]
    assert run["params"]["temperature"] == provider.log[0].request["temperature"]
    assert run["user"]["externalId"] == provider.log[0].request["user"] == f"user-{token}"
    assert run["tags"] == ["first", f"tag-{token}"]
    assert run["metadata"]["featureName"] == token


def test_a_single_message_comes_back_unwrapped(server: Server, provider: FakeProvider, evidence: Evidence) -> None:
    check(
        "single",
        server,
        provider,
        evidence,
        input={"role": "user", "content": f"What is 6 by 7, asks {provider.token}?"},
    )
    assert len(provider.log[0].request["messages"]) == 1


def test_a_streamed_completion_comes_back_whole(server: Server, provider: FakeProvider, evidence: Evidence) -> None:
    check("streaming", server, provider, evidence, tokens={"prompt": 0, "completion": 0})
    assert provider.log[0].chunks > 5


def test_a_refusal_of_the_provider_comes_back_as_an_error(
    server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    run = check("error", server, provider, evidence)
    assert provider.log[0].error_message in run["error"]["stack"]
    assert run["endedAt"] is not None
