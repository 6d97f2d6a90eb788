//! A letter leaves the server.

use store::meta::Letter;
use uuid::Uuid;

use super::work::JobFailure;
use crate::app::App;
use crate::mail::MailError;

/// Sends one letter.
pub(super) struct SendMail {
    /// Of the job, and so the same for each attempt.
    pub(super) id: Uuid,
    pub(super) letter: Option<Letter>,
}

impl SendMail {
    pub(super) async fn run(self, app: &App) -> Result<(), JobFailure> {
        let Some(letter) = self.letter else {
            return Err(JobFailure::GiveUp("there is no letter, or it was sealed with another secret".into()));
        };
        match app.mail.send(&letter, self.id, app.clock.now()).await {
            Ok(()) => Ok(()),
            Err(error @ MailError::Refused(_)) => Err(JobFailure::GiveUp(error.to_string())),
            Err(error @ MailError::NotYet(_)) => Err(JobFailure::Retry(error.to_string())),
        }
    }
}
