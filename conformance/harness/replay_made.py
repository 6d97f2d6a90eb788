"""What a server makes up: ids and times of what a line of a recording creates. A recorded id becomes ours in every
line that comes after; in the answer that first shows it, the two are a pair. Where that may be is a list of places.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from .people import Person
from .replay import RECORDED_PRIVATE_KEY, RECORDED_PUBLIC_KEY
from .replay_compare import Mapping, is_timestamp, is_uuid
from .server import Project

# Who made the recordings, with what, and where.
RECORDED_MAIL = "owner@example.com"
RECORDED_NAME = "Olive Owner"
RECORDED_OWNER = "0b193664-4470-4c88-b446-749ee10c4176"
RECORDED_ORG = "199fda58-f21b-4e53-8eb7-8b18e6764180"
RECORDED_PROJECT = "Golden"
RECORDED_SESSION = re.compile(r"eyJ[\w-]+\.eyJ[\w-]+\.-H92EgrvxNnmtgJAKm0vKgq8Ko6R5fKP4fd3YmGNM8k")

# The two names of one route.
VERSIONS = ("template-versions", "template_versions")

# Where an answer shows an id for the first time: route and place.
IDS = {
    ("POST /v1/projects", ".id"),
    ("POST /v1/users", ".user.id"),
    ("GET /v1/audit-logs", "[].id"),
    ("POST /v1/jobs/refresh-costs", ".jobId"),
    *(("POST /v1/datasets", place) for place in (".id", ".prompts[].id", ".prompts[].variations[].id")),
    *(("POST /v1/datasets", place) for place in (".prompts[].datasetId", ".prompts[].variations[].promptId")),
    *(("POST /v1/datasets/prompts", ".id"), ("POST /v1/datasets/variations", ".id"), ("GET /v1/datasets", "[].id")),
    *(("POST /v1/datasets/prompts/attach", "[].id"), ("POST /v1/datasets-v2/{datasetId}/items", ".id")),
    *(("POST /v1/datasets-v2", ".id"), ("POST /v1/datasets-v2", ".currentVersionId")),
    ("GET /v1/datasets-v2/{datasetId}/items", "[].id"),
    ("GET /v1/datasets-v2/{datasetId}/versions", ".versions[].id"),
    *(
        ("POST /v1/datasets-v2/{datasetId}/versions/{versionId}/restore", f".{key}")
        for key in ("currentVersionId", "items[].id")
    ),
}
# Routes whose every `createdAt`, `updatedAt` and `currentVersionCreatedAt` is the server's own.
TIMED = ("/v1/datasets",)
# Where it shows a time of the server's own clock.
TIMES = {
    *(("GET /v1/users/me", ".createdAt"), ("GET /v1/users/me", ".lastLoginAt")),
    *(("POST /v1/users", ".user.createdAt"), ("POST /v1/projects", ".createdAt"), ("GET /v1/projects", "[].createdAt")),
    *(("GET /v1/audit-logs", "[].createdAt"), ("GET /v1/audit-logs", "[].updatedAt")),
    *(("POST /v1/templates", ".createdAt"), ("POST /v1/templates", ".versions[].createdAt")),
    *(("GET /v1/templates", "[].createdAt"), ("GET /v1/templates", "[].versions[].createdAt")),
    *(("GET /v1/templates/latest", "[].createdAt"), ("GET /v1/template_versions/latest", ".created_at")),
    *((f"GET /v1/{name}/{{id}}", f".{place}") for name in VERSIONS for place in ("createdAt", "template.createdAt")),
    *((f"PATCH /v1/{name}/{{id}}", ".createdAt") for name in VERSIONS),
    *(("POST /v1/templates/{id}/versions", ".createdAt"), ("GET /v1/prompts/{id}/versions", "[].createdAt")),
}


@dataclass
class Made:
    """What was made up so far: the recorded value and ours."""

    ids: Mapping = field(default_factory=lambda: Mapping(is_unique=True))
    times: Mapping = field(default_factory=lambda: Mapping(is_unique=False))
    session: str = ""

    @classmethod
    def by(cls, owner: Person, project: Project) -> "Made":
        """What is known before the first line. `owner` stands for who made the recordings."""
        me = owner.me()
        known = {RECORDED_PUBLIC_KEY: project.public_key, RECORDED_PRIVATE_KEY: project.private_key}
        known |= {RECORDED_OWNER: me["id"], RECORDED_ORG: me["orgId"]}
        return cls(ids=Mapping(is_unique=True, pairs=known), session=owner.token)

    def ours(self, text: str) -> str:
        """A text of the recording with our ids and session in the place of the recorded ones."""
        for recorded, got in self.ids.pairs.items():
            text = text.replace(recorded, got)
        return RECORDED_SESSION.sub(self.session, text)

    def agrees(self, route: str, where: str, recorded: Any, got: Any) -> bool:
        """Whether the two stand for each other, at a place where something is made up."""
        place = (route, re.sub(r"\[\d+\]", "[]", where))
        if place in IDS:
            is_known = recorded in self.ids.pairs.values()
            return not is_known and is_uuid(recorded) and is_uuid(got) and self.ids.agrees(recorded, got)
        is_timed = place in TIMES or (
            route.split(" ")[-1].startswith(TIMED)
            and where.endswith((".createdAt", ".updatedAt", ".currentVersionCreatedAt"))
        )
        return is_timed and is_timestamp(got) and self.times.agrees((route, recorded), got)
