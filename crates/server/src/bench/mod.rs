//! `perilune bench`: measures a server from outside, over HTTP, and fills a store with made-up runs.
//!
//! It knows a server by its address, its process and its files, and nothing of its insides; only [`seed`] goes past HTTP,
//! through the same decoder and writer. What is measured and why is in `bench/README.md`.
//!
//! Start reading at [`run`], then [`dataset`], [`mixed`] and [`spans`] (what is sent) and [`load`] (how).

mod auth;
mod child;
mod client;
mod dataset;
mod dialects;
mod error;
mod import;
mod ingest;
mod latency;
mod list;
mod load;
mod machine;
mod mixed;
mod needles;
mod otlp;
mod payload;
mod process;
mod progress;
mod random;
mod read;
mod report;
mod search;
mod seed;
mod sentences;
mod session;
mod spans;
mod stream;
mod template;
mod verify;
mod wire;

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use serde_json::{Map, json};

use crate::clock::Clock;
use error::BenchError;
use report::Report;

/// What to measure, or to fill.
#[derive(clap::Args, Clone, Debug)]
#[command(subcommand_negates_reqs = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,

    #[command(flatten)]
    measure: Box<Measure>,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    /// Fills a store with runs of the last 30 days, through the writer but without HTTP.
    /// No server may be using the data directory
    Seed(seed::SeedArgs),
}

/// What is measured.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    /// Batches of events, at full speed and then at a steady rate
    Ingest,
    /// One event a request
    One,
    /// One run by its id
    Get,
    /// A run and all below it
    Related,
    /// A request with a key or a session, beside one that needs neither
    Auth,
    /// Spans of OpenTelemetry in five dialects, at full speed
    Otlp,
    /// Pages, counts, facets and histograms: after a start, at rest, and while events come in
    List,
    /// Words, phrases, fragments and metadata, at rest and while events come in
    Search,
    /// Items of a file into a dataset, beside somebody who logs in again and again
    Import,
    /// The prompt that an SDK fetches before it calls a model, beside a request that needs nothing; then while ingest runs
    Template,
}

impl Mode {
    fn word(self) -> &'static str {
        match self {
            Mode::Ingest => "ingest",
            Mode::One => "one",
            Mode::Get => "get",
            Mode::Related => "related",
            Mode::Auth => "auth",
            Mode::Otlp => "otlp",
            Mode::List => "list",
            Mode::Search => "search",
            Mode::Import => "import",
            Mode::Template => "template",
        }
    }
}

/// How to measure.
#[derive(clap::Args, Clone, Debug)]
struct Measure {
    /// What to measure
    #[arg(long, value_enum, required = true)]
    mode: Option<Mode>,

    /// The server to measure. Without it the bench starts one of its own, which it can also measure from outside
    #[arg(long, env = "PERILUNE_URL", value_name = "URL", requires = "key")]
    url: Option<String>,

    /// A private key of the project to use on that server; made-up runs are written to it
    #[arg(long, env = "PERILUNE_KEY", value_name = "KEY", hide_env_values = true)]
    key: Option<String>,

    /// The data directory of the server that the bench starts, such as one filled by `bench seed`: it gets a project `bench`.
    /// Without it: one in the working directory, removed in the end
    #[arg(long, value_name = "DIR", conflicts_with = "url")]
    data_dir: Option<PathBuf>,

    /// How many runs to send; for get, related, list and search, how many there are to choose from; for import, how many
    /// items. Default: 100,000, for one 20,000
    #[arg(long, env = "PERILUNE_RUNS", value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    runs: Option<u64>,

    /// Decides what the runs are; the same seed gives the same runs
    #[arg(long, env = "PERILUNE_SEED", value_name = "N", default_value_t = 1)]
    seed: u64,

    /// For ingest: adds messages of conversations, feedback, custom events and log lines, 30 % of the events
    #[arg(long)]
    mixed: bool,

    /// Connections, each with one request in flight. Default: ingest and otlp 8, one 32; the others measure with 1 and 8
    #[arg(long, env = "PERILUNE_CONNECTIONS", value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1000))]
    connections: Option<u64>,

    /// Events a request, for ingest; spans a request, for otlp
    #[arg(long, env = "PERILUNE_BATCH", value_name = "N", default_value_t = 100)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=50_000))]
    batch: u64,

    /// Events a second in the second part of ingest, in the last part of list and search, and beside template
    #[arg(long, env = "PERILUNE_RATE", value_name = "EVENTS_PER_S", default_value_t = 10_000)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    rate: u64,

    /// Requests a figure, for get, related, auth, list, search and template; of list at most 200, of search a twentieth
    #[arg(long, env = "PERILUNE_REQUESTS", value_name = "N", default_value_t = 10_000)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    requests: u64,

