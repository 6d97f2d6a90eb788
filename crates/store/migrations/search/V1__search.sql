-- Which words are in which runs. All of it follows from runs.db: the file may be deleted at any time.

-- One document a run, and its rowid is the run's place. Texts are not kept, only which words they have. A document is made of
-- words with spaces between them, so the simplest tokenizer is the right one.
CREATE VIRTUAL TABLE word USING fts5 (
    text, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

-- The distinct words of a project's texts, some in a row, so that a fragment of a word leads to the words that have it.
CREATE TABLE block (
    id    INTEGER PRIMARY KEY,  -- project slot (as in a place), number
    words TEXT    NOT NULL      -- a space between them
) STRICT;

-- Three letters side by side in the words of a block, and two at the beginning of a word; its rowid is the block's id.
CREATE VIRTUAL TABLE fragment USING fts5 (
    text, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

-- Segments are merged in small steps between the commits, never inside one.
INSERT INTO word (word, rank) VALUES ('automerge', 0);
INSERT INTO word (word, rank) VALUES ('crisismerge', 1999);
INSERT INTO fragment (fragment, rank) VALUES ('automerge', 0);
INSERT INTO fragment (fragment, rank) VALUES ('crisismerge', 1999);

CREATE TABLE store_fact (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID, STRICT;
