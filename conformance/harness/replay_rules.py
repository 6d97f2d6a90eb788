"""Where a right answer differs from the recorded one: one named rule for each row of the list of deviations that is
agreed for this project, and for what the specification says beyond it. A rule claims a difference or leaves it; what
no rule claims is a failure.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .replay import ABSENT, Line
from .replay_compare import Difference, is_timestamp, is_uuid
from .shape import as_shown

# Texts that clients read (dataplane-common 2.3 and 3); all others are free.
READ_TEXTS = {
    *("Session expired", "Invalid access token", "Invalid API key", "This route requires a private API key"),
    *("Org API key required", "Missing events payload.", "Run not found", "Run not found. It might not be public."),
    *("Template not found, is the project ID correct?", "Run with this ID already exists in the database."),
}
# Keys that the specification lets a server add: (route, key).
ADDED = {
    ("GET /v1/runs", ".nextCursor"): "api-ours, List",
    ("GET /v1/runs", ".data[].siblingRunId"): "api-runs 7.1",
    ("GET /v1/runs", ".data[].repaired"): "design 7, Limits",
    **{
        ("GET /v1/runs/{id}", f".{key}"): "api-runs 7.1"
        for key in ("parentFeedback", "templateSlug", "siblingRunId", "parentRunId")
    },
    ("GET /v1/runs/{id}", ".repaired"): "design 7, Limits",
    ("GET /v1/users/me", ".permissions"): "api-ours, Me",
    ("GET /v1/users/me", ".operator"): "api-ours, Me",
    ("POST /v1/users/invitation", ".token"): "api-auth-and-orgs 3.5",
    ("GET /v1/audit-logs", "[].seq"): "audit-logs-and-jobs, AUD-D4",
    ("GET /v1/datasets/{id}", ".runs"): "api-datasets A.3",
    ("POST /v1/datasets-v2/{datasetId}/import", ".duplicateCount"): "duplicates are told",
    ("POST /v1/templates", ".versions[].extra.stop"): "api-prompts 2.3",
    ("GET /v1/templates", "[].versions[].extra.stop"): "api-prompts 2.3",
    ("GET /v1/templates/latest", "[].extra.stop"): "api-prompts 2.3",
    ("GET /v1/prompts/{id}/versions", "[].extra.stop"): "api-prompts 2.3",
}
# Routes that need a person (access-control 4).
FOR_PEOPLE = ("/v1/users", "/v1/orgs", "/v1/audit-logs", "/v1/jobs")
# Reads that stay 204 where there is nothing (dataplane-common 7.3).
READS_OF_NOTHING = ("/v1/evaluators/", "/v1/provider-configs/", "/v1/alerts/", "/v1/jobs/", "/v1/data-warehouse/")
PROMPTS = ("/v1/templates", "/v1/template-versions", "/v1/template_versions", "/v1/prompts")
HIDDEN = {"passwordHash", "recoveryToken", "singleUseToken", "exportSingleUseToken"}
COUNTED = re.compile(r"\.(tokens\.(prompt|completion|total)|promptTokens|completionTokens|cost)$")
INTERVAL = re.compile(r"(-?)(?:(\d+) days? ?)?(?:(\d+):(\d\d):(\d\d(?:\.\d+)?))?")


@dataclass
class Sent:
    """What the replay itself has sent so far, as far as a rule needs it."""

    runs: set[str] = field(default_factory=set)
    # Runs of which that was sent which gives them their name: of others a line is missing.
    begun: set[str] = field(default_factory=set)
    # Runs of which the reference stored nothing, though it should have.
    refused: set[str] = field(default_factory=set)
    # Runs whose tokens a client counted.
    counted: set[str] = field(default_factory=set)
    last_seen: dict[str, datetime] = field(default_factory=dict)
    props: dict[str, Any] = field(default_factory=dict)
    thread_tags: dict[str, Any] = field(default_factory=dict)
    # The runs that used a model.
    models: dict[str, set[str]] = field(default_factory=dict)
    # The keys and sessions that open something.
    credentials: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Context:
    """Where a difference was found."""

    line: Line
    route: str
    sent: Sent


Rule = Callable[[Difference, Context], bool]


def duration_in_milliseconds(found: Difference, _: Context) -> bool:
    if not found.where.endswith(".duration") or not isinstance(found.recorded, str):
        return False
    return type(found.got) is int and found.got == interval_ms(found.recorded)


def interval_ms(text: str) -> int | None:
    """`1 day 01:00:00.5` in milliseconds."""
    match = INTERVAL.fullmatch(text)
    if match is None:
        return None
    sign, days, hours, minutes, seconds = match.groups(default="0")
    total = (int(days) * 24 + int(hours)) * 3600 + int(minutes) * 60 + float(seconds)
    return round(total * 1000) * (-1 if sign == "-" else 1)


def person_of(found: Difference) -> dict[str, Any]:
    """The end user that a difference is about: of a run the one shown with it."""
    record = found.record[1]
    return record if "externalId" in record else record.get("user") or {}


def props_are_kept(found: Difference, context: Context) -> bool:
    if not found.where.endswith(".props") or found.recorded is not None:
        return False
    user = person_of(found)
    return found.got is not None and as_shown(found.got) == as_shown(context.sent.props.get(user.get("externalId")))


def last_seen_is_the_greatest(found: Difference, context: Context) -> bool:
    if not found.where.endswith(".lastSeen") or not isinstance(found.got, str):
        return False
    user = person_of(found)
    return datetime.fromisoformat(found.got) == context.sent.last_seen.get(user.get("externalId", ""))


def thread_keeps_tags_and_user(found: Difference, context: Context) -> bool:
    recorded, got = found.record
    if recorded.get("type") != "thread" or found.recorded is not None:
        return False
    if found.where.endswith(".tags"):
        return found.got == context.sent.thread_tags.get(got["id"])
    return found.where.endswith(".user") and isinstance(found.got, dict)


def tokens_that_the_server_counts(found: Difference, context: Context) -> bool:
    """Never where the client has counted them itself; then only what follows from them."""
    if not COUNTED.search(found.where) or found.record[0].get("id") in context.sent.counted:
        return False
    recorded, got = found.recorded, found.got
    if not isinstance(recorded, int | float) or not isinstance(got, int | float):
        return found.where.endswith("cost") and recorded in (0, None) and got in (0, None)
    if found.where.endswith("cost"):
        return abs(got - recorded) <= 0.35 * recorded
    return abs(got - recorded) <= max(12, 0.35 * recorded)


def texts_are_free(found: Difference, _: Context) -> bool:
    if not found.where.endswith((".message", ".error")) or found.record[0]:
        return False
    is_read = found.recorded in READ_TEXTS or str(found.recorded).startswith("Validation error: ")
    return isinstance(found.recorded, str) and isinstance(found.got, str) and bool(found.got) and not is_read


def errors_have_a_title(found: Difference, context: Context) -> bool:
    """Every error body is `{error, message}` (dataplane-common 3)."""
    is_added = found.where == ".error" and found.recorded is ABSENT
    return is_added and context.line.status >= 400 and isinstance(found.got, str)


def keys_are_added(found: Difference, context: Context) -> bool:
    place = re.sub(r"\[\d+\]", "[]", found.where)
    return found.recorded is ABSENT and (context.route, place) in ADDED


def the_reference_fails_the_event(found: Difference, context: Context) -> bool:
    """A result of success where the reference failed; its runs in lists are left out before comparing."""
    match = re.fullmatch(r"(?:\.results)?\[(\d+)\]\.(success|error)", found.where)
    if match is None or not context.line.path.endswith(("/ingest", "/report")):
        return False
    if match[2] == "success":
        return found.recorded is False and found.got is True
    return found.got is ABSENT


def absent_feedback_is_null(found: Difference, context: Context) -> bool:
    if not context.route.endswith("/feedback") or context.line.status != 204:
        return False
    return found.got == 200 if found.where == ".status" else found.got is None


def absent_is_404(found: Difference, context: Context) -> bool:
    is_change = context.line.method in ("PATCH", "PUT", "DELETE")
    return is_change and found.where == ".status" and found.recorded in (200, 204, 401, 403) and found.got == 404


def deletion_answers_either(found: Difference, context: Context) -> bool:
    is_deletion = context.line.method == "DELETE" and context.line.status in (200, 204)
    return is_deletion and (found.got in (200, 204) if found.where == ".status" else found.where == ".body")


def what_widens_a_list_is_refused(found: Difference, context: Context) -> bool:
    """An empty check, or an order that is no column."""
    widens = r"(^|&)((models|json|type|tags)=(&|$)|sortField=(?!(createdAt|duration|tokens|cost|messagesCount)(&|$)))"
    is_wider = re.search(widens, context.line.query) is not None
    return is_wider and found.recorded == 200 and found.got == 400 and found.where == ".status"


def a_thread_begins_with_its_first_message(found: Difference, context: Context) -> bool:
    """`merge.md`, Threads: the thread's createdAt is its first message's. The reference shows its own clock."""
    return found.where.endswith(".createdAt") and found.record[0].get("type") == "thread" and is_timestamp(found.got)


def tokens_are_not_counted_yet(found: Difference, context: Context) -> bool:
    """The server counts no tokens itself yet; the row is one of its own so that it is seen to go."""
    is_uncounted = found.record[0].get("id") not in context.sent.counted
    is_number = isinstance(found.recorded, int | float)
    return bool(COUNTED.search(found.where)) and is_number and found.got is None and is_uncounted


def kept_props_are_found(found: Difference, context: Context) -> bool:
    """A search finds a person by properties that the reference had lost by then."""
    match = re.search(r"(?:^|&)search=([^&]+)", context.line.query)
    if context.route != "GET /v1/external-users" or match is None:
        return False
    holders = {user for user, props in context.sent.props.items() if match[1] in str(list(props.values()))}
    if found.where == ".total":
        return found.recorded == 0 and found.got == len(holders)
    is_row = found.recorded is ABSENT and isinstance(found.got, dict) and found.where.startswith(".data[")
    return is_row and found.got.get("externalId") in holders


def metadata_keys_are_current(found: Difference, context: Context) -> bool:
    """The recorded server was a development server, which never refreshed its view of them (filters 4)."""
    is_keys = context.route == "GET /v1/filters/metadata" and found.recorded is ABSENT
    return is_keys and isinstance(found.got, str) and bool(found.got)


def nobody_recorded_the_run(found: Difference, context: Context) -> bool:
    """A neighbour that a request made which is not in these files."""
    is_neighbor = found.where in (".previousId", ".nextId") and found.recorded is not None
    return is_neighbor and found.recorded not in context.sent.runs


def no_usable_credential_is_401(found: Difference, context: Context) -> bool:
    is_status = found.where == ".status" and found.recorded in (200, 402, 404, 500)
    return is_status and found.got == 401 and context.line.credential not in context.sent.credentials


def a_key_is_no_person(found: Difference, context: Context) -> bool:
    """A private key on a route that needs a person."""
    is_key = is_uuid(context.line.credential)
    is_refused = found.where == ".status" and found.recorded in (200, 204) and found.got in (401, 403)
    return is_key and is_refused and context.line.path.startswith(FOR_PEOPLE)


def nothing_to_read_is_404(found: Difference, context: Context) -> bool:
    is_read = context.line.method == "GET" and not context.line.path.startswith(READS_OF_NOTHING)
    return is_read and found.where == ".status" and found.recorded == 204 and found.got == 404


def secrets_are_hidden(found: Difference, context: Context) -> bool:
    is_user = context.route == "POST /v1/users"
    return is_user and found.where.rpartition(".")[2] in HIDDEN and found.got is ABSENT


def a_home_dashboard_is_set(found: Difference, context: Context) -> bool:
    return found.where.endswith(".homeDashboardId") and found.recorded is None and is_uuid(found.got)


def the_audit_log_is_ours(found: Difference, context: Context) -> bool:
    """Addresses are plain, a new key is named by its number, and a deed in no project has none, whatever was open."""
    if context.route != "GET /v1/audit-logs":
        return False
    if found.where.endswith(".ipAddress"):
        return found.recorded == f"::ffff:{found.got}"
    if found.where.endswith(".resourceId"):
        return found.recorded is None and isinstance(found.got, str) and found.got.isdecimal()
    return found.where.endswith((".projectId", ".projectName")) and found.got is None


def texts_about_the_version_are_ours(found: Difference, context: Context) -> bool:
    is_text = isinstance(found.recorded, str) and isinstance(found.got, str) and bool(found.got)
    return context.line.path == "/v1/" and found.where == "" and is_text


def own_prices_are_not_built(found: Difference, context: Context) -> bool:
    """The run that was recorded to show what a price of the organisation's own does; `POST /v1/models` is not built."""
    is_priced = found.record[0].get("name") == "my-model"
    return is_priced and found.where.endswith(".cost") and found.recorded == 5.5 and found.got is None


