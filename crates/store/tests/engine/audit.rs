//! The audit log: whoever changes it behind the server's back is noticed.

use model::OrgId;
use rusqlite::Connection;
use store::meta::{Actor, AuditEntry, Deed};
use testkit::clock::NOON;

use crate::place::Place;

async fn write_five(place: &Place, org: OrgId) {
    for number in 1..=5 {
        let entry = AuditEntry::new(Deed::DeleteLog, &number);
        place.meta.record(org, Actor::operator(), entry, NOON).await.unwrap();
    }
}

/// Runs `sql` on a log of five rows; `want` is the first broken place and why.
async fn check(sql: &str, want: Option<(i64, &str)>) {
    let path = tempfile::tempdir().unwrap();
    let place = Place::open(path.path()).await;
    let org = place.at().org();
    write_five(&place, org).await;
    write_five(&place, place.other_project().await.scope.org()).await;
    let outside = Connection::open(path.path().join("meta.db")).unwrap();
    outside.execute_batch(&sql.replace("$org", &format!("'{org}'"))).unwrap();
    let broken = place.meta.verify_audit().await.unwrap();
    let told: Vec<_> = broken.iter().map(|chain| (chain.org.clone(), chain.seq, chain.reason)).collect();
    let want: Vec<_> = want.map(|(seq, reason)| (org.to_string(), seq, reason)).into_iter().collect();
    assert_eq!(told, want, "{sql}");
    place.runs.close().await.unwrap();
}

const CHANGED: &str = "the row is not what was written";
const MISSING: &str = "the row is missing";
const END: &str = "the log does not end where the organisation says";

#[tokio::test]
async fn a_log_that_nobody_touched_is_whole() {
    check("SELECT 1", None).await;
}

#[tokio::test]
async fn a_row_that_was_changed_is_noticed() {
    check("UPDATE audit_log SET resource_id = '7' WHERE org_id = $org AND seq = 3", Some((3, CHANGED))).await;
    check("UPDATE audit_log SET user_email = '' WHERE org_id = $org AND seq = 1", Some((1, CHANGED))).await;
    check("UPDATE audit_log SET created_at = created_at + 1 WHERE org_id = $org AND seq = 5", Some((5, CHANGED))).await;
    check("UPDATE audit_log SET hash = x'00' WHERE org_id = $org AND seq = 2", Some((2, CHANGED))).await;
}

#[tokio::test]
async fn a_row_that_was_taken_out_is_noticed() {
    check("DELETE FROM audit_log WHERE org_id = $org AND seq = 2", Some((2, MISSING))).await;
    let closed_up = "DELETE FROM audit_log WHERE org_id = $org AND seq = 2;
                     UPDATE audit_log SET seq = seq - 10 WHERE org_id = $org AND seq > 2;
                     UPDATE audit_log SET seq = seq + 9 WHERE org_id = $org AND seq < 1;";
    check(closed_up, Some((2, CHANGED))).await;
}

#[tokio::test]
async fn rows_that_changed_places_are_noticed() {
    let swapped = "UPDATE audit_log SET seq = 99 WHERE org_id = $org AND seq = 2;
                   UPDATE audit_log SET seq = 2 WHERE org_id = $org AND seq = 3;
                   UPDATE audit_log SET seq = 3 WHERE org_id = $org AND seq = 99;";
    check(swapped, Some((2, CHANGED))).await;
}

#[tokio::test]
async fn a_log_that_was_cut_off_is_noticed() {
    check("DELETE FROM audit_log WHERE org_id = $org AND seq > 3", Some((4, END))).await;
    check("DELETE FROM audit_log WHERE org_id = $org", Some((1, END))).await;
    check("UPDATE org SET audit_rows = 4 WHERE id = $org", Some((5, END))).await;
    check("UPDATE org SET audit_head = NULL WHERE id = $org", Some((6, END))).await;
}
