-- People: what they may reach, how they are let in, what they did, and the work that they leave behind.

ALTER TABLE org ADD COLUMN audit_rows BIGINT NOT NULL DEFAULT 0;     -- how many rows its audit log has
ALTER TABLE org ADD COLUMN audit_head BLOB;                          -- the hash of the last one; null without any

ALTER TABLE project ADD COLUMN deleted_at BIGINT;                    -- its row stays, because slots and ids are never reused
ALTER TABLE project ADD COLUMN purged_at BIGINT;                     -- when nothing of it was left in runs.db
CREATE UNIQUE INDEX project_of_org ON project (id, org_id);

ALTER TABLE account ADD COLUMN name TEXT;
ALTER TABLE account ADD COLUMN verified SMALLINT NOT NULL DEFAULT 1; -- 0 until somebody followed the link in the mail
ALTER TABLE account ADD COLUMN avatar_url TEXT;
ALTER TABLE account ADD COLUMN last_login_at BIGINT;
ALTER TABLE account ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;      -- sessions of an older epoch are over
CREATE UNIQUE INDEX account_of_org ON account (id, org_id);

-- One owner: of several accounts that --init-email made, the first.
UPDATE account
   SET role = 'admin'
 WHERE role = 'owner'
   AND EXISTS (SELECT 1
                 FROM account AS earlier
                WHERE earlier.org_id = account.org_id
                  AND (earlier.created_at < account.created_at
                       OR (earlier.created_at = account.created_at AND earlier.id < account.id)));
CREATE UNIQUE INDEX owner_of_org ON account (org_id) WHERE role = 'owner';

CREATE TABLE account_project (
    account_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    org_id     TEXT NOT NULL,                  -- the same for both: nobody is a member of a foreign project
    PRIMARY KEY (account_id, project_id),
    FOREIGN KEY (account_id, org_id) REFERENCES account (id, org_id) ON DELETE CASCADE,
    FOREIGN KEY (project_id, org_id) REFERENCES project (id, org_id) ON DELETE CASCADE
);
INSERT INTO account_project (account_id, project_id, org_id)
SELECT account.id, project.id, project.org_id
  FROM account
  JOIN project ON project.org_id = account.org_id;

ALTER TABLE api_key RENAME TO api_key_before;
CREATE TABLE api_key (
    id           BIGINT NOT NULL PRIMARY KEY,  -- never reused: a revoked key keeps its row
    org_id       TEXT   NOT NULL REFERENCES org (id),
    project_id   TEXT,                         -- null for org_private
    kind         TEXT   NOT NULL,              -- public | private | org_private
    name         TEXT,
    hash         BLOB   NOT NULL UNIQUE,       -- SHA-256 of the key's lower-case text
    sealed       BLOB   NOT NULL,              -- the key itself, under the server's secret; empty once revoked
    created_at   BIGINT NOT NULL,
    created_by   TEXT,                         -- an account, which may be gone
    expires_at   BIGINT,
    last_used_at BIGINT,                       -- a few seconds late
    revoked_at   BIGINT,
    FOREIGN KEY (project_id, org_id) REFERENCES project (id, org_id)
);
INSERT INTO api_key (id, org_id, project_id, kind, hash, sealed, created_at)
SELECT id, org_id, project_id, kind, hash, sealed, created_at
  FROM api_key_before;
DROP TABLE api_key_before;
CREATE UNIQUE INDEX key_of_org ON api_key (org_id) WHERE kind = 'org_private' AND revoked_at IS NULL;
CREATE INDEX key_of_project ON api_key (project_id);

CREATE TABLE session (
    id           TEXT   NOT NULL PRIMARY KEY,
    account_id   TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    epoch        BIGINT NOT NULL,              -- of the account when the session began
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,              -- a few seconds late
    ip_address   TEXT,
    user_agent   TEXT
);
CREATE INDEX session_of_account ON session (account_id);

CREATE TABLE mail_token (
    hash       BLOB   NOT NULL PRIMARY KEY,    -- SHA-256 of the token, which is in a mail only
    purpose    TEXT   NOT NULL,                -- reset | verify
    account_id TEXT   NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX mail_token_of_account ON mail_token (account_id);

CREATE TABLE mail_asked (
    email   TEXT   NOT NULL,                   -- as asked for, whether or not there is such an account
    purpose TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (email, purpose)
);

CREATE TABLE invitation (
    id             TEXT     NOT NULL PRIMARY KEY,
    org_id         TEXT     NOT NULL REFERENCES org (id),
    email          TEXT     NOT NULL,          -- lower case
    role           TEXT     NOT NULL,
    token_hash     BLOB     NOT NULL UNIQUE,
    token_sealed   BLOB     NOT NULL,
    email_verified SMALLINT,
    invited_by     TEXT,                       -- an account, which may be gone
    created_at     BIGINT   NOT NULL,
    updated_at     BIGINT   NOT NULL,
    expires_at     BIGINT   NOT NULL,
    UNIQUE (org_id, email)
);

CREATE TABLE invitation_project (
    invitation_id TEXT NOT NULL REFERENCES invitation (id) ON DELETE CASCADE,
    project_id    TEXT NOT NULL,
    org_id        TEXT NOT NULL,
    PRIMARY KEY (invitation_id, project_id),
    FOREIGN KEY (project_id, org_id) REFERENCES project (id, org_id) ON DELETE CASCADE
);

CREATE TABLE audit_log (
    org_id        TEXT   NOT NULL REFERENCES org (id),
    seq           BIGINT NOT NULL,             -- 1, 2, 3, ... in each organisation
    id            TEXT   NOT NULL UNIQUE,
    created_at    BIGINT NOT NULL,
    resource_type TEXT   NOT NULL,
    resource_id   TEXT,
    action        TEXT   NOT NULL,
    user_id       TEXT   NOT NULL,             -- an account, or the pseudo-user of a key
    user_name     TEXT,
    user_email    TEXT,
    project_id    TEXT,
    project_name  TEXT,
    ip_address    TEXT,
    user_agent    TEXT,
    hash          BLOB   NOT NULL,             -- SHA-256 of the hash before it and of this row
    PRIMARY KEY (org_id, seq)
);

CREATE TABLE job (
    id          TEXT     NOT NULL PRIMARY KEY,
    org_id      TEXT     REFERENCES org (id),  -- null: work of the server itself
    type        TEXT     NOT NULL,             -- a word, or a word and what it is about after a colon
    status      TEXT     NOT NULL,             -- pending | running | done | failed
    progress    DOUBLE PRECISION NOT NULL DEFAULT 0, -- percent
    error       TEXT,
    payload     TEXT,                          -- JSON
    secret      BLOB,                          -- what nobody may read, under the server's secret
    attempts    BIGINT   NOT NULL DEFAULT 0,
    run_at      BIGINT   NOT NULL,             -- not before
    lease_until BIGINT,                        -- of a running one: afterwards somebody else may take it
    created_at  BIGINT   NOT NULL,
    ended_at    BIGINT
);
CREATE UNIQUE INDEX job_open ON job (type, coalesce(org_id, '')) WHERE ended_at IS NULL;
CREATE INDEX job_due ON job (run_at) WHERE ended_at IS NULL;
