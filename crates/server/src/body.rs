//! Reading the body of a request: within its limits, decompressed, with room taken for it.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header;
use futures_util::{Stream, StreamExt, TryStreamExt};
use serde_json::Value;
use tokio::io::AsyncReadExt;
use tokio_util::io::StreamReader;

use crate::app::App;
use crate::error::ApiError;
use crate::inflate::Encoding;
use crate::quantity::Bytes as Size;
use crate::room::{Room, Rooms};
use crate::settings::Settings;

/// How much is decompressed at a time.
const PIECE_BYTES: usize = 64 * 1024;
/// So much memory is asked for ahead of a body that announces as much; what is longer gets more as it comes.
const AHEAD_BYTES: usize = 1 << 20;
/// The largest body where no credential is asked for: names, an address, a password, a token.
const DOOR_BYTES: Size = Size(64 * 1024);

/// How large a body may be, and whose memory it takes.
struct Terms<'a> {
    rooms: &'a Rooms,
    wire: Limit,
    inflated: Limit,
    idle: Duration,
}

/// The most that is taken of something.
#[derive(Clone, Copy)]
struct Limit {
    what: &'static str,
    size: Size,
    /// `None`: it is of the route, and nobody sets it.
    option: Option<&'static str>,
}

impl Limit {
    fn passed(self) -> ApiError {
        match self.option {
            Some(option) => ApiError::TooLarge { what: self.what, limit: self.size.to_string(), option },
            None => ApiError::TooLargeForRoute { what: self.what, limit: self.size },
        }
    }

    /// The same where this is less than `size`; else that.
    fn at_most(self, size: Size) -> Limit {
        if self.size <= size { self } else { Limit { size, option: None, ..self } }
    }
}

impl<'a> Terms<'a> {
    /// As the operator set them, for who has shown a credential.
    fn of(app: &'a App) -> Terms<'a> {
        let settings = &app.settings;
        let wire = Limit { what: "the body", size: settings.max_body, option: Some("--max-body") };
        Terms { rooms: &app.rooms, wire, inflated: inflated_limit(settings), idle: settings.body_idle }
    }

    /// Of routes where strangers knock: small, and from memory of their own, so that they take none from ingestion.
    fn of_door(app: &'a App) -> Terms<'a> {
        let Terms { wire, inflated, idle, .. } = Terms::of(app);
        Terms { rooms: &app.door_rooms, wire: wire.at_most(DOOR_BYTES), inflated: inflated.at_most(DOOR_BYTES), idle }
    }
}

fn inflated_limit(settings: &Settings) -> Limit {
    Limit { what: "the decompressed body", size: settings.max_inflated, option: Some("--max-inflated") }
}

/// A whole body, whatever its media type says, and the room that it takes. As the last argument of a handler it is read
/// after the gate has let the request pass.
pub(crate) struct WholeBody {
    /// The body, decompressed.
    pub(crate) bytes: Bytes,
    /// Given back when the request has been answered.
    pub(crate) room: Room,
}

impl WholeBody {
    /// The same, decompressed once more: of what a body holds, where that is compressed and not the body.
    pub(crate) async fn inflated(mut self, encoding: Encoding, settings: &Settings) -> Result<WholeBody, ApiError> {
        let whole = futures_util::stream::iter([Ok(self.bytes)]);
        self.bytes = inflate(whole, encoding, inflated_limit(settings), &mut self.room).await?;
        Ok(self)
    }

    /// Room is taken as the bytes come: what a request announces and does not send holds up nobody.
    async fn read(request: Request, terms: Terms<'_>) -> Result<WholeBody, ApiError> {
        let encoding = Encoding::of(request.headers())?;
        let announced = announced_bytes(&request);
        if announced.is_some_and(|bytes| bytes > terms.wire.size.0) {
            return Err(terms.wire.passed());
        }
        let announced = announced.and_then(|bytes| usize::try_from(bytes).ok());
        let mut room = terms.rooms.enter();
        let frames = frames(request.into_body(), terms.wire, terms.idle);
        let bytes = match encoding {
            None => collect(frames, announced.unwrap_or(0), &mut room).await?,
            Some(encoding) => inflate(frames, encoding, terms.inflated, &mut room).await?,
        };
        room.fill().await?;
        Ok(WholeBody { bytes, room })
    }
}

impl FromRequest<App> for WholeBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<WholeBody, ApiError> {
        WholeBody::read(request, Terms::of(app)).await
    }
}

/// A body that is JSON: an object, an array, or null. An empty one is `{}`.
pub(crate) struct JsonBody {
    /// What the body says.
    pub(crate) value: Value,
    /// Given back when the request has been answered.
    _room: Room,
}

impl JsonBody {
    fn parse(WholeBody { bytes, room }: WholeBody, settings: &Settings) -> Result<JsonBody, ApiError> {
        let is_empty = bytes.trim_ascii().is_empty();
        let text: &[u8] = if is_empty { b"{}" } else { &bytes };
        weigh(text, settings)?;
        let value: Value = serde_json::from_slice(text)
            .map_err(|cause| ApiError::BadRequest(format!("The body is not JSON: {cause}")))?;
        match value {
            Value::Object(_) | Value::Array(_) | Value::Null => Ok(JsonBody { value, _room: room }),
            _ => Err(ApiError::BadRequest("invalid JSON, only supports object and array".into())),
        }
    }
}

impl FromRequest<App> for JsonBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<JsonBody, ApiError> {
        JsonBody::parse(WholeBody::from_request(request, app).await?, &app.settings)
    }
}

