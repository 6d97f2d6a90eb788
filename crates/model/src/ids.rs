//! One type per kind of id, so that a project can never be passed where a run is meant.

use std::fmt::{self, Write as _};

use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Names one run; unique inside its project only. SDKs may send any text; see [`RunId::from_client`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct RunId(Uuid);

impl RunId {
    /// Keeps the hyphenated form of a UUID (8-4-4-4-12 hexadecimal digits, any version and variant). Every other text,
    /// 32 bare hexadecimal digits included, maps to the UUID that the reference derives from its SHA-256 (spec
    /// `api-runs.md` 2.3), so an event that is sent again finds the same run.
    #[must_use]
    pub fn from_client(text: &str) -> RunId {
        RunId(parse_hyphenated(text).unwrap_or_else(|| uuid_from_seed(text)))
    }

    /// The run with exactly these 16 bytes, as [`RunId::as_bytes`] gave them.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> RunId {
        RunId(Uuid::from_bytes(bytes))
    }

    /// The 16 bytes of the id, most significant first: the order of bytes is the order of the text.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl From<Uuid> for RunId {
    fn from(uuid: Uuid) -> RunId {
        RunId(uuid)
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Names one OpenTelemetry trace; several runs share one. Never all zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TraceId([u8; 16]);

impl TraceId {
    /// The trace with exactly these bytes; `None` when all are zero, which OpenTelemetry keeps for "no trace".
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Option<TraceId> {
        (bytes != [0; 16]).then_some(TraceId(bytes))
    }

    /// The 16 bytes of the id, most significant first.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for TraceId {
    /// 32 hexadecimal digits in lower case, as OpenTelemetry writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

/// Names one project, and is its public key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct ProjectId(pub Uuid);

/// Names one organisation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct OrgId(pub Uuid);

/// Names one API key; never the key itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct KeyId(pub i64);

/// Names one OpenTelemetry span inside its trace. Never all zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SpanId([u8; 8]);

impl SpanId {
    /// The span with exactly these bytes; `None` when all are zero, which OpenTelemetry keeps for "no span".
    #[must_use]
    pub fn from_bytes(bytes: [u8; 8]) -> Option<SpanId> {
        (bytes != [0; 8]).then_some(SpanId(bytes))
    }

    /// The run of this span: the seed of its id, as in the reference (spec `api-otlp.md` 2).
    #[must_use]
    pub fn run(self) -> RunId {
        RunId::from_client(&self.to_string())
    }

    /// The run of this span where its id was taken by a span of another trace of the project (spec `api-otlp.md` 4, defect 6).
    #[must_use]
    pub fn run_in(self, trace: TraceId) -> RunId {
        RunId::from_client(&format!("{trace}:{self}"))
    }
}

impl fmt::Display for SpanId {
    /// 16 hexadecimal digits in lower case, as OpenTelemetry writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

/// Two digits a byte, in lower case. Written for every span, and several times.
fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.map(|half| char::from(DIGITS[usize::from(half)])).try_for_each(|digit| f.write_char(digit))
}

/// Names one person with a login.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct AccountId(pub Uuid);

/// Names one log-in of a person; never the token that carries it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct SessionId(pub Uuid);

/// Names one invitation into an organisation; never the token that lets somebody in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct InvitationId(pub Uuid);

/// Names one prompt template; never given twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct TemplateId(pub i64);

/// Names one saved state of a prompt template, in the whole store; never given twice. Runs name it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct VersionId(pub i64);

impl fmt::Display for InvitationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for TemplateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for VersionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for ProjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for OrgId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Reads 8-4-4-4-12 hexadecimal digits, in either case. Neither version nor variant is looked at: the SDKs make ids that no
/// RFC allows.
#[must_use]
pub fn parse_hyphenated(text: &str) -> Option<Uuid> {
    let is_hyphenated = text.len() == 36 && [8, 13, 18, 23].iter().all(|&at| text.as_bytes()[at] == b'-');
    if is_hyphenated { Uuid::try_parse(text).ok() } else { None }
}

/// The first 16 bytes of the SHA-256 of `seed`, with the version digit set to 4 and the variant digit to `a`.
fn uuid_from_seed(seed: &str) -> Uuid {
    let digest = Sha256::digest(seed.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = 0x40 | (bytes[6] & 0x0f);
    bytes[8] = 0xa0 | (bytes[8] & 0x0f);
    Uuid::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sent: &str, want: &str) {
        assert_eq!(RunId::from_client(sent).to_string(), want, "{sent:?}");
    }

    #[test]
    fn any_text_is_the_id_of_a_run() {
        check("hello", "2cf24dba-5fb0-430e-a6e8-3b2ac5b9e29e");
        check("run-42", "92234f8b-b000-44aa-ac76-c3fc1624a580");
        check("b7ad6b7169203331", "8bd07264-510c-48a6-ab30-43322433b028");
        check("日本語", "77710aed-c74e-4fa3-a685-e33a6c7df5cc");
        check(" ", "36a9e7f1-c95b-42ff-a997-43e0c5c4ce95");
    }

    #[test]
    fn a_span_has_the_run_of_its_id_or_one_of_its_own_in_its_trace() {
        let span = SpanId::from_bytes([0xb7, 0xad, 0x6b, 0x71, 0x69, 0x20, 0x33, 0x31]).unwrap();
        assert_eq!(span.run().to_string(), "8bd07264-510c-48a6-ab30-43322433b028");
        let trace = TraceId::from_bytes([0xab; 16]).unwrap();
        let seed = "abababababababababababababababab:b7ad6b7169203331";
        assert_eq!(span.run_in(trace), RunId::from_client(seed));
        assert_eq!(SpanId::from_bytes([0; 8]), None);
    }

    #[test]
    fn a_trace_is_shown_as_opentelemetry_writes_it() {
        let shown = TraceId::from_bytes([0xab; 16]).map(|trace| trace.to_string());
        assert_eq!(shown.as_deref(), Some("abababababababababababababababab"));
        assert_eq!(TraceId::from_bytes([0; 16]), None);
    }

    #[test]
    fn a_hyphenated_uuid_of_any_version_is_kept() {
        check("51bab1b6-4ba2-41a0-f2c6-3a668bc10321", "51bab1b6-4ba2-41a0-f2c6-3a668bc10321");
        check("37EB3061-E20E-A266-D600-2E16172061E1", "37eb3061-e20e-a266-d600-2e16172061e1");
    }

    #[test]
    fn what_only_looks_like_a_uuid_is_a_seed() {
        let bare = RunId::from_client("37eb3061e20ea266d6002e16172061e1");
        assert_ne!(bare.to_string(), "37eb3061-e20e-a266-d600-2e16172061e1");
        let odd = RunId::from_client("zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz");
        assert_eq!(odd, RunId::from(uuid_from_seed("zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz")));
    }
}
