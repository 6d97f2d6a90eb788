"""What the recordings leave out: of the `rest-*` files every second exchange was kept, so some answers show what a
request made that is not there. These requests are told from the answers, and sent before the line that needs them.

A run that only a route made that is not built yet (OTLP), or of which no answer tells enough, stays away; its rows are
not compared (`replay_rules.NOT_RECORDED`).
"""

from typing import Any

from .replay import RECORDED_PUBLIC_KEY

AT = "2026-11-23T18:22:52+00:00"
RATED = "/v1/runs/c7862323-d7a9-5e0d-bdae-a0e8d321d07e"


def _start(run_id: str, **members: Any) -> dict[str, Any]:
    return {"type": "llm", "event": "start", "runId": run_id, "timestamp": AT, "name": "gpt-4o", "input": "x"} | members


def _message(thread: str, number: int, role: str, content: str) -> dict[str, Any]:
    """The first message has the time that the thread is shown with."""
    at = {"139dad11": 171, "da836aad": 91}[thread[:8]] + number
    event = {"type": "thread", "event": "chat", "runId": f"{thread[:8]}-{number}", "parentRunId": thread}
    return event | {"timestamp": f"2026-11-23T18:22:56.{at:03}Z", "message": {"role": role, "content": content}}


def _thread(thread: str) -> list[dict[str, Any]]:
    said = (("user", "Hi, where is my order?"), ("assistant", "On its way."), ("user", "Thanks!"))
    return [_message(thread, number, role, content) for number, (role, content) in enumerate(said)]


SNAKE = {
    **{"type": "llm", "event": "end", "run_id": "477fe372-e5a2-5d6a-9a9a-2664e439fb54", "timestamp": AT},
    **{"output": {"tool_calls": [{"id": "a"}]}, "tokens_usage": {"prompt": 3, "completion": 4, "prompt_cached": 1}},
}
SECOND = "/v1/projects/8640e40f-13e5-4050-8b54-9d7bcc0bcc57"
USAGE = {"prompt": 1_000_000, "completion": 1_000_000}
MODEL = {"type": "llm", "runId": "ba61c1bf-f677-5a0c-9012-8955e029f904", "name": "my-model"}
PRICED = [
    MODEL | {"event": "start", "timestamp": AT, "input": "x"},
    MODEL | {"event": "end", "timestamp": "2026-11-23T18:22:54+00:00", "output": "y", "tokensUsage": USAGE},
]
VERSIONED = "744faff8-6c0a-51de-9a1d-09ebeca9095b"

# What the owner sends, who names the project in the query; everything else comes with the private key.
AS_OWNER = f"?projectId={RECORDED_PUBLIC_KEY}"
SHEET = "/v1/datasets-v2/24b9ddff-d412-4ec8-9d22-d8a9336a0097"
PROMPT = "bf763a23-7bb3-4600-9419-2226e6d88864"
VARIATION = "9feb89e7-f3fb-413d-87e5-2ac034979bb9"
HELLO = {"promptId": PROMPT, "variables": {"w": "hello"}, "idealOutput": "Hello!"}
LINES = '{"input":"i1","ground_truth":"g1"}\n{"input":"i2"}'
# Of the owner: what names a project in its query is asked by a person.
TEMPLATES = "/v1/templates{}?projectId=4f6c0014-0782-43a2-8cfe-fbcd11c6bcb0"
# Recorded with a slug that was taken, which the reference allows.
SECOND_TEMPLATE = {"slug": "crud-1-copy", "mode": "text", "content": ["x"], "extra": {}, "isDraft": True}
OF_A_KEY = {"slug": "crud-key", "mode": "text", "content": ["x"], "extra": {}, "isDraft": False}
NEXT_VERSION = {
    **{"content": [{"role": "user", "content": "v2"}], "extra": {"model": "gpt-4o", "temperature": 1}},
    **{"testValues": {}, "isDraft": False},
}

