//! What the HTTP side needs to know of the options: limits, time-outs, and who else may call.

use std::time::Duration;

use ipnet::IpNet;

use crate::mail::MailSettings;
use crate::quantity::Bytes;

/// What the HTTP side of the server needs to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long an ingest request waits for room.
    pub ingest_wait: Duration,
    /// Memory for the bodies of all requests.
    pub ingest_buffer: Bytes,
    /// The largest body on the wire.
    pub max_body: Bytes,
    /// The largest body after decompression.
    pub max_inflated: Bytes,
    /// Limits of events and of what is in them.
    pub events: ingest::Limits,
    /// How many projects an organisation may have had.
    pub max_projects: u32,
    /// Opens `/metrics` to peers elsewhere.
    pub metrics_token: Option<String>,
    /// What tokens of sessions are signed with, at least 32 bytes; without it a key that follows from the server's secret.
    pub jwt_secret: Option<String>,
    /// Proxies that are believed when they say whom they speak for.
    pub trusted_proxies: Vec<IpNet>,
    /// E-mail addresses of those who run the server, in lower case; without any, the owner of the first organisation.
    pub operators: Vec<String>,
    /// Whether people may make organisations of their own, not only the first one.
    pub open_sign_up: bool,
    /// Whether e-mail addresses are believed without a mail to them.
    pub skip_email_verify: bool,
    /// Requests a minute to routes that guess at secrets, from one address and to one account.
    pub aggressive_per_minute: u32,
    /// Requests a minute with one key; `None`: as many as come.
    pub requests_per_minute: Option<u32>,
    /// How mail leaves the server.
    pub mail: MailSettings,
    /// Where links in mail lead to: the address of the dashboard.
    pub app_url: String,
    /// Origins that may call protected routes.
    pub cors_origins: Vec<String>,
    /// How long a client may take for the head of a request, from its first byte; of the first one, from the start of the
    /// connection.
    pub head_timeout: Duration,
    /// How long a connection may wait for its next request.
    pub idle_timeout: Duration,
    /// How long a body may stand still, a request's or an answer's.
    pub body_idle: Duration,
    /// How long a request may take, until its answer begins.
    pub request_timeout: Duration,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            ingest_wait: Duration::from_secs(20),
            ingest_buffer: Bytes::mebi(64),
            max_body: Bytes::mebi(32),
            max_inflated: Bytes::mebi(64),
            events: ingest::Limits::default(),
            max_projects: 1_000,
            metrics_token: None,
            jwt_secret: None,
            trusted_proxies: Vec::new(),
            operators: Vec::new(),
            open_sign_up: true,
            skip_email_verify: false,
            aggressive_per_minute: 10,
            requests_per_minute: None,
            mail: MailSettings::default(),
            app_url: "http://localhost:3333".into(),
            cors_origins: Vec::new(),
            head_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(75),
            body_idle: Duration::from_secs(60),
            request_timeout: Duration::from_secs(120),
        }
    }
}
