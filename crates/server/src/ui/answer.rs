//! What is answered to whom: files to browsers, refusals in JSON to clients of the API.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::files::{File, Ui, Variant};
use crate::router::no_route;

/// Below these nothing is a page, whoever asks.
const NO_PAGES: [&str; 5] = ["v1", "api", "auth", "webhooks", "metrics"];
const ASSETS: &str = "assets/";

/// A name with a hash in it never means other bytes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");
const BY_ENCODING: HeaderValue = HeaderValue::from_static("accept-encoding");
const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");

/// Answers what no route does.
pub(crate) async fn fallback(ui: Extension<Arc<Ui>>, request: Request) -> Response {
    match find(&ui, &request) {
        Some((file, age)) => send(&ui, file, age, request.headers()),
        None => no_route(request.method().clone(), request.uri().clone()).await.into_response(),
    }
}

/// The file that this request means, and how long it stays what it is; `None` when it is a request to the API, or to a file
/// that is not there: an old tab that asks for code of the build before must not get the page as code.
fn find<'a>(ui: &'a Ui, request: &Request) -> Option<(&'a File, HeaderValue)> {
    let path = request.uri().path().trim_start_matches('/');
    let first = path.split('/').next().unwrap_or_default();
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_reading || NO_PAGES.iter().any(|name| name.eq_ignore_ascii_case(first)) {
        return None;
    }
    if let Some(file) = ui.file(path) {
        return Some((file, if path.starts_with(ASSETS) { FOR_EVER } else { ASK_AGAIN }));
    }
    let wants_page = !path.starts_with(ASSETS) && accepts_page(request.headers());
    wants_page.then_some((&ui.index, ASK_AGAIN))
}

/// Browsers say that they want HTML; SDKs and curl take anything.
fn accepts_page(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT).iter().any(|value| value.to_str().is_ok_and(|text| text.contains("text/html")))
}

fn send(ui: &Ui, file: &File, age: HeaderValue, asked: &HeaderMap) -> Response {
    let (variant, encoding) = choose(file, asked);
    let mut headers = HeaderMap::new();
    headers.insert(header::ETAG, variant.etag.clone());
    headers.insert(header::CACHE_CONTROL, age);
    headers.append(header::VARY, BY_ENCODING);
    headers.insert(header::CONTENT_SECURITY_POLICY, ui.policy.clone());
    headers.insert(header::REFERRER_POLICY, SAME_ORIGIN);
    if has_it(asked, variant) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, file.media_type.clone());
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    (headers, Body::from(variant.bytes.clone())).into_response()
}

/// The smallest encoding that the client takes.
fn choose<'a>(file: &'a File, asked: &HeaderMap) -> (&'a Variant, Option<&'static str>) {
    for (name, variant) in [("br", &file.brotli), ("gzip", &file.gzip)] {
        if let Some(variant) = variant
            && accepts_encoding(asked, name)
        {
            return (variant, Some(name));
        }
    }
    (&file.plain, None)
}

/// Whether `accept-encoding` names this one, and not with weight 0.
fn accepts_encoding(asked: &HeaderMap, name: &str) -> bool {
    items(asked, &header::ACCEPT_ENCODING).any(|item| {
        let (encoding, weight) = item.split_once(';').unwrap_or((item, ""));
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.trim().parse() == Ok(0.0_f32));
        encoding.trim().eq_ignore_ascii_case(name) && !is_refused
    })
}

/// Whether the client has these bytes already (`if-none-match`).
fn has_it(asked: &HeaderMap, variant: &Variant) -> bool {
    items(asked, &header::IF_NONE_MATCH)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag).as_bytes() == variant.etag.as_bytes())
}

