//! OTLP over HTTP: the same three calls under the paths of the specification, of the reference, and of its documentation.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ingest::Encoding;
use prost::Message;
use serde_json::json;

use super::export::{Export, Refused, Signal, take_in};
use super::media::OverHttp;
use super::message::{ExportResponse, PartialSuccess};
use crate::app::App;
use crate::auth::Exporter;
use crate::body::WholeBody;
use crate::error::{ApiError, ErrorBody};
use crate::reply::json_bytes;

const PROTOBUF: HeaderValue = HeaderValue::from_static("application/x-protobuf");

/// A route of each path, all alike but for what they take.
macro_rules! exports {
    ($($(#[$doc:meta])* $name:ident, $path:tt, $signal:ident;)*) => {$(
        $(#[$doc])*
        #[utoipa::path(post, path = $path, tag = "opentelemetry",
            request_body(
                content(
                    (serde_json::Value = "application/x-protobuf"),
                    (serde_json::Value = "application/json"),
                ),
                description = "The export request of OTLP 1, in protobuf or in JSON; also gzip, deflate, br or zstd",
            ),
            responses(
                (status = 200, description = "On disk, but for what the partial success names; in the encoding of the request",
                    content(
                        (serde_json::Value = "application/x-protobuf"),
                        (serde_json::Value = "application/json"),
                    )),
                (status = 400, description = "No OTLP; it is of no use to send it again", body = ErrorBody),
                (status = 413, description = "A limit of the server", body = ErrorBody),
                (status = 415, description = "An unknown media type or content encoding", body = ErrorBody),
                (status = 429, description = "No room within --ingest-wait; nothing was stored", body = ErrorBody),
                (status = 503, description = "The disk or the server is not up to it now; send it again", body = ErrorBody),
            ))]
        pub(crate) async fn $name(
            State(app): State<App>,
            from: Exporter,
            media: OverHttp,
            body: WholeBody,
        ) -> Result<Response, ApiError> {
            export(&app, from, (Signal::$signal, media.0), body).await
        }
    )*};
}

exports! {
    /// Takes in spans.
    ///
    /// Each becomes a run, whatever instrumentation made it; a span that cannot be read is refused alone. A retry changes nothing.
    post_traces, "/v1/traces", Traces;
    /// Takes in log records.
    ///
    /// Those that carry messages of a model call become part of its run; all others are only counted.
    post_logs, "/v1/logs", Logs;
    /// Takes in metrics, and does not store them.
    ///
    /// The ledger counts their data points as `metrics_not_stored`.
    post_metrics, "/v1/metrics", Metrics;
    /// Takes in spans; as `/v1/traces`, for exporters that are set up with `/v1/otel`.
    post_otel_v1_traces, "/v1/otel/v1/traces", Traces;
    /// Takes in log records; as `/v1/logs`, for exporters that are set up with `/v1/otel`.
    post_otel_v1_logs, "/v1/otel/v1/logs", Logs;
    /// Takes in metrics, and does not store them; as `/v1/metrics`, for exporters that are set up with `/v1/otel`.
    post_otel_v1_metrics, "/v1/otel/v1/metrics", Metrics;
    /// Takes in spans; as `/v1/traces`, for exporters that add nothing to the address that they are given.
    post_otel, "/v1/otel", Traces;
    /// Takes in spans; as `/v1/traces`.
    post_otel_traces, "/v1/otel/traces", Traces;
}

async fn export(
    app: &App,
    from: Exporter,
    (signal, encoding): (Signal, Encoding),
    body: WholeBody,
) -> Result<Response, ApiError> {
    let WholeBody { bytes, room } = body;
    let refused = take_in(app, from, Export { signal, encoding, bytes }).await?;
    drop(room);
    Ok(match encoding {
        Encoding::Protobuf => {
            let headers = [(header::CONTENT_TYPE, PROTOBUF)];
            (StatusCode::OK, headers, Body::from(response(refused).encode_to_vec())).into_response()
        }
        Encoding::Json => json_bytes(response_json(signal, &refused).to_string().into_bytes()),
    })
}

/// The answer in protobuf: no bytes when nothing was refused.
pub(super) fn response(refused: Refused) -> ExportResponse {
    let Refused { count, message } = refused;
    let partial = PartialSuccess { rejected: i64::try_from(count).unwrap_or(i64::MAX), error_message: message };
    ExportResponse { partial_success: (count > 0).then_some(partial) }
}

fn response_json(signal: Signal, refused: &Refused) -> serde_json::Value {
    if refused.count == 0 {
        return json!({});
    }
    json!({"partialSuccess": {(signal.rejected_key()): refused.count, "errorMessage": refused.message}})
}
