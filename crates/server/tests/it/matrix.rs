//! Who may do what, on every route of the OpenAPI document: whatever route is added later is in here without a line of its
//! own, and fails where it has no gate, no example of a body, or no example of the ids in its path.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use model::Role;
use serde_json::Value;

use crate::client::{Answer, Client};
use crate::matrix_examples::{Ids, body_for, is_open_by_itself};
use crate::test_app::{ALICE, BOB, TestApp};

/// A route of the document.
struct Route {
    method: Method,
    template: String,
    gate: Gate,
    has_body: bool,
}

/// What `x-perilune-gate` says.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Gate {
    Open,
    Operator,
    /// A public key is enough; a person needs the permission.
    AnyKey(String),
    /// A private key, or a person with the permission.
    Project(String),
    /// A private key, or whoever is signed in.
    Own,
    /// A person, with the permission if there is one.
    Person(Option<String>),
}

impl Gate {
    fn parse(text: &str) -> Gate {
        match text.split_once(' ') {
            None if text == "open" => Gate::Open,
            None if text == "operator" => Gate::Operator,
            None if text == "own" => Gate::Own,
            None if text == "person" => Gate::Person(None),
            None => Gate::Project(text.to_owned()),
            Some(("public", permission)) => Gate::AnyKey(permission.to_owned()),
            Some(("person", permission)) => Gate::Person(Some(permission.to_owned())),
            Some(_) => panic!("{text} is no gate"),
        }
    }

    /// How it refuses this caller, or that it lets them pass.
    fn verdict(&self, who: &Who) -> Verdict {
        use Verdict::{Forbidden, Pass, Unauthorized};
        let with_role = |permission: &str, role: Role| {
            let found = model::Permission::ALL.iter().find(|known| known.name() == permission);
            let permission = *found.unwrap_or_else(|| panic!("{permission} is not in the matrix"));
            if role.may(permission) { Pass } else { Forbidden }
        };
        match (self, who) {
            (Gate::Open, _) => Pass,
            (Gate::Operator, Who::Person(Role::Owner)) => Pass,
            (Gate::Operator, Who::Person(_)) => Forbidden,
            (Gate::Operator, _) | (_, Who::Nobody | Who::UnknownKey | Who::NoToken | Who::OrgKey) => Unauthorized,
            (Gate::AnyKey(_), Who::PublicKey | Who::PrivateKey) => Pass,
            (Gate::Project(_) | Gate::Own | Gate::Person(_), Who::PublicKey) => Unauthorized,
            (Gate::Own, _) | (Gate::Project(_), Who::PrivateKey) => Pass,
            (Gate::Person(_), Who::PrivateKey) => Forbidden,
            (Gate::Person(None), Who::Person(_)) => Pass,
            (
                Gate::Project(permission) | Gate::AnyKey(permission) | Gate::Person(Some(permission)),
                Who::Person(role),
            ) => with_role(permission, *role),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    Pass,
    Unauthorized,
    Forbidden,
}

/// Every kind of caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Who {
    Nobody,
    UnknownKey,
    NoToken,
    PublicKey,
    PrivateKey,
    OrgKey,
    Person(Role),
}

impl Who {
    fn all() -> impl Iterator<Item = Who> {
        let others = [Who::Nobody, Who::UnknownKey, Who::NoToken, Who::PublicKey, Who::PrivateKey, Who::OrgKey];
        others.into_iter().chain(Role::ALL.map(Who::Person))
    }

    /// A caller of Alice's organisation, signed in anew where it is a person: some routes end the session.
    async fn client(self, app: &TestApp) -> Client<'_> {
        match self {
            Who::Nobody => app.stranger(None),
            Who::UnknownKey => app.stranger(Some("00000000-0000-4000-8000-000000000000")),
            Who::NoToken => app.stranger(Some("abc")),
            Who::PublicKey => app.visitor(ALICE),
            Who::PrivateKey => app.owner(ALICE),
            Who::OrgKey => app.stranger(Some(&app.org_key(ALICE).await)),
            Who::Person(role) => app.person(ALICE, role).await,
        }
    }
}

fn routes() -> Vec<Route> {
    let document = serde_json::to_value(server::router::openapi()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let gate = operation["x-perilune-gate"].as_str().unwrap_or_else(|| panic!("{method} {path} has no gate"));
            routes.push(Route {
                method: Method::from_bytes(method.to_uppercase().as_bytes()).unwrap(),
                template: path.clone(),
                gate: Gate::parse(gate),
                has_body: operation.get("requestBody").is_some(),
            });
        }
    }
    routes
}

