//! Whoever sends requests to a [`TestApp`], and what they get.

use std::net::SocketAddr;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::edge;

use crate::test_app::TestApp;

/// Somebody with a credential, or without one.
pub(crate) struct Client<'a> {
    app: &'a TestApp,
    token: Option<String>,
    peer: SocketAddr,
    headers: Vec<(String, String)>,
    project: Option<String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl<'a> Client<'a> {
    pub(crate) fn new(app: &'a TestApp, token: Option<&str>) -> Client<'a> {
        let peer = SocketAddr::from(([192, 0, 2, 7], 4711));
        Client { app, token: token.map(str::to_owned), peer, headers: Vec::new(), project: None }
    }

    /// The same client on the machine of the server.
    pub(crate) fn on_this_machine(mut self) -> Client<'a> {
        self.peer = SocketAddr::from(([127, 0, 0, 1], 4711));
        self
    }

    /// The same client, naming this project as `projectId` in every request that does not do so itself.
    pub(crate) fn in_project(mut self, id: &str) -> Client<'a> {
        self.project = Some(id.to_owned());
        self
    }

    /// The same client at another address.
    pub(crate) fn at(mut self, address: &str) -> Client<'a> {
        self.peer = SocketAddr::new(address.parse().unwrap(), 4711);
        self
    }

    /// The same client, with one more header on every request.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Client<'a> {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send(Method::POST, path, body.into()).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, body.to_string().into()).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, body.to_string().into()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, Body::empty()).await
    }

    /// Sends events and wants 200; the results.
    pub(crate) async fn ingest(&self, events: Value) -> Value {
        let answer = self.post("/v1/runs/ingest", json!({ "events": events }).to_string()).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.json()["results"].clone()
    }

    /// The whole answer; of one that goes on, the beginning.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Body) -> Answer {
        let (parts, mut body) = self.respond(method, path, body).await.into_parts();
        let goes_on = parts.headers.get("content-type").is_some_and(|value| value == "text/event-stream");
        let body = match goes_on {
            true => body.frame().await.unwrap().unwrap().into_data().unwrap(),
            false => body.collect().await.unwrap().to_bytes(),
        };
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// The answer, of which the body is yet to be read.
    pub(crate) async fn respond(&self, method: Method, path: &str, body: Body) -> Response {
        let mut uri = path.to_owned();
        if let Some(project) = self.project.as_ref().filter(|_| !path.contains("projectId=")) {
            let joint = if path.contains('?') { '&' } else { '?' };
            uri.push_str(&format!("{joint}projectId={project}"));
        }
        let mut request = Request::builder().method(method).uri(uri);
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(body).unwrap();
        edge::answer(self.app.router.clone(), self.peer, request).await.unwrap()
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body as JSON that people can read, for snapshots.
    pub(crate) fn pretty(&self) -> String {
        serde_json::to_string_pretty(&self.json()).unwrap()
    }

    pub(crate) fn text(&self) -> &str {
        str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Status and body in one line, for tables.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.status.as_u16(), self.text())
    }
}
