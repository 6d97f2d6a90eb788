//! Passwords at the command line: given, asked for, read, or made up.

use std::io::{self, BufRead, IsTerminal};

use clap::Args;
use console::Term;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::AdminError;
use crate::auth::password::Passwords;
use crate::login::password_issue;

/// No password that is read is longer, in bytes.
const MAX_LINE_BYTES: u64 = 4096;

/// A password that somebody may give.
#[derive(Args, Clone)]
pub(super) struct Given {
    /// The password, 6 to 256 characters. Other people on this machine may see what stands on a command line: better leave it
    /// out here
    #[arg(long, env = "PERILUNE_PASSWORD", value_name = "TEXT", hide_env_values = true)]
    password: Option<String>,
}

impl std::fmt::Debug for Given {
    /// Never the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Given").field("is_given", &self.password.is_some()).finish()
    }
}

impl Given {
    /// The password that was given, else what is typed without being shown or, where nobody is there to type, the first line
    /// of standard input.
    pub(super) fn or_asked(&self) -> Result<String, AdminError> {
        let read = match &self.password {
            Some(text) => Ok(text.clone()),
            None if io::stdin().is_terminal() => ask(&Term::stderr()),
            None => first_line(io::stdin().lock()),
        };
        checked(read.map_err(AdminError::Password)?)
    }

    /// The password that was given, else a new one that nobody can guess; whether it is such a one.
    pub(super) fn or_random(&self) -> Result<(String, bool), AdminError> {
        match &self.password {
            Some(text) => Ok((checked(text.clone())?, false)),
            // 122 random bits from the operating system.
            None => Ok((Uuid::new_v4().simple().to_string(), true)),
        }
    }
}

/// The hash to store.
pub(super) async fn hash(password: String) -> String {
    Passwords::new(TaskTracker::new()).hash(password).await
}

fn ask(terminal: &Term) -> io::Result<String> {
    terminal.write_str("Password: ")?;
    terminal.read_secure_line()
}

fn first_line(input: impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    input.take(MAX_LINE_BYTES).read_line(&mut line)?;
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(line)
}

fn checked(password: String) -> Result<String, AdminError> {
    match password_issue(&password) {
        None => Ok(password),
        Some(issue) => Err(AdminError::Refused(format!("this is no password: {issue}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, want: &str) {
        let got = first_line(input.as_bytes()).unwrap();
        assert_eq!(got, want, "{input:?}");
    }

    #[test]
    fn a_password_is_the_first_line() {
        check("correct horse\n", "correct horse");
        check("correct horse\r\nbattery", "correct horse");
        check(" spaces count ", " spaces count ");
        check("", "");
        assert_eq!(first_line("x".repeat(10_000).as_bytes()).unwrap().len(), 4096);
    }

    #[test]
    fn what_is_too_short_or_too_long_is_refused() {
        for (text, is_good) in [("", false), ("12345", false), ("123456", true), (&"é".repeat(257), false)] {
            assert_eq!(checked(text.to_owned()).is_ok(), is_good, "{text}");
        }
    }

    #[test]
    fn a_password_is_never_shown_by_mistake() {
        let given = Given { password: Some("correct horse".into()) };
        assert!(!format!("{given:?}").contains("horse"));
    }

    #[test]
    fn no_two_passwords_that_are_made_up_are_the_same() {
        let given = Given { password: None };
        let (first, second) = (given.or_random().unwrap(), given.or_random().unwrap());
        assert!(first.1 && first.0.len() == 32 && first != second);
    }
}
