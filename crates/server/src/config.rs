//! The options of `perilune serve`, and what they come to. `--help` is the manual, made from the texts here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use store::meta::Init;
use store::runs::RunsOptions;
use uuid::Uuid;

use crate::clock::Clock;
use crate::limits::LimitArgs;
use crate::quantity::Bytes;
use crate::settings::Settings;

const DEFAULT_PORT: u16 = 3333;

/// Runs the server.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    /// Where all data is kept; made if absent. One server at a time may use it
    #[arg(long, env = "PERILUNE_DATA_DIR", value_name = "DIR", default_value = "./perilune-data")]
    pub data_dir: PathBuf,

    /// An address to listen on; may be given several times. Port 0 takes a free port.
    /// Without it: 127.0.0.1 and ::1, port 3333 or what the variable PORT says
    #[arg(long, env = "PERILUNE_LISTEN", value_name = "ADDR:PORT", value_delimiter = ',')]
    pub listen: Vec<SocketAddr>,

    /// The port of the default addresses, under Lunary's own name
    #[arg(long, env = "PORT", value_name = "PORT", hide = true)]
    pub port: Option<u16>,

    #[command(flatten)]
    pub(crate) init: InitArgs,

    #[command(flatten)]
    pub(crate) limits: LimitArgs,

    /// A bearer token that opens /metrics to peers other than this machine
    #[arg(long, env = "PERILUNE_METRICS_TOKEN", help_heading = "Access", value_name = "TOKEN", hide_env_values = true)]
    pub metrics_token: Option<String>,

    /// A web origin that may call the protected routes from a browser; may be given several times.
    /// Routes that a public key opens answer every origin
    #[arg(long, env = "PERILUNE_CORS_ORIGIN", help_heading = "Access", value_name = "ORIGIN", value_delimiter = ',', value_parser = parse_origin)]
    pub cors_origin: Vec<String>,

    /// Where the web application is, under Lunary's own name: one more origin that may call
    #[arg(long, env = "APP_URL", value_name = "URL", hide = true, value_parser = parse_origin_of_url)]
    pub app_url: Option<String>,

    #[command(flatten)]
    pub(crate) logs: LogArgs,

    #[command(flatten)]
    pub(crate) storage: StorageArgs,

    /// Answers before the data is on disk, and so lies. Only for the tests that must notice it
    #[cfg(any(debug_assertions, feature = "unsafe-ack-early"))]
    #[arg(long, hide = true)]
    pub unsafe_ack_early: bool,

    /// The time that the server takes for now, such as 2025-03-01T09:30:00Z
    #[cfg(debug_assertions)]
    #[arg(long, env = "PERILUNE_FIXED_NOW", value_name = "TIME", hide = true)]
    pub fixed_now: Option<jiff::Timestamp>,
}

/// What must exist once the server is up. Absent names and keys get defaults on an empty data directory.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "First start")]
pub(crate) struct InitArgs {
    /// E-mail address of the first account; needs --init-password
    #[arg(long, env = "PERILUNE_INIT_EMAIL", value_name = "MAIL", requires = "init_password")]
    init_email: Option<String>,

    /// Password of the first account; needs --init-email
    #[arg(long, env = "PERILUNE_INIT_PASSWORD", value_name = "TEXT", requires = "init_email", hide_env_values = true)]
    init_password: Option<String>,

    /// Name of the first organisation
    #[arg(long, env = "PERILUNE_INIT_ORG", value_name = "NAME")]
    init_org: Option<String>,

    /// Name of the first project
    #[arg(long, env = "PERILUNE_INIT_PROJECT", value_name = "NAME")]
    init_project: Option<String>,

    /// Public key of the first project, which is also its id
    #[arg(long, env = "PERILUNE_INIT_PUBLIC_KEY", value_name = "UUID")]
    init_public_key: Option<Uuid>,

    /// Private key of the first project
    #[arg(long, env = "PERILUNE_INIT_PRIVATE_KEY", value_name = "UUID", hide_env_values = true)]
    init_private_key: Option<Uuid>,
}

/// How the server logs. Logs go to standard error.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Logs")]
pub(crate) struct LogArgs {
    /// How a log line looks
    #[arg(long, env = "PERILUNE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub(crate) log_format: LogFormat,

    /// What is logged: off, error, warn, info, debug or trace, also by module as in info,store=debug
    #[arg(long, env = "PERILUNE_LOG_LEVEL", value_name = "LEVEL", default_value = "info")]
    pub(crate) log_level: String,
}

