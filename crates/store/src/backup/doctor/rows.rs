//! Tables of `runs.db` that have to agree with each other, each question one statement. A statement returns the exceptions, named
//! for a person; what mends them makes them go away without touching a run.

use rusqlite::Connection;

use super::report::Found;
use crate::StoreError;

/// A question about rows.
pub(super) struct RowCheck {
    /// The sentence that is true of a sound store.
    pub(super) what: &'static str,
    exceptions: &'static str,
    pub(super) mend: Mend,
}

/// What can be done about exceptions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mend {
    /// Nobody can tell what is right.
    Nothing,
    /// A statement.
    Sql(&'static str),
    /// Rows that go into a file.
    Orphans(Orphans),
}

/// Rows that belong to no run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Orphans {
    pub(super) table: &'static str,
    pub(super) select: &'static str,
    pub(super) delete: &'static str,
}

impl RowCheck {
    /// Names the exceptions.
    pub(super) fn look(&self, connection: &Connection, found: &mut Found) -> Result<(), StoreError> {
        let mut select = connection.prepare(self.exceptions)?;
        for example in select.query_map([], |row| row.get::<_, String>(0))? {
            found.add(example?);
        }
        Ok(())
    }
}

/// Rows of a table of what runs have, without the run.
macro_rules! orphans {
    ($table:literal, $column:literal) => {
        RowCheck {
            what: concat!("every row of ", $table, " belongs to a run"),
            exceptions: concat!(
                "SELECT 'rid ' || rid FROM ",
                $table,
                " WHERE NOT EXISTS (SELECT 1 FROM run WHERE run.rid = ",
                $table,
                ".rid)"
            ),
            mend: Mend::Orphans(Orphans {
                table: $table,
                select: concat!(
                    "SELECT rid, ",
                    $column,
                    " FROM ",
                    $table,
                    " WHERE NOT EXISTS (SELECT 1 FROM run WHERE run.rid = ",
                    $table,
                    ".rid)"
                ),
                delete: concat!(
                    "DELETE FROM ",
                    $table,
                    " WHERE NOT EXISTS (SELECT 1 FROM run WHERE run.rid = ",
                    $table,
                    ".rid)"
                ),
            }),
        }
    };
}

/// In an order in which mending one never undoes another.
pub(super) const CHECKS: [RowCheck; 10] = [
    RowCheck {
        what: "every row of run_id names a run",
        exceptions: "SELECT 'rid ' || run_id.rid
                       FROM run_id
                       LEFT JOIN run ON run.rid = run_id.rid
                      WHERE run.id IS NOT run_id.id
                         OR run.rid >> 48 <> run_id.slot",
        mend: Mend::Sql(
            "DELETE FROM run_id
              WHERE NOT EXISTS (SELECT 1
                                  FROM run
                                 WHERE run.rid = run_id.rid
                                   AND run.id = run_id.id
                                   AND run.rid >> 48 = run_id.slot)",
        ),
    },
    RowCheck {
        what: "every run is named by run_id",
        exceptions: "SELECT 'rid ' || run.rid
                       FROM run
                       LEFT JOIN run_id ON run_id.slot = run.rid >> 48 AND run_id.id = run.id
                      WHERE run_id.rid IS NOT run.rid",
        mend: Mend::Sql("INSERT OR IGNORE INTO run_id (slot, id, rid) SELECT rid >> 48, id, rid FROM run"),
    },
    RowCheck {
        what: "every row of run_child is a run under its parent",
        exceptions: "SELECT 'rid ' || run_child.rid || ' under ' || run_child.parent
                       FROM run_child
                       LEFT JOIN run ON run.rid = run_child.rid
                      WHERE run.parent IS NOT run_child.parent",
        mend: Mend::Sql(
            "DELETE FROM run_child
              WHERE NOT EXISTS (SELECT 1 FROM run WHERE run.rid = run_child.rid AND run.parent = run_child.parent)",
        ),
    },
    RowCheck {
        what: "every run with a parent is in run_child",
        exceptions: "SELECT 'rid ' || run.rid || ' under ' || run.parent
                       FROM run
                       LEFT JOIN run_child ON run_child.parent = run.parent AND run_child.rid = run.rid
                      WHERE run.parent IS NOT NULL
                        AND run_child.rid IS NULL",
        mend: Mend::Sql(
            "INSERT OR IGNORE INTO run_child (parent, rid) SELECT parent, rid FROM run WHERE parent IS NOT NULL",
        ),
    },
    RowCheck {
        what: "every parent of a run is there",
        exceptions: "SELECT 'rid ' || run.rid
                       FROM run
                       LEFT JOIN run AS parent ON parent.rid = run.parent
                      WHERE run.parent IS NOT NULL
                        AND (parent.rid IS NULL OR parent.rid >> 48 <> run.rid >> 48)",
        mend: Mend::Nothing,
    },
    orphans!("run_input", "frame"),
    orphans!("run_output", "frame"),
    orphans!("run_attribute", "body"),
    RowCheck {
        what: "received = stored + merged + rejected in every row of the ledger",
        exceptions: "SELECT 'key ' || ledger.key || ' of slot ' || ledger.slot || ' on day ' || ledger.day
                       FROM ledger
                       LEFT JOIN (SELECT key, slot, day, sum(count) AS count
                                    FROM ledger_rejection
                                   GROUP BY key, slot, day) AS rejected
                         ON rejected.key = ledger.key AND rejected.slot = ledger.slot AND rejected.day = ledger.day
                      WHERE ledger.received <> ledger.stored + ledger.merged + coalesce(rejected.count, 0)",
        mend: Mend::Nothing,
    },
    RowCheck {
        what: "every rejection is counted in the ledger",
        exceptions: "SELECT 'key ' || key || ' of slot ' || slot || ' on day ' || day
                       FROM ledger_rejection
                      WHERE NOT EXISTS (SELECT 1
                                          FROM ledger
                                         WHERE ledger.key = ledger_rejection.key
                                           AND ledger.slot = ledger_rejection.slot
                                           AND ledger.day = ledger_rejection.day)",
        mend: Mend::Nothing,
    },
];
