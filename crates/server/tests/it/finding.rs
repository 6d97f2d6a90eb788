//! Filters, orders, previews and sums over HTTP.

use serde_json::{Value, json};

use crate::test_app::{ALICE, BOB, TestApp};

/// Six calls of two models, a second apart; the third failed, costs and durations differ.
async fn seeded() -> TestApp {
    let app = TestApp::start().await;
    let mut events = Vec::new();
    for at in 0..6_i64 {
        let (id, model) = (format!("r{at}"), if at % 2 == 0 { "gpt-4o" } else { "gpt-4o-mini" });
        events.push(json!({"type": "llm", "event": "start", "runId": id, "name": model, "timestamp": at * 1000,
            "tags": if at < 2 { json!(["early", "all"]) } else { json!(["all"]) }, "userId": format!("user-{}", at % 3),
            "userProps": {"plan": if at % 3 == 0 { "pro" } else { "free" }},
            "input": [{"role": "user", "content": format!("Where is parcel number {at}?\nPlease.")}]}));
        events.push(if at == 2 {
            json!({"type": "llm", "event": "error", "runId": id, "timestamp": at * 1000 + 40, "error": {"message": "no such model\nat x", "stack": "s"}})
        } else {
            json!({"type": "llm", "event": "end", "runId": id, "timestamp": at * 1000 + 100 * (at + 1), "output": {"role": "assistant", "content": "On its way."},
                "tokensUsage": {"prompt": 100 * (6 - at), "completion": 10}})
        });
    }
    events.push(json!({"event": "feedback", "runId": "r4", "timestamp": 9000, "feedback": {"thumb": "down"}}));
    app.visitor(ALICE).ingest(Value::from(events)).await;
    app
}

/// The number of each run of a list, by what was said in it.
fn numbers(list: &Value) -> String {
    let number = |run: &Value| {
        let text = run["input"][0]["content"].as_str().or(run["input"]["content"].as_str()).unwrap();
        text.chars().find(char::is_ascii_digit).unwrap()
    };
    list["data"].as_array().unwrap().iter().map(number).collect()
}

