//! Lists of the runs that used a prompt: the check `templates`.

use serde_json::{Value, json};

use super::{make, save};
use crate::test_app::{ALICE, BOB, TestApp};

/// Two templates: `a` with two versions, `b` with one. A run of each version, one of no version, and one that names a version of
/// another tenant.
async fn seeded() -> (TestApp, Value, Value) {
    let app = TestApp::start().await;
    let (a, b) = (make(&app.owner(ALICE), "a", "x", false).await, make(&app.owner(ALICE), "b", "x", false).await);
    let theirs = make(&app.owner(BOB), "theirs", "x", false).await;
    let second = save(&app.owner(ALICE), &a, "y", true).await;
    let events = [
        used("one", &a["versions"][0]["id"]),
        used("two", &second["id"]),
        used("three", &b["versions"][0]["id"]),
        used("none", &Value::Null),
        used("foreign", &theirs["versions"][0]["id"]),
    ];
    app.visitor(ALICE).ingest(json!(events)).await;
    (app, a, b)
}

fn used(run: &str, version: &Value) -> Value {
    json!({"type": "llm", "event": "start", "runId": run, "name": run, "templateVersionId": version, "userId": run,
        "timestamp": "2025-06-01T11:00:00Z"})
}

async fn names(app: &TestApp, query: &str) -> Vec<String> {
    let list = app.owner(ALICE).get(&format!("/v1/runs?{query}&limit=100")).await.json();
    let mut names: Vec<String> =
        list["data"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn a_template_means_the_runs_of_all_its_versions_and_of_no_other_tenants() {
    let (app, a, b) = seeded().await;
    let theirs = app.owner(BOB).get("/v1/templates").await.json()[0]["id"].clone();
    for (query, want) in [
        (format!("templates={}", a["id"]), vec!["one", "two"]),
        (format!("templates={}", b["id"]), vec!["three"]),
        (format!("templates={},{}", b["id"], a["id"]), vec!["one", "three", "two"]),
        (format!("templates={theirs}"), vec![]),
        ("templates=999999".to_owned(), vec![]),
        (format!("templates={}&models=two", a["id"]), vec!["two"]),
        (
            format!(
                r#"filter=["OR",{{"id":"templates","params":{{"templates":[{}]}}}},{{"id":"models","params":{{"models":["one"]}}}}]"#,
                b["id"]
            )
            .replace('"', "%22"),
            vec!["one", "three"],
        ),
    ] {
        assert_eq!(names(&app, &query).await, want, "{query}");
        let count = app.owner(ALICE).get(&format!("/v1/runs/count?{query}")).await;
        assert_eq!(count.text(), want.len().to_string(), "{query}");
    }
    app.stop().await;
}

#[tokio::test]
async fn every_answer_about_a_list_knows_its_templates() {
    let (app, a, _) = seeded().await;
    let (owner, query) = (app.owner(ALICE), format!("templates={}", a["id"]));
    let facets = owner.get(&format!("/v1/runs/facets?check=models&{query}")).await.json();
    let values: Vec<&Value> = facets["data"].as_array().unwrap().iter().map(|facet| &facet["value"]).collect();
    assert_eq!(values, ["one", "two"]);
    let histogram = owner.get(&format!("/v1/runs/histogram?{query}")).await.json();
    let bars = histogram["data"].as_array().unwrap().iter();
    assert_eq!(bars.map(|bar| bar["count"].as_u64().unwrap()).sum::<u64>(), 2);
    for run in ["one", "two"] {
        let found = owner.get(&format!("/v1/runs/{run}/neighbors?{query}")).await.json();
        let beside = [&found["previousId"], &found["nextId"]].into_iter().filter(|id| !id.is_null()).count();
        assert_eq!(beside, 1, "the two have each other, and {run} has nobody else: {found}");
    }
    let people = owner.get(&format!("/v1/external-users?activity=true&{query}")).await.json();
    let active = people["data"].as_array().unwrap().iter().filter(|row| row["activity"]["runs"].as_u64() > Some(0));
    assert_eq!(active.count(), 2, "{people}");
    let filter = json!({"query": query, "asOf": "2025-06-01T12:00:00Z"});
    let body = json!({"action": "tag", "filter": filter, "args": {"tags": ["x"]}});
    assert_eq!(owner.post("/v1/runs/batch", body.to_string()).await.line(), r#"200 {"changed":2}"#);
    app.stop().await;
}

#[tokio::test]
async fn a_page_of_a_template_is_followed_by_the_next_whatever_was_saved_meanwhile() {
    let (app, a, _) = seeded().await;
    let owner = app.owner(ALICE);
    let path = format!("/v1/runs?templates={}&limit=1", a["id"]);
    let first = owner.get(&path).await.json();
    let third = save(&owner, &a, "z", true).await;
    app.visitor(ALICE).ingest(json!([used("new", &third["id"])])).await;
    let cursor = first["nextCursor"].as_str().unwrap();
    let next = owner.get(&format!("{path}&cursor={cursor}")).await;
    assert_eq!(next.status.as_u16(), 200, "{next:?}");
    assert_eq!(names(&app, &format!("templates={}", a["id"])).await, ["new", "one", "two"]);
    app.stop().await;
}