def a_taken_slug_is_409(found: Difference, context: Context) -> bool:
    is_creation = context.line.method == "POST" and context.line.path in ("/v1/datasets", "/v1/templates")
    return is_creation and found.where == ".status" and found.recorded == 200 and found.got == 409


def an_unknown_part_is_404(found: Difference, context: Context) -> bool:
    is_part = context.line.path.startswith(("/v1/datasets/", "/v1/templates/"))
    return is_part and found.where == ".status" and found.recorded in (401, 403) and found.got == 404


def a_public_key_deletes_no_dataset(found: Difference, context: Context) -> bool:
    is_deletion = context.line.method == "DELETE" and context.line.path.startswith("/v1/datasets/")
    return is_deletion and found.where == ".status" and found.recorded == 403 and found.got == 401


def a_dataset_says_when_it_was_changed(found: Difference, context: Context) -> bool:
    """`api-datasets` A.5: in the reference nothing moves `updatedAt`."""
    is_dataset = context.line.path.startswith("/v1/datasets")
    return is_dataset and found.where.endswith(".updatedAt") and is_timestamp(found.got)


def prompt_versions_are_numbered(found: Difference, context: Context) -> bool:
    is_number = type(found.got) is int and found.got >= 1
    is_version = found.where.endswith(".version") and found.recorded is None
    return is_version and is_number and context.line.path.startswith(PROMPTS)


