"""The recorded requests that try the protocol itself: encodings, compression, keys and paths, right and wrong ones."""

import json

import pytest

from harness.api import Api
from harness.otlp_recording import OtlpRecording
from harness.readback import Readback
from harness.recorded import FIXTURES
from harness.replay import RECORDED_PRIVATE_KEY, RECORDED_PUBLIC_KEY
from harness.replay_run import run_id
from harness.server import Server

pytestmark = pytest.mark.no_evidence

# What the specification has for each of them (api-otlp 5); the reference fails most of those that are right.
ANSWERS = {
    "protobuf": 200,
    "protobuf, same span again": 200,
    "json": 200,
    "protobuf gzip": 200,
    "protobuf, x-api-key": 200,
    "protobuf, private key": 200,
    "empty protobuf": 200,
    "garbage protobuf": 400,
    "the documented endpoint /v1/otel/v1/traces": 200,
    "the documented endpoint /v1/otel": 200,
    "metrics, empty": 200,
    "logs, empty": 200,
    "unknown key": 401,
    "key that is not a uuid": 401,
    "no key at all": 401,
}
# The span ids of those that are answered 200, in hexadecimal digits.
STORED = {"01" * 8, "03" * 8, "04" * 8, "05" * 8}


def test_requests_that_try_the_protocol_are_answered_as_it_says(server: Server) -> None:
    recording = OtlpRecording("otlp-protocol")
    keys = {RECORDED_PUBLIC_KEY: server.project.public_key, RECORDED_PRIVATE_KEY: server.project.private_key}
    answers = {}
    for text in (FIXTURES / "otlp-protocol.jsonl").read_text().splitlines():
        line = json.loads(text)
        if line["method"] == "POST":
            said = {name: line["req_headers"].get(name) for name in ("authorization", "x-api-key")}
            told = {name: value for name, value in said.items() if value}
            for recorded, ours in keys.items():
                told = {name: value.replace(recorded, ours) for name, value in told.items()}
            anonymous = Api("127.0.0.1", server.port, None)
            answers[line["step"]] = recording.send(anonymous, line, **told).status
            anonymous.close()
    assert answers == ANSWERS
    assert set(Readback(server.api()).detailed) == {run_id(span_id) for span_id in STORED}
