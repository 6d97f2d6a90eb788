//! Prompts: templates, versions, labels, and what SDKs fetch.

mod changes;
mod editors;
mod filter;
mod labels;
mod latest;
mod legacy;
mod opaque;
mod runs;
mod shapes;
mod usage;

use serde_json::{Value, json};

pub(crate) use opaque::message;

use crate::client::Client;

/// Makes a template whose first version says this; the template.
async fn make(client: &Client<'_>, slug: &str, content: &str, is_draft: bool) -> Value {
    let body = json!({"slug": slug, "mode": "openai", "content": said(content), "isDraft": is_draft});
    let answer = client.post("/v1/templates", body.to_string()).await;
    assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    answer.json()
}

/// Saves another version; it.
async fn save(client: &Client<'_>, template: &Value, content: &str, is_draft: bool) -> Value {
    let body = json!({"content": said(content), "extra": {}, "isDraft": is_draft});
    let answer = client.post(&format!("/v1/templates/{}/versions", template["id"]), body.to_string()).await;
    assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    answer.json()
}

/// A prompt of one message.
fn said(content: &str) -> Value {
    json!([{"role": "user", "content": content}])
}

/// What SDKs get for a slug: the text of the first message, or the refusal.
async fn served(client: &Client<'_>, query: &str) -> String {
    let answer = client.get(&format!("/v1/template_versions/latest?slug={query}")).await;
    match answer.status.as_u16() {
        200 => answer.json()["content"][0]["content"].as_str().unwrap_or_default().to_owned(),
        _ => answer.line(),
    }
}

fn version_path(version: &Value) -> String {
    format!("/v1/template-versions/{}", version["id"])
}
