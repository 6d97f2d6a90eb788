"""Hostile input against the real binary: whatever comes, the server answers within two seconds, never with a fault of
its own, in bounded memory, and another project's data stays what it was.

Payloads are made here and bounded; random ones come from a fixed seed, so that a failure can be had again.
"""

import gzip
import json
import random
import re
import socket
import time
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from harness.hostile import MOST_RSS_ANON, Reply, Target, fill, watched
from harness.server import Project, Server

pytestmark = pytest.mark.no_evidence
AT = "2025-03-01T09:30:00Z"


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """One server for all cases, so that what one leaves behind is there for the next."""
    folder, other, attacker = tmp_path_factory.mktemp("hostile") / "data", Project("Other"), Project("Attacker")
    made = Server(folder, other)
    fill(made, other)
    assert made.stop() == 0, made.errors()
    made.close()
    running = Server(folder, attacker)
    with watched(running.process.pid) as memory:
        yield Target(running, other)
    assert running.stop() == 0, running.errors()
    running.close()
    assert 0 < memory.most <= MOST_RSS_ANON, f"{memory.most >> 20} MiB of private memory"


@pytest.fixture
def target(attacked: Target) -> Iterator[Target]:
    """The server, and after each case the proof that it lives and that the other project is as before."""
    before = attacked.digest()
    with watched(attacked.server.process.pid) as memory:
        yield attacked
    assert attacked.digest() == before, "another project's data changed"
    assert attacked.send("GET", "/v1/health").status == 200
    assert 0 < memory.most <= MOST_RSS_ANON, f"{memory.most >> 20} MiB of private memory"


def start(run_id: str, **members: Any) -> dict[str, Any]:
    return {"type": "llm", "event": "start", "runId": run_id, "timestamp": AT, "name": "gpt-4o", **members}


def stored(reply: Reply, count: int = 1) -> None:
    """All events were taken."""
    assert reply.status == 200, reply.text
    assert [result["success"] for result in reply.results] == [True] * count


def refused(reply: Reply, *statuses: int) -> None:
    """A whole request was refused, in the shape that every error has."""
    assert reply.status in statuses, f"{reply.status} {reply.text[:300]}"
    assert set(reply.json) >= {"error", "message"}


def test_json_that_ends_too_early_is_refused_whole(target: Target) -> None:
    whole = json.dumps({"events": [start("cut-1", input={"a": ["é", 1.5e3, None]}), start("cut-2")]}).encode()
    for length in range(len(whole)):
        refused(target.ingest(whole[:length]), 400)
    assert target.send("GET", "/v1/runs/cut-1").status == 404


# The last three are JSON's own, but no number that most readers have: they stay as they were sent.
NO_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1" * 5000)


@pytest.mark.parametrize("number", NO_NUMBERS, ids=lambda number: number[:9])
def test_numbers_that_json_does_not_have_are_taken(number: str, target: Target) -> None:
    name = f"number-{number[:9]}"
    event = json.dumps(start(name, input={"a": "HERE"}, params={"t": "HERE"}, metadata={"m": "HERE"}))
    end = json.dumps(
        {"type": "llm", "event": "end", "runId": name, "timestamp": "HERE", "tokensUsage": {"prompt": "HERE"}}
    )
    body = f'{{"events":[{event},{end}]}}'.replace('"HERE"', number).encode()
    stored(target.ingest(body), 2)
    run = target.read_everything(quote(name))[quote(name)]
    assert run["status"] == "success"
    if number in NO_NUMBERS[:3]:
        assert run["input"]["a"] is None
        assert "input" in run["repaired"]


def test_nul_and_lone_surrogates_are_taken_everywhere(target: Target) -> None:
    odd = ("a\x00b", "\x00", "\ud800", "a\udfffb", "\udc00\ud800", "\ud83d")
    for number, text in enumerate(odd):
        message = {"role": text, "content": text, text: text}
        events = [
            start(f"odd-{number}", input={text: [text]}, name=text, tags=[text], metadata={text: text}),
            start(f"odd-id-{number}{text}", userId=text, userProps={text: text}, parentRunId=f"p{text}"),
            {
                "type": "thread",
                "event": "chat",
                "runId": f"odd-m-{number}",
                "parentRunId": f"t{text}",
                "message": message,
            },
            {"event": "feedback", "runId": f"odd-{number}", "feedback": {text: text}, "timestamp": AT},
            {"type": "log", "event": text, "runId": f"odd-l-{number}", "message": text, "timestamp": AT},
        ]
        stored(target.ingest(events), len(events))
        run = target.read_everything(f"odd-{number}")[f"odd-{number}"]
        # NUL is text like any other; half a pair is none (dataplane-common 6).
        shown = re.sub("[\ud800-\udfff]", "\ufffd", text)
        assert run["name"] == shown
        assert run["tags"] == [shown]
        assert run["input"][shown] == [shown]
        assert run["metadata"] == {shown: shown}
        assert set(run.get("repaired", [])) >= (set() if shown == text else {"input", "metadata", "name", "tags"})