/// How the embedded store is set up.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Store")]
pub(crate) struct StorageArgs {
    /// Memory for the pages that the writer of the runs database works on
    #[arg(long, env = "PERILUNE_WRITER_CACHE", value_name = "SIZE", default_value = "128MiB")]
    writer_cache: Bytes,

    /// The write-ahead log is copied into the database when it is larger than this
    #[arg(long, env = "PERILUNE_CHECKPOINT_SIZE", value_name = "SIZE", default_value = "64MiB")]
    checkpoint_size: Bytes,
}

/// The form of a log line.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Where to listen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Listen {
    /// On exactly these.
    On(Vec<SocketAddr>),
    /// On 127.0.0.1, and on `[::1]` where this machine has it.
    Loopback(u16),
}

impl ServeArgs {
    /// Checks what clap cannot: values that only make sense together. The error is a sentence for people.
    pub fn check(&self) -> Result<(), String> {
        self.limits.check()?;
        if self.metrics_token.as_deref() == Some("") {
            return Err("--metrics-token is empty; leave it out to show metrics to this machine only".into());
        }
        Ok(())
    }

    /// Where to listen.
    #[must_use]
    pub fn listen(&self) -> Listen {
        if self.listen.is_empty() {
            Listen::Loopback(self.port.unwrap_or(DEFAULT_PORT))
        } else {
            Listen::On(self.listen.clone())
        }
    }

    /// What must exist once the server is up.
    #[must_use]
    pub fn init(&self) -> Init {
        let init = self.init.clone();
        Init {
            email: init.init_email,
            password: init.init_password,
            org: init.init_org,
            project: init.init_project,
            public_key: init.init_public_key,
            private_key: init.init_private_key,
        }
    }

    /// What the HTTP side needs to know.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.limits.over(Settings {
            metrics_token: self.metrics_token.clone(),
            cors_origins: self.cors_origin.iter().chain(&self.app_url).cloned().collect(),
            ..Settings::default()
        })
    }

    /// How the runs database is to be opened.
    #[must_use]
    pub fn runs_options(&self) -> RunsOptions {
        RunsOptions {
            writer_cache_bytes: self.storage.writer_cache.in_memory(),
            checkpoint_bytes: self.storage.checkpoint_size.0,
            #[cfg(any(debug_assertions, feature = "unsafe-ack-early"))]
            unsafe_ack_early: self.unsafe_ack_early,
            #[cfg(not(any(debug_assertions, feature = "unsafe-ack-early")))]
            unsafe_ack_early: false,
        }
    }

    /// The clock to go by.
    #[must_use]
    pub fn clock(&self) -> Clock {
        #[cfg(debug_assertions)]
        if let Some(at) = self.fixed_now {
            return Clock::Fixed(model::Timestamp::from_micros(at.as_microsecond()));
        }
        Clock::System
    }
}

impl Listen {
    /// The addresses, and whether each of them must work.
    pub(crate) fn addresses(&self) -> Vec<(SocketAddr, bool)> {
        match self {
            Listen::On(addresses) => addresses.iter().map(|&address| (address, true)).collect(),
            Listen::Loopback(port) => {
                let on = |address: IpAddr| SocketAddr::new(address, *port);
                vec![(on(Ipv4Addr::LOCALHOST.into()), true), (on(Ipv6Addr::LOCALHOST.into()), false)]
            }
        }
    }
}

/// An origin is a scheme and a host, as browsers send it: no path, and no `*`, which would open the protected routes to all.
fn parse_origin(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '*', ' ']) || !host.is_ascii() {
        return Err("an origin looks like https://app.example.org, without a path and without *".into());
    }
    Ok(text.to_owned())
}

/// The origin of an address that may have a path.
fn parse_origin_of_url(text: &str) -> Result<String, String> {
    let after_scheme = text.find("://").map_or(0, |at| at + 3);
    let end = text[after_scheme..].find('/').map_or(text.len(), |at| after_scheme + at);
    parse_origin(&text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_a_scheme_and_a_host_and_nothing_else() {
        for (text, is_origin) in [
            ("https://app.example.org", true),
            ("http://localhost:3000", true),
            ("https://app.example.org/", false),
            ("app.example.org", false),
            ("https://*.example.org", false),
            ("*", false),
            ("https://", false),
        ] {
            assert_eq!(parse_origin(text).is_ok(), is_origin, "{text}");
        }
        assert_eq!(parse_origin_of_url("https://app.example.org/logs/"), Ok("https://app.example.org".to_owned()));
        assert!(parse_origin_of_url("app").is_err());
    }
}
