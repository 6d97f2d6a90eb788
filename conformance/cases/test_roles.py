"""What each role may do, asked of the running server with a session of somebody who has it. The whole matrix, route by
route, is a test of the server's own; here are the calls that people would try.
"""

import pytest

from harness.people import Person, invited, join, sign_up
from harness.posted import PostedRun
from harness.server import Server

pytestmark = pytest.mark.no_evidence

# RUN, PROJECT and ORG stand for ids.
CALLS = [
    ("GET", "/v1/runs/RUN", None),
    ("PATCH", "/v1/runs/RUN/tags", {"tags": ["seen"]}),
    ("PATCH", "/v1/runs/RUN/visibility", {"visibility": False}),
    ("POST", "/v1/runs/ingest", {"events": []}),
    ("GET", "/v1/users/invited", None),
    ("GET", "/v1/projects/PROJECT/keys", None),
    ("PATCH", "/v1/projects/PROJECT", {"name": "Renamed"}),
    ("POST", "/v1/projects", {"name": "Another"}),
    ("GET", "/v1/audit-logs", None),
    ("GET", "/v1/orgs/ORG/usage", None),
    ("PATCH", "/v1/orgs/ORG", {"name": "Renamed"}),
    ("GET", "/v1/orgs/ORG/billing/latest-invoice", None),
]
# access-control 2 and 4: a mark for each of these calls that the role may make, in their order.
GRANTED = {
    "owner": "yyyyyyyyyyyy",
    "admin": "yyyyyyyyyy-y",
    "member": "yyyy--y--y--",
    "viewer": "y--------y--",
    "collaborator": "yy-------y--",
    "prompt_editor": "----y-------",
    "billing": "----y------y",
    "analytics": "----y----y--",
}


def marks(person: Person, ids: dict[str, str]) -> str:
    """A mark for each call that is granted. A refusal is always 403."""
    found = ""
    for method, path, body in CALLS:
        for word, made in ids.items():
            path = path.replace(word, made)
        status = person.call(method, path, body).status
        assert status in (200, 403), f"{method} {path} answers {status}"
        found += "y" if status == 200 else "-"
    return found


@pytest.mark.parametrize("role", GRANTED)
def test_a_role_may_do_what_it_grants_and_no_more(role: str, server: Server) -> None:
    owner = sign_up(server, "olga@team.example", "Olga")
    run, project = PostedRun("gpt-4o"), server.project.public_key
    assert server.api(project).ingest(run.events()).status == 200
    person = owner
    if role != "owner":
        mail = "gwen@team.example"
        person = join(server, invited(owner, mail, role, [project]), mail, "Gwen")
    assert person.me()["role"] == role
    ids = {"RUN": run.id, "PROJECT": project, "ORG": person.me()["orgId"]}
    assert marks(person.within(project), ids) == GRANTED[role]


@pytest.mark.parametrize("role", ["admin", "member", "viewer"])
def test_nobody_gives_or_takes_a_role_above_their_own(role: str, server: Server) -> None:
    owner, project = sign_up(server, "olga@team.example", "Olga"), server.project.public_key
    mail = "gwen@team.example"
    person = join(server, invited(owner, mail, role, [project]), mail, "Gwen").within(project)
    wanted = {"role": "owner", "projects": [project]}
    for method, path, body in (
        ("PATCH", f"/v1/users/{person.me()['id']}", wanted),
        ("PATCH", f"/v1/users/{owner.me()['id']}", {**wanted, "role": "viewer"}),
        ("DELETE", f"/v1/users/{owner.me()['id']}", None),
        ("POST", "/v1/users/invitation", {**wanted, "email": "x@team.example"}),
    ):
        assert person.call(method, path, body).status == 403, f"{method} {path}"
    assert (owner.me()["role"], person.me()["role"]) == ("owner", role)
