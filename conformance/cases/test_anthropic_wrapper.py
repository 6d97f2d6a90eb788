"""The SDKs' Anthropic wrappers: what the app asked and was answered comes back out of the server.

Python's has been there since 1.4. JavaScript 0.8 writes a streamed call of a tool as the word "undefined"; nothing is
to be compared there.
"""

import pytest

from harness.clients import JAVASCRIPT, JAVASCRIPT_OLDER, PYTHON, Client
from harness.evidence import Evidence
from harness.llm_run import compare_llm_run
from harness.messages_api import CACHED_TOKENS
from harness.messages_told import told_by
from harness.provider import FakeProvider
from harness.readback import Readback
from harness.server import Server

THREE = pytest.mark.parametrize("client", [PYTHON, JAVASCRIPT, JAVASCRIPT_OLDER], ids=lambda client: client.name)
NEWER = pytest.mark.parametrize("client", [PYTHON, JAVASCRIPT], ids=lambda client: client.name)


def check(client: Client, case: str, server: Server, provider: FakeProvider, evidence: Evidence) -> list[dict]:
    """Runs a case; its llm runs in the order of the log, for what only this case looks at."""
    client.run(case, server, provider, program="anthropic_wrapper")
    shown = Readback(server.api())
    runs = shown.of_type("llm")
    assert len(runs) == len(provider.log) > 0
    for run_id, exchange in zip(runs, provider.log, strict=True):
        assert exchange.of_anthropic
        compare_llm_run(evidence, shown, run_id, exchange, told_by(client, exchange))
    return [shown.detailed[run_id] for run_id in runs]


@THREE
def test_a_plain_message_comes_back(client: Client, server: Server, provider: FakeProvider, evidence: Evidence) -> None:
    (run,) = check(client, "plain", server, provider, evidence)
    assert run["params"]["maxTokens"] == provider.log[0].request["max_tokens"]
    assert run["tokens"]["cachedPrompt"] == (0 if client == JAVASCRIPT_OLDER else CACHED_TOKENS)
    assert run["user"]["externalId"] == f"user-{provider.token}"
    assert run["user"]["props"] == {"planName": "pro"}
    assert run["tags"] == [f"tag-{provider.token}"]
    if client != JAVASCRIPT_OLDER:
        assert run["metadata"]["messageId"] == provider.log[0].message["id"]
        assert run["metadata"]["cacheReadInputTokens"] == CACHED_TOKENS


@THREE
def test_a_streamed_message_comes_back_whole(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    check(client, "streaming", server, provider, evidence)
    assert provider.log[0].chunks > 5


@THREE
def test_a_tool_call_and_its_result_come_back(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    first, _ = check(client, "tools", server, provider, evidence)
    (tool,) = provider.log[0].request["tools"]
    assert first["params"]["tools"][0]["name"] == tool["name"]
    assert first["params"]["tools"][0]["inputSchema"] == tool["input_schema"]


@NEWER
def test_a_streamed_tool_call_comes_back_put_together(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    check(client, "streaming_tools", server, provider, evidence)
    assert provider.log[0].chunks > 5


@THREE
def test_a_refusal_of_the_provider_comes_back_as_an_error(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    (run,) = check(client, "error", server, provider, evidence)
    assert provider.log[0].error_message in run["error"]["message"]
    assert run["error"]["stack"]
    assert run["endedAt"] is not None


@pytest.mark.parametrize("case", ["stream_manager", "asynchronous"])
def test_other_ways_of_python_to_ask_come_back(
    case: str, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    check(PYTHON, case, server, provider, evidence)
