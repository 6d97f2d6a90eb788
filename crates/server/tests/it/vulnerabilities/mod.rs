//! What was published as a vulnerability of servers of this kind, each class tried as somebody would who means harm: over HTTP,
//! in several ways. A test is named after its class. `conformance/sabotage` takes away the protection that each of them is
//! about, and sees that it fails then.

mod authentication;
mod datasets;
mod edge;
mod letters;
mod mass_assignment;
mod prompts;
mod roles;
mod sessions;
mod tenants;
mod tokens;

use axum::body::Body;
use axum::http::Method;
use serde_json::Value;
use server::settings::Settings;

use crate::client::{Answer, Client};
use crate::door::{Hands, patient};
use crate::test_app::TestApp;

/// A server with a person of every role in both organisations, which holds nobody up.
async fn inhabited() -> TestApp {
    inhabited_with(patient()).await
}

/// The same with other settings.
async fn inhabited_with(settings: Settings) -> TestApp {
    let app = TestApp::with(settings).await;
    app.add_people().await;
    app
}

/// The same with a clock that is moved by hand.
async fn inhabited_at(hands: Hands) -> TestApp {
    let app = TestApp::with_clock(patient(), hands.clock()).await;
    app.add_people().await;
    app
}

/// Tries it, and wants one of these statuses, and that nothing was written.
async fn refused(
    app: &TestApp,
    attacker: &Client<'_>,
    (method, path): (&str, &str),
    body: &Value,
    want: &[u16],
) -> Answer {
    let before = app.digest();
    let sent = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let answer = attacker.send(method.parse::<Method>().unwrap(), path, sent).await;
    let name = format!("{method} {path} {body}: {}", answer.line());
    assert!(want.contains(&answer.status.as_u16()), "{name}");
    let written = before.differences(&app.digest()).join(", ");
    assert!(written.is_empty(), "{name} wrote {written}");
    answer
}

/// The id of a thing of this kind.
fn id_of<'a>(things: &'a [(&'static str, String)], kind: &str) -> &'a str {
    let found = things.iter().find(|(known, _)| *known == kind);
    found.map_or_else(|| panic!("there is no {kind}"), |(_, id)| id.as_str())
}
