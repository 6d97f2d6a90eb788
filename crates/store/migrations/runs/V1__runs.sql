-- Runs, merged from events. Keys lie by project and time: see crates/store/src/runs/sqlite/rid.rs.

CREATE TABLE run (
    rid               INTEGER PRIMARY KEY,  -- project slot, start in ticks of 10 ms, sequence
    id                BLOB    NOT NULL,     -- the client's id: 16 bytes
    status            INTEGER NOT NULL,     -- -1 only known as somebody's parent, 0 started, 1 success, 2 error
    parent            INTEGER,              -- rid
    type              INTEGER,              -- dictionary
    name              INTEGER,              -- dictionary
    runtime           INTEGER,              -- dictionary
    tags              INTEGER,              -- dictionary: the whole list as JSON
    user              INTEGER,              -- end_user, as the run's own events say
    template_version  INTEGER,
    started_at        INTEGER,              -- microseconds since 1970, UTC
    ended_at          INTEGER,
    prompt_tokens     INTEGER,
    completion_tokens INTEGER,
    cached_tokens     INTEGER,
    cost_nano         INTEGER,              -- US dollars times 10^9
    said              BLOB    NOT NULL      -- the events of the run, and which of them said what: row.rs
) STRICT;

-- What is seldom asked for: runtime parameters, error, metadata.
CREATE TABLE run_attribute (
    rid  INTEGER PRIMARY KEY,
    body BLOB NOT NULL                      -- a frame: frame.rs
) STRICT;

-- Payloads have tables of their own, so that an end never rewrites the input.
CREATE TABLE run_input (
    rid   INTEGER PRIMARY KEY,
    frame BLOB NOT NULL
) STRICT;

CREATE TABLE run_output (
    rid   INTEGER PRIMARY KEY,
    frame BLOB NOT NULL
) STRICT;

-- Ids are the client's, and random: the one index whose pages are not written in order.
CREATE TABLE run_id (
    slot INTEGER NOT NULL,
    id   BLOB    NOT NULL,
    rid  INTEGER NOT NULL,
    PRIMARY KEY (slot, id)
) WITHOUT ROWID, STRICT;

CREATE TABLE run_child (
    parent INTEGER NOT NULL,                -- rid, known as a run or not yet
    rid    INTEGER NOT NULL,
    PRIMARY KEY (parent, rid)
) WITHOUT ROWID, STRICT;

-- One project's one UTC day by rid, with bounds of started_at of the runs that it holds. Bounds only widen.
CREATE TABLE run_day (
    slot     INTEGER NOT NULL,
    day      INTEGER NOT NULL,              -- days since 2000-01-01
    earliest INTEGER NOT NULL,
    latest   INTEGER NOT NULL,
    PRIMARY KEY (slot, day)
) WITHOUT ROWID, STRICT;

-- Texts that repeat. Never changed, never deleted while a run names them.
CREATE TABLE dictionary (
    id   INTEGER PRIMARY KEY,
    slot INTEGER NOT NULL,
    kind INTEGER NOT NULL,                  -- dictionary.rs
    text TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX dictionary_text ON dictionary (slot, kind, text);

CREATE TABLE end_user (
    id           INTEGER PRIMARY KEY,
    slot         INTEGER NOT NULL,
    external_id  TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,          -- by the server's clock
    last_seen_at INTEGER NOT NULL,          -- the greatest timestamp of an event that names the person
    props        TEXT,                      -- JSON object
    props_said   BLOB                       -- stamp of the event that said props: the last one wins
) STRICT;
CREATE UNIQUE INDEX end_user_external_id ON end_user (slot, external_id);

-- received = stored + merged + the sum of ledger_rejection.count
CREATE TABLE ledger (
    key      INTEGER NOT NULL,              -- api_key of meta.db; 0: a project id that no key row carries
    slot     INTEGER NOT NULL,              -- the project that the key opens
    day      INTEGER NOT NULL,              -- days since 1970, by the server's clock
    received INTEGER NOT NULL,
    stored   INTEGER NOT NULL,
    merged   INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (key, slot, day)
) WITHOUT ROWID, STRICT;

CREATE TABLE ledger_rejection (
    key    INTEGER NOT NULL,
    slot   INTEGER NOT NULL,
    day    INTEGER NOT NULL,
    reason TEXT    NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (key, slot, day, reason)
) WITHOUT ROWID, STRICT;

-- What changed, in order: the followers (columns, search) read it and say how far they got.
CREATE TABLE change (
    seq  INTEGER PRIMARY KEY,
    rid  INTEGER NOT NULL,
    what INTEGER NOT NULL                   -- bits: 1 facts, 2 attributes, 4 input, 8 output
) STRICT;

-- Compression dictionaries that this store has learned. Frames name theirs, so none is ever deleted or changed. Number 1 ships
-- with the binary and is not here.
CREATE TABLE frame_dictionary (
    number INTEGER PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE store_fact (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID, STRICT;