#[tokio::test]
async fn every_check_and_every_order_finds_its_runs() {
    let app = seeded().await;
    for (query, want) in [
        ("models=gpt-4o-mini", "531"),
        ("tags=early", "10"),
        ("status=error", "2"),
        ("OR&status=error&tags=early", "210"),
        ("duration=gt.0.4", "54"),
        ("tokens=total.gt.500", "10"),
        ("tokens=prompt.lt.300", "54"),
        ("cost=gt.0", "54310"),
        ("feedback=%257B%2522thumb%2522%253A%2522down%2522%257D", "4"),
        ("user-props=plan.pro", "30"),
        ("date=gt.1970-01-01T00:00:03.500Z", "54"),
        ("search=parcel", "543210"),
        ("search=number%205", "5"),
        ("string=input.contains.false.NUMBER%203", "3"),
        ("length=input.gt.10&status=error", "2"),
        ("regex=input.contains.number%20[45]", "54"),
        ("pii=true", ""),
        ("sortField=duration", "201345"),
        ("sortField=duration&sortDirection=desc", "543102"),
        ("sortField=tokens&sortDirection=desc", "013452"),
        ("sortField=cost&sortDirection=desc&models=gpt-4o", "042"),
    ] {
        let answer = app.owner(ALICE).get(&format!("/v1/runs?{query}")).await;
        assert_eq!(answer.status.as_u16(), 200, "{query} {answer:?}");
        assert_eq!(numbers(&answer.json()), want, "{query}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_preview_has_the_beginnings_and_where_a_search_is_found() {
    let app = seeded().await;
    let list = app.owner(ALICE).get("/v1/runs?fields=preview&search=NUMBER&limit=4").await.json();
    let rows = list["data"].as_array().unwrap();
    assert_eq!(rows[0]["inputPreview"], "Where is parcel number 5?\nPlease.");
    assert_eq!(rows[0]["outputPreview"], "On its way.");
    assert_eq!((rows[0].get("input"), rows[0].get("output")), (None, None));
    assert_eq!(rows[0]["match"]["field"], "input");
    assert_eq!(rows[0]["match"]["text"], "user\nWhere is parcel number 5?\nPlease.");
    assert_eq!(rows[0]["match"]["ranges"], json!([[21, 6]]));
    assert_eq!((&rows[3]["error"], &rows[3]["outputPreview"]), (&json!("no such model"), &Value::Null));
    let plain = app.owner(ALICE).get("/v1/runs?fields=preview&limit=1").await.json();
    assert_eq!((plain["data"][0].get("match"), plain["data"][0].get("totals")), (None, None));
    app.stop().await;
}

#[tokio::test]
async fn a_row_says_what_is_below_it_when_asked() {
    let app = seeded().await;
    let owner = app.owner(ALICE);
    let list = owner.get("/v1/runs?fields=preview&totals=true").await.json();
    let rows = list["data"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["totals"]["runs"].as_u64() >= Some(1)), "{list}");
    assert!(rows.iter().any(|row| row["totals"]["errors"] == 1 && row["totals"]["tokens"].is_null()), "{list}");
    let is_its_own = |row: &Value| row["cost"].is_number() && row["totals"]["cost"] == row["cost"];
    assert!(rows.iter().any(is_its_own), "{list}");
    for query in ["totals=true", "fields=preview&totals=true&limit=101"] {
        let answer = owner.get(&format!("/v1/runs?{query}")).await;
        assert_eq!(answer.status.as_u16(), 400, "{query}");
        assert!(answer.json()["message"].as_str().unwrap().contains("totals=true needs fields=preview"), "{answer:?}");
    }
    app.stop().await;
}

#[tokio::test]
async fn counts_facets_and_histograms_are_of_the_runs_that_are_meant() {
    let app = seeded().await;
    let owner = app.owner(ALICE);
    for (query, want) in
        [("", "6"), ("?models=gpt-4o&limit=1&page=9", "3"), ("?search=parcel", "6"), ("?type=tool", "0")]
    {
        let answer = owner.get(&format!("/v1/runs/count{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.text()), (200, want), "{query}");
    }
    let facets = owner.get("/v1/runs/facets?check=models&models=gpt-4o&tags=early").await.json();
    let one = |name: &str| json!({"value": name, "label": name, "count": 1});
    assert_eq!(facets, json!({"data": [one("gpt-4o"), one("gpt-4o-mini")], "more": false}));
    let tags = owner.get("/v1/runs/facets?check=tags&limit=1").await.json();
    assert_eq!(tags, json!({"data": [{"value": "all", "label": "all", "count": 6}], "more": true}));
    let tags = owner.get("/v1/runs/facets?check=tags&q=EAR").await.json();
    assert_eq!(tags["data"], json!([{"value": "early", "label": "early", "count": 2}]));
    let users = owner.get("/v1/runs/facets?check=users&status=error").await.json();
    assert_eq!((&users["data"][0]["label"], users["data"][0]["value"].is_i64()), (&json!("user-2"), true));
    let thumbs = owner.get("/v1/runs/facets?check=feedback").await.json();
    assert_eq!(thumbs["data"], json!([{"value": "{\"thumb\":\"down\"}", "label": "down", "count": 1}]));

    let path = "/v1/runs/histogram?buckets=3&date=gte.1970-01-01T00:00:00Z&date=lt.1970-01-01T00:00:06Z";
    let histogram = owner.get(path).await.json();
    let counts: Vec<(i64, i64)> = histogram["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bucket| (bucket["count"].as_i64().unwrap(), bucket["errors"].as_i64().unwrap()))
        .collect();
    assert_eq!((counts, &histogram["stepMs"]), (vec![(2, 0), (2, 1), (2, 0)], &json!(2000)), "{histogram}");
    assert_eq!(histogram["data"][1]["at"], "1970-01-01T00:00:02.000Z");
    for path in
        ["facets?check=banana", "facets", "histogram?buckets=0", "histogram?buckets=10001", "count?duration=gt.x"]
    {
        assert_eq!(owner.get(&format!("/v1/runs/{path}")).await.status.as_u16(), 400, "{path}");
    }
    assert_eq!(app.owner(BOB).get("/v1/runs/count").await.text(), "0");
    assert_eq!(app.owner(BOB).get("/v1/runs/facets?check=models").await.json()["data"], json!([]));
    app.stop().await;
}

#[tokio::test]
async fn usage_is_added_up_by_name_and_type() {
    let app = seeded().await;
    let owner = app.owner(ALICE);
    let all = owner.get("/v1/runs/usage?days=90000").await.json();
    assert_eq!(all.as_array().unwrap().len(), 2);
    let row = &all[0];
    assert_eq!((&row["name"], &row["type"], row.get("date")), (&json!("gpt-4o"), &json!("llm"), None));
    assert_eq!((&row["promptTokens"], &row["completionTokens"]), (&json!(800), &json!(20)));
    assert_eq!((&row["errors"], &row["success"]), (&json!(1), &json!(2)));
    let daily = owner.get("/v1/runs/usage?days=90000&daily=false").await.json();
    assert_eq!(daily, json!([]), "no run took a second");
    let daily = owner.get("/v1/runs/usage?days=90000&daily=all").await.json();
    assert!(daily[0]["date"].is_string() && daily[0]["promptTokens"].as_u64() > Some(0), "{daily}");
    assert_eq!(owner.get("/v1/runs/usage?days=1").await.json(), json!([]));
    for query in ["", "?days=x", "?days=30&userId=x"] {
        let answer = owner.get(&format!("/v1/runs/usage{query}")).await;
        assert_eq!(answer.status.as_u16(), 400, "{query}");
        assert_eq!(answer.json()["message"], "Invalid query parameters");
    }
    app.stop().await;
}

#[tokio::test]
async fn hostile_questions_are_refused_or_find_nothing() {
    let app = seeded().await;
    let deep = format!("{}{}", "%5B%22AND%22,".repeat(20), "%5D".repeat(20));
    for query in [
        "models='%3B%20DROP%20TABLE%20run%3B--".to_owned(),
        "models=%2527%2520OR%25201%253D1".to_owned(),
        "search=%25%25%25".to_owned(),
        "search=%00".to_owned(),
        "search=%F0%9F%92%A9%CC%81%CC%81".to_owned(),
        "search=%22".to_owned(),
        format!("search={}", "a".repeat(20_000)),
        "regex=output.contains.(a*)*b%7B1000%7D".to_owned(),
        format!("regex=output.contains.{}", "(a%3F)".repeat(150)),
        format!("filter={deep}"),
        format!("{}status=error", "models=x&".repeat(300)),
        "metadata=.".to_owned(),
        "metadata=__proto__.x".to_owned(),
        "tags=%FF%FE".to_owned(),
        "users=99999999999999999999".to_owned(),
        "duration=gt.1e400".to_owned(),
        "cost=gt.-1e308".to_owned(),
        "date=gt.99999-01-01".to_owned(),
        "tokens=total.eq.NaN".to_owned(),
        "cursor=%00".to_owned(),
        format!("cursor={}", "A".repeat(46)),
        "sortField=__proto__".to_owned(),
        "sortField=cost%3BDROP".to_owned(),
        "limit=9999999999999999999999999999".to_owned(),
        "feedback=%257B%2522thumb%2522%253A1%257D".to_owned(),
    ] {
        for route in ["/v1/runs", "/v1/runs/count", "/v1/runs/histogram", "/v1/runs/r1/neighbors"] {
            let answer = app.owner(ALICE).get(&format!("{route}?{query}")).await;
            assert!([200, 400, 414, 422].contains(&answer.status.as_u16()), "{route}?{query} {answer:?}");
        }
    }
    app.stop().await;
}
