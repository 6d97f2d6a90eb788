-- What an OpenTelemetry span said in its own words: seldom asked for, and larger than the rest of the row.
CREATE TABLE run_span (
    rid   INTEGER PRIMARY KEY,
    frame BLOB NOT NULL
) STRICT;
