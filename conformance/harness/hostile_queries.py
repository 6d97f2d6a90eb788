"""Questions that nobody asks in good faith: filters, searches, patterns, trees, orders, cursors and pages, made of SQL,
bombs, odd Unicode and very long texts. Knows the query strings of the API (not its answers), and sends nothing.

Every text contains a word that no run has, so that whatever finds something has misread it.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

WORD = "zqxj"
RUNS = "/v1/runs"
# Where a filter can be asked for, with an answer of its own each.
ROUTES = (
    RUNS,
    "/v1/runs/count",
    "/v1/runs/facets?check=status",
    "/v1/runs/histogram",
    "/v1/runs/stream",
    "/v1/runs/none/neighbors",
    "/v1/external-users",
)
# Checks that take a text, with what stands before it.
TEXTS = (
    *("type=", "models=", "tags=", "tools=", "retrievers=", "custom-events=", "templates=", "users=", "status="),
    *("metadata=env.", "metadata=", "user-props=plan.", "user-props=", "search=", "parentRunId=", "feedback="),
    *("string=any.contains.false.", "string=output.starts.true.", "string=input.ends.false.", "string="),
    *("languages=", "topics=", "intents=", "toxicity=", "sentiment=", "pii=", "json=", "date=gt.", "cost=gt."),
    *("duration=lt.", "tokens=total.gt.", "messages=eq.", "length=output.gt.", "length="),
)
SQL = (
    *(f"{WORD}' OR '1'='1", f"{WORD}' OR 1=1 --", f'{WORD}" OR ""="', f"{WORD}'; DROP TABLE run; --"),
    *(f"{WORD}') UNION SELECT secret FROM api_key --", f"{WORD}'/**/OR/**/1=1#", f"\\{WORD}'", f"{WORD}\\' OR 1=1 --"),
    *(
        f"{WORD} AND NOT the",
        f'{WORD} NEAR("a" "b", 10)',
        f"{WORD}*",
        f"^{WORD}",
        f"input:{WORD}",
        f'"{WORD}',
        f"{WORD}%_%",
    ),
    *(f"-{WORD}", f"+{WORD} -the", f"{WORD}${{jndi:ldap://127.0.0.1/a}}", f"{{{{{WORD}}}}}", f"{WORD}|cat /etc/passwd"),
    f"randomblob(1000000000) || '{WORD}'",
)
# As bytes of a query: half characters, halves of pairs, overlong forms, NUL, marks that change direction or join.
ODD = (
    *("%00", "%FF", "%C0%80", "%ED%A0%80", "%F4%90%80%80", "%E2%80%AE", "%EF%BB%BF", "%EF%BF%BF", "%E2%80%8D", "%"),
    *(
        "%2",
        "%zz",
        "%25%30%30",
        "%u0041",
        "%CC%81" * 500,
        "%F0%9F%91%A8%E2%80%8D" * 100,
        "%C4%B0",
        "%C3%9F",
        "%E1%BA%9E",
    ),
    *(
        "%E0%B8%81%E0%B8%B4" * 50,
        "%E6%BC%A2%E5%AD%97" * 50,
        "%0D%0A%0D%0A",
        "%09%0B%0C%1F%7F",
        "%E3%80%80",
        "%EF%BC%87",
    ),
)
BOMBS = (
    *("(a+)+$", "(a|a)*b", "(.*)*x", "(?:a{0,1000}){0,1000}", "a{1000}{1000}", "(x+x+)+y", "((((((.*)*)*)*)*)*)*z"),
    *(
        r"\p{L}{900}",
        r"[^\x00]{1000}",
        "(?i)" + "ſ" * 200,
        ".*" * 200 + "z",
        "^(.*?,){200}z",
        r"(\w+\s?)*$",
        "(a?){200}a{200}",
    ),
    *(
        "(" * 500,
        "[",
        "(?P<x",
        r"\1",
        "(?=a)",
        "(?<!b)c",
        "*",
        "a**",
        "x{99999999999}",
        r"\xZZ",
        "(?R)",
        "." * 1024,
        "." * 1025,
    ),
)
NUMBERS = (
    *(
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "-1e999",
        "-0",
        "0x10",
        "9" * 400,
        "9223372036854775808",
        "1_000",
        "٣",
        "１",
    ),
    *("2026-13-45", "-271821-04-20T00:00:00Z", "275760-09-13T00:00:00.000Z", "now", "1e-400", ".", "..", "1.2.3.4.5"),
)
# What is understood, and cannot be looked up: these may find something, but must not take longer for it.
GREEDY = (
    *(
        "search=a",
        "search=the",
        "search=%25",
        "search=_",
        "search=%22the%22",
        "search=e%20e%20e%20e%20e%20e%20e",
        "search=.",
    ),
    *(f"string=any.notcontains.false.{WORD}", "string=any.contains.true.e", "string=output.starts.false.a"),
    *(
        "regex=output.contains..*",
        f"regex=output.not_contains.{WORD}",
        "regex=input.contains.%5E.*%5Cw$",
        "json=output.invalid",
    ),
    *("length=output.gt.0", "length=input.lt.1000000", "json=output.valid", "metadata=env", "metadata=customer"),
    *(
        "OR&type=llm&type=agent&search=a",
        "OR&search=a&search=e&regex=output.contains.e",
        "feedback=%257B%2522comment%2522:1%257D",
    ),
)
SORTS = (
    *("", "&sortField=cost&sortDirection=desc", "&sortField=tokens", "&sortField=duration&sortDirection=desc"),
    "&sortField=messagesCount",
)
LONG = 1 << 20


@dataclass(frozen=True)
class Question:
    """One request. `finds_nothing`: an answer of success must be empty. `is_refused`: there must be no such answer."""

    path: str
    body: bytes | None = None
    finds_nothing: bool = False
    is_refused: bool = False


def filters() -> Iterator[Question]:
    """Every check with every text on the list, and on the other routes in turns."""
    for at, check in enumerate(TEXTS):
        yield from (_of(RUNS, check + quote(text, safe="")) for text in SQL)
        yield from (_of(RUNS, f"type=llm&{check}{WORD}{text}") for text in ODD)
        for route in ROUTES:
            yield _of(route, check + quote(SQL[at % len(SQL)], safe=""))
            yield _of(route, f"{check}{WORD}{ODD[at % len(ODD)]}")
        # Nobody promises that a number which is none finds nothing: `cost=gt.-0` is one.
        yield from (Question(f"{RUNS}?limit=1&{check}{quote(number)}") for number in NUMBERS)
    yield from (_of(RUNS, f"OR&models={quote(text, safe='')}&tags={quote(text, safe='')}") for text in SQL)
    yield _of(RUNS, "&".join(f"tags={WORD}{number}" for number in range(199)))
    yield Question(f"{RUNS}?{'&'.join(['search=a'] * 201)}", is_refused=True)
    yield _of(RUNS, "tags=" + ",".join(f"{WORD}{number}" for number in range(2000)))
    yield Question(f"{RUNS}?limit=1&users=" + ",".join("9" * 9 for _ in range(3000)), finds_nothing=True)


def searches() -> Iterator[Question]:
    """What must read much, in every order, and with everything that can be asked beside it."""
    for greedy in GREEDY:
        yield from (Question(f"{RUNS}?limit=50&fields=preview&{greedy}{sort}") for sort in SORTS)
        yield Question(f"{RUNS}?limit=10&total=true&{greedy}")
        yield from (Question(_at(route, greedy)) for route in ROUTES[1:])
    for words in (200, 2000):
        yield _of(RUNS, "search=" + "%20".join([WORD, *["the"] * words]))
        yield _of(RUNS, "search=" + "%20".join(f"{WORD}{number}" for number in range(words)))
    for many in (
        ["search=the"],
        ["string=any.contains.false.e"],
        [f"tags={WORD}", "tags=a"],
        ["tools=e"],
        ["metadata=env"],
    ):
        for mode in ("", "OR&"):
            yield Question(f"{RUNS}?{mode}limit=1&{'&'.join(many * (198 // len(many)))}")
    yield Question(f"{RUNS}?limit=1&" + "&".join(f"regex=output.contains.{number}.*{number}z" for number in range(198)))
    yield _of(RUNS, f"search=%22{WORD}%20" + "the%20" * 1000 + "%22")
    yield _of(RUNS, f"search={WORD}" + "a" * 30_000)


def patterns() -> Iterator[Question]:
    """Patterns that take other engines for ever, and such as are none."""
    for bomb in BOMBS:
        text = quote(bomb, safe="").replace(".", "%2E")
        for way in ("input.contains", "output.not_contains"):
            yield Question(f"{RUNS}?limit=50&fields=preview&regex={way}.{text}")
        yield Question(f"{RUNS}/count?regex=output.contains.{text}")
        yield Question(f"{RUNS}?limit=1&search={text}")


def trees() -> Iterator[Question]:
    """Filters as JSON: too deep, too many, of the wrong shape, and with texts as above."""
    leaf = {"id": "search", "params": {"query": WORD}}
    deep: object = leaf
    for _ in range(11):
        deep = ["AND", deep]
    wrong = (
        *(deep, ["AND", *[leaf] * 201], ["XOR", leaf], ["AND", {"id": "search"}, 7], {"id": 7}, "AND", 7, None),
        *(["AND", {"id": "search", "params": {"query": {"a": [1]}}}], ["AND", {"id": "banana", "params": {}}], [[]]),
        *(
            ["AND", {"id": "cost", "params": {"cost": "1; DROP"}}],
            ["AND", {"id": "regex", "params": {"regex": "(" * 400}}],
        ),
    )
    yield from (Question(_at(RUNS, "filter=" + quote(json.dumps(tree), safe="")), is_refused=True) for tree in wrong)
    yield Question(_at(RUNS, "filter=" + "[" * 20_000), is_refused=True)
    yield Question(_at(RUNS, "filter=" + quote('["AND",{"id":"cost","params":{"cost":NaN}}]')), is_refused=True)
    for check, key in (("search", "query"), ("models", "models"), ("tags", "tags"), ("tools", "toolName")):
        for text in (*SQL, f"{WORD}\0", f"{WORD}\ud800", f"{WORD}\u202e"):
            value = [text] if key in ("models", "tags") else text
            yield _of(RUNS, "filter=" + quote(json.dumps(["OR", {"id": check, "params": {key: value}}]), safe=""))
    yield from _batches(wrong)


def _batches(wrong: tuple[object, ...]) -> Iterator[Question]:
    """Trees as a body, where they can be longer. They would take away a label that no run has."""
    for tree in (*wrong, ["AND", {"id": "search", "params": {"query": WORD + "a" * LONG}}], [[["AND"] * 1000] * 100]):
        body = {"action": "untag", "args": {"tags": [WORD]}, "filter": {"logic": tree, "asOf": "2000-01-01T00:00:00Z"}}
        yield Question("/v1/runs/batch", json.dumps(body).encode(), is_refused=True)
    for text in ("x" * LONG, "search=" + "%20a" * (LONG // 4), "&".join(["tags=a"] * (LONG // 7))):
        body = {"action": "untag", "args": {"tags": [WORD]}, "filter": {"query": text, "asOf": "2000-01-01T00:00:00Z"}}
        yield Question("/v1/runs/batch", json.dumps(body).encode())


def orders(cursor: str) -> Iterator[Question]:
    """Orders, pages and cursors. `cursor` is a good one, of the list that has no check."""
    for text in (*SQL, "id", "rowid", "rid", "createdAt; DROP TABLE run", "created_at", "(SELECT 1)", "createdAt,cost"):
        yield Question(_at(RUNS, f"sortField={quote(text, safe='')}"), is_refused=True)
        yield Question(_at(RUNS, f"sortField=cost&sortDirection={quote(text, safe='')}"))
        yield Question(_at(RUNS, f"cursor={quote(text, safe='')}"), is_refused=True)
    for number in (*NUMBERS, *SQL):
        # Of a type that no run has: a page may have 10,000 rows, which take their time when there are any.
        yield from (
            Question(f"{RUNS}?type={WORD}&{name}={quote(number, safe='')}", finds_nothing=True)
            for name in ("limit", "page", "total", "fields")
        )
    yield from (Question(f"{RUNS}?limit=50&page={page}") for page in (1999, 2001, 10**9, 2**63, 2**64))
    yield from (
        Question(_at(RUNS, f"cursor={text}"), is_refused=True) for text in (cursor[:-1], cursor * 2, "A" * 60_000)
    )
    yield from (
        Question(_at(RUNS, f"cursor={cursor}&{rest}"), is_refused=True)
        for rest in ("page=1", "type=agent", "sortField=cost", f"search={WORD}", "models=gpt-4o")
    )
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    for at in range(len(raw)):
        for bits in (0x01, 0x80, 0xFF):
            bent = raw[:at] + bytes([raw[at] ^ bits]) + raw[at + 1 :]
            yield Question(_at(RUNS, f"cursor={base64.urlsafe_b64encode(bent).decode().rstrip('=')}"))


def long_texts() -> Iterator[Question]:
    """A megabyte in every place of a request that takes a text."""
    for route in ROUTES:
        yield from (Question(_at(route, f"{check}{'a' * LONG}"), is_refused=True) for check in TEXTS[:14])
    yield Question(f"{RUNS}/{'a' * LONG}", is_refused=True)
    yield Question(_at(RUNS, "&" * LONG), is_refused=True)
    for size in (1000, 30_000, 60_000):
        yield from (_of(RUNS, f"{check}{WORD}{'a' * size}") for check in TEXTS)


def _at(route: str, query: str) -> str:
    return f"{route}{'&' if '?' in route else '?'}limit=1&{query}"


def _of(route: str, query: str) -> Question:
    """A filter that no run passes. `OR` and `type` stand where they must."""
    return Question(f"{route}{'&' if '?' in route else '?'}{query}", finds_nothing=True)
