//! The shapes that clients of the reference read (spec `api-prompts.md` 2 to 4).

use model::Role;
use serde_json::{Value, json};

use super::{make, save, version_path};
use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

const AT: &str = "2025-06-01T12:00:00.000Z";

#[tokio::test]
async fn a_template_has_the_shape_of_the_reference() {
    let app = TestApp::with_people().await;
    let owner = app.person(ALICE, Role::Owner).await;
    let account = owner.get("/v1/users/me").await.json()["id"].clone();
    let body = json!({"slug": "crud-1", "mode": "openai", "isDraft": false, "testValues": {"user_name": "1"}, "notes": "n",
        "content": [{"role": "user", "content": "Hi {{x}}", "tool_calls": [{"id": "a"}]}],
        "extra": {"model": {"name": "gpt-4o", "id": "x"}, "maxTokens": 5, "stop": ["x"], "functions": []}});
    let made = owner.post("/v1/templates", body.to_string()).await;
    let want = json!({"id": 1, "createdAt": AT, "ownerId": account, "slug": "crud-1", "projectId": ALICE.public_key,
        "mode": "openai", "versions": [{"id": 1, "createdAt": AT,
            "extra": {"model": "gpt-4o", "max_tokens": 5, "stop": ["x"], "functions": []},
            "content": [{"role": "user", "content": "Hi {{x}}", "toolCalls": [{"id": "a"}]}], "templateId": 1, "version": 1,
            "testValues": {"user_name": "1"}, "isDraft": false, "notes": "n", "publishedAt": null}]});
    assert_eq!((made.status.as_u16(), made.text()), (200, want.to_string().as_str()));
    let version = &want["versions"][0];
    assert_eq!(owner.get("/v1/templates/1").await.json(), want);
    assert_eq!(owner.get("/v1/templates").await.json(), json!([want]));
    assert_eq!(owner.get("/v1/prompts/1/versions").await.json(), json!([version]));
    let bare = json!({"id": 1, "createdAt": AT, "ownerId": account, "slug": "crud-1", "projectId": ALICE.public_key,
        "mode": "openai"});
    assert_eq!(owner.get("/v1/prompts").await.json(), json!([bare]));
    let mut with_template = version.clone();
    with_template["template"] = bare;
    for path in ["/v1/template-versions/1", "/v1/template_versions/1"] {
        assert_eq!(owner.get(path).await.text(), with_template.to_string(), "{path}");
    }
    assert_eq!(owner.get("/v1/filters/templates").await.json(), json!([{"value": 1, "label": "crud-1"}]));
    app.stop().await;
}

#[tokio::test]
async fn what_sdks_get_has_keys_for_a_model_provider() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let content =
        json!([{"role": "assistant", "content": null, "toolCalls": [{"id": "a", "function": {"userId": 1}}]}]);
    let body = json!({"slug": "live", "mode": "openai", "content": content, "extra": {"topP": 1}, "isDraft": false});
    owner.post("/v1/templates", body.to_string()).await;
    make(&owner, "draft", "x", true).await;
    let content =
        json!([{"role": "assistant", "content": null, "tool_calls": [{"id": "a", "function": {"userId": 1}}]}]);
    let want =
        json!({"id": "1", "slug": "live", "content": content, "extra": {"top_p": 1}, "created_at": AT, "version": 1});
    for path in ["/v1/template_versions/latest?slug=live", "/v1/template-versions/latest?slug=live"] {
        let answer = app.visitor(ALICE).get(path).await;
        assert_eq!(answer.text(), want.to_string(), "{path}");
        assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"));
    }
    let row =
        json!({"id": "1", "slug": "live", "content": content, "extra": {"top_p": 1}, "createdAt": AT, "version": 1});
    assert_eq!(owner.get("/v1/templates/latest").await.text(), json!([row]).to_string());
    app.stop().await;
}

#[tokio::test]
async fn all_that_is_known_is_told_who_asks_for_it() {
    let app = TestApp::with_people().await;
    let member = app.person(ALICE, Role::Member).await;
    let body =
        json!({"slug": "a", "mode": "openai", "content": [], "folder": "support/refunds", "tags": ["x", "x", "y"]});
    let made = member.post("/v1/templates", body.to_string()).await.json();
    let version = save(&app.owner(ALICE), &made, "two", false).await;
    let told = member.get("/v1/templates/1?fields=all").await.json();
    assert_eq!((&told["folder"], &told["tags"]), (&json!("support/refunds"), &json!(["x", "y"])));
    assert_eq!((&told["deployedVersionId"], &told["updatedBy"]["name"]), (&version["id"], &json!("Member")));
    let [newest, first] = [&told["versions"][0], &told["versions"][1]];
    assert!(newest["createdBy"]["name"].as_str().unwrap().starts_with("API key"), "{newest}");
    assert_eq!((&first["createdBy"]["name"], &first["updatedAt"]), (&json!("Member"), &json!(AT)));
    assert_eq!((&newest["labels"], &first["labels"]), (&json!(["production"]), &json!([])));
    let one = member.get(&format!("{}?fields=all", version_path(&version))).await.json();
    assert_eq!((&one["revision"], &one["template"]["folder"]), (&json!(1), &json!("support/refunds")));
    assert!(one["template"].get("deployedVersionId").is_none());
    app.stop().await;
}

