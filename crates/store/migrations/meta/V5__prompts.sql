-- Prompts: templates, their versions, what was in a version before, and names that point at versions.

CREATE TABLE id_counter (                      -- ids that are never given twice, also when what had them is gone
    name TEXT   NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);
INSERT INTO id_counter (name, last) VALUES ('template', 0), ('template_version', 0);

CREATE TABLE template (
    id              BIGINT NOT NULL PRIMARY KEY,
    project_id      TEXT   NOT NULL REFERENCES project (id),
    slug            TEXT   NOT NULL,           -- what SDKs ask for
    mode            TEXT   NOT NULL,           -- openai | text
    folder          TEXT   NOT NULL DEFAULT '', -- names with / between; empty: at the top
    tags            TEXT   NOT NULL DEFAULT '[]', -- JSON
    owner_id        TEXT,                      -- an account, which may be gone; null when a key made it
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    updated_by      TEXT   NOT NULL,           -- an account, or the pseudo-user of a key
    updated_by_name TEXT,
    last_version    BIGINT NOT NULL DEFAULT 0, -- the highest number that a version of it was given
    UNIQUE (project_id, slug)
);

CREATE TABLE template_version (
    id              BIGINT   NOT NULL PRIMARY KEY, -- runs name it
    template_id     BIGINT   NOT NULL REFERENCES template (id) ON DELETE CASCADE,
    version         BIGINT   NOT NULL,         -- 1, 2, 3, ... in each template
    content         TEXT     NOT NULL,         -- JSON, as sent
    extra           TEXT     NOT NULL,         -- JSON, as sent
    test_values     TEXT,                      -- JSON, as sent
    is_draft        SMALLINT NOT NULL,
    notes           TEXT,
    created_at      BIGINT   NOT NULL,
    created_by      TEXT     NOT NULL,
    created_by_name TEXT,
    updated_at      BIGINT   NOT NULL,
    updated_by      TEXT     NOT NULL,
    updated_by_name TEXT,
    revision        BIGINT   NOT NULL DEFAULT 1, -- one more with every change
    published_at    BIGINT,                    -- when the draft went live; null for drafts, and for what was made live
    deployed_at     BIGINT,                    -- since when it is to be served; the greatest of a template is. Null for drafts
    UNIQUE (template_id, version)
);
CREATE INDEX template_version_live ON template_version (template_id, deployed_at, id) WHERE is_draft = 0;

CREATE TABLE template_revision (               -- what a version said before it was changed in place
    version_id    BIGINT NOT NULL REFERENCES template_version (id) ON DELETE CASCADE,
    revision      BIGINT NOT NULL,
    content       TEXT   NOT NULL,
    extra         TEXT   NOT NULL,
    test_values   TEXT,
    saved_at      BIGINT NOT NULL,
    saved_by      TEXT   NOT NULL,
    saved_by_name TEXT,
    PRIMARY KEY (version_id, revision)
);

CREATE TABLE template_label (                  -- all labels but 'production', which follows from deployed_at
    template_id   BIGINT NOT NULL REFERENCES template (id) ON DELETE CASCADE,
    name          TEXT   NOT NULL,
    version_id    BIGINT NOT NULL REFERENCES template_version (id) ON DELETE CASCADE,
    moved_at      BIGINT NOT NULL,
    moved_by      TEXT   NOT NULL,
    moved_by_name TEXT,
    PRIMARY KEY (template_id, name)
);
CREATE INDEX template_label_of_version ON template_label (version_id);

CREATE TABLE prompt_label_rule (               -- labels that not everybody moves who may deploy
    project_id TEXT     NOT NULL REFERENCES project (id),
    name       TEXT     NOT NULL,
    roles      TEXT     NOT NULL,              -- JSON: roles that may move it, beside the owner
    keys       SMALLINT NOT NULL,              -- 1 when private keys may
    PRIMARY KEY (project_id, name)
);
