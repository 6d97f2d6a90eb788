//! Many people who work on one prompt at once.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;

use super::{make, said, version_path};
use crate::test_app::{ALICE, TestApp};

const EDITORS: usize = 50;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_editors_of_one_template_leave_consecutive_versions_and_no_edit_is_lost() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let made = make(&owner, "a", "edit 0", false).await;
    let (app_of_all, path) = (&app, &format!("/v1/templates/{}/versions", made["id"]));
    let save = |number: usize| async move {
        let body = json!({"content": said(&format!("edit {number}")), "isDraft": number.is_multiple_of(2)});
        app_of_all.owner(ALICE).post(path, body.to_string()).await
    };
    for answer in join_all((1..=EDITORS).map(save)).await {
        assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    }
    let versions = owner.get(&format!("/v1/prompts/{}/versions", made["id"])).await.json();
    let rows = versions.as_array().unwrap();
    let numbers: Vec<i64> = rows.iter().rev().map(|row| row["version"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (1..=51).collect::<Vec<_>>());
    let texts: BTreeSet<String> = rows.iter().map(|row| row["content"].to_string()).collect();
    assert_eq!(texts.len(), EDITORS + 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_editors_of_one_draft_lose_nothing_because_every_edit_is_kept() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let made = make(&owner, "a", "edit 0", true).await;
    let (app_of_all, path) = (&app, &version_path(&made["versions"][0]));
    let save = |number: usize| async move {
        let body = json!({"content": said(&format!("edit {number}")), "isDraft": true});
        app_of_all.owner(ALICE).patch(path, body).await
    };
    for answer in join_all((1..=EDITORS).map(save)).await {
        assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    }
    let mut kept = owner.get(&format!("{path}/revisions")).await.json().as_array().unwrap().clone();
    kept.push(owner.get(path).await.json());
    let texts: BTreeSet<String> = kept.iter().map(|row| row["content"].to_string()).collect();
    assert_eq!((kept.len(), texts.len()), (EDITORS + 1, EDITORS + 1));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_fifty_who_saw_the_same_draft_one_changes_it_and_the_others_are_told() {
    let app = TestApp::start().await;
    let made = make(&app.owner(ALICE), "a", "edit 0", true).await;
    let (app_of_all, path) = (&app, &version_path(&made["versions"][0]));
    let save = |number: usize| async move {
        let body = json!({"content": said(&format!("edit {number}")), "isDraft": true});
        app_of_all.owner(ALICE).header("if-match", "\"1\"").patch(path, body).await.status.as_u16()
    };
    let mut statuses = join_all((1..=EDITORS).map(save)).await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], statuses[1]), (200, 412));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_who_want_the_same_slug_make_one_template() {
    let app = TestApp::start().await;
    let app_of_all = &app;
    let create = |_| async move {
        let body = json!({"slug": "a", "mode": "openai", "content": []});
        app_of_all.owner(ALICE).post("/v1/templates", body.to_string()).await.status.as_u16()
    };
    let mut statuses = join_all((0..EDITORS).map(create)).await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], statuses[1]), (200, 409));
    assert_eq!(app.owner(ALICE).get("/v1/templates").await.json().as_array().unwrap().len(), 1);
    app.stop().await;
}