/// The same on a route that asks for no credential: small.
pub(crate) struct DoorBody(pub(crate) JsonBody);

impl FromRequest<App> for DoorBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<DoorBody, ApiError> {
        JsonBody::parse(WholeBody::read(request, Terms::of_door(app)).await?, &app.settings).map(DoorBody)
    }
}

/// Refuses a JSON text that would take too much memory as a tree, before one is made of it.
pub(crate) fn weigh(json: &[u8], settings: &Settings) -> Result<(), ApiError> {
    let limit = settings.events.decoded_bytes;
    if ingest::fits_as_tree(json, limit) {
        return Ok(());
    }
    let size = Size(limit as u64);
    Err(Limit { what: "what the body says, in memory,", size, option: Some("--max-decoded") }.passed())
}

fn announced_bytes(request: &Request) -> Option<u64> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The pieces of a body as they come: an error once they are too many or too slow.
fn frames(
    body: Body,
    limit: Limit,
    idle: Duration,
) -> impl Stream<Item = Result<Bytes, ApiError>> + Send + Unpin + use<> {
    let start = (body.into_data_stream(), 0_u64);
    Box::pin(futures_util::stream::try_unfold(start, move |(mut body, before)| async move {
        let next = tokio::time::timeout(idle, body.next()).await.map_err(|_| ApiError::SlowBody(idle))?;
        let Some(frame) = next else { return Ok(None) };
        let frame = frame.map_err(|error| ApiError::BadRequest(format!("the body broke off: {error}")))?;
        let total = before + frame.len() as u64;
        if total > limit.size.0 {
            return Err(limit.passed());
        }
        Ok(Some((frame, (body, total))))
    }))
}

/// All pieces as one. A body of one piece is not copied.
async fn collect(
    mut frames: impl Stream<Item = Result<Bytes, ApiError>> + Unpin,
    announced: usize,
    room: &mut Room,
) -> Result<Bytes, ApiError> {
    let Some(first) = frames.try_next().await? else { return Ok(Bytes::new()) };
    room.grow_to(first.len()).await?;
    if first.len() == announced {
        return Ok(first);
    }
    let mut all = Vec::with_capacity(announced.min(AHEAD_BYTES).max(first.len()));
    all.extend_from_slice(&first);
    while let Some(frame) = frames.try_next().await? {
        room.grow_to(all.len() + frame.len()).await?;
        all.extend_from_slice(&frame);
    }
    Ok(all.into())
}

/// All pieces decompressed. Stops as soon as more comes out than is allowed, so a bomb costs no more than a large body.
async fn inflate(
    frames: impl Stream<Item = Result<Bytes, ApiError>> + Send + Unpin,
    encoding: Encoding,
    limit: Limit,
    room: &mut Room,
) -> Result<Bytes, ApiError> {
    let broken = |error: io::Error| broken_body(error, encoding);
    let compressed = StreamReader::new(frames.map_err(io::Error::other));
    let mut reader = encoding.reader(compressed).await.map_err(broken)?;
    let mut all = Vec::new();
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let count = reader.read(&mut piece).await.map_err(broken)?;
        if count == 0 {
            return Ok(all.into());
        }
        if all.len() + count > limit.size.in_memory() {
            return Err(limit.passed());
        }
        room.grow_to(all.len() + count).await?;
        all.extend_from_slice(&piece[..count]);
    }
}

/// A refusal of ours that passed through the decompressor, or else what the decompressor makes of bad data.
fn broken_body(error: io::Error, encoding: Encoding) -> ApiError {
    let text = error.to_string();
    match error.into_inner().map(<dyn std::error::Error + Send + Sync>::downcast::<ApiError>) {
        Some(Ok(refusal)) => *refusal,
        _ => ApiError::BadRequest(format!("the body is not valid {}: {text}", encoding.name())),
    }
}
