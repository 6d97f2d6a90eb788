//! Answers to SDKs, written once: what a version says does not change while its revision is the same.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lru::LruCache;
use model::prompt::PromptBody;
use sha2::{Digest, Sha256};
use store::meta::LiveVersion;

use super::view::LatestView;
use crate::error::ApiError;
use crate::reply::json_body;

/// How many bytes are kept in all.
const BUDGET_BYTES: usize = 32 << 20;
/// About what an entry takes beside its body.
const ENTRY_BYTES: usize = 512;

/// Caches may keep it, and must ask whether it is still so.
const CACHING: HeaderValue = HeaderValue::from_static("private, no-cache");

/// An answer that is written already.
#[derive(Debug)]
pub(crate) struct Rendering {
    body: Bytes,
    tag: HeaderValue,
}

/// Those that were asked for last.
pub(crate) struct Renderings(Mutex<Kept>);

struct Kept {
    entries: LruCache<LiveVersion, Arc<Rendering>>,
    bytes: usize,
    budget: usize,
}

impl Renderings {
    pub(crate) fn new() -> Renderings {
        Renderings::within(BUDGET_BYTES)
    }

    fn within(budget: usize) -> Renderings {
        Renderings(Mutex::new(Kept { entries: LruCache::unbounded(), bytes: 0, budget }))
    }

    pub(super) fn get(&self, live: &LiveVersion) -> Option<Arc<Rendering>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entries.get(live).cloned()
    }

    /// Keeps it, and lets go of the oldest ones beyond the budget; what is larger than a tenth of that is not kept.
    pub(super) fn put(&self, live: LiveVersion, rendering: Arc<Rendering>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size = |rendering: &Rendering| rendering.body.len() + ENTRY_BYTES;
        if size(&rendering) > kept.budget / 10 {
            return;
        }
        kept.bytes += size(&rendering);
        if let Some((_, old)) = kept.entries.push(live, rendering) {
            kept.bytes -= size(&old);
        }
        while kept.bytes > kept.budget
            && let Some((_, old)) = kept.entries.pop_lru()
        {
            kept.bytes -= size(&old);
        }
    }
}

impl Rendering {
    pub(super) fn new(live: &LiveVersion, body: &PromptBody) -> Result<Rendering, ApiError> {
        let body = serde_json::to_vec(&LatestView::new(live, body)).map_err(ApiError::Unwritable)?;
        let digest: String = Sha256::digest(&body)[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let tag = HeaderValue::from_str(&format!("\"{digest}\"")).expect("hexadecimal digits are a header");
        Ok(Rendering { body: body.into(), tag })
    }

    /// The answer, or that the client has it already.
    pub(super) fn answer(&self, asked: &HeaderMap) -> Response {
        let headers = [(header::ETAG, self.tag.clone()), (header::CACHE_CONTROL, CACHING)];
        if has(asked, &self.tag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        (headers, json_body(Body::from(self.body.clone()))).into_response()
    }
}

/// Whether the client says by `If-None-Match` that it has this.
fn has(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    let Ok(tag) = tag.to_str() else { return false };
    let lists = asked.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    lists
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

#[cfg(test)]
mod tests {
    use model::{RawJson, Timestamp, VersionId};

    use super::*;

    fn live(id: i64) -> LiveVersion {
        let (number, revision) = (1, 1);
        LiveVersion { id: VersionId(id), number, revision, slug: "a".into(), created_at: Timestamp::EARLIEST }
    }

    fn rendering(live: &LiveVersion, length: usize) -> Arc<Rendering> {
        let content = RawJson::from(serde_json::Value::from("x".repeat(length)).to_string());
        let body = PromptBody { content, extra: RawJson::from("{}".to_owned()), test_values: None };
        Arc::new(Rendering::new(live, &body).unwrap())
    }

    #[test]
    fn renderings_stay_within_their_budget_and_the_oldest_goes_first() {
        let kept = Renderings::within(20_000);
        for id in 0..100 {
            kept.put(live(id), rendering(&live(id), 1000));
            assert!(kept.0.lock().unwrap().bytes <= 20_000);
        }
        assert!(kept.get(&live(0)).is_none() && kept.get(&live(99)).is_some());
        kept.put(live(100), rendering(&live(100), 3000));
        assert!(kept.get(&live(100)).is_none(), "larger than a tenth");
        for _ in 0..100 {
            kept.put(live(99), rendering(&live(99), 1000));
        }
        assert!(kept.get(&live(98)).is_some(), "the same one again takes no more room");
    }

    #[track_caller]
    fn check(list: &str, want: bool) {
        let mut asked = HeaderMap::new();
        asked.insert(header::IF_NONE_MATCH, list.parse().unwrap());
        assert_eq!(has(&asked, &HeaderValue::from_static("\"ab\"")), want, "{list}");
    }

    #[test]
    fn a_client_says_what_it_has() {
        check("\"ab\"", true);
        check("W/\"ab\"", true);
        check("\"x\", \"ab\"", true);
        check("*", true);
        check("\"x\"", false);
        check("ab", false);
        assert!(!has(&HeaderMap::new(), &HeaderValue::from_static("\"ab\"")));
    }
}
