"""Replays what real SDKs were recorded to send, byte for byte of JSON, and reads every run of it back."""

import pytest

from harness.evidence import Evidence
from harness.readback import Readback
from harness.recorded import FIXTURES, Recording
from harness.server import Server

# Not those about something else: threads, prompts, OTLP, what no SDK sends. `test_replay.py` has all of them.
SENT_BY_SDKS = ("py-", "js-", "rest-seed")
NAMES = sorted(
    file.stem
    for file in FIXTURES.glob("*.jsonl")
    if file.stem.startswith(SENT_BY_SDKS) and len(Recording(file.stem).runs()) > 3
)


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_comes_back_run_by_run(name: str, server: Server, evidence: Evidence) -> None:
    recording = Recording(name)
    api = server.api(server.project.public_key)
    for batch in recording.batches():
        answer = api.ingest(batch)
        assert answer.status == 200, answer.text
        assert len(answer.json["results"]) == len(batch)
    runs = recording.runs()
    assert len(runs) > 3
    shown = Readback(server.api())
    for run in runs:
        run.compare(evidence, shown)
