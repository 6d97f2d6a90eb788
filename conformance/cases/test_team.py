"""A team on one server, from the first account on: people come, work within their role, and are out at the next
request; so are keys. All over HTTP with sessions, as the dashboard does it, and with an SDK that has a project's key.
"""

import copy
import uuid

import pytest

from harness.clients import JAVASCRIPT, PYTHON, Client
from harness.evidence import Evidence
from harness.llm_run import compare_llm_run
from harness.people import Person, invited, join, knock, log_in, sign_up
from harness.posted import PostedRun
from harness.provider import FakeProvider
from harness.readback import Readback
from harness.server import Project, Server

OWNER, GUEST, RIVAL = "olga@team.example", "gwen@team.example", "rita@elsewhere.example"
SDK = pytest.mark.parametrize("client", [PYTHON, JAVASCRIPT], ids=lambda client: client.name)


def project_of(owner: Person, name: str) -> Project:
    """A new project with its keys."""
    made = owner.do("POST", "/v1/projects", {"name": name})
    (row,) = (row for row in owner.get("/v1/projects") if row["id"] == made["id"])
    return Project(name, row["publicApiKey"], row["privateApiKey"])


def as_seen_with(project: Project, server: Server) -> Server:
    """The same server for clients with the keys of another project."""
    seen = copy.copy(server)
    seen.project = project
    return seen


def statuses(person: Person, *calls: tuple[str, str, object]) -> list[int]:
    return [person.call(*call).status for call in calls]


def is_out(person: Person) -> None:
    """Nothing opens to this session any more, and the dashboard is told to sign out."""
    for path in ("/v1/users/me", "/v1/runs", "/v1/projects"):
        answer = person.call("GET", path)
        assert (answer.status, answer.json["message"]) == (401, "Invalid access token"), path


@SDK
def test_the_whole_life_of_a_member(client: Client, server: Server, provider: FakeProvider, evidence: Evidence) -> None:
    owner = sign_up(server, OWNER, "Olga")
    assert (owner.me()["role"], owner.me()["projects"]) == ("owner", [server.project.public_key])
    shop = project_of(owner, "Shop")
    run = run_by_sdk(client, server, shop, provider, evidence)

    token = invited(owner, GUEST, "viewer", [shop.public_key])
    guest = join(server, token, GUEST, "Gwen").within(shop.public_key)
    assert (guest.me()["role"], guest.me()["projects"]) == ("viewer", [shop.public_key])
    assert knock(server, "/auth/signup", joining(token, "other@team.example")).status == 401
    limited(guest, run, server.project.public_key)

    change = {"role": "member", "projects": [shop.public_key]}
    owner.do("PATCH", f"/v1/users/{guest.me()['id']}", change)
    is_out(guest)
    guest = log_in(guest)
    guest.do("PATCH", f"/v1/runs/{run}/tags", {"tags": ["by Gwen"]})
    assert guest.get(f"/v1/runs/{run}")["tags"] == ["by Gwen"]

    owner.do("DELETE", f"/v1/users/{guest.me()['id']}")
    is_out(guest)
    assert knock(server, "/auth/login", {"email": GUEST, "password": guest.password}).status == 403
    assert knock(server, "/auth/signup", joining(token, GUEST)).status == 401
    assert GUEST not in [member["email"] for member in owner.get("/v1/users/me/org")["users"]]
    assert owner.within(shop.public_key).get(f"/v1/runs/{run}")["tags"] == ["by Gwen"]
    remembered(owner)


def run_by_sdk(client: Client, server: Server, project: Project, provider: FakeProvider, evidence: Evidence) -> str:
    """What an SDK with the project's key leaves there, compared with what the provider saw; the id of the run."""
    seen = as_seen_with(project, server)
    client.run("plain", seen, provider)
    shown = Readback(seen.api())
    compare_llm_run(evidence, shown, shown.only("llm"), provider.log[0])
    assert Readback(server.api()).listed == {}
    return shown.only("llm")


def joining(token: str, email: str) -> dict[str, str]:
    return {"email": email, "password": "made-up-pass", "name": "X", "signupMethod": "join", "token": token}


def limited(viewer: Person, run: str, other_project: str) -> None:
    """A viewer of one project reads there, changes nothing, and sees nothing of the other one."""
    assert viewer.get(f"/v1/runs/{run}")["id"] == run
    assert [row["id"] for row in viewer.get("/v1/projects")] == [viewer.project]
    assert "privateApiKey" not in viewer.get("/v1/projects")[0]
    refused = [
        ("PATCH", f"/v1/runs/{run}/tags", {"tags": ["x"]}),
        ("DELETE", f"/v1/runs/{run}", None),
        ("POST", "/v1/projects", {"name": "Own"}),
        ("POST", "/v1/users/invitation", {"email": "x@team.example", "role": "owner", "projects": [viewer.project]}),
        ("PATCH", f"/v1/users/{viewer.me()['id']}", {"role": "owner", "projects": [viewer.project]}),
        ("GET", "/v1/audit-logs", None),
    ]
    assert statuses(viewer, *refused) == [403] * len(refused)
    elsewhere = viewer.within(other_project)
    assert statuses(elsewhere, ("GET", "/v1/runs", None), ("GET", f"/v1/runs/{run}", None)) == [403, 403]
    assert viewer.get(f"/v1/runs/{run}")["tags"] is None


