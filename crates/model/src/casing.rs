//! Keys: how they are compared, and how they are shown (spec `dataplane-common.md` 7.1).