def live_prompts_are_for_a_provider(found: Difference, context: Context) -> bool:
    """Keys of messages in snake_case: the same list under another name."""
    if context.route != "GET /v1/templates/latest" or not re.search(r"\.content\[\d+\]\.tool", found.where):
        return False
    is_gone = found.where.endswith(".toolCalls") and found.got is ABSENT and isinstance(found.recorded, list)
    is_there = found.where.endswith(".tool_calls") and found.recorded is ABSENT and isinstance(found.got, list)
    return is_gone or is_there


def unknown_prompts_are_404(found: Difference, context: Context) -> bool:
    is_refused = found.where == ".status" and found.recorded in (401, 403) and found.got == 404
    return is_refused and context.line.path.startswith(PROMPTS)


def a_slug_is_unique(found: Difference, context: Context) -> bool:
    """The second template of the same name, of which ours is called otherwise (`replay_gaps.py`)."""
    is_slug = found.where.endswith(".slug") and context.route == "GET /v1/templates"
    return is_slug and isinstance(found.recorded, str) and found.got == f"{found.recorded}-copy"


def refusals_of_prompts_are_ours(found: Difference, context: Context) -> bool:
    """`isDraft` may be left out, and a text is told where it may go (api-prompts 2.3)."""
    if context.line.path != "/v1/templates" or found.where != ".message" or not isinstance(found.got, str):
        return False
    without_draft = str(found.recorded).removesuffix('; Required at "isDraft"')
    says_more = found.got.startswith(f"{found.recorded}; ")
    return (without_draft != found.recorded and found.got == without_draft) or says_more


