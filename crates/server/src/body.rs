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
use crate::room::Room;
use crate::settings::Settings;

/// How much is decompressed at a time.
const PIECE_BYTES: usize = 64 * 1024;

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
        self.bytes = inflate(whole, encoding, settings, &mut self.room).await?;
        Ok(self)
    }
}

impl FromRequest<App> for WholeBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<WholeBody, ApiError> {
        let settings = &app.settings;
        let encoding = Encoding::of(request.headers())?;
        let announced = announced_bytes(&request);
        if announced.is_some_and(|bytes| bytes > settings.max_body.0) {
            return Err(too_large_on_wire(settings));
        }
        let announced = announced.and_then(|bytes| usize::try_from(bytes).ok());
        let mut room = app.rooms.enter(announced.unwrap_or(0)).await?;
        let frames = frames(request.into_body(), settings);
        let bytes = match encoding {
            None => collect(frames, announced.unwrap_or(0), &mut room).await?,
            Some(encoding) => inflate(frames, encoding, settings, &mut room).await?,
        };
        Ok(WholeBody { bytes, room })
    }
}

/// A body that is JSON: an object, an array, or null. An empty one is `{}`.
pub(crate) struct JsonBody {
    /// What the body says.
    pub(crate) value: Value,
    /// Given back when the request has been answered.
    _room: Room,
}

impl FromRequest<App> for JsonBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<JsonBody, ApiError> {
        let WholeBody { bytes, room } = WholeBody::from_request(request, app).await?;
        let is_empty = bytes.trim_ascii().is_empty();
        let text: &[u8] = if is_empty { b"{}" } else { &bytes };
        let value: Value = serde_json::from_slice(text)
            .map_err(|cause| ApiError::BadRequest(format!("The body is not JSON: {cause}")))?;
        match value {
            Value::Object(_) | Value::Array(_) | Value::Null => Ok(JsonBody { value, _room: room }),
            _ => Err(ApiError::BadRequest("invalid JSON, only supports object and array".into())),
        }
    }
}

fn announced_bytes(request: &Request) -> Option<u64> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large_on_wire(settings: &Settings) -> ApiError {
    ApiError::TooLarge { what: "the body", limit: settings.max_body.to_string(), option: "--max-body" }
}

/// The pieces of a body as they come: an error once they are too many or too slow.
fn frames(body: Body, settings: &Settings) -> impl Stream<Item = Result<Bytes, ApiError>> + Send + Unpin + use<> {
    let idle: Duration = settings.body_idle;
    let limit = settings.max_body.0;
    let too_large = settings.clone();
    let start = (body.into_data_stream(), 0_u64);
    Box::pin(futures_util::stream::try_unfold(start, move |(mut body, before)| {
        let too_large = too_large_on_wire(&too_large);
        async move {
            let next = tokio::time::timeout(idle, body.next()).await.map_err(|_| ApiError::SlowBody(idle))?;
            let Some(frame) = next else { return Ok(None) };
            let frame = frame.map_err(|error| ApiError::BadRequest(format!("the body broke off: {error}")))?;
            let total = before + frame.len() as u64;
            if total > limit {
                return Err(too_large);
            }
            Ok(Some((frame, (body, total))))
        }
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
    let mut all = Vec::with_capacity(announced.max(first.len()));
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
    settings: &Settings,
    room: &mut Room,
) -> Result<Bytes, ApiError> {
    let limit = settings.max_inflated.in_memory();
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
        if all.len() + count > limit {
            let limit = settings.max_inflated.to_string();
            return Err(ApiError::TooLarge { what: "the decompressed body", limit, option: "--max-inflated" });
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
