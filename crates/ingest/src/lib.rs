//! Wire dialects into [`model::Event`]s, and what runs cost.
//!
//! Everything here is a function of its arguments: this crate refuses to know files, sockets, databases and the clock. The
//! words of a dialect stay in that dialect's module; what leaves it is a `model::Event`. Free JSON (`input`, `output`, ...)
//! is carried as text and never built as a tree.
//!
//! Start reading at [`decode_batch`]. Step one, `batch`, takes a body apart into raw elements; step two, `lunary`, reads
//! each element alone. `repair` mends what no JSON parser accepts and `bounds` what is too deep or too long, both of
//! them only where a cheap scan has found something. `weight` says what a tree would take before one is built. `price` is
//! the price book that the store asks.

mod batch;
mod bounds;
mod hash;
mod limits;
mod lunary;
mod otlp;
mod price;
mod repair;
mod weight;

pub use batch::{Decoded, Refusal, Report, decode_batch, decode_report};
pub use limits::Limits;
pub use lunary::{Rejection, python_run_id};
pub use otlp::{
    Encoding, OtlpDecoded, OtlpRefusal, OtlpRejected, OtlpRejection, OtlpSignal, count_data_points, decode_logs,
    decode_traces, named_key,
};
pub use price::PriceBook;
pub use weight::fits_as_tree;
