//! The options of `perilune serve`, and what they come to. `--help` is the manual, made from the texts here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use model::EmailAddress;
use store::meta::Init;
use store::runs::RunsOptions;
use uuid::Uuid;

use crate::access::AccessArgs;
use crate::clock::Clock;
use crate::limits::LimitArgs;
use crate::mail::MailArgs;
use crate::memory;
use crate::otlp::OtlpArgs;
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

    #[command(flatten)]
    pub(crate) access: AccessArgs,

    #[command(flatten)]
    pub(crate) otlp: OtlpArgs,

    #[command(flatten)]
    pub(crate) mail: MailArgs,

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
    #[arg(long, env = "PERILUNE_INIT_EMAIL", value_name = "MAIL", requires = "init_password", value_parser = EmailAddress::parse)]
    init_email: Option<EmailAddress>,

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

    /// Memory for the columns that lists, counts and charts are answered from [default: a quarter of the machine's]
    #[arg(long, env = "PERILUNE_COLUMNS_CACHE", value_name = "SIZE")]
    columns_cache: Option<Bytes>,
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
        self.access.check()?;
        self.mail.settings()?;
        self.otlp.check()?;
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

    /// Address and password of the first account.
    #[must_use]
    pub fn first_account(&self) -> Option<(String, String)> {
        let email = self.init.init_email.as_ref().map(|email| email.as_str().to_owned());
        email.zip(self.init.init_password.clone())
    }

    /// What must exist once the server is up; its account is [`ServeArgs::first_account`].
    #[must_use]
    pub fn init(&self) -> Init {
        let init = self.init.clone();
        Init {
            email: None,
            password_hash: None,
            org: init.init_org,
            project: init.init_project,
            public_key: init.init_public_key,
            private_key: init.init_private_key,
        }
    }

    /// What the HTTP side needs to know.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let listen = self.listen();
        let port = listen.addresses().first().map_or(DEFAULT_PORT, |(address, _)| address.port());
        let settings = Settings {
            mail: self.mail.settings().unwrap_or_default(),
            app_url: format!("http://localhost:{port}"),
            ..Settings::default()
        };
        self.access.over(self.limits.over(settings), listen.is_local())
    }

    /// How the runs database is to be opened.
    #[must_use]
    pub fn runs_options(&self) -> RunsOptions {
        RunsOptions {
            writer_cache_bytes: self.storage.writer_cache.in_memory(),
            checkpoint_bytes: self.storage.checkpoint_size.0,
            columns_bytes: self.storage.columns_cache.unwrap_or_else(|| Bytes(memory::of_machine() / 4)).in_memory(),
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
    /// Whether the server can be reached from this machine only.
    pub(crate) fn is_local(&self) -> bool {
        self.addresses().iter().all(|(address, _)| address.ip().to_canonical().is_loopback())
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(addresses: &[&str], is_local: bool) {
        let listen = Listen::On(addresses.iter().map(|address| address.parse().unwrap()).collect());
        assert_eq!(listen.is_local(), is_local, "{addresses:?}");
    }

    #[test]
    fn a_server_is_local_when_each_of_its_addresses_is() {
        check(&["127.0.0.1:3333", "[::1]:3333"], true);
        check(&["127.0.0.1:3333", "0.0.0.0:3333"], false);
        check(&["[::]:3333"], false);
        check(&["192.0.2.1:3333"], false);
        assert!(Listen::Loopback(3333).is_local());
    }
}
