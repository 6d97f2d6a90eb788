-- Who there is, and what belongs to whom. In SQL that SQLite and PostgreSQL both speak: times are microseconds since 1970.

CREATE TABLE org (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE project (
    id         TEXT     NOT NULL PRIMARY KEY,  -- also its public key
    org_id     TEXT     NOT NULL REFERENCES org (id),
    name       TEXT     NOT NULL,
    slot       SMALLINT NOT NULL UNIQUE,       -- 1..32767, never given twice
    created_at BIGINT   NOT NULL
);

CREATE TABLE api_key (
    id         BIGINT NOT NULL PRIMARY KEY,
    org_id     TEXT   NOT NULL REFERENCES org (id),
    project_id TEXT   NOT NULL REFERENCES project (id),
    kind       TEXT   NOT NULL,                -- public | private
    hash       BLOB   NOT NULL UNIQUE,         -- SHA-256 of the key's lower-case text
    sealed     BLOB   NOT NULL,                -- the key itself, under the server's secret
    created_at BIGINT NOT NULL
);

CREATE TABLE account (
    id            TEXT   NOT NULL PRIMARY KEY,
    email         TEXT   NOT NULL UNIQUE,      -- lower case
    password_hash TEXT   NOT NULL,             -- argon2id
    org_id        TEXT   NOT NULL REFERENCES org (id),
    role          TEXT   NOT NULL,
    created_at    BIGINT NOT NULL
);

CREATE TABLE store_fact (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
