"""Replays what real instrumentations were recorded to export, and reads every run of it back."""

from dataclasses import replace
from typing import Any

import pytest

from harness.evidence import Evidence
from harness.otlp_content import answered, asked, embedded, given, made
from harness.otlp_recording import OtlpRecording, Span
from harness.otlp_said import is_conversation, recorded_values, spoken, values
from harness.otlp_spec import name_of, tokens_of, type_of
from harness.readback import Readback, View
from harness.recorded import FIXTURES
from harness.server import Server

# Those that try the protocol are in `test_otlp_protocol.py`; the Vercel AI SDK's are named after its language.
NAMES = sorted(file.stem for file in FIXTURES.glob("otlp-*.jsonl") if file.stem != "otlp-protocol")
RECORDINGS = [OtlpRecording(name) for name in (*NAMES, "js-vercel-ai")]

ROLES = {"system", "user", "assistant", "tool", "function", "text"}


def content(span: Span) -> tuple[Any, Any]:
    """What went in and came out, as the recording has it."""
    run_type = type_of(span)
    if run_type == "llm":
        return asked(span), answered(span)
    return (embedded(span), None) if run_type == "embed" else (given(span), made(span))


def compare_content(evidence: Evidence, span: Span, view: View) -> None:
    """Input and output: said by the same, and nothing that the recording does not have."""
    shown = {"input": view.input, "output": view.output}
    for (side, value), told, speaker in zip(shown.items(), content(span), ("user", "assistant"), strict=True):
        if type_of(span) == "llm" or is_conversation(told):
            evidence.compare(side, spoken(value, speaker), span.logged(spoken(told, speaker)))
        else:
            evidence.compare(side, values(value), span.logged(values(told)))
    invented = set(values(list(shown.values()))) - recorded_values(span) - ROLES
    assert not invented, f"{span.name}: nobody said {invented}"


def compare(evidence: Evidence, shown: Readback, span: Span) -> None:
    """One span with its run, in every view."""
    assert shown.detailed[span.run]["type"] == type_of(span), f"{span}"
    for view in shown.views(span.run):
        evidence.compare("name", view.name, span.logged(name_of(span)))
        evidence.compare("tokens", view.tokens, span.logged(tokens_of(span)))
        compare_content(evidence, span, view)
        if view.where != "list":
            evidence.compare("parent", view.parent, span.logged(span.parent))
        assert view.status == ("error" if span.has_failed else "success"), f"{span}"


def send(recording: OtlpRecording, server: Server) -> dict[str, Any]:
    """Every request of the recording; what the ledger says of the project afterwards."""
    api = server.api(server.project.public_key)
    for line in recording.lines:
        answer = recording.send(api, line)
        assert (answer.status, answer.text) in ((200, ""), (200, "{}")), f"{line['step']}: {answer}"
    (row,) = server.api().get("/v1/ingest/ledger").json["data"]
    return row


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_every_span_of_a_recording_arrives(recording: OtlpRecording, server: Server, evidence: Evidence) -> None:
    sent = send(recording, server)
    assert sent["rejected"] == {}
    assert sent["received"] == sent["stored"] >= 2 * len(recording.spans)
    shown = Readback(server.api())
    assert set(shown.detailed) == {span.run for span in recording.spans}
    for span in recording.spans:
        compare(evidence, shown, span)


@pytest.mark.no_evidence
@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda recording: recording.name)
def test_a_recording_that_is_sent_again_changes_nothing(recording: OtlpRecording, server: Server) -> None:
    once, before = send(recording, server), Readback(server.api())
    again, after = send(recording, server), Readback(server.api())
    assert again["received"] == 2 * once["received"]
    assert again["merged"] == once["merged"] + once["received"]
    assert (again["stored"], again["rejected"]) == (once["stored"], {})
    assert after.detailed == before.detailed
    assert after.listed == before.listed
    assert after.related == before.related


SPOILT: dict[str, dict[str, Any]] = {
    "another operation": {"gen_ai.operation.name": "execute_tool"},
    "another model": {"gen_ai.request.model": "gpt-4.1"},
    "another count": {"gen_ai.usage.input_tokens": 24},
    "another speaker": {"gen_ai.output.messages": '[{"role": "user", "parts": [{"type": "text", "content": "42"}]}]'},
    "nothing said": {"gen_ai.input.messages": "[]"},
}


@pytest.mark.no_evidence
@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT.keys())
def test_a_changed_recording_is_noticed(spoilt: dict[str, Any], server: Server) -> None:
    recording = OtlpRecording("otlp-traceloop")
    send(recording, server)
    shown, span = Readback(server.api()), recording.spans[0]
    compare(Evidence(), shown, span)
    with pytest.raises(AssertionError):
        compare(Evidence(), shown, replace(span, attributes={**span.attributes, **spoilt}))


@pytest.mark.no_evidence
def test_a_span_below_another_one_is_noticed(server: Server) -> None:
    recording = OtlpRecording("otlp-traceloop")
    send(recording, server)
    with pytest.raises(AssertionError, match="parent"):
        compare(Evidence(), Readback(server.api()), replace(recording.spans[0], parent_id="12" * 8))