DEEP = 100_000


@pytest.mark.parametrize("field", ["input", "metadata", "params", "tags", "userProps", "message", "feedback", "runId"])
def test_a_hundred_thousand_levels_are_kept_as_text(field: str, target: Target) -> None:
    for opened, closed in (("[", "]"), ('{"a":', "}")):
        deep = opened * DEEP + "1" + closed * DEEP
        kind = {"message": "chat", "feedback": "feedback"}.get(field, "start")
        event = json.dumps(start(f"deep-{field}", event=kind, parentRunId="deep") | {field: "HERE"})
        reply = target.ingest(f'{{"events":[{event}]}}'.replace('"HERE"', deep).encode())
        assert reply.status == 200, reply.text
        refused(target.ingest(f'{{"events":[{event}]}}'.replace('"HERE"', opened * DEEP).encode()), 400)
    target.read_everything()
    if field == "input":
        assert target.send("GET", "/v1/runs/deep-input").json["repaired"] == ["input"]


def test_a_hundred_thousand_levels_around_an_event_are_refused(target: Target) -> None:
    event = json.dumps(start("deep-list"))
    for around in ("[" * DEEP + event + "]" * DEEP, "[" * DEEP, '{"events":' * DEEP + "1" + "}" * DEEP):
        reply = target.ingest(f'{{"events":{around}}}'.encode())
        assert reply.status in (200, 400), reply.text
        assert reply.status == 400 or not reply.results[0]["success"]


