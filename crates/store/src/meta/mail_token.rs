//! Tokens that go out in a mail: to set a new password, to prove an address, to be exchanged for a session. The store keeps
//! their hashes only, so a copy of the database lets nobody in.

use model::{AccountId, EmailAddress, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Meta;
use super::actor::Actor;
use super::letter::{self, Letter};
use super::session::{self, Opened};
use super::sqlite::uuid_at;
use crate::StoreError;
use crate::secret::random_bytes;

const TOKEN_BYTES: usize = 32;
/// An address gets one mail of a kind in this time, however often it is asked for.
const MAIL_EVERY_MICROS: i64 = 15 * 60 * 1_000_000;
const RESET_LIVES_MICROS: i64 = 15 * 60 * 1_000_000;
const VERIFY_LIVES_MICROS: i64 = 30 * 86_400 * 1_000_000;

/// What a token is good for. One of one kind is none of another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MailPurpose {
    /// To set a new password, once, within 15 minutes.
    Reset,
    /// To prove that the address is one's own, within 30 days.
    Verify,
    /// To be exchanged for a session, once.
    Exchange,
}

/// 64 hexadecimal digits that nobody can guess.
#[derive(Clone)]
pub struct MailToken(String);

/// What became of the wish for a mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MailAsked {
    /// The token is good from now on, and the letter is on its way if there is one.
    Sent,
    /// There is nobody to send it to, or it was sent a moment ago.
    Not,
}

/// What became of the wish to prove an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EmailVerified {
    /// It is proven now.
    Done,
    /// It was before.
    Already,
    /// The token is unknown or too old.
    NoSuchToken,
}

impl MailPurpose {
    fn word(self) -> &'static str {
        match self {
            MailPurpose::Reset => "reset",
            MailPurpose::Verify => "verify",
            MailPurpose::Exchange => "exchange",
        }
    }

    fn lives_micros(self) -> i64 {
        match self {
            MailPurpose::Reset | MailPurpose::Exchange => RESET_LIVES_MICROS,
            MailPurpose::Verify => VERIFY_LIVES_MICROS,
        }
    }
}

