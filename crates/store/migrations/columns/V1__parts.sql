-- Days of projects whose runs rest, column by column. All of it follows from runs.db: the file may be deleted at any time.

CREATE TABLE part (
    id    INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: a reader may still hold the number of a part that is gone
    slot  INTEGER NOT NULL,
    day   INTEGER NOT NULL,                  -- days since 2000-01-01
    first INTEGER NOT NULL,                  -- all runs from here to last, both included, are in this part
    last  INTEGER NOT NULL,
    rows  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX part_place ON part (slot, day, first);

CREATE TABLE chunk (
    part   INTEGER NOT NULL,
    column INTEGER NOT NULL,                 -- crates/store/src/columns/part.rs
    body   BLOB    NOT NULL,                 -- zstd
    PRIMARY KEY (part, column)
) STRICT;

CREATE TABLE store_fact (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID, STRICT;