def remembered(owner: Person) -> None:
    """The audit log has what was done to the guest, the latest first, by whom and from where."""
    rows = owner.get("/v1/audit-logs?limit=100")
    deeds = [(row["resourceType"], row["action"], row["userEmail"]) for row in rows]
    about = [
        ("team_member", deed, by) for deed, by in (("remove_from_team", OWNER), ("login", GUEST), ("update", OWNER))
    ]
    places = [deeds.index(deed) for deed in [*about, ("team_member", "invite", OWNER), ("project", "create", OWNER)]]
    assert places == sorted(places)
    assert {row["ipAddress"] for row in rows} == {"127.0.0.1"}


def with_key(server: Server, project: Project, public_key: str) -> Server:
    """The same server for SDKs that have this key."""
    return as_seen_with(Project(project.name, public_key, project.private_key), server)


@SDK
def test_a_revoked_key_sends_nothing_more(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    owner = sign_up(server, OWNER, "Olga")
    shop = project_of(owner, "Shop")
    keys = f"/v1/projects/{shop.public_key}/keys"
    key = owner.do("POST", keys, {"kind": "public", "name": "the app"})
    seen = with_key(server, shop, key["key"])
    client.run("plain", seen, provider)
    shown = Readback(seen.api())
    compare_llm_run(evidence, shown, shown.only("llm"), provider.log[0])

    owner.do("DELETE", f"{keys}/{key['id']}")
    refused = server.api(key["key"]).ingest(PostedRun("gpt-4o").events())
    assert (refused.status, refused.json["message"]) == (401, "Invalid API key")
    client.run("plain", seen, provider)
    assert len(provider.log) == 2
    assert list(Readback(seen.api()).listed) == list(shown.listed)


@pytest.mark.no_evidence
def test_a_replaced_private_key_is_refused_at_the_next_request(server: Server) -> None:
    owner = sign_up(server, OWNER, "Olga")
    shop = project_of(owner, "Shop")
    assert server.api(shop.private_key).get("/v1/runs").status == 200
    owner.do("POST", f"/v1/projects/{shop.public_key}/regenerate-key", {"type": "private"})
    assert server.api(shop.private_key).get("/v1/runs").status == 401
    (row,) = (row for row in owner.get("/v1/projects") if row["id"] == shop.public_key)
    assert server.api(row["privateApiKey"]).get("/v1/runs").status == 200


@pytest.mark.no_evidence
def test_the_keys_of_a_deleted_project_open_nothing(server: Server) -> None:
    owner = sign_up(server, OWNER, "Olga")
    shop = project_of(owner, "Shop")
    owner.do("DELETE", f"/v1/projects/{shop.public_key}")
    for key in (shop.public_key, shop.private_key):
        assert server.api(key).ingest(PostedRun("gpt-4o").events()).status == 401
    assert [row["id"] for row in owner.get("/v1/projects")] == [server.project.public_key]
    last = owner.call("DELETE", f"/v1/projects/{server.project.public_key}")
    assert (last.status, last.json["error"]) == (422, "Deletion Failed")


@pytest.mark.no_evidence
def test_two_teams_know_nothing_of_each_other(server: Server) -> None:
    """What the other team has is answered as what nobody has."""
    owner, rival = sign_up(server, OWNER, "Olga"), sign_up(server, RIVAL, "Rita")
    run, project = PostedRun("gpt-4o"), server.project.public_key
    assert server.api(project).ingest(run.events()).status == 200
    org, account = owner.me()["orgId"], owner.me()["id"]
    assert owner.get(f"/v1/orgs/{org}")["id"] == org
    rival = rival.within(rival.me()["projects"][0])
    for path in (f"/v1/orgs/{org}", f"/v1/users/{account}", f"/v1/runs/{run.id}", f"/v1/projects/{project}/keys"):
        known = next(known for known in (org, account, run.id, project) if known in path)
        foreign, absent = rival.call("GET", path), rival.call("GET", path.replace(known, str(uuid.uuid4())))
        assert (foreign.status, foreign.text) == (404, absent.text), path
    assert rival.within(project).call("GET", f"/v1/runs/{run.id}").status == 403
    taken = {"email": "x@elsewhere.example", "role": "member", "projects": [project]}
    assert rival.call("POST", "/v1/users/invitation", taken).status == 403
    assert {row["userEmail"] for row in rival.get("/v1/audit-logs")} == {RIVAL}
    assert OWNER not in str(rival.get("/v1/users/me/org"))


@pytest.mark.no_evidence
def test_a_session_outlives_the_server_until_its_person_logs_out(server: Server) -> None:
    owner = sign_up(server, OWNER, "Olga")
    other = log_in(owner)
    assert server.stop() == 0, server.errors()
    again = Server(server.data_dir, server.project)
    try:
        here, there = (Person(again, OWNER, owner.password, person.token) for person in (owner, other))
        assert len(here.get("/v1/users/me/sessions")) == 2
        here.do("POST", "/auth/logout")
        is_out(here)
        assert there.me()["email"] == OWNER
    finally:
        again.close()
