//! OpenTelemetry: traces and log records into [`model::Event`]s (spec `api-otlp.md`). Its words stop here.
//!
//! Start reading at [`decode_traces`]. `envelope` takes a request apart, so that a bad span rejects itself alone; `json`
//! reads the parts of OTLP/JSON; `span` turns one span into the events of its run: what all dialects have in common
//! (`context`, `time`, `failure`, `raw`), and what one dialect says.
//!
//! # Adding a dialect
//!
//! A dialect is one file with one `const DIALECT: Dialect` (see `dialect`): a test whether a span is told in it, the type of
//! its run, tables from attributes to fields, and a function `content` for what no table can say. Register it with a line in
//! `dialect::DIALECTS` and a `mod` line here. `content` runs first and what it sets stays; then come the tables, in order.
//! Everything that `Draft` and `Attributes` do keeps the limits and remembers what was read: `gen_ai.*` attributes that
//! nobody reads become metadata by themselves, and all attributes are kept raw beside the run. Messages are built with
//! `messages`, flattened trees (`a.0.b`) come back with `unflatten::list`, and a dialect that has no content of its own falls
//! back on the conventions with `semconv::read_content` and `&semconv::TABLES`.
//!
//! It refuses to know which run is known already, and what arrived before: ids follow from span ids.

mod attributes;
mod context;
mod decode;
mod dialect;
mod documents;
mod draft;
mod envelope;
mod failure;
mod indexed;
mod item;
mod json;
mod key;
mod logs;
mod media;
mod messages;
mod raw;
mod span;
mod time;
mod unflatten;
mod value;
mod view;
mod weight;
mod wire;

mod chat_completion;
mod google_adk;
mod langchain;
mod langfuse;
mod langsmith;
mod litellm;
mod llama_index;
mod logfire;
mod mlflow;
mod openinference;
mod openllmetry;
mod plain;
mod pydantic_ai;
mod semconv;
mod semconv_events;
mod vercel;

pub use decode::{OtlpDecoded, OtlpRejected, OtlpRejection, count_data_points, decode_logs, decode_traces};
pub use envelope::{Encoding, OtlpRefusal};
pub use key::{OtlpSignal, named_key};