/// What a header lists, however many times it was sent.
fn items<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(',').map(str::trim))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn sample() -> Arc<Ui> {
        let files = [
            ("index.html", r#"<base href="/" /><script>1</script>page"#),
            ("favicon.svg", "<svg/>"),
            ("assets/index-a1.js", "plain"),
            ("assets/index-a1.js.br", "brotli"),
            ("assets/index-a1.js.gz", "gzip"),
            ("assets/font-b2.woff2", "font"),
        ];
        Arc::new(Ui::new(files.map(|(name, text)| (name.to_owned(), Cow::Borrowed(text.as_bytes()))), "/"))
    }

    /// `METHOD path`, with the headers that are given as `name: value`.
    async fn ask(line: &str, headers: &[&str]) -> Response {
        let (method, path) = line.split_once(' ').unwrap();
        let mut request = Request::builder().method(method).uri(path);
        for header in headers {
            let (name, value) = header.split_once(": ").unwrap();
            request = request.header(name, value);
        }
        fallback(Extension(sample()), request.body(Body::empty()).unwrap()).await
    }

    async fn body(response: Response) -> String {
        let bytes = axum::body::to_bytes(response.into_body(), 4096).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    const BROWSER: &str = "accept: text/html,application/xhtml+xml,*/*;q=0.8";
    const PAGE: &str = r#"<base href="/" /><script>1</script>page"#;

    #[track_caller]
    fn header_of(response: &Response, name: &str) -> String {
        response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    #[tokio::test]
    async fn browsers_get_the_page_at_every_address_that_is_not_the_apis() {
        for path in ["/", "/logs", "/traces/a%20b", "/settings", "/v2/x", "/apis", "/authors", "/assetsx"] {
            let response = ask(&format!("GET {path}"), &[BROWSER]).await;
            assert_eq!(response.status(), 200, "{path}");
            assert_eq!(header_of(&response, "content-type"), "text/html; charset=utf-8", "{path}");
            assert_eq!(header_of(&response, "cache-control"), "no-cache", "{path}");
            assert!(header_of(&response, "content-security-policy").starts_with("default-src 'self';"), "{path}");
            assert_eq!(header_of(&response, "referrer-policy"), "same-origin", "{path}");
            assert_eq!(body(response).await, PAGE, "{path}");
        }
    }

    #[tokio::test]
    async fn whoever_asks_the_api_gets_its_refusal() {
        for (line, headers) in [
            ("GET /v1/nowhere", vec![BROWSER]),
            ("GET /v1", vec![BROWSER]),
            ("GET /V1/nowhere", vec![BROWSER]),
            ("GET /api/nowhere", vec![BROWSER]),
            ("GET /auth/nowhere", vec![BROWSER]),
            ("GET /webhooks/stripe", vec![BROWSER]),
            ("GET /assets/index-old.js", vec![BROWSER]),
            ("GET /assets/", vec![BROWSER]),
            ("GET /logs", vec!["accept: application/json"]),
            ("GET /", vec!["accept: */*"]),
            ("GET /", vec![]),
            ("POST /logs", vec![BROWSER]),
            ("DELETE /favicon.svg", vec![BROWSER]),
        ] {
            let response = ask(line, &headers).await;
            assert_eq!(response.status(), 404, "{line}");
            assert!(body(response).await.starts_with(r#"{"error":"Not Found""#), "{line}");
        }
    }

    #[tokio::test]
    async fn assets_are_kept_for_ever_in_the_smallest_encoding() {
        for (accepted, want, encoding) in [
            ("gzip, deflate, br, zstd", "brotli", "br"),
            ("gzip;q=1.0, br;q=0", "gzip", "gzip"),
            ("GZIP", "gzip", "gzip"),
            ("deflate", "plain", ""),
            ("brx", "plain", ""),
        ] {
            let response = ask("GET /assets/index-a1.js", &[&format!("accept-encoding: {accepted}")]).await;
            assert_eq!(header_of(&response, "content-encoding"), encoding, "{accepted}");
            assert_eq!(header_of(&response, "cache-control"), "public, max-age=31536000, immutable");
            assert_eq!(header_of(&response, "vary"), "accept-encoding");
            assert_eq!(header_of(&response, "content-type"), "text/javascript; charset=utf-8");
            assert_eq!(body(response).await, want, "{accepted}");
        }
        assert_eq!(
            ask("GET /assets/index-a1.js.br", &[BROWSER]).await.status(),
            404,
            "twins have no name of their own"
        );
        assert_eq!(header_of(&ask("GET /favicon.svg", &[]).await, "cache-control"), "no-cache");
    }

    #[tokio::test]
    async fn what_a_browser_has_is_not_sent_again() {
        let first = ask("GET /logs", &[BROWSER]).await;
        let tag = header_of(&first, "etag");
        for (known, want) in [(tag.as_str(), 304), (&format!("\"x\", W/{tag}"), 304), ("*", 304), ("\"x\"", 200)] {
            let again = ask("GET /logs", &[BROWSER, &format!("if-none-match: {known}")]).await;
            assert_eq!(again.status().as_u16(), want, "{known}");
            assert_eq!(body(again).await.is_empty(), want == 304, "{known}");
        }
        let plain = header_of(&ask("GET /assets/index-a1.js", &[]).await, "etag");
        let small = header_of(&ask("GET /assets/index-a1.js", &["accept-encoding: br"]).await, "etag");
        assert_ne!(plain, small, "other bytes have another tag");
    }
}
