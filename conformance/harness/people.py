"""People with accounts, as the dashboard has them: they sign up, log in, and go about with a session. Knows the few
routes that lead to a session, and nothing of what may be done with one.
"""

import json
import uuid
from dataclasses import dataclass, replace
from typing import Any

from .api import Answer, Api
from .server import Server


@dataclass(frozen=True)
class Person:
    """Somebody with an account. `project` is what the dashboard would have open: it is in the query of each request."""

    server: Server
    email: str
    password: str
    token: str
    project: str | None = None

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        """One request of the signed-in person, over a connection of its own."""
        if self.project:
            path = f"{path}{'&' if '?' in path else '?'}projectId={self.project}"
        return _request(self.server, method, path, body, self.token)

    def get(self, path: str) -> Any:
        """What is there; it must be."""
        answer = self.call("GET", path)
        assert answer.status == 200, f"GET {path}: {answer.status} {answer.text}"
        return answer.json

    def do(self, method: str, path: str, body: Any = None) -> Any:
        """The same for a request that changes something."""
        answer = self.call(method, path, body)
        assert answer.status in (200, 201), f"{method} {path}: {answer.status} {answer.text}"
        return answer.json

    def within(self, project: str) -> "Person":
        """The same person with another project open."""
        return replace(self, project=project)

    def me(self) -> dict[str, Any]:
        return self.get("/v1/users/me")


def sign_up(server: Server, email: str, name: str, **more: str) -> Person:
    """Makes an account with an organisation and a project of its own; a server's first account gets the first ones."""
    password = f"made-up-{uuid.uuid4()}"
    body = {"email": email, "password": password, "name": name, "signupMethod": "signup", "projectName": "Mine", **more}
    answer = knock(server, "/auth/signup", body)
    assert answer.status == 200, answer.text
    return Person(server, email, password, answer.json["token"])


def join(server: Server, invitation: str, email: str, name: str) -> Person:
    """Makes an account where an invitation leads."""
    password = f"made-up-{uuid.uuid4()}"
    body = {"email": email, "password": password, "name": name, "signupMethod": "join", "token": invitation}
    answer = knock(server, "/auth/signup", body)
    assert answer.status == 200, answer.text
    return Person(server, email, password, answer.json["authToken"])


def log_in(person: Person) -> Person:
    """The same person with a new session."""
    answer = knock(person.server, "/auth/login", {"email": person.email, "password": person.password})
    assert answer.status == 200, answer.text
    return replace(person, token=answer.json["token"])


def invited(by: Person, email: str, role: str, projects: list[str]) -> str:
    """The token of a new invitation."""
    return by.do("POST", "/v1/users/invitation", {"email": email, "role": role, "projects": projects})["token"]


def knock(server: Server, path: str, body: Any) -> Answer:
    """A request of somebody whom nobody knows yet."""
    return _request(server, "POST", path, body, None)


def _request(server: Server, method: str, path: str, body: Any, token: str | None) -> Answer:
    api = Api("127.0.0.1", server.port, token)
    try:
        return api.call(method, path, None if body is None else json.dumps(body).encode())
    finally:
        api.close()
