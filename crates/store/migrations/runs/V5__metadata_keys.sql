-- Which keys the metadata of a project's runs have, for whoever writes a filter. At most some thousands a project; a key stays
-- when the last run that has it goes.
CREATE TABLE metadata_key (
    slot    INTEGER NOT NULL,
    type    TEXT    NOT NULL,               -- of the runs
    is_root INTEGER NOT NULL,               -- they are part of no other run, or of a chat turn
    key     TEXT    NOT NULL,               -- the form by which keys are compared
    PRIMARY KEY (slot, type, is_root, key)
) WITHOUT ROWID, STRICT;