    /// Also writes the result to this file, as JSON
    #[arg(long, env = "PERILUNE_JSON", value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Measures or fills, prints what came of it on standard output, and returns the exit code: 0, 2 wrong use, 3 data directory
/// in use, 1 when it failed or when a run that was read back is not as it was sent.
pub(crate) fn run(args: Args) -> ExitCode {
    let outcome = match (args.action, args.measure.mode) {
        (Some(Action::Seed(args)), _) => seed::run(&args),
        (None, Some(mode)) => measure(mode, &args.measure),
        (None, None) => Err(BenchError::Usage("--mode is missing".into())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut text = format!("perilune bench: {error}");
            let mut cause = error.source();
            while let Some(inner) = cause {
                text.push_str(&format!(": {inner}"));
                cause = inner.source();
            }
            // Nobody is left to tell if standard error is gone.
            let _ = writeln!(std::io::stderr(), "{text}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn measure(mode: Mode, measure: &Measure) -> Result<(), BenchError> {
    if measure.mixed && mode != Mode::Ingest {
        return Err(BenchError::Usage("--mixed is for --mode ingest, and for seed".into()));
    }
    let mut report = Report::new(mode.word(), Clock::System.now(), measure.options(mode));
    let outcome = match mode {
        Mode::Ingest => ingest::batches(measure, &mut report),
        Mode::One => ingest::single_events(measure, &mut report),
        Mode::Get | Mode::Related => read::reads(measure, mode, &mut report),
        Mode::Auth => auth::costs(measure, &mut report),
        Mode::Otlp => otlp::spans(measure, &mut report),
        Mode::List => list::lists(measure, &mut report),
        Mode::Search => search::searches(measure, &mut report),
        Mode::Import => import::items(measure, &mut report),
        Mode::Template => template::fetches(measure, &mut report),
    };
    // Figures that were taken before a failure help to understand it.
    let published = report.publish(measure.json.as_deref());
    outcome.and(published)
}

impl Measure {
    fn runs(&self, mode: Mode) -> u64 {
        self.runs.unwrap_or(if mode == Mode::One { 20_000 } else { 100_000 })
    }

    fn connections(&self, mode: Mode) -> u64 {
        self.connections.unwrap_or(if mode == Mode::One { 32 } else { 8 })
    }

    /// Those that have an effect in this mode.
    fn options(&self, mode: Mode) -> Map<String, serde_json::Value> {
        let mut options = Map::new();
        options.insert("runs".into(), json!(self.runs(mode)));
        options.insert("seed".into(), json!(self.seed));
        options.insert("server".into(), json!(if self.url.is_some() { "remote" } else { "own" }));
        match mode {
            Mode::Ingest => {
                options.insert("connections".into(), json!(self.connections(mode)));
                options.insert("batch".into(), json!(self.batch));
                options.insert("rate".into(), json!(self.rate));
                if self.mixed {
                    options.insert("mixed".into(), json!(true));
                }
            }
            Mode::One => {
                options.insert("connections".into(), json!(self.connections(mode)));
            }
            Mode::Otlp => {
                options.insert("connections".into(), json!(self.connections(mode)));
                options.insert("batch".into(), json!(self.batch));
            }
            Mode::Search => {
                options.insert("requests".into(), json!(self.requests));
                options.insert("rate".into(), json!(self.rate));
            }
            Mode::Import => {}
            Mode::Get | Mode::Related | Mode::Auth => {
                options.insert("requests".into(), json!(self.requests));
            }
            Mode::Template => {
                options.insert("requests".into(), json!(self.requests));
                options.insert("batch".into(), json!(self.batch));
                options.insert("rate".into(), json!(self.rate));
            }
            Mode::List => {
                options.insert("requests".into(), json!(self.requests));
                options.insert("rate".into(), json!(self.rate));
            }
        }
        options
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches, Parser};

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    #[track_caller]
    fn check(line: &str, is_right: bool) {
        let matches = Cli::command().try_get_matches_from(line.split(' '));
        let parsed = matches.and_then(|matches| Cli::from_arg_matches(&matches));
        assert_eq!(parsed.is_ok(), is_right, "{line}: {:?}", parsed.err());
    }

    #[test]
    fn the_command_line_says_what_to_measure_or_to_fill() {
        check("bench --mode ingest", true);
        check("bench --mode get --url http://127.0.0.1:3333 --key be9c4000-0000-4000-a000-000000000002", true);
        check("bench seed --runs 10 --data-dir d", true);
        check("bench --mode ingest --mixed", true);
        check("bench seed --runs 10 --data-dir d --mixed", true);
        check("bench", false);
        check("bench --mode auth", true);
        check("bench --mode otlp --batch 10", true);
        check("bench --mode list --runs 1000 --rate 500", true);
        check("bench --mode search --rate 2000", true);
        check("bench --mode import --runs 10", true);
        check("bench --mode template --rate 1000", true);
        check("bench --mode charts", false);
        check("bench --mode get --url http://127.0.0.1:3333", false);
        check("bench --mode get --url http://127.0.0.1:3333 --key k --data-dir d", false);
        check("bench seed --runs 10", false);
    }
}