def test_a_bomb_is_not_unpacked(target: Target) -> None:
    piece = gzip.compress(b" " * (64 << 20), 9)
    bomb = piece * 64
    assert len(bomb) < 8 << 20
    for encoding, body in (
        ("gzip", bomb),
        ("gzip, gzip", gzip.compress(bomb)),
        ("deflate", zlib.compress(b"[" * (80 << 20), 9)),
        ("gzip", piece[: len(piece) // 2]),
        ("gzip", b"\x1f\x8b" + bytes(1000)),
        ("br", b"\xff" * 1000),
        ("zstd", b"\x28\xb5\x2f\xfd" + b"\xff" * 1000),
        ("nonsense", b"{}"),
    ):
        refused(target.ingest(body, content_encoding=encoding), 400, 413, 415)


def test_a_million_of_anything_is_cut(target: Target) -> None:
    tags = [f"t{number}" for number in range(1_000_000)]
    stored(target.ingest([start("many-tags", tags=tags)]))
    keys = {f"k{number}": number for number in range(1_000_000)}
    stored(target.ingest([start("many-keys", metadata=keys)]))
    stored(target.ingest([{"event": "feedback", "runId": "many-keys", "timestamp": AT, "feedback": keys}]))
    runs = target.read_everything("many-tags", "many-keys")
    assert runs["many-tags"]["tags"] == tags[:1000]
    assert runs["many-tags"]["repaired"] == ["tags"]
    assert len(runs["many-keys"]["metadata"]) == 1000


def related(target: Target, ring: list[str]) -> list[dict[str, Any]]:
    """What is below any of these runs: a circle is cut somewhere, so that it hangs together from one of them on."""
    answers = [target.send("GET", f"/v1/runs/{run}/related").json for run in (ring[0], ring[-1])]
    return max(answers, key=len)


def test_parents_in_a_circle_end(target: Target) -> None:
    rings = [["self"], ["two-a", "two-b"], [f"ring-{number}" for number in range(3000)]]
    for ring in rings:
        events = [start(run, type="agent", parentRunId=ring[place - 1]) for place, run in enumerate(ring)]
        stored(target.ingest(events), len(events))
        runs = target.read_everything(ring[0], ring[-1])
        assert {run["id"] for run in runs.values()} <= {run["id"] for run in related(target, ring)}
    target.send("GET", "/v1/runs?type=trace&limit=100")
    assert target.send("DELETE", f"/v1/runs/{rings[1][0]}").status == 200


def test_a_long_chain_and_a_wide_fan_are_read(target: Target) -> None:
    chain = [start(f"chain-{number}", parentRunId=f"chain-{number - 1}") for number in range(12_000)]
    stored(target.ingest(chain), len(chain))
    runs = target.read_everything("chain-0", "chain-11999")
    assert runs["chain-11999"]["traceId"]
    fan = [start(f"fan-{number}", parentRunId="fan") for number in range(10_000)]
    stored(target.ingest([start("fan"), *fan]), len(fan) + 1)
    target.read_everything("fan")


ODD_TIMES = (
    *("9999-12-31T23:59:59.999Z", "+275760-09-13T00:00:00Z", "0000-01-01T00:00:00Z", "-000001-01-01", "1e308"),
    *(253402300799999, -62135596800000, 8.64e15, 8.64e15 + 1, -1, 0, 2**63, -(2**63), 2**64, 1e300, 0.5),
    *("", "now", "2025-02-30", "2025-13-45T99:99:99Z", "2025-03-01T09:30:00+99:99", True, [], {}, [AT], "٢٠٢٥-٠٣-٠١"),
)


def test_times_out_of_this_world_are_taken(target: Target) -> None:
    for number, at in enumerate(ODD_TIMES):
        end = {
            "type": "llm",
            "event": "end",
            "runId": f"time-{number}",
            "timestamp": ODD_TIMES[-1 - number],
            "output": 1,
        }
        stored(target.ingest([start(f"time-{number}", timestamp=at), end]), 2)
    runs = target.read_everything(*(f"time-{number}" for number in range(len(ODD_TIMES))))
    assert "timestamp" in runs["time-0"]["repaired"]
    assert all("1970" <= run["createdAt"][:4] <= "2200" for run in runs.values())


def test_fifty_thousand_and_one_events_are_refused_whole(target: Target) -> None:
    events = [{"event": "start", "type": "llm", "runId": f"flood-{number}"} for number in range(50_001)]
    refused(target.ingest(events), 413)
    for number in (0, 50_000):
        assert target.send("GET", f"/v1/runs/flood-{number}").status == 404


def test_long_texts_are_cut_and_long_bodies_refused(target: Target) -> None:
    long = "é" * (5 << 20)
    stored(target.ingest([start("long-input", input=long)]))
    assert len(target.read_everything("long-input")["long-input"]["input"].encode()) <= 8 << 20
    for member in ("name", "type", "runId", "parentRunId", "userId", "tags", "runtime", "event", "templateVersionId"):
        reply = target.ingest([start("long-other") | {member: long}])
        assert reply.status == 200, reply.text
    key = "k" * (9 << 20)
    stored(target.ingest([start("long-key", metadata={key: 1}, input={key: 1}, params={key: 1})]))
    target.read_everything("long-key")
    refused(target.ingest(b" " * (33 << 20)), 413)
    refused(target.ingest(b'{"events":[' + b"0," * (10 << 20) + b"0]}"), 413)
    assert target.send("GET", f"/v1/runs/{'x' * 60_000}").status in (404, 414, 431)
    assert target.send("GET", f"/v1/runs?{'a=b&' * 15_000}").status in (200, 400, 414, 431)


MEMBERS = (
    *(
        "type",
        "event",
        "runId",
        "parentRunId",
        "timestamp",
        "name",
        "input",
        "output",
        "params",
        "extra",
        "tags",
        "error",
    ),
    *("metadata", "userId", "userProps", "tokensUsage", "feedback", "templateVersionId", "message", "threadTags"),
    *("threadMetadata", "runtime", "appId"),
)
WRONG: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 2**53 + 1, -(2**70), 1e308, "", " ", "x", "\u202e", [], {}, [None], [[[]]], [{}]),
    *({"": ""}, {"a": {"b": [1]}}, [True], ["a", 1, None], {"__proto__": 1}, {"role": 1, "content": {"a": []}}),
    *({"prompt": "x"}, {"prompt": -1, "completion": 2**60}, {"thumb": []}, "0" * 36, "../../etc", "%00", "'; --"),
)


@pytest.mark.parametrize("kind", ["start", "end", "error", "update", "feedback", "chat", "custom-event", "nonsense"])
def test_wrong_types_everywhere_reject_no_more_than_their_event(kind: str, target: Target) -> None:
    events, good = [], f"good-{kind}"
    for member in MEMBERS:
        for number, value in enumerate(WRONG):
            event = start(f"wrong-{kind}-{member}-{number}", event=kind, parentRunId=f"thread-{kind}")
            events.append(event | {"message": {"role": "user", "content": "x"}, member: value})
    reply = target.ingest([*events, start(good), *WRONG[:-7]])
    assert reply.status == 200, reply.text
    assert len(reply.results) == len(events) + 1 + len(WRONG) - 7
    assert {"id": good, "success": True} in reply.results
    target.read_everything(good)
    for body in WRONG:
        assert target.ingest(json.dumps(body).encode()).status in (200, 400, 422)
        assert target.ingest(json.dumps({"events": body}).encode()).status in (200, 400, 422)


def routes(target: Target) -> list[tuple[str, str]]:
    paths = target.send("GET", "/v1/openapi").json["paths"]
    return [(method.upper(), path) for path, item in paths.items() for method in item]


