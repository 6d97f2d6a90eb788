//! Pages of runs.

use serde_json::{Value, json};

use crate::test_app::{ALICE, BOB, TestApp};

/// Seven runs a second apart: llm a, c, e, g, and tool b, agent d, chain f; c and d are part of a.
async fn seeded() -> TestApp {
    let app = TestApp::start().await;
    let types = ["llm", "tool", "llm", "agent", "llm", "chain", "llm"];
    let events: Vec<Value> = "abcdefg"
        .chars()
        .zip(types)
        .enumerate()
        .map(|(at, (id, run_type))| {
            let parent = if ['c', 'd'].contains(&id) { json!("a") } else { Value::Null };
            json!({"type": run_type, "event": "start", "runId": id, "name": id, "timestamp": at * 1000, "parentRunId": parent,
                   "metadata": if id == 'c' { json!({"plan": "pro"}) } else { Value::Null }, "input": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "x".repeat(150)}]})
        })
        .collect();
    app.visitor(ALICE).ingest(json!(events)).await;
    app
}

fn names(list: &Value) -> String {
    list["data"].as_array().unwrap().iter().map(|run| run["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_list_is_newest_first_and_of_the_types_asked_for() {
    let app = seeded().await;
    for (query, want) in [
        ("", "geca"),
        ("?type=llm", "geca"),
        ("?type=tool,chain", "fb"),
        ("?type=tool%2Cchain", "fb"),
        ("?type=trace", "f"),
        ("?type=agent", "d"),
        ("?type=banana", ""),
        ("?parentRunId=a", "c"),
        ("?parentRunId=a&type=agent,llm", "dc"),
        ("?limit=2", "ge"),
        ("?limit=2&page=1", "ca"),
        ("?limit=2&page=2", ""),
        ("?limit=0", ""),
        ("?banana=1&limit=1", "g"),
        ("?sortField=createdAt&sortDirection=desc&limit=1", "g"),
        ("?sortField=createdAt&limit=2", "ac"),
        ("?type=trace,llm", "gfeca"),
        ("?models=a,g", "ga"),
        ("?OR&models=a&type=tool", "ba"),
        ("?models=a&type=tool", ""),
        (
            "?filter=%5B%22OR%22,%7B%22id%22:%22type%22,%22params%22:%7B%22type%22:%22tool%22%7D%7D,%7B%22id%22:%22models%22,%22params%22:%7B%22models%22:%5B%22d%22%5D%7D%7D%5D",
            "db",
        ),
        ("?search=kind&limit=1", "g"),
        ("?type=agent&search=be+kind", ""),
        ("?type=agent&search=%22be%20kind%22", "d"),
        ("?type=llm&metadata=plan.pro", "c"),
        ("?status=error", ""),
    ] {
        let answer = app.owner(ALICE).get(&format!("/v1/runs{query}")).await;
        assert_eq!(answer.status.as_u16(), 200, "{query} {answer:?}");
        assert_eq!(names(&answer.json()), want, "{query}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_row_has_the_documented_fields() {
    let app = seeded().await;
    let list = app.owner(ALICE).get("/v1/runs?limit=1&page=1&total=true").await;
    let cursor = list.json()["nextCursor"].as_str().unwrap().to_owned();
    insta::assert_snapshot!("list", list.pretty().replace(&cursor, "[cursor]"));
    app.stop().await;
}

#[tokio::test]
async fn a_list_of_exactly_llm_is_shortened_for_a_table() {
    let app = seeded().await;
    let owner = app.owner(ALICE);
    let input = |list: Value| list["data"][0]["input"].clone();
    let short = input(owner.get("/v1/runs?type=llm&limit=1").await.json());
    assert_eq!(short, json!({"role": "user", "content": "x".repeat(100), "enrichments": []}));
    for query in ["limit=1", "limit=1&type=llm,llm"] {
        let full = input(owner.get(&format!("/v1/runs?{query}")).await.json());
        assert_eq!(full[1]["content"], "x".repeat(150), "{query}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_cursor_walks_every_run_once() {
    let app = seeded().await;
    let mut seen = String::new();
    let mut path = "/v1/runs?type=llm,tool,chain,agent&limit=2".to_owned();
    loop {
        let list = app.owner(ALICE).get(&path).await.json();
        seen.push_str(&names(&list));
        let Some(cursor) = list["nextCursor"].as_str() else { break };
        path = format!("/v1/runs?type=agent,chain,llm,tool&limit=3&cursor={cursor}");
    }
    assert_eq!(seen, "gfedcba");
    app.stop().await;
}

#[tokio::test]
async fn a_long_page_comes_in_pieces_and_is_one_list() {
    let app = TestApp::start().await;
    let event = |at: usize| json!({"type": "llm", "event": "start", "runId": format!("r{at}"), "name": format!("{at}"), "timestamp": at + 1, "input": "x".repeat(200_000)});
    for hundred in 0..3 {
        app.visitor(ALICE).ingest((hundred * 100..(hundred + 1) * 100).map(event).collect()).await;
    }
    let owner = app.owner(ALICE);
    for (query, newest, count, has_more) in [
        ("limit=10000", 299, 300, false),
        ("limit=300", 299, 300, false),
        ("limit=299", 299, 299, true),
        ("limit=150&page=1", 149, 150, false),
        ("limit=120&page=1", 179, 120, true),
        ("limit=100", 299, 100, true),
    ] {
        let list = owner.get(&format!("/v1/runs?{query}&type=llm,tool&total=true")).await.json();
        let keys: Vec<&String> = list.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["page", "limit", "data", "nextCursor", "total"], "{query}");
        let got: Vec<&str> = list["data"].as_array().unwrap().iter().map(|run| run["name"].as_str().unwrap()).collect();
        let want: Vec<String> = (0..count).map(|back| (newest - back).to_string()).collect();
        assert_eq!(got, want, "{query}");
        assert_eq!((list["nextCursor"].is_string(), &list["total"]), (has_more, &json!(300)), "{query}");
    }
    let first = owner.get("/v1/runs?limit=250&type=llm,tool").await.json();
    let rest =
        owner.get(&format!("/v1/runs?type=llm,tool&cursor={}", first["nextCursor"].as_str().unwrap())).await.json();
    assert_eq!((names(&rest).starts_with("4948"), rest["nextCursor"].is_null()), (true, true));
    app.stop().await;
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let app = seeded().await;
    let list = app.owner(ALICE).get("/v1/runs?limit=1").await.json();
    let cursor = list["nextCursor"].as_str().unwrap();
    for query in [
        format!("type=tool&cursor={cursor}"),
        format!("parentRunId=a&cursor={cursor}"),
        format!("sortField=cost&cursor={cursor}"),
        format!("sortField=createdAt&cursor={cursor}"),
        format!("page=1&cursor={cursor}"),
        format!("cursor={}", &cursor[..20]),
        "cursor=banana".to_owned(),
    ] {
        let answer = app.owner(ALICE).get(&format!("/v1/runs?{query}")).await;
        assert_eq!(answer.status.as_u16(), 400, "{query}");
        assert!(answer.text().contains("cursor"), "{query} {}", answer.text());
    }
    let foreign = app.owner(BOB).get(&format!("/v1/runs?cursor={cursor}")).await;
    assert_eq!(foreign.status.as_u16(), 400);
    app.stop().await;
}

#[tokio::test]
async fn the_total_is_counted_on_request() {
    let app = seeded().await;
    let owner = app.owner(ALICE);
    let total = |list: Value| list.get("total").cloned();
    assert_eq!(total(owner.get("/v1/runs?limit=1").await.json()), None);
    assert_eq!(total(owner.get("/v1/runs?limit=1&total=true").await.json()), Some(json!(4)));
    assert_eq!(total(owner.get("/v1/runs?limit=0&total=true&type=tool").await.json()), Some(json!(1)));
    app.stop().await;
}

#[tokio::test]
async fn what_a_list_cannot_do_it_says() {
    let app = seeded().await;
    for (query, status, piece) in [
        ("limit=-1", 422, "limit"),
        ("limit=banana", 422, "limit"),
        ("limit=1.5", 422, "limit"),
        ("page=-1", 422, "page"),
        ("page=x", 422, "page"),
        ("total=maybe", 422, "total"),
        ("page=3000", 400, "cursor"),
        ("models=", 400, "models"),
        ("type=", 400, "type"),
        ("type=llm&json=", 400, "json"),
        ("sortField=banana", 400, "banana"),
        ("duration=gt.abc", 400, "abc"),
        ("date=gt.nope", 400, "nope"),
        ("users=abc", 400, "users"),
        ("tone=x", 400, "tone"),
        ("filter=%7B", 400, "filter"),
        ("regex=output.contains.%28", 400, "regex"),
        ("fields=all", 422, "fields"),
    ] {
        let answer = app.owner(ALICE).get(&format!("/v1/runs?{query}")).await;
        assert_eq!(answer.status.as_u16(), status, "{query} {}", answer.text());
        let body = answer.json();
        assert!(body["message"].as_str().unwrap().contains(piece), "{query} {body}");
        assert!(status != 422 || body["error"] == "Error", "{query} {body}");
    }
    let cut = app.owner(ALICE).get("/v1/runs?limit=99999999999999999999").await.json();
    assert_eq!(cut["limit"], 10_000);
    app.stop().await;
}

#[tokio::test]
async fn neighbors_are_the_rows_beside_a_run_in_the_list_of_its_checks() {
    let app = seeded().await;
    let owner = app.owner(ALICE);
    let mut names = serde_json::Map::new();
    for name in "abcdefg".chars().map(String::from) {
        let id = owner.get(&format!("/v1/runs/{name}")).await.json()["id"].as_str().unwrap().to_owned();
        names.insert(id, name.into());
    }
    for (path, previous, next) in [
        ("g/neighbors?type=llm", "e", ""),
        ("e/neighbors?type=llm", "c", "g"),
        ("a/neighbors?type=llm", "", "c"),
        ("c/neighbors?type=llm,tool,agent", "b", "d"),
        ("f/neighbors", "", ""),
        ("c/neighbors?type=agent,llm&parentRunId=a", "", "d"),
        ("unknown/neighbors?type=llm", "", ""),
        ("g/neighbors?type=llm&limit=banana", "e", ""),
        ("c/neighbors?type=llm&sortField=createdAt", "e", "a"),
        ("c/neighbors?models=a,c,f", "a", "f"),
    ] {
        let answer = owner.get(&format!("/v1/runs/{path}")).await;
        let beside = answer.json();
        let name = |key: &str| beside[key].as_str().map_or("", |id| names[id].as_str().unwrap());
        assert_eq!((name("previousId"), name("nextId")), (previous, next), "{path} {answer:?}");
    }
    let refused = owner.get("/v1/runs/g/neighbors?sortField=banana").await;
    assert_eq!(refused.status.as_u16(), 400, "{refused:?}");
    let foreign = app.owner(BOB).get("/v1/runs/e/neighbors?type=llm").await;
    assert_eq!(foreign.text(), r#"{"previousId":null,"nextId":null}"#);
    app.stop().await;
}
