//! Finding runs by what is said in them and by their metadata.

use serde_json::{Value, json};

use crate::test_app::{ALICE, ALICE_TOO, TestApp};

async fn seeded() -> TestApp {
    let app = TestApp::start().await;
    let said = [
        ("a", "Where is my parcel?", "On its way.", json!({"plan": "pro", "retries": 2})),
        ("b", "Un café crème", "The parcels are not found, sorry", json!({"user_plan": "free"})),
        ("c", "東京タワーはどこですか", "found, not lost", json!({"plan": "pro", "beta": true})),
    ];
    let events: Vec<Value> = (0..)
        .zip(said)
        .flat_map(|(at, (id, input, output, metadata))| {
            [
                json!({"type": "llm", "event": "start", "runId": id, "name": id, "timestamp": at * 1000,
                    "input": [{"role": "user", "content": input}], "metadata": metadata}),
                json!({"type": "llm", "event": "end", "runId": id, "timestamp": at * 1000 + 10,
                    "output": {"role": "assistant", "content": output}}),
            ]
        })
        .collect();
    app.visitor(ALICE).ingest(json!(events)).await;
    app.visitor(ALICE_TOO).ingest(json!([events[0]])).await;
    app
}

fn names(list: &Value) -> String {
    list["data"].as_array().unwrap().iter().map(|run| run["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn runs_are_found_by_words_fragments_phrases_and_metadata_as_soon_as_they_are_stored() {
    let app = seeded().await;
    let owner = app.owner(ALICE);
    for (query, want) in [
        ("search=parcel", "ba"),
        ("search=PARC", "ba"),
        ("search=%22parcel%22", "a"),
        ("search=parc*", "ba"),
        ("search=rcel*", ""),
        ("search=%22not%20found%22", "b"),
        ("search=found%20not", "cb"),
        ("search=cafe", "b"),
        ("search=%E4%BA%AC%E3%82%BF", "c"),
        ("search=is", "cba"), // every answer has the role `assistant`
        ("search=absent", ""),
        ("search=parcel&status=error", ""),
        ("metadata=plan.pro", "ca"),
        ("metadata=userPlan.free", "b"),
        ("metadata=retries.2", "a"),
        ("metadata=beta.true&search=found", "c"),
        ("OR&search=parcel&metadata=beta.true", "cba"),
        ("string=output.contains.false.WAY", "a"),
        ("string=any.starts.true.Un%20caf", "b"),
        ("string=output.notcontains.false.found", "a"),
    ] {
        for total in ["", "&total=true"] {
            let answer = owner.get(&format!("/v1/runs?{query}{total}")).await;
            assert_eq!(answer.status.as_u16(), 200, "{query} {answer:?}");
            let list = answer.json();
            assert_eq!(names(&list), want, "{query}");
            assert!(total.is_empty() || list["total"] == want.len(), "{query} {list}");
        }
        assert_eq!(owner.get(&format!("/v1/runs/count?{query}")).await.json(), want.len(), "{query}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_preview_says_where_a_search_is_found() {
    let app = seeded().await;
    let list = app.owner(ALICE).get("/v1/runs?search=parcel&fields=preview").await.json();
    assert_eq!(list["data"][0]["match"]["field"], "output");
    assert_eq!(
        list["data"][1]["match"],
        json!({"field": "input", "text": "user\nWhere is my parcel?", "ranges": [[17, 6]]})
    );
    app.stop().await;
}

#[tokio::test]
async fn hostile_searches_are_refused_or_find_nothing() {
    let app = seeded().await;
    let owner = app.owner(ALICE);
    let percent = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let strange = [
        "zz\" OR rowid > 0 --".to_owned(),
        "zz* NEAR(a b, 5)".to_owned(),
        "zz AND NOT word : a".to_owned(),
        "^zz {text}: zz".to_owned(),
        "\"zz\" + \"zz\"".to_owned(),
        "zz'); DROP TABLE word; --".to_owned(),
        "(zz+)+$".to_owned(),
        "\u{0}zz\u{0}".to_owned(),
        "\u{e000}zz \u{fffd} \u{10ffff}".to_owned(),
        "\u{202e}zz\u{200b}".to_owned(),
        "🦀🦀🦀".to_owned(),
        "z\u{301}".repeat(300),
        "zq".repeat(10_000),
        "京".repeat(49) + "鬱",
        "kv0123456789abcdef".to_owned(),
        "********".to_owned(),
        "\"\"\"\"\"\"".to_owned(),
    ];
    let refused = ["zz ".repeat(60), "京".repeat(200), "z".repeat(20_000)];
    for text in &strange {
        let answer = owner.get(&format!("/v1/runs?search={}", percent(text))).await;
        assert!([200, 400].contains(&answer.status.as_u16()), "{text:?} {answer:?}");
        assert!(answer.status == 400 || names(&answer.json()).is_empty(), "{text:?}");
    }
    for text in &refused {
        let answer = owner.get(&format!("/v1/runs?search={}", percent(text))).await;
        assert_eq!(answer.status.as_u16(), 400, "{} bytes", text.len());
    }
    for raw in ["search=%ED%A0%80zz", "search=%FFzz", "search=%zz%", "metadata=zz%00.%22", "metadata=zz.*", "string=zz"]
    {
        let answer = owner.get(&format!("/v1/runs?{raw}")).await;
        assert!([200, 400].contains(&answer.status.as_u16()), "{raw} {answer:?}");
        assert!(answer.status == 400 || names(&answer.json()).is_empty(), "{raw}");
    }
    app.stop().await;
}
