//! Step one: a body into the raw elements of its batch, and the order in which they are processed (spec `api-runs.md` 2).

use std::borrow::Cow;
use std::fmt;

use model::{Event, RawJson, Timestamp};
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::Limits;
use crate::lunary::{self, Batch, Rejection, Timed};
use crate::repair::{self, Body};

/// Why nothing of a request is stored.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The body is no JSON, also after number words and bad bytes were mended.
    #[error("The body is not JSON")]
    NotJson(#[source] serde_json::Error),
    /// The body is a JSON scalar or array.
    #[error("The body must be a JSON object with `events`")]
    NotAnObject,
    /// The body has no `events`. An empty body counts as `{}`.
    #[error("Missing events payload.")]
    MissingEvents,
    /// The batch is longer than [`Limits::events`].
    #[error("The batch holds {found} events; at most {limit} are accepted in one request")]
    TooManyEvents {
        /// How many there were.
        found: usize,
        /// How many may be.
        limit: usize,
    },
    /// The body has to be mended and is then larger than [`Limits::repaired_bytes`].
    #[error("The body is no sound JSON, and mending it would take more than {limit} bytes")]
    TooLarge {
        /// How many it may take.
        limit: usize,
    },
}

/// What became of one element of a batch.
#[derive(Debug)]
pub struct Decoded {
    /// The `runId` exactly as sent, if it was spelled so and was not null: what the element's result repeats.
    pub echo: Option<RawJson>,
    /// The public key of the project that the event is meant for, if it names one; any text.
    pub app_id: Option<String>,
    /// The event, or why it is refused alone.
    pub result: Result<Event, Rejection>,
}

/// Decodes the body of `POST /v1/runs/ingest`: `{"events": Event | [Event | [Event]]}`.
///
/// The elements come in the order of processing: by timestamp, ascending and stable. An element without one stays behind the
/// element that it followed. `now` is the arrival time, which stands in for missing timestamps.
///
/// # Errors
/// A [`Refusal`] when the body as a whole cannot be used. A bad element is no error: it has its own [`Decoded::result`].
pub fn decode_batch(body: &[u8], now: Timestamp, limits: &Limits) -> Result<Vec<Decoded>, Refusal> {
    open(body, limits, |elements, body| decode_elements(elements, &Batch { body, now, limits }))
}

/// A batch of the legacy route.
#[derive(Debug)]
pub struct Report {
    /// The project that the first event names as its `projectId` or else `app`; any text.
    pub project: Option<String>,
    /// What became of each event, as [`decode_batch`] gives it.
    pub events: Vec<Decoded>,
}

/// Decodes the body of `POST /api/report`, whose events name their project themselves (spec `api-runs.md` 6).
///
/// # Errors
/// As [`decode_batch`], and [`Refusal::MissingEvents`] also when `events` is no array or an empty one.
pub fn decode_report(body: &[u8], now: Timestamp, limits: &Limits) -> Result<Report, Refusal> {
    let report = open(body, limits, |elements, body| {
        let (true, Some(first)) = (elements.is_list, elements.kept.first()) else { return None };
        let project = lunary::project_of(first.get());
        Some(Report { project, events: decode_elements(elements, &Batch { body, now, limits }) })
    })?;
    report.ok_or(Refusal::MissingEvents)
}

/// Takes a body apart, mended if need be, and hands its elements on.
fn open<T>(sent: &[u8], limits: &Limits, read: impl FnOnce(&Elements<'_>, &Body<'_>) -> T) -> Result<T, Refusal> {
    let bytes = sent.strip_prefix(b"\xef\xbb\xbf").unwrap_or(sent);
    let limit = limits.repaired_bytes;
    let body = Body::read(bytes, limit).ok_or(Refusal::TooLarge { limit })?;
    match take_apart(&body.text, limits) {
        Err(Refusal::NotJson(cause)) if !body.is_mended => {
            let mended = repair::mend(bytes, limit).ok_or(Refusal::TooLarge { limit })?;
            if mended.text == body.text {
                return Err(Refusal::NotJson(cause));
            }
            Ok(read(&take_apart(&mended.text, limits)?, &mended))
        }
        taken => Ok(read(&taken?, &body)),
    }
}

