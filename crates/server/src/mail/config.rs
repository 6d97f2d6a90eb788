//! The options that say how mail leaves the server, and what they come to.

use std::net::IpAddr;

use clap::Args;
use lettre::message::Mailbox;

/// A mail server that takes our letters. Without one, links are written to the log instead of being mailed.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Mail")]
pub(crate) struct MailArgs {
    /// The mail server. Without it, links are written to the log instead of being mailed [also: SMTP_HOST]
    #[arg(long, env = "PERILUNE_SMTP_HOST", value_name = "HOST")]
    smtp_host: Option<String>,

    /// Its port: 465 speaks TLS from the start, every other one after STARTTLS. Default: 465 [also: SMTP_PORT]
    #[arg(long, env = "PERILUNE_SMTP_PORT", value_name = "PORT")]
    smtp_port: Option<u16>,

    /// Whom to log in as there; needs --smtp-password [also: SMTP_USER]
    #[arg(long, env = "PERILUNE_SMTP_USER", value_name = "NAME")]
    smtp_user: Option<String>,

    /// The password of --smtp-user [also: SMTP_PASSWORD]
    #[arg(long, env = "PERILUNE_SMTP_PASSWORD", value_name = "TEXT", hide_env_values = true)]
    smtp_password: Option<String>,

    /// Sends mail, and the password, without TLS. A server on this machine is never asked for TLS but on port 465
    #[arg(long, env = "PERILUNE_SMTP_PLAIN")]
    smtp_plain: bool,

    /// Whom mail comes from, as in perilune@example.org or Perilune <perilune@example.org>; needed with --smtp-host
    /// [also: EMAIL_SENDER_ADDRESS]
    #[arg(long, env = "PERILUNE_EMAIL_SENDER_ADDRESS", value_name = "MAIL")]
    email_sender_address: Option<String>,

    #[command(flatten)]
    lunary: LunaryMailArgs,
}

/// The same under Lunary's own names.
#[derive(Args, Clone, Debug)]
struct LunaryMailArgs {
    #[arg(long, env = "SMTP_HOST", hide = true)]
    lunary_smtp_host: Option<String>,

    #[arg(long, env = "SMTP_PORT", hide = true)]
    lunary_smtp_port: Option<u16>,

    #[arg(long, env = "SMTP_USER", hide = true)]
    lunary_smtp_user: Option<String>,

    #[arg(long, env = "SMTP_PASSWORD", hide = true, hide_env_values = true)]
    lunary_smtp_password: Option<String>,

    #[arg(long, env = "EMAIL_SENDER_ADDRESS", hide = true)]
    lunary_email_sender_address: Option<String>,
}

/// How mail leaves the server.
#[derive(Clone, Debug, Default)]
pub struct MailSettings {
    /// `None`: it does not.
    pub smtp: Option<Smtp>,
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: SmtpSecurity,
    /// Name and password.
    pub login: Option<(String, String)>,
    /// Whom mail comes from.
    pub sender: Mailbox,
}

/// How the connection to a mail server is protected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SmtpSecurity {
    /// TLS from the first byte.
    Tls,
    /// TLS before anything is said that matters; without it, nothing is.
    StartTls,
    /// Not at all.
    Plain,
}

const IMPLICIT_TLS_PORT: u16 = 465;

impl MailArgs {
    /// What the options come to. The error is a sentence for people.
    pub(crate) fn settings(&self) -> Result<MailSettings, String> {
        let lunary = &self.lunary;
        let text = |own: &Option<String>, other: &Option<String>| {
            own.clone().or_else(|| other.clone()).filter(|text| !text.is_empty())
        };
        let Some(host) = text(&self.smtp_host, &lunary.lunary_smtp_host) else { return Ok(MailSettings::default()) };
        let Some(sender) = text(&self.email_sender_address, &lunary.lunary_email_sender_address) else {
            return Err("--smtp-host needs --email-sender-address, which says whom mail comes from".into());
        };
        let sender: Mailbox = sender.parse().map_err(|error| {
            format!("--email-sender-address {sender} is no address such as perilune@example.org: {error}")
        })?;
        let user = text(&self.smtp_user, &lunary.lunary_smtp_user);
        let password = text(&self.smtp_password, &lunary.lunary_smtp_password);
        if user.is_some() != password.is_some() {
            return Err("--smtp-user and --smtp-password are needed together".into());
        }
        let port = self.smtp_port.or(lunary.lunary_smtp_port).unwrap_or(IMPLICIT_TLS_PORT);
        let security = match port {
            IMPLICIT_TLS_PORT => SmtpSecurity::Tls,
            _ if self.smtp_plain || is_this_machine(&host) => SmtpSecurity::Plain,
            _ => SmtpSecurity::StartTls,
        };
        Ok(MailSettings { smtp: Some(Smtp { host, port, security, login: user.zip(password), sender }) })
    }
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        mail: MailArgs,
    }

    #[track_caller]
    fn check(line: &str, want: &str) {
        let got = match Line::parse_from(format!("perilune {line}").split_whitespace()).mail.settings() {
            Ok(MailSettings { smtp: None }) => "no mail".to_owned(),
            Ok(MailSettings { smtp: Some(smtp) }) => {
                let login = smtp.login.map_or_else(String::new, |(user, password)| format!("{user}:{password}@"));
                format!("{:?} {login}{}:{} {}", smtp.security, smtp.host, smtp.port, smtp.sender)
            }
            Err(sentence) => sentence,
        };
        assert_eq!(got, want, "{line}");
    }

    #[test]
    fn mail_is_sent_when_there_is_a_server_for_it() {
        let from = "--email-sender-address me@example.org";
        check("", "no mail");
        check(from, "no mail");
        check(&format!("{from} --smtp-host mx"), "Tls mx:465 me@example.org");
        check(
            &format!("{from} --smtp-host mx --smtp-port 587 --smtp-user u --smtp-password p"),
            "StartTls u:p@mx:587 me@example.org",
        );
        check(&format!("{from} --lunary-smtp-host mx --lunary-smtp-port 25"), "StartTls mx:25 me@example.org");
        check("--smtp-host mx", "--smtp-host needs --email-sender-address, which says whom mail comes from");
        check(&format!("{from} --smtp-host mx --smtp-user u"), "--smtp-user and --smtp-password are needed together");
    }

    #[test]
    fn a_password_leaves_this_machine_in_the_clear_only_when_told_so() {
        let from = "--email-sender-address me@example.org --smtp-port 25";
        check(&format!("{from} --smtp-host mx --smtp-plain"), "Plain mx:25 me@example.org");
        check(&format!("{from} --smtp-host 127.0.0.1"), "Plain 127.0.0.1:25 me@example.org");
        check(&format!("{from} --smtp-host localhost"), "Plain localhost:25 me@example.org");
        check(&format!("{from} --smtp-host localhost.example.org"), "StartTls localhost.example.org:25 me@example.org");
    }
}
