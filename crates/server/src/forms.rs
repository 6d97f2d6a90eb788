//! Forms of other sites, turned away at the door.
//!
//! A browser asks nobody before it sends a form: so a page of any site could sign its visitor up, or in as somebody else. What
//! changes something under `/auth` is therefore refused when the browser says that a page of another origin sent it, but for
//! those that the operator named. SDKs and command lines say nothing of the kind, and are not concerned.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::ApiError;

/// Which pages sent a request, as browsers say; no page can set it (Fetch Metadata, W3C).
const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// Where identity providers send their forms, which are of another site by their nature; nobody gets in there.
const OF_PROVIDERS: &str = "/auth/saml/";

/// The origins that the operator named.
pub(crate) type NamedOrigins = Arc<[String]>;

/// Lets requests through that no page of a foreign origin sent to the door.
pub(crate) async fn guard(State(named): State<NamedOrigins>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let path = request.uri().path();
    if !changes || !path.starts_with("/auth/") || path.starts_with(OF_PROVIDERS) {
        return next.run(request).await;
    }
    let authority = request.uri().authority().map(Authority::as_str);
    match foreign_origin(request.headers(), authority, &named) {
        Some(origin) => ApiError::ForeignPage(origin).into_response(),
        None => next.run(request).await,
    }
}

/// The origin of the page that sent this, when it is neither the server's own nor named. `authority` is what HTTP/2 has in
/// place of `Host`. Schemes are not compared: behind a proxy the server does not know its own.
fn foreign_origin(headers: &HeaderMap, authority: Option<&str>, named: &[String]) -> Option<String> {
    let text = |name: &str| headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let origin = text(header::ORIGIN.as_str());
    let site = text(SEC_FETCH_SITE);
    let is_named = origin.as_deref().is_some_and(|origin| named.iter().any(|named| named.eq_ignore_ascii_case(origin)));
    let is_foreign = match (site.as_deref(), origin.as_deref()) {
        _ if is_named => false,
        (Some("cross-site"), _) => true,
        (Some("same-origin" | "none"), _) | (_, None) => false,
        (_, Some(origin)) => {
            let host = text(header::HOST.as_str());
            let own = host.as_deref().or(authority);
            let of_page = origin.split_once("://").map(|(_, host)| host);
            !of_page.zip(own).is_some_and(|(page, own)| page.eq_ignore_ascii_case(own))
        }
    };
    is_foreign.then(|| origin.map_or_else(|| "unknown".to_owned(), |origin| origin.chars().take(200).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headers: &[(&'static str, &'static str)], want: Option<&str>) {
        let sent = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        let named = ["https://app.example.org".to_owned()];
        assert_eq!(foreign_origin(&sent, Some("h2.example.org"), &named).as_deref(), want, "{headers:?}");
    }

    #[test]
    fn pages_of_other_origins_are_foreign_unless_they_are_named() {
        const EVIL: &str = "https://evil.example.net";
        const HOST: (&str, &str) = ("host", "perilune.example.org:3333");
        check(&[HOST], None);
        check(&[HOST, ("origin", EVIL)], Some(EVIL));
        check(&[HOST, ("origin", "null")], Some("null"));
        check(&[HOST, ("origin", "https://perilune.example.org")], Some("https://perilune.example.org"));
        check(&[HOST, ("origin", "http://perilune.example.org:3333")], None);
        check(&[HOST, ("origin", "https://Perilune.example.org:3333")], None);
        check(&[("origin", "https://h2.example.org")], None);
        check(&[("origin", EVIL)], Some(EVIL));
        check(&[HOST, ("sec-fetch-site", "cross-site")], Some("unknown"));
        check(&[HOST, ("sec-fetch-site", "cross-site"), ("origin", EVIL)], Some(EVIL));
        check(&[HOST, ("sec-fetch-site", "same-site"), ("origin", EVIL)], Some(EVIL));
        check(&[HOST, ("sec-fetch-site", "cross-site"), ("origin", "https://app.example.org")], None);
        check(&[HOST, ("sec-fetch-site", "none")], None);
        check(
            &[("host", "10.0.0.1:80"), ("sec-fetch-site", "same-origin"), ("origin", "https://proxied.example.org")],
            None,
        );
    }
}
