-- Test data. `dataset` has prompts with variations; `dataset_v2` has items, and versions of them.

CREATE TABLE dataset (
    id         TEXT   NOT NULL PRIMARY KEY,
    project_id TEXT   NOT NULL REFERENCES project (id),
    owner_id   TEXT,                           -- an account, which may be gone; null for what a key made
    slug       TEXT   NOT NULL,
    format     TEXT   NOT NULL,                -- text | chat
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (project_id, slug)
);

CREATE TABLE dataset_prompt (
    id         TEXT   NOT NULL PRIMARY KEY,
    dataset_id TEXT   NOT NULL REFERENCES dataset (id) ON DELETE CASCADE,
    place      BIGINT NOT NULL,                -- its order in the dataset
    messages   TEXT   NOT NULL,                -- JSON: a text, or a list of messages as they were sent
    created_at BIGINT NOT NULL,
    UNIQUE (dataset_id, place)
);

CREATE TABLE dataset_variation (
    id           TEXT   NOT NULL PRIMARY KEY,
    prompt_id    TEXT   NOT NULL REFERENCES dataset_prompt (id) ON DELETE CASCADE,
    place        BIGINT NOT NULL,              -- its order under the prompt
    variables    TEXT   NOT NULL,              -- JSON: an object of texts
    ideal_output TEXT,
    created_at   BIGINT NOT NULL,
    UNIQUE (prompt_id, place)
);

CREATE TABLE dataset_v2 (
    number      BIGINT NOT NULL PRIMARY KEY,   -- for the tables below, whose rows are many
    id          TEXT   NOT NULL UNIQUE,
    project_id  TEXT   NOT NULL REFERENCES project (id),
    owner_id    TEXT,                          -- an account, which may be gone; null for what a key made
    name        TEXT   NOT NULL,
    description TEXT,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    version     BIGINT NOT NULL,               -- the number of the newest version
    item_count  BIGINT NOT NULL,
    next_place  BIGINT NOT NULL,               -- of the next item
    deleted_at  BIGINT                         -- from then on it is not there; its rows go by a job
);
CREATE UNIQUE INDEX dataset_v2_name ON dataset_v2 (project_id, name) WHERE deleted_at IS NULL;

CREATE TABLE dataset_version (
    id            TEXT   NOT NULL PRIMARY KEY,
    dataset       BIGINT NOT NULL REFERENCES dataset_v2 (number),
    number        BIGINT NOT NULL,             -- 1, 2, 3, ... in each dataset
    name          TEXT   NOT NULL,             -- of the dataset at the time
    description   TEXT,
    item_count    BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    created_by    TEXT,                        -- an account, which may be gone
    restored_from TEXT,                        -- the version that was put back
    UNIQUE (dataset, number)
);

-- What items say, once for all items and versions of a dataset that say the same.
CREATE TABLE dataset_text (
    id           BIGINT NOT NULL PRIMARY KEY,
    dataset      BIGINT NOT NULL REFERENCES dataset_v2 (number),
    hash         BLOB   NOT NULL,              -- of the three texts
    input        TEXT   NOT NULL,
    ground_truth TEXT,
    output       TEXT,
    UNIQUE (dataset, hash)                     -- the one index of an import whose pages are touched at random
);

-- Items that came together, by an import or between two versions, and that may go together.
CREATE TABLE dataset_batch (
    id         BIGINT NOT NULL PRIMARY KEY,
    dataset    BIGINT NOT NULL REFERENCES dataset_v2 (number),
    since      BIGINT,                         -- the first version that has them; null while they are still coming
    until      BIGINT,                         -- the first version that has none of them
    touched_at BIGINT NOT NULL                 -- of one that is still coming: when the last items came
);
CREATE INDEX dataset_batch_of_dataset ON dataset_batch (dataset, since);
CREATE INDEX dataset_batch_coming ON dataset_batch (touched_at) WHERE since IS NULL;

-- States of items. A version has those whose batch has begun and that have not ended, so a version costs what changed.
CREATE TABLE dataset_item (
    dataset    BIGINT NOT NULL REFERENCES dataset_v2 (number),
    place      BIGINT NOT NULL,                -- its order in the dataset
    batch_id   BIGINT NOT NULL,
    id         TEXT   NOT NULL,                -- the same for all states of an item
    text_id    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    until      BIGINT,                         -- the first version that has another state of it, or none
    PRIMARY KEY (dataset, place, batch_id)
);
CREATE INDEX dataset_item_of_id ON dataset_item (id);
CREATE INDEX dataset_item_of_text ON dataset_item (text_id);

-- Files that a job `import-dataset:<id>` is to import: what is to be done with one, and the file in pieces.
CREATE TABLE dataset_order (
    id            TEXT     NOT NULL PRIMARY KEY,
    dataset_id    TEXT     NOT NULL,
    project_id    TEXT     NOT NULL REFERENCES project (id),
    format        TEXT     NOT NULL,           -- csv | jsonl | json
    skips         SMALLINT NOT NULL,           -- 1: duplicates stay out
    makes_version SMALLINT NOT NULL,
    user_id       TEXT     NOT NULL,           -- who ordered it, as the audit log will tell
    user_name     TEXT,
    user_email    TEXT,
    ip_address    TEXT,
    user_agent    TEXT,
    created_at    BIGINT   NOT NULL
);

CREATE TABLE dataset_order_piece (
    order_id TEXT   NOT NULL REFERENCES dataset_order (id) ON DELETE CASCADE,
    piece    BIGINT NOT NULL,                  -- 0, 1, 2, ...
    content  TEXT   NOT NULL,
    PRIMARY KEY (order_id, piece)
);
