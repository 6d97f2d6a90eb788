-- What somebody thinks of a run, in short, beside the run: few have any, and filters ask for it without opening runs.
CREATE TABLE run_opinion (
    rid    INTEGER PRIMARY KEY,
    parent INTEGER,                         -- rid
    bits   INTEGER NOT NULL                 -- 1 thumb up, 2 thumb down, 4 comment
) STRICT;
CREATE INDEX run_opinion_parent ON run_opinion (parent) WHERE parent IS NOT NULL;
