"""`get_dataset` and `getDataset`: what the SDKs hand to their users is what was posted, whichever key they have."""

import json
from typing import Any

import pytest

from harness.api import Api
from harness.clients import EVERY_CLIENT, Client
from harness.people import sign_up
from harness.provider import FakeProvider
from harness.server import Server

# What is compared is what this case posted; no run is recorded here.
pytestmark = pytest.mark.no_evidence

TOOLS = [
    {"role": "system", "content": "Answer {{user_name}} briefly.", "name": "house_rules"},
    {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://example.org/{{user_name}}.png"}}]},
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": '{"user_id": 1}'}}],
    },
    {"role": "tool", "tool_call_id": "c", "content": "{}"},
]


def posted(api: Api, path: str, body: Any) -> Any:
    answer = api.call("POST", path, json.dumps(body).encode())
    assert answer.status == 200, answer.text
    return answer.json


def fill(server: Server) -> dict[str, list[tuple[Any, str | None]]]:
    """Posts two datasets; by slug, what each item is to be."""
    api = server.api()
    cities = posted(api, "/v1/datasets", {"slug": "cities", "prompt": "What is the capital of {{country}}?"})
    first = cities["prompts"][0]["id"]
    france = {"promptId": first, "variables": {"country": "France"}, "idealOutput": "Paris"}
    posted(api, "/v1/datasets/variations", france)
    posted(
        api,
        "/v1/datasets/prompts",
        {"datasetId": cities["id"], "messages": "{{as_said}}", "withPromptVariation": False},
    )
    tools = posted(
        api, "/v1/datasets", {"slug": "tools", "format": "chat", "prompt": TOOLS, "withPromptVariation": False}
    )
    ada = {"promptId": tools["prompts"][0]["id"], "variables": {"user_name": "Ada"}}
    posted(api, "/v1/datasets/variations", ada)
    system = TOOLS[0] | {"content": "Answer Ada briefly."}
    return {
        "cities": [
            ("What is the capital of ?", ""),
            ("What is the capital of France?", "Paris"),
            ("{{as_said}}", None),
        ],
        "tools": [([system, *TOOLS[1:]], None)],
    }


@pytest.mark.parametrize("private", [False, True], ids=["public key", "private key"])
@pytest.mark.parametrize("client", EVERY_CLIENT, ids=lambda client: client.name)
def test_an_sdk_gets_the_items_that_were_posted(
    client: Client, private: bool, server: Server, provider: FakeProvider
) -> None:
    expected = fill(server)
    told = json.loads(client.run("fetched", server, provider, program="datasets", private=private))
    ideal = "ideal_output" if client.language == "python" else "idealOutput"
    for slug, items in expected.items():
        assert told[slug] == [{"input": text, ideal: output} for text, output in items]
    if client.language == "python":
        assert told["missing"].startswith("DatasetError: ")
    else:
        assert told["missing"] is None


def test_what_people_edit_reaches_the_sdk(server: Server, provider: FakeProvider) -> None:
    fill(server)
    owner = sign_up(server, "olive@example.org", "Olive").within(server.project.public_key)
    cities = next(row for row in owner.get("/v1/datasets") if row["slug"] == "cities")
    prompts = owner.get(f"/v1/datasets/{cities['id']}")["prompts"]
    owner.do("PATCH", f"/v1/datasets/prompts/{prompts[0]['id']}", {"messages": "Which city governs {{country}}?"})
    owner.do("DELETE", f"/v1/datasets/prompts/{prompts[1]['id']}")
    told = json.loads(EVERY_CLIENT[0].run("fetched", server, provider, program="datasets"))
    assert [item["input"] for item in told["cities"]] == ["Which city governs ?", "Which city governs France?"]