NOT_RECORDED = "runs that no request in these files made"
REFERENCE_FAILED = "events that the reference fails"
TAKEN = "duplicate slug of template or dataset: 409"
UNORDERED = "lists in the order of their items"
PROPS_ARE_KEPT = "props after an event without props: kept"
NOT_COUNTED = "tokens and cost that the server does not count yet"
FILTER_APPLIED = "a number cut at an unescaped dot: the filter applied"
REFERENCE_FAILED_TO_SAVE = "versions of prompts that the reference fails to save"
RULES: dict[str, Rule] = {
    "duration: milliseconds": duration_in_milliseconds,
    PROPS_ARE_KEPT: props_are_kept,
    "lastSeen: the greatest": last_seen_is_the_greatest,
    "a thread's tags, user: kept": thread_keeps_tags_and_user,
    "tokens and cost that the server counts": tokens_that_the_server_counts,
    NOT_COUNTED: tokens_are_not_counted_yet,
    "texts of message and error": texts_are_free,
    "further keys: the title of an error": errors_have_a_title,
    "further keys: additions of the spec": keys_are_added,
    REFERENCE_FAILED: the_reference_fails_the_event,
    "204 for absent feedback": absent_feedback_is_null,
    "edit or delete of what is absent": absent_is_404,
    "deletion answered 200 or 204": deletion_answers_either,
    "an empty models, json, type, tags, an order that is no column": what_widens_a_list_is_refused,
    "time of a thread": a_thread_begins_with_its_first_message,
    "/v1/filters/metadata: the keys": metadata_keys_are_current,
    "props after an event without props: found": kept_props_are_found,
    NOT_RECORDED: nobody_recorded_the_run,
    "401 without a usable credential": no_usable_credential_is_401,
    "a private key where a person is needed": a_key_is_no_person,
    "204 without a row on a read": nothing_to_read_is_404,
    "tokens of hashes, invitations, recovery, export: hidden": secrets_are_hidden,
    "homeDashboardId: set": a_home_dashboard_is_set,
    "audit log: ours": the_audit_log_is_ours,
    TAKEN: a_taken_slug_is_409,
    "unknown template, version, prompt, variation: 404": an_unknown_part_is_404,
    "delete of a dataset with a public key: 401": a_public_key_deletes_no_dataset,
    "updatedAt of a dataset: its last change": a_dataset_says_when_it_was_changed,
    "version texts: ours": texts_about_the_version_are_ours,
    "version of a prompt version: an integer": prompt_versions_are_numbered,
    "toolCalls in /v1/templates/latest: tool_calls": live_prompts_are_for_a_provider,
    "unknown template or version: 404": unknown_prompts_are_404,
    "duplicate slug of a template": a_slug_is_unique,
    "refusals of prompts: our words": refusals_of_prompts_are_ours,
    "cost by a price of the organisation's own: not built": own_prices_are_not_built,
}


def claimed_by(found: Difference, context: Context) -> str | None:
    """The name of the first rule that explains the difference."""
    return next((name for name, rule in RULES.items() if rule(found, context)), None)