impl Route {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.template)
    }

    async fn call(&self, client: &Client<'_>, ids: &Ids, body: &Value) -> Answer {
        let path = ids.fill(&self.template);
        let body = if self.has_body { Body::from(body.to_string()) } else { Body::empty() };
        client.send(self.method.clone(), &path, body).await
    }

    /// With the body of an ordinary request.
    async fn call_well(&self, client: &Client<'_>, ids: &Ids) -> Answer {
        self.call(client, ids, &body_for(&self.name(), self.has_body)).await
    }
}

fn verdict_of(answer: &Answer) -> Verdict {
    match answer.status {
        StatusCode::UNAUTHORIZED => Verdict::Unauthorized,
        StatusCode::FORBIDDEN => Verdict::Forbidden,
        _ => Verdict::Pass,
    }
}

#[tokio::test]
async fn every_route_asks_every_caller_for_what_its_gate_says_and_a_refusal_writes_nothing() {
    let app = TestApp::with_people().await;
    let own = Ids::of(&app, ALICE).await;
    for route in routes() {
        for who in Who::all() {
            let want = route.gate.verdict(&who);
            if want == Verdict::Pass {
                continue;
            }
            let client = who.client(&app).await;
            let before = app.digest();
            let answer = route.call_well(&client, &own).await;
            let name = format!("{} for {who:?}: {}", route.name(), answer.line());
            assert_eq!(verdict_of(&answer), want, "{name}");
            assert!(answer.json()["error"].is_string() && answer.json()["message"].is_string(), "{name}");
            let written = before.differences(&app.digest()).join(", ");
            assert!(written.is_empty(), "{name} wrote {written}");
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn whoever_has_the_permission_gets_past_the_gate() {
    let app = TestApp::with_people().await;
    let nothing = Ids::absent();
    for route in routes() {
        for who in Who::all().filter(|who| route.gate.verdict(who) == Verdict::Pass) {
            if route.gate == Gate::Open && is_open_by_itself(&route.name()) {
                continue;
            }
            let client = who.client(&app).await;
            // Nothing is there by these ids, and the body is empty: whoever passes changes nothing.
            let answer = route.call(&client, &nothing, &Value::Object(serde_json::Map::new())).await;
            let name = format!("{} for {who:?}: {}", route.name(), answer.line());
            assert_eq!(verdict_of(&answer), Verdict::Pass, "{name}");
            assert!(answer.status.as_u16() < 500 || answer.status == StatusCode::NOT_IMPLEMENTED, "{name}");
        }
    }
    app.stop().await;
}

#[tokio::test]
async fn a_foreign_id_and_an_absent_id_give_the_same_bytes_and_change_nothing() {
    let app = TestApp::with_people().await;
    let (foreign, absent) = (Ids::of(&app, BOB).await, Ids::absent());
    let mut seen = BTreeSet::new();
    for route in routes().into_iter().filter(|route| route.template.contains('{')) {
        for who in [Who::PublicKey, Who::PrivateKey, Who::Person(Role::Owner), Who::Person(Role::Member)] {
            if route.gate.verdict(&who) != Verdict::Pass || route.gate == Gate::Open {
                continue;
            }
            let client = who.client(&app).await;
            let before = app.digest();
            let to_foreign = route.call_well(&client, &foreign).await;
            let to_absent = route.call_well(&client, &absent).await;
            let name = format!("{} for {who:?}", route.name());
            assert_eq!(masked(&to_foreign, &foreign), masked(&to_absent, &absent), "{name}");
            assert!(!to_foreign.text().contains("hush"), "{name}: {}", to_foreign.text());
            let after = app.digest();
            let written: Vec<_> =
                before.differences(&after).into_iter().filter(|table| !is_of_the_caller(&route, table)).collect();
            assert!(written.is_empty(), "{name} wrote {written:?}");
            seen.insert(route.name());
        }
    }
    assert!(seen.len() >= 20, "only {} routes name things by id: {seen:?}", seen.len());
    app.stop().await;
}

/// Scores may come before their run, so that one is kept for an id that nobody knows yet; in the caller's own project.
fn is_of_the_caller(route: &Route, table: &str) -> bool {
    route.template == "/v1/runs/{id}/score" && table.starts_with("runs.db ")
}

/// Everything of an answer that a client sees; ids that the client itself sent, and what differs by the moment, are masked.
fn masked(answer: &Answer, ids: &Ids) -> String {
    let headers = answer.headers.iter().filter(|(name, _)| !["date", "rate-limit-reset"].contains(&name.as_str()));
    let headers: BTreeSet<String> = headers.map(|(name, value)| format!("{name}: {value:?}")).collect();
    ids.mask(&format!("{} {} {headers:?}", answer.status, answer.text()))
}