# Names and types of runs to which also requests outside these files have added: the other half of `rest-seed` and of
# `rest-ingest`, and the recordings of OpenTelemetry. What the reference has summed up over these is at least ours.
PARTLY_RECORDED = {
    *((name, "agent") for name in ("Agent", "coder", "planner", "support", "weather_agent")),
    *((name, "tool") for name in ("get_weather", "search", "t")),
    *((name, "llm") for name in ("claude-3-5-sonnet-20241022", "gpt-4o", "gpt-4o-mini", "mistral-small")),
    *((name, "llm") for name in ("error-400", "gpt-4")),
    *((None, "chain"), ("order_looked_up", "custom-event")),
}

# Before the line of this name: method, path, body.
GAPS: dict[str, list[tuple[str, str, Any]]] = {
    "rest-datasets:2": [("POST", "/v1/datasets", {"slug": "ds-chat", "format": "chat"})],
    "rest-datasets:3": [("POST", "/v1/datasets", {"slug": "ds-nov", "withPromptVariation": False})],
    "rest-datasets:5": [("POST", f"/v1/datasets{AS_OWNER}", {"slug": "ds-owner"})],
    "rest-datasets:15": [("POST", "/v1/datasets/variations", HELLO)],
    "rest-datasets:17": [("PATCH", f"/v1/datasets/variations/{VARIATION}", {"variables": {"w": "bye"}})],
    "rest-datasets-v2:4": [("PATCH", f"{SHEET}{AS_OWNER}", {"name": "Golden set 2"})],
    "rest-datasets-v2:5": [("POST", f"{SHEET}/items{AS_OWNER}", {})],
    "rest-datasets-v2:7": [("POST", f"{SHEET}/import{AS_OWNER}", {"format": "jsonl", "content": LINES})],
    "rest-datasets-v2:9": [("POST", f"{SHEET}/versions{AS_OWNER}", {})],
    "rest-ingest:17": [("POST", "/v1/runs/ingest", {"events": [SNAKE]})],
    "rest-ingest:18": [
        (
            "POST",
            "/v1/runs/ingest",
            {
                "events": [
                    _start(VERSIONED, templateVersionId=1),
                    {
                        **{"type": "llm", "event": "end", "runId": VERSIONED, "output": "y"},
                        "timestamp": "2026-11-23T18:22:54Z",
                    },
                    _start("71ec3739-cd0a-5039-a663-d245a23db1a6", type="banana"),
                    _start("f588fff1-4a3c-5086-a3bc-a0a61552d96d", timestamp="2026-11-23T18:22:56.491Z"),
                    *_thread("139dad11-35bf-5649-84f8-f957089a637b"),
                    *_thread("da836aad-25d4-5355-ae2a-d010453327e0"),
                ]
            },
        ),
    ],
    "rest-runs:48": [("PATCH", f"{RATED}/tags", {"tags": ["new", "prod"]})],
    "rest-runs:50": [("PATCH", f"{RATED}/feedback", {"thumb": None})],
    "rest-templates:3": [("POST", TEMPLATES.format(""), SECOND_TEMPLATE), ("POST", "/v1/templates", OF_A_KEY)],
    "rest-templates:7": [
        ("PATCH", "/v1/templates/3", {"slug": "crud-2"}),
        ("POST", TEMPLATES.format("/3/versions"), NEXT_VERSION),
    ],
    "rest-org-users-projects:14": [("PATCH", SECOND, {"name": "Second renamed"})],
    "rest-org-users-projects:17": [
        ("POST", f"{SECOND}/regenerate-key", {"type": "private"}),
        ("DELETE", SECOND, None),
    ],
    "rest-audit-models-misc:5": [("POST", "/v1/runs/ingest", {"events": PRICED})],
    "rest-runs:51": [("PATCH", f"{RATED}/score", {"label": "accuracy", "value": 0.9, "comment": "ok"})],
}

# The id that the answer to what fills the gap before a line had, where a line names it before an answer shows it.
MADE: dict[str, str] = {"rest-datasets:15": VARIATION}
