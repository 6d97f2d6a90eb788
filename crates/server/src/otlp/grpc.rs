//! OTLP over gRPC: three unary calls. A call is a `POST` whose body is one message in a frame of five bytes, and whose answer
//! ends in trailers; with that little of gRPC spoken, it takes the gate, the limits and the time-outs of every other route.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::{BufMut, BytesMut};
use http_body_util::{BodyExt, Full};
use ingest::Encoding;
use prost::Message;

use super::export::{Export, Signal, take_in};
use super::http::response;
use super::media::{Media, unknown};
use super::status::{ACCEPT_ENCODING, CONTENT_TYPE, ENCODINGS, STATUS};
use crate::app::App;
use crate::auth::Exporter;
use crate::body::WholeBody;
use crate::edge;
use crate::error::ApiError;
use crate::inflate;
use crate::router::OpenRoutes;

/// A flag whether the message is compressed, and its length in four bytes.
const PREFIX_BYTES: usize = 5;
const ENCODING: &str = "grpc-encoding";

const TRACES: &str = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
const LOGS: &str = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";
const METRICS: &str = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

/// What a port answers that is there for gRPC only.
pub(crate) fn grpc_router(app: &App) -> Router {
    let calls = Router::new()
        .route(TRACES, post(grpc_traces))
        .route(LOGS, post(grpc_logs))
        .route(METRICS, post(grpc_metrics))
        .fallback(no_call);
    edge::wrap(calls, app, OpenRoutes::default()).with_state(app.clone())
}

async fn no_call() -> ApiError {
    ApiError::NoRoute(
        "on this port, which takes OpenTelemetry over gRPC; OTLP over HTTP goes to the port of the API".into(),
    )
}

/// A call of each service, all alike but for what they take.
macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident, $path:tt, $signal:ident;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(post, path = $path, tag = "opentelemetry",
            request_body(
                content = Vec<u8>,
                content_type = "application/grpc",
                description = "One message in a gRPC frame; also gzip, deflate or zstd, as grpc-encoding says",
            ),
            responses((status = 200, description = "Of gRPC: the trailers tell how it went", content_type = "application/grpc")))]
        pub(crate) async fn $name(
            State(app): State<App>,
            from: Exporter,
            message: GrpcMessage,
        ) -> Result<Response, ApiError> {
            let WholeBody { bytes, room } = message.0;
            let refused = take_in(&app, from, Export { signal: Signal::$signal, encoding: Encoding::Protobuf, bytes }).await?;
            drop(room);
            Ok(answer(&response(refused)))
        }
    )*};
}

calls! {
    /// Takes in spans over gRPC.
    grpc_traces, "/opentelemetry.proto.collector.trace.v1.TraceService/Export", Traces;
    /// Takes in log records over gRPC.
    grpc_logs, "/opentelemetry.proto.collector.logs.v1.LogsService/Export", Logs;
    /// Takes in metrics over gRPC, and does not store them.
    grpc_metrics, "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", Metrics;
}

/// The one message of a call, decompressed, and the room that it takes.
pub(crate) struct GrpcMessage(WholeBody);

impl FromRequest<App> for GrpcMessage {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<GrpcMessage, ApiError> {
        if Media::of(request.headers()) != Some(Media::Grpc) {
            return Err(unknown(request.headers(), "application/grpc"));
        }
        let name = request.headers().get(ENCODING).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let encoding = name.map_or(Ok(None), |name| inflate::Encoding::named(&name))?;
        let WholeBody { bytes, room } = WholeBody::from_request(request, app).await?;
        let (is_compressed, bytes) = unframe(bytes)?;
        let message = WholeBody { bytes, room };
        match (is_compressed, encoding) {
            (false, _) => Ok(GrpcMessage(message)),
            (true, Some(encoding)) => Ok(GrpcMessage(message.inflated(encoding, &app.settings).await?)),
            (true, None) => {
                Err(ApiError::BadRequest(format!("the message is compressed, and {ENCODING} does not say how")))
            }
        }
    }
}

/// The message of a frame, and whether it is compressed.
fn unframe(mut body: Bytes) -> Result<(bool, Bytes), ApiError> {
    let Some(&[flag, a, b, c, d]) = body.first_chunk::<PREFIX_BYTES>() else {
        return Err(ApiError::BadRequest("the call has no message".into()));
    };
    let message = body.split_off(PREFIX_BYTES);
    if flag > 1 || u32::from_be_bytes([a, b, c, d]) as usize != message.len() {
        return Err(ApiError::BadRequest("the call does not have exactly one whole message".into()));
    }
    Ok((flag == 1, message))
}

/// A message, and the trailers that say that all went well.
fn answer(message: &impl Message) -> Response {
    let length = u32::try_from(message.encoded_len()).expect("an answer is far below 4 GiB");
    let mut frame = BytesMut::with_capacity(PREFIX_BYTES + length as usize);
    frame.put_u8(0);
    frame.put_u32(length);
    message.encode(&mut frame).expect("the buffer grows");
    let trailers = HeaderMap::from_iter([(STATUS, HeaderValue::from_static("0"))]);
    let body = Full::new(frame.freeze()).with_trailers(std::future::ready(Some(Ok(trailers))));
    let headers = [(header::CONTENT_TYPE, CONTENT_TYPE), (ACCEPT_ENCODING, ENCODINGS)];
    (StatusCode::OK, headers, Body::new(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &'static [u8], want: Result<(bool, &'static [u8]), &str>) {
        let got = unframe(Bytes::from_static(body)).map_err(|error| error.to_string());
        match (got, want) {
            (Ok((flag, message)), Ok(want)) => assert_eq!((flag, &message[..]), want, "{body:?}"),
            (Err(got), Err(piece)) => assert!(got.contains(piece), "{body:?}: {got}"),
            (got, _) => panic!("{body:?}: {got:?}"),
        }
    }

    #[test]
    fn a_call_has_exactly_one_message() {
        check(b"\0\0\0\0\0", Ok((false, b"")));
        check(b"\x01\0\0\0\x02ab", Ok((true, b"ab")));
        check(b"", Err("no message"));
        check(b"\0\0\0\0", Err("no message"));
        check(b"\0\0\0\0\x03ab", Err("exactly one whole message"));
        check(b"\0\0\0\0\x01a\0\0\0\0\x01b", Err("exactly one whole message"));
        check(b"\x02\0\0\0\0", Err("exactly one whole message"));
    }
}
