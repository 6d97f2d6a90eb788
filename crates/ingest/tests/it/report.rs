//! The body of the legacy route.

use ingest::{Limits, decode_report};

use crate::NOW;

#[track_caller]
fn check(body: &str, want: &str) {
    let told = match decode_report(body.as_bytes(), NOW, &Limits::default()) {
        Ok(report) => format!("{} for {}", report.events.len(), report.project.as_deref().unwrap_or("nobody")),
        Err(refusal) => refusal.to_string(),
    };
    assert_eq!(told, want, "{body}");
}

#[test]
fn the_first_event_names_the_project() {
    check(include_str!("batches/legacy-report.json"), "1 for 4f6c0014-0782-43a2-8cfe-fbcd11c6bcb0");
    check(r#"{"events":[{"app":"a","projectId":"p"},{"app":"b"}]}"#, "2 for p");
    check(r#"{"events":[{"app":"a","projectId":null}]}"#, "1 for a");
    check(r#"{"events":[[{"app":"a"}]]}"#, "1 for a");
    check(r#"{"events":[{"app":"late","timestamp":2},{"app":"early","timestamp":1}]}"#, "2 for late");
    check(r#"{"events":[{"app":7}]}"#, "1 for nobody");
    check(r#"{"events":[null,{"app":"b"}]}"#, "2 for nobody");
}

#[test]
fn a_report_without_a_list_of_events_is_refused() {
    for body in ["", "{}", r#"{"events":[]}"#, r#"{"events":{"app":"a"}}"#, r#"{"events":null}"#, r#"{"events":"x"}"#] {
        check(body, "Missing events payload.");
    }
    check("[]", "The body must be a JSON object with `events`");
    check("{", "The body is not JSON");
}
