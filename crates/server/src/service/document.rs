//! The OpenAPI document: its head, and what every route has in common.

use std::sync::Arc;

use axum::http::Method;
use utoipa::OpenApi;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr};

use crate::auth::{Entry, Who};
use crate::error::ErrorBody;

const KEY_SCHEME: &str = "BearerAuth";

/// The head of the document.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Perilune API",
        description = "Records what LLM applications do, and shows it. Compatible with the Lunary API. \
                       `x-perilune-gate` says what a route asks for: a permission (private keys have all of their \
                       project's, people those of their role in the projects that they are members of), `public` and a \
                       permission (a public key is enough), `person` and a permission (no key is enough), `own` \
                       (private keys and people, each for what is theirs), `operator`, or \
                       `open`. People send the token of their session and name the project as `projectId`. \
                       Times are UTC with three decimals; `duration` is in milliseconds; costs are US dollars.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(ErrorBody)),
    modifiers(&Keys)
)]
pub(crate) struct Head;

struct Keys;

impl utoipa::Modify for Keys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An API key, or the token of a session. Keys are also read from `X-API-Key`."))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(KEY_SCHEME, SecurityScheme::Http(bearer));
    }
}

/// The document as text, written once.
#[derive(Clone)]
pub(crate) struct Document(pub(crate) Arc<str>);

impl Document {
    pub(crate) fn new(document: &utoipa::openapi::OpenApi) -> Document {
        let text = document.to_json().expect("a document made of plain values can be written");
        Document(text.into())
    }
}

/// The operations of one path, with their methods.
pub(crate) fn operations(item: &mut PathItem) -> impl Iterator<Item = (Method, &mut Operation)> {
    [
        (Method::GET, &mut item.get),
        (Method::POST, &mut item.post),
        (Method::PUT, &mut item.put),
        (Method::PATCH, &mut item.patch),
        (Method::DELETE, &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)))
}

/// Writes into an operation what its gate asks for, and how it refuses.
pub(crate) fn describe_gate(operation: &mut Operation, entry: Entry) {
    let gate = [("x-perilune-gate".to_owned(), serde_json::Value::String(entry.text()))];
    operation.extensions.get_or_insert_default().merge(gate.into_iter().collect::<Extensions>());
    if entry.needs_role() {
        let text = "The role of this person does not grant it, or the project is not one of theirs";
        operation.responses.responses.entry("403".into()).or_insert_with(|| RefOr::T(refusal(text)));
    }
    let bearer = SecurityRequirement::new(KEY_SCHEME, Vec::<String>::new());
    let (security, unknown) = match entry.who {
        Who::Everybody | Who::Visitor => return,
        // On the machine of the server nothing is asked for.
        Who::Operator => (
            vec![SecurityRequirement::default(), bearer],
            "Neither on this machine, nor as an operator, nor with --metrics-token",
        ),
        _ => (vec![bearer], "No credential, an unknown one, or one of the wrong kind"),
    };
    operation.security = Some(security);
    let responses = &mut operation.responses.responses;
    responses.insert("401".into(), RefOr::T(refusal(unknown)));
    if entry.who == Who::Operator {
        responses.insert("403".into(), RefOr::T(refusal("This person is no operator")));
    }
}

fn refusal(text: &str) -> Response {
    let body = Content::new(Some(Ref::from_schema_name("Error")));
    ResponseBuilder::new().description(text).content("application/json", body).build()
}