impl MailToken {
    /// From the system's random source.
    #[must_use]
    pub fn random() -> MailToken {
        MailToken(random_bytes::<TOKEN_BYTES>().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// What the mail says.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for MailToken {
    /// Never the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailToken")
    }
}

/// What a token is looked up by.
pub(super) fn hash_of(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

impl Meta {
    /// Notes that somebody asks for a mail to this address and, if an account has it that may need the mail, makes `token`
    /// good and posts `letter`. An address gets one mail of a kind in 15 minutes. Whether there is an account or not, the
    /// same is written first.
    ///
    /// A reset is for every account, a verification for those that are not verified.
    pub async fn ask_for_mail(
        &self,
        (purpose, email): (MailPurpose, EmailAddress),
        token: MailToken,
        letter: Option<Letter>,
        now: Timestamp,
    ) -> Result<MailAsked, StoreError> {
        self.write_aside(move |tx, secret| {
            let is_due = note_asked(tx, (purpose, &email), now)?;
            let account = find_reader(tx, (purpose, &email))?;
            let Some(account) = account.filter(|_| is_due) else { return Ok(MailAsked::Not) };
            insert(tx, (purpose, account), &token, now)?;
            if let Some(letter) = letter {
                letter::post(tx, secret, &letter, now)?;
            }
            Ok(MailAsked::Sent)
        })
        .await
    }

    /// Whether a token is good at this time, without using it up.
    pub async fn has_mail_token(&self, purpose: MailPurpose, token: &str, now: Timestamp) -> Result<bool, StoreError> {
        let hash = hash_of(token);
        self.read(move |connection, _| Ok(find(connection, (purpose, &hash), now)?.is_some())).await
    }

    /// Sets a new password by a token, which is used up with all others of the account. All sessions of the account are
    /// over, and a new one begins. `None` when the token is unknown or too old.
    pub async fn reset_password(
        &self,
        token: &str,
        password_hash: String,
        (actor, lifetime_micros): (Actor, i64),
        now: Timestamp,
    ) -> Result<Option<Opened>, StoreError> {
        let hash = hash_of(token);
        self.write(move |tx, _| {
            let Some(account) = find(tx, (MailPurpose::Reset, &hash), now)? else { return Ok(None) };
            let actor = session::actor_of(tx, account, &actor)?;
            super::account::set_password(tx, account, &password_hash)?;
            super::account::prove(tx, account)?;
            super::account::audit_change(tx, account, &actor, now)?;
            session::open(tx, account, &actor, lifetime_micros, now)
        })
        .await
    }

    /// Begins a session by a token, which is used up. `None` when the token is unknown or too old.
    pub async fn exchange_token(
        &self,
        token: &str,
        actor: Actor,
        lifetime_micros: i64,
        now: Timestamp,
    ) -> Result<Option<Opened>, StoreError> {
        let hash = hash_of(token);
        self.write(move |tx, _| {
            let Some(account) = find(tx, (MailPurpose::Exchange, &hash), now)? else { return Ok(None) };
            tx.execute("DELETE FROM mail_token WHERE hash = ?1", [&hash])?;
            session::open(tx, account, &actor, lifetime_micros, now)
        })
        .await
    }

    /// Takes the address of an account, and of invitations to it, for proven. The token stays good until it is too old:
    /// programs that look at mails follow links before people do.
    pub async fn verify_email(&self, token: &str, now: Timestamp) -> Result<EmailVerified, StoreError> {
        let hash = hash_of(token);
        self.write(move |tx, _| {
            let Some(account) = find(tx, (MailPurpose::Verify, &hash), now)? else {
                return Ok(EmailVerified::NoSuchToken);
            };
            let id = account.to_string();
            let sql = "UPDATE account SET verified = 1 WHERE id = ?1 AND verified = 0";
            let changed = tx.execute(sql, [&id])?;
            super::account::prove(tx, account)?;
            tx.execute(
                "UPDATE invitation
                    SET email_verified = 1
                  WHERE email = (SELECT email FROM account WHERE id = ?1)",
                [&id],
            )?;
            Ok(if changed > 0 { EmailVerified::Done } else { EmailVerified::Already })
        })
        .await
    }
}

/// Writes down that this address was asked for; whether a mail may go out again.
fn note_asked(
    tx: &Transaction<'_>,
    (purpose, email): (MailPurpose, &EmailAddress),
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx
        .prepare_cached(
            "INSERT INTO mail_asked (email, purpose, at)
             VALUES (?1, ?2, ?3)
             ON CONFLICT (email, purpose) DO UPDATE
                SET at = excluded.at
              WHERE mail_asked.at <= excluded.at - ?4",
        )?
        .execute(params![email.as_str(), purpose.word(), now.micros(), MAIL_EVERY_MICROS])?;
    Ok(changed > 0)
}

/// The account that the mail is for.
fn find_reader(
    tx: &Transaction<'_>,
    (purpose, email): (MailPurpose, &EmailAddress),
) -> Result<Option<AccountId>, StoreError> {
    let unverified_only = i64::from(purpose == MailPurpose::Verify);
    let id = tx
        .prepare_cached("SELECT id FROM account WHERE email = ?1 AND (?2 = 0 OR verified = 0)")?
        .query_row(params![email.as_str(), unverified_only], |row| uuid_at(row, 0))
        .optional()?;
    Ok(id.flatten().map(AccountId))
}

/// Makes a token good for an account.
pub(super) fn insert(
    tx: &Transaction<'_>,
    (purpose, account): (MailPurpose, AccountId),
    token: &MailToken,
    now: Timestamp,
) -> Result<(), StoreError> {
    let ends_at = now.micros().saturating_add(purpose.lives_micros());
    tx.prepare_cached(
        "INSERT INTO mail_token (hash, purpose, account_id, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![hash_of(token.text()), purpose.word(), account.to_string(), now.micros(), ends_at])?;
    Ok(())
}

fn find(
    connection: &Connection,
    (purpose, hash): (MailPurpose, &[u8]),
    now: Timestamp,
) -> Result<Option<AccountId>, StoreError> {
    let id: Option<Option<Uuid>> = connection
        .prepare_cached(
            "SELECT account_id
               FROM mail_token
              WHERE hash = ?1
                AND purpose = ?2
                AND expires_at > ?3",
        )?
        .query_row(params![hash, purpose.word(), now.micros()], |row| uuid_at(row, 0))
        .optional()?;
    Ok(id.flatten().map(AccountId))
}