fn decode_elements(elements: &Elements<'_>, batch: &Batch<'_>) -> Vec<Decoded> {
    let mut latest = i64::MIN;
    let mut timed = Vec::with_capacity(elements.kept.len());
    for (position, raw) in elements.kept.iter().enumerate() {
        let Timed { sent_at, decoded } = lunary::decode(raw.get(), position, batch);
        latest = sent_at.unwrap_or(latest);
        timed.push((latest, decoded));
    }
    timed.sort_by_key(|&(at, _)| at);
    timed.into_iter().map(|(_, decoded)| decoded).collect()
}

/// The raw elements of the batch.
fn take_apart<'a>(text: &'a str, limits: &Limits) -> Result<Elements<'a>, Refusal> {
    match text.trim_ascii_start().as_bytes().first() {
        None => return Err(Refusal::MissingEvents),
        Some(b'{') => {}
        Some(_) => {
            serde_json::from_str::<IgnoredAny>(text).map_err(Refusal::NotJson)?;
            return Err(Refusal::NotAnObject);
        }
    }
    let elements = match read_envelope(text, List { limit: limits.events }) {
        Ok(list) => list,
        // The rare shapes are read again in a more general way, so that the usual one is read once only.
        Err(error) if error.is_data() => read_envelope(text, Single).map_err(Refusal::NotJson)?,
        Err(error) => return Err(Refusal::NotJson(error)),
    };
    let elements = elements.ok_or(Refusal::MissingEvents)?;
    if elements.found > elements.kept.len() {
        return Err(Refusal::TooManyEvents { found: elements.found, limit: limits.events });
    }
    Ok(elements)
}

fn read_envelope<'a, S>(text: &'a str, events: S) -> serde_json::Result<Option<Elements<'a>>>
where
    S: DeserializeSeed<'a, Value = Option<Elements<'a>>> + Copy,
{
    let mut parser = serde_json::Deserializer::from_str(text);
    let elements = parser.deserialize_map(Envelope { events })?;
    parser.end()?;
    Ok(elements)
}

/// The elements of a batch.
struct Elements<'a> {
    /// Those within the limit.
    kept: Vec<&'a RawValue>,
    /// How many there were.
    found: usize,
    /// Whether they came as an array.
    is_list: bool,
}

/// The object around the batch; of its members only `events` counts, the last one of that name.
struct Envelope<S> {
    events: S,
}

impl<'de, S> Visitor<'de> for Envelope<S>
where
    S: DeserializeSeed<'de, Value = Option<Elements<'de>>> + Copy,
{
    type Value = Option<Elements<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `events`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut elements = None;
        while let Some(key) = members.next_key::<Cow<'de, str>>()? {
            if key == "events" {
                elements = members.next_value_seed(self.events)?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(elements)
    }
}

/// `events` as an array; any other value is an error of the kind "data".
#[derive(Clone, Copy)]
struct List {
    limit: usize,
}

impl<'de> DeserializeSeed<'de> for List {
    type Value = Option<Elements<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List {
    type Value = Option<Elements<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of events")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut kept = Vec::new();
        while kept.len() < self.limit {
            let Some(element) = items.next_element()? else {
                return Ok(Some(Elements { found: kept.len(), kept, is_list: true }));
            };
            kept.push(element);
        }
        let mut found = kept.len();
        while items.next_element::<IgnoredAny>()?.is_some() {
            found += 1;
        }
        Ok(Some(Elements { kept, found, is_list: true }))
    }
}

/// `events` as one element; what JavaScript takes for false is no `events`.
#[derive(Clone, Copy)]
struct Single;

impl<'de> DeserializeSeed<'de> for Single {
    type Value = Option<Elements<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        let is_there = !lunary::is_falsy(raw.get());
        Ok(is_there.then(|| Elements { kept: vec![raw], found: 1, is_list: false }))
    }
}
