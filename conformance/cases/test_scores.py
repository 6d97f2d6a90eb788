"""`lunary.score`: scores find their run whether they come before its events, between them or after them."""

import pytest

from harness.clients import EVERY_CLIENT, Client
from harness.evidence import Evidence
from harness.llm_run import compare_llm_run
from harness.provider import FakeProvider
from harness.readback import Readback
from harness.server import Server

# All is sent with the private key, or the events with the public one, as most do.
CASES = pytest.mark.parametrize("case", ["scores", "scores_apart"])


@CASES
@pytest.mark.parametrize("client", EVERY_CLIENT, ids=lambda client: client.name)
def test_scores_find_their_run(
    client: Client, case: str, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    client.run(case, server, provider, program="threads", private=case == "scores")
    (exchange,) = provider.log
    shown = Readback(server.api())
    run_id = shown.only("llm")
    compare_llm_run(evidence, shown, run_id, exchange)
    expected = {
        "accuracy": {"value": 0.5, "label": "accuracy", "comment": f"late, says {provider.token}"},
        "tone": {"value": "friendly", "label": "tone", "comment": None},
        "safe": {"value": True, "label": "safe", "comment": None},
    }
    for where in (shown.detailed, shown.listed):
        scores = where[run_id]["scores"]
        assert len(scores) == 3, scores
        assert {score["label"]: score for score in scores} == expected
