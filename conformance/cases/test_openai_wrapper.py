"""The SDKs' OpenAI wrappers: what the app asked and was answered comes back out of the server."""

import pytest

from harness.clients import EVERY_CLIENT, PYTHON, PYTHON_OLDER, Client
from harness.evidence import Evidence
from harness.llm_run import compare_llm_run, run_of
from harness.provider import FakeProvider
from harness.readback import Readback
from harness.server import Server

EVERY = pytest.mark.parametrize("client", EVERY_CLIENT, ids=lambda client: client.name)


def check(client: Client, case: str, server: Server, provider: FakeProvider, evidence: Evidence) -> dict:
    """Runs a case that makes one call; the run by its id, for what only this case looks at."""
    client.run(case, server, provider)
    (exchange,) = provider.log
    shown = Readback(server.api())
    run_id = shown.only("llm")
    compare_llm_run(evidence, shown, run_id, exchange)
    return shown.detailed[run_id]


@EVERY
def test_a_plain_completion_comes_back(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    run = check(client, "plain", server, provider, evidence)
    asked = provider.log[0].request
    assert run["params"]["temperature"] == asked["temperature"]
    assert run["params"]["maxTokens"] == asked["max_tokens"]
    assert run["tokens"]["total"] == sum(provider.log[0].usage.values())
    assert run["duration"] >= 10
    assert run["cost"] > 0


@EVERY
def test_a_streamed_completion_comes_back_whole(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    check(client, "streaming", server, provider, evidence)
    assert provider.log[0].chunks > 5


@EVERY
def test_a_tool_call_comes_back_with_its_arguments(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    run = check(client, "tools", server, provider, evidence)
    assert run["params"]["tools"] == provider.log[0].request["tools"]
    assert run["params"]["toolChoice"] == "auto"


@EVERY
def test_a_streamed_tool_call_comes_back_put_together(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    check(client, "streaming_tools", server, provider, evidence)
    assert provider.log[0].chunks > 5


@EVERY
def test_a_refusal_of_the_provider_comes_back_as_an_error(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    run = check(client, "error", server, provider, evidence)
    assert provider.log[0].error_message in run["error"]["message"]
    assert run["error"]["stack"]
    assert run["endedAt"] is not None


@EVERY
def test_user_tags_and_metadata_come_back(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    run = check(client, "context", server, provider, evidence)
    token = provider.token
    assert run["user"]["externalId"] == f"user-{token}"
    assert run["user"]["props"] == {"email": f"{token}@example.org", "planName": "pro"}
    assert run["tags"] == ["first", f"tag-{token}"]
    assert run["metadata"] == {"featureName": token, "attempt": 3}


@pytest.mark.parametrize("client", [PYTHON, PYTHON_OLDER], ids=lambda client: client.name)
def test_the_asynchronous_client_of_python_comes_back(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    client.run("asynchronous", server, provider)
    shown = Readback(server.api())
    assert len(shown.of_type("llm")) == len(provider.log) == 2
    for exchange in provider.log:
        compare_llm_run(evidence, shown, run_of(shown, exchange), exchange)
