//! Mail: what is written in it, and how it leaves the server.
//!
//! A handler writes a [`Letter`] and hands it to the store, which keeps it in the transaction that made it necessary; the job
//! `mail` sends it. Without a mail server the handler logs the link instead.

mod config;
mod letters;
mod message;

use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use model::Timestamp;
use store::meta::Letter;
use uuid::Uuid;

pub(crate) use config::MailArgs;
pub use config::{MailSettings, Smtp, SmtpSecurity};
pub(crate) use letters::Page;

/// How long the mail server may be silent.
const PATIENCE: Duration = Duration::from_secs(20);

/// Writes letters and sends them.
pub struct Mail {
    settings: MailSettings,
    app_url: String,
}

/// Why a letter was not sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MailError {
    /// Another attempt would end the same way.
    #[error("the letter was refused: {0}")]
    Refused(String),
    /// It may work later.
    #[error("the letter could not be sent yet: {0}")]
    NotYet(String),
}

impl Mail {
    /// `app_url` is where links lead to, without a slash at its end.
    pub(crate) fn new(settings: MailSettings, app_url: &str) -> Mail {
        Mail { settings, app_url: app_url.trim_end_matches('/').to_owned() }
    }

    /// Whether letters can be sent. If not, whoever would write one logs its link.
    pub(crate) fn is_configured(&self) -> bool {
        self.settings.smtp.is_some()
    }

    /// Sends a letter; returns when the mail server has taken it. `id` is the same for each attempt, so that a reader's
    /// mailbox can tell that a second copy is one.
    pub(crate) async fn send(&self, letter: &Letter, id: Uuid, now: Timestamp) -> Result<(), MailError> {
        let Some(smtp) = &self.settings.smtp else {
            return Err(MailError::Refused("no mail server is named; set --smtp-host".into()));
        };
        let message = message::build(letter, &smtp.sender, (id, now)).map_err(MailError::Refused)?;
        transport(smtp)?.send(message).await.map(|_| ()).map_err(|error| {
            let text = chain(&error);
            if error.is_permanent() || error.is_client() { MailError::Refused(text) } else { MailError::NotYet(text) }
        })
    }
}

fn transport(smtp: &Smtp) -> Result<AsyncSmtpTransport<Tokio1Executor>, MailError> {
    let parameters =
        || TlsParameters::new(smtp.host.clone()).map_err(|error| MailError::Refused(format!("{}: {error}", smtp.host)));
    let tls = match smtp.security {
        SmtpSecurity::Tls => Tls::Wrapper(parameters()?),
        SmtpSecurity::StartTls => Tls::Required(parameters()?),
        SmtpSecurity::Plain => Tls::None,
    };
    let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
        .port(smtp.port)
        .tls(tls)
        .timeout(Some(PATIENCE));
    if let Some((user, password)) = &smtp.login {
        transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
    }
    Ok(transport.build())
}

/// The error with all its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| {
        let cause = cause.to_string();
        if text.contains(&cause) { text } else { format!("{text}: {cause}") }
    })
}