#[tokio::test]
async fn templates_lie_in_folders() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    for (slug, folder) in [("a", "support"), ("b", "support/refunds"), ("c", ""), ("d", "sales")] {
        let made = make(&owner, slug, "x", true).await;
        owner.patch(&format!("/v1/templates/{}", made["id"]), json!({"folder": folder})).await;
    }
    let slugs = async |query: &str| {
        let list = owner.get(&format!("/v1/templates{query}")).await.json();
        list.as_array().unwrap().iter().map(|row| row["slug"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(slugs("").await, ["d", "c", "b", "a"]);
    assert_eq!(slugs("?folder=support").await, ["b", "a"]);
    assert_eq!(slugs("?folder=").await, ["c"]);
    let folders = json!([{"folder": "", "templates": 1}, {"folder": "sales", "templates": 1},
        {"folder": "support", "templates": 1}, {"folder": "support/refunds", "templates": 1}]);
    assert_eq!(owner.get("/v1/templates/folders").await.json(), folders);
    let choices = json!([{"value": 1, "label": "a"}, {"value": 2, "label": "b"}, {"value": 3, "label": "c"},
        {"value": 4, "label": "d"}]);
    assert_eq!(owner.get("/v1/filters/templates").await.json(), choices, "by slug");
    app.stop().await;
}

#[tokio::test]
async fn what_is_not_there_is_404_and_never_401() {
    let app = TestApp::with_people().await;
    let made = make(&app.owner(ALICE), "mine", "hush", false).await;
    let [of_template, of_version] = [json!(r#"Template"#), json!("Template version")];
    let not_found =
        |what: &Value| format!(r#"404 {{"error":"Not Found","message":"{} not found"}}"#, what.as_str().unwrap());
    for stranger in [app.owner(ALICE_TOO), app.owner(BOB), app.person(BOB, Role::Owner).await] {
        for id in ["1", "999", "abc", "1.0", "99999999999999999999", "-1"] {
            let line = stranger.get(&format!("/v1/templates/{id}")).await.line();
            assert_eq!(line, not_found(&of_template), "{id}");
            for prefix in ["template-versions", "template_versions"] {
                let path = format!("/v1/{prefix}/{id}");
                assert_eq!(stranger.get(&path).await.line(), not_found(&of_version), "{id}");
                let change = json!({"content": "x", "isDraft": true});
                assert_eq!(stranger.patch(&path, change).await.line(), not_found(&of_version), "{id}");
            }
            let change = json!({"slug": "stolen"});
            assert_eq!(stranger.patch(&format!("/v1/templates/{id}"), change).await.line(), not_found(&of_template));
            assert_eq!(stranger.delete(&format!("/v1/templates/{id}")).await.line(), "204 ");
        }
        assert_eq!(stranger.get("/v1/prompts/1/versions").await.line(), "200 []");
        assert_eq!(stranger.get("/v1/prompts/999/versions").await.line(), "200 []");
    }
    assert_eq!(app.owner(ALICE).get("/v1/templates").await.json(), json!([made]));
    let nowhere = app.stranger(Some(&app.token_of(&ALICE.mail(Role::Owner)).await)).get("/v1/templates").await;
    assert_eq!(nowhere.line(), "200 []", "a person who names no project");
    app.stop().await;
}

#[tokio::test]
async fn a_body_of_another_shape_says_what_is_wrong() {
    let app = TestApp::start().await;
    let owner = app.owner(ALICE);
    let made = make(&owner, "a", "x", true).await;
    let (versions, version) = (format!("/v1/templates/{}/versions", made["id"]), version_path(&made["versions"][0]));
    let invalid = |what: &str| {
        let body = json!({"error": "Error", "message": format!("Validation error: {what}")});
        format!("422 {body}")
    };
    for (method, path, body, want) in [
        ("POST", "/v1/templates", json!({"slug": "x"}), "Required at \"mode\"; Required at \"content\""),
        (
            "POST",
            "/v1/templates",
            json!({"slug": "a b", "mode": "chat", "content": {}, "extra": [], "isDraft": null, "notes": 1, "tags": "x"}),
            "String must contain no white space, no control characters and none of # & % + ? at \"slug\"; Invalid enum value. \
             Expected 'text' | 'openai', received 'chat' at \"mode\"; Expected array, received object at \"content\"; Expected \
             object, received array at \"extra\"; Expected boolean, received null at \"isDraft\"; Expected string, received \
             number at \"notes\"; Expected array, received string at \"tags\"",
        ),
        (
            "POST",
            "/v1/templates",
            json!({"slug": "t", "mode": "text", "content": "Hello"}),
            "Expected array, received string at \"content\"; send an array, or make the version by POST \
             /v1/templates/{id}/versions, which takes a string",
        ),
        ("POST", &versions, json!({"content": "x"}), "Required at \"isDraft\""),
        ("POST", &versions, json!({"content": [{"content": "x"}], "isDraft": true}), "Required at \"content[0].role\""),
        (
            "PATCH",
            &version,
            json!({"content": 7, "isDraft": true}),
            "Expected array, received number at \"content\", or Expected string, received number at \"content\"",
        ),
        (
            "PATCH",
            &version,
            json!({"content": [7], "isDraft": true}),
            "Expected object, received number at \"content[0]\", or \
          Expected string, received number at \"content[0]\"",
        ),
    ] {
        let answer = owner.send(method.parse().unwrap(), path, body.to_string().into()).await;
        assert_eq!(answer.line(), invalid(want), "{method} {path} {body}");
    }
    assert_eq!(owner.get("/v1/templates").await.json(), json!([made]));
    app.stop().await;
}
