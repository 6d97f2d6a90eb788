//! What people and keys do to runs, written into the audit log before it is done: the runs are in another database, so a crash
//! in between leaves a row too many, not one too few.

use model::{Run, RunId};
use store::ProjectScope;
use store::meta::{Actor, AuditEntry, Deed};

use crate::app::App;
use crate::error::ApiError;

/// What somebody is about to do to a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Act {
    /// To show it to anybody.
    Publish,
    /// To delete it.
    Delete,
    /// To say what they think of it.
    Rate,
}

impl Act {
    /// The name that the audit log has for it.
    fn deed(self, run_type: &str) -> Deed {
        match (self, run_type) {
            (Act::Publish, _) => Deed::PublishLog,
            (Act::Delete, "llm") => Deed::DeleteLog,
            (Act::Delete, "thread" | "chat") => Deed::DeleteThread,
            (Act::Delete, _) => Deed::DeleteTrace,
            (Act::Rate, "llm") => Deed::RateLog,
            (Act::Rate, "thread" | "chat") => Deed::RateThread,
            (Act::Rate, _) => Deed::RateTrace,
        }
    }
}

/// Writes it down.
pub(super) async fn record(
    app: &App,
    (at, actor): (&ProjectScope, &Actor),
    act: Act,
    run: &Run,
) -> Result<(), ApiError> {
    let entry = AuditEntry::new(act.deed(&run.run_type), &run.id).in_project(at.project());
    Ok(app.meta.record(at.org(), actor.clone(), entry, app.clock.now()).await?)
}

/// Writes down that somebody is about to do it to many runs, by ids and types.
pub(super) async fn record_all(
    app: &App,
    (at, actor): (&ProjectScope, &Actor),
    act: Act,
    runs: &[(RunId, String)],
) -> Result<(), ApiError> {
    let entry = |(id, run_type): &(RunId, String)| AuditEntry::new(act.deed(run_type), id).in_project(at.project());
    let entries = runs.iter().map(entry).collect();
    Ok(app.meta.record_all(at.org(), actor.clone(), entries, app.clock.now()).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(act: Act, run_type: &str, want: (&str, &str)) {
        assert_eq!(act.deed(run_type).words(), want, "{act:?} {run_type}");
    }

    #[test]
    fn each_kind_of_run_has_its_own_word() {
        check(Act::Delete, "llm", ("llm_log", "delete"));
        check(Act::Delete, "agent", ("trace", "delete"));
        check(Act::Delete, "tool", ("trace", "delete"));
        check(Act::Delete, "thread", ("conversation", "delete"));
        check(Act::Rate, "llm", ("llm_log", "add_feedback"));
        check(Act::Rate, "chain", ("trace", "add_feedback"));
        check(Act::Rate, "chat", ("conversation", "add_feedback"));
        check(Act::Publish, "llm", ("llm_log", "make_public"));
        check(Act::Publish, "thread", ("llm_log", "make_public"));
    }
}
