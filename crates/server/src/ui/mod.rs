//! The web UI: static files that the build put into the binary. They know nothing of the server but its API.
//!
//! One handler answers all that no route does (ui.md 12): a file, the page for every other address that a browser asks for,
//! or the refusal that clients of the API get.

mod answer;
mod files;

pub(crate) use answer::fallback;
pub(crate) use files::Ui;