def test_every_route_survives_random_bytes(target: Target) -> None:
    chance = random.Random(3)
    names = (
        "type",
        "limit",
        "page",
        "cursor",
        "keys",
        "total",
        "parentRunId",
        "days",
        "sortField",
        "projectId",
        "filter",
    )

    def word() -> str:
        length = chance.choice((0, 1, 5, 36, 300))
        return quote(chance.randbytes(length)) if chance.random() < 0.7 else "".join(chance.choices("-%.0aZ", k=length))

    for method, path in routes(target):
        for _ in range(25):
            pieces = [word() or "x" if piece.startswith("{") else piece for piece in path.split("/")]
            query = "&".join(f"{chance.choice(names)}={word()}" for _ in range(chance.randrange(4)))
            body = chance.choice(
                (None, chance.randbytes(chance.randrange(2000)), json.dumps(chance.choice(WRONG)).encode())
            )
            if method == "GET":
                body = None
            headers = (
                {"content_encoding": chance.choice(("gzip", "br", "zstd", "deflate"))} if chance.random() < 0.3 else {}
            )
            target.send(method, f"{'/'.join(pieces)}?{query}", body, **headers)
        for value in WRONG if method != "GET" else ():
            target.send(
                method, path.replace("{id}", "good-start").replace("{", "").replace("}", ""), json.dumps(value).encode()
            )


def test_bytes_that_are_no_request_are_turned_away(target: Target) -> None:
    chance = random.Random(4)
    for size in (1, 10, 1000, 100_000):
        with socket.create_connection(("127.0.0.1", target.server.port), 5) as connection:
            connection.settimeout(5)
            try:
                connection.sendall(chance.randbytes(size) + b"\r\n\r\n")
                connection.shutdown(socket.SHUT_WR)
                answer = connection.recv(4096)
            except OSError:
                answer = b""
            assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer


def test_foreign_names_open_nothing(target: Target) -> None:
    """The other project's key as `projectId` and its ids, in events and in paths. (`appId` is no such name: both
    projects belong to one organisation, which may send from one to the other.)
    """
    api = target.server.api(target.other.private_key)
    theirs = [row["id"] for row in api.runs()]
    api.close()
    for run in theirs:
        events = [start(run, projectId=target.other.public_key, event=kind) for kind in ("start", "end", "feedback")]
        target.ingest([event | {"feedback": {"thumb": "down"}, "output": "mine", "metadata": {}} for event in events])
        for method, view, body in (
            ("PATCH", "tags", {"tags": ["mine"]}),
            ("PATCH", "feedback", {"thumb": "down"}),
            ("PATCH", "visibility", {"visibility": True}),
            ("PATCH", "score", {"label": "tone", "value": 0}),
        ):
            target.send(method, f"/v1/runs/{run}/{view}?projectId={target.other.public_key}", json.dumps(body).encode())
        target.send("DELETE", f"/v1/runs/{run}?projectId={target.other.public_key}")


class Loris:
    """Connections that send one byte now and then, until the server has had enough of them."""

    def __init__(self, port: int, count: int, head: bytes) -> None:
        self.open = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(count)]
        for connection in self.open:
            connection.setblocking(False)
            connection.sendall(head)

    def drip(self) -> None:
        """One more byte each; those that the server has closed are gone."""
        for connection in list(self.open):
            try:
                if connection.recv(4096) == b"":
                    raise ConnectionResetError
            except BlockingIOError:
                pass
            except ConnectionError:
                connection.close()
                self.open.remove(connection)
                continue
            try:
                connection.send(b"a")
            except (BlockingIOError, ConnectionError):
                continue

    def close(self) -> None:
        for connection in self.open:
            connection.close()


@pytest.mark.parametrize("part", ["head", "body"])
def test_slow_senders_neither_stay_nor_keep_others_waiting(part: str, project: Project, tmp_path: Any) -> None:
    server = Server(tmp_path / "data", project, "--head-timeout", "2s", "--body-idle", "2s", "--request-timeout", "4s")
    head = b"POST /v1/runs/ingest HTTP/1.1\r\nhost: a\r\nx-"
    if part == "body":
        key = f"authorization: Bearer {project.public_key}\r\ncontent-length: 100000\r\n\r\n"
        head = head.removesuffix(b"x-") + key.encode()
    loris = Loris(server.port, 200, head)
    target, began = Target(server, project), time.monotonic()
    try:
        with watched(server.process.pid) as memory:
            while loris.open and time.monotonic() - began < 20:
                loris.drip()
                stored(target.ingest([start(f"beside-{len(loris.open)}-{time.monotonic()}")]))
                time.sleep(0.1)
        assert not loris.open, f"{len(loris.open)} slow connections are still open"
        assert 0 < memory.most <= MOST_RSS_ANON
        assert server.stop() == 0
    finally:
        loris.close()
        server.close()
