-- Conversations, and what people change of runs. A message is a run of its own that readers do not see; the first message of a
-- turn is the row of the turn.

ALTER TABLE run ADD COLUMN is_public INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN turn      INTEGER;  -- of a message: the rid of the turn that shows it, maybe its own
ALTER TABLE run ADD COLUMN shown_id  BLOB;     -- of a turn: the id of its newest message
ALTER TABLE run ADD COLUMN sibling   INTEGER;  -- of a turn: the rid of the turn that it answers once more

CREATE TABLE thread_message (
    thread   INTEGER NOT NULL,                 -- rid
    at       INTEGER NOT NULL,                 -- microseconds since 1970, UTC
    message  INTEGER NOT NULL,                 -- rid
    side     INTEGER NOT NULL,                 -- 0 input, 1 output, 2 a custom event, which ends a turn
    digest   INTEGER NOT NULL,                 -- of side and content
    is_soft  INTEGER NOT NULL,                 -- at is the arrival time
    is_retry INTEGER NOT NULL,
    body     BLOB,                             -- a frame
    PRIMARY KEY (thread, at, message, side, digest)
) WITHOUT ROWID, STRICT;

-- The last write wins. A score may come before its run.
CREATE TABLE score (
    rid        INTEGER NOT NULL,
    label      TEXT    NOT NULL,
    value      TEXT    NOT NULL,               -- JSON: a number, a string or a boolean
    comment    TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (rid, label)
) WITHOUT ROWID, STRICT;

-- Deleted runs: later events for them are turned away for seven days.
CREATE TABLE tombstone (
    slot       INTEGER NOT NULL,
    id         BLOB    NOT NULL,
    deleted_at INTEGER NOT NULL,
    PRIMARY KEY (slot, id)
) WITHOUT ROWID, STRICT;

-- Runs that anybody may read who knows their id. First come, first served: ids of two projects may be the same.
CREATE TABLE public_run (
    id      BLOB PRIMARY KEY,
    project BLOB    NOT NULL,                  -- 16 bytes
    rid     INTEGER NOT NULL
) WITHOUT ROWID, STRICT;

CREATE TABLE share (
    token_hash BLOB PRIMARY KEY,               -- SHA-256 of the token
    project    BLOB    NOT NULL,               -- 16 bytes
    rid        INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
CREATE INDEX share_run ON share (rid);
CREATE INDEX public_run_rid ON public_run (rid);

-- What the last request with a bad event was told: a sample to show.
ALTER TABLE ledger ADD COLUMN last_error_at     INTEGER;
ALTER TABLE ledger ADD COLUMN last_error_reason TEXT;
ALTER TABLE ledger ADD COLUMN last_error_sample TEXT;
