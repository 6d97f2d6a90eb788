//! What tests of the door need: the person behind a token, an account, an invitation, a clock that is moved by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use model::{EmailAddress, ProjectId, Role, SessionId};
use rusqlite::Connection;
use serde_json::{Value, json};
use server::clock::Clock;
use server::mail::{MailSettings, Smtp, SmtpSecurity};
use server::settings::Settings;
use store::meta::{
    AccountCreated, Actor, InOrg, InvitationToken, Invited, MailAsked, MailPurpose, MailToken, NewAccount,
    NewInvitation, Person,
};
use uuid::Uuid;

use crate::client::{Answer, Client};
use crate::test_app::{NOW, Project, TestApp};

pub(crate) const SECOND: i64 = 1_000_000;
pub(crate) const DAY: i64 = 86_400 * SECOND;

/// A clock that stands at [`NOW`] until it is moved.
#[derive(Clone, Copy)]
pub(crate) struct Hands(&'static AtomicI64);

impl Hands {
    pub(crate) fn new() -> Hands {
        Hands(Box::leak(Box::new(AtomicI64::new(NOW.micros()))))
    }

    pub(crate) fn clock(self) -> Clock {
        Clock::ByHand(self.0)
    }

    pub(crate) fn forward(self, micros: i64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

/// Settings that hold nobody up.
pub(crate) fn patient() -> Settings {
    Settings { aggressive_per_minute: 100_000, ..Settings::default() }
}

pub(crate) fn mail(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub(crate) fn project_id(project: Project) -> ProjectId {
    ProjectId(Uuid::try_parse(project.public_key).unwrap())
}

/// What a token says.
pub(crate) fn claims(token: &str) -> Value {
    let claims = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    serde_json::from_slice(&claims).unwrap()
}

pub(crate) const WRONG: &str = r#"403 {"error":"Unauthorized","message":"Invalid email or password"}"#;
pub(crate) const BAD_TOKEN: &str = r#"401 {"error":"Unauthorized","message":"Invalid token"}"#;

/// The body of a sign-up.
pub(crate) fn wish(email: &str) -> Value {
    json!({"signupMethod": "signup", "email": email, "password": "secret", "name": "Ana", "orgName": "Acme",
           "projectName": "Parcels"})
}

/// The body of somebody who was invited.
pub(crate) fn join(email: &str, token: &str) -> Value {
    json!({"signupMethod": "join", "email": email, "password": "secret", "name": "Eve", "token": token})
}

/// Settings with a mail server, which is never reached: letters wait in their jobs.
pub(crate) fn with_mail() -> Settings {
    let smtp = Smtp {
        host: "127.0.0.1".into(),
        port: 1,
        security: SmtpSecurity::Plain,
        login: None,
        sender: "perilune@example.org".parse().unwrap(),
    };
    Settings { mail: MailSettings { smtp: Some(smtp) }, ..patient() }
}

/// Whether the account is verified, and how many letters wait.
pub(crate) fn proof(app: &TestApp, email: &str) -> (i64, i64) {
    let meta = Connection::open(app.dir.path().join("meta.db")).unwrap();
    let verified = meta.query_row("SELECT verified FROM account WHERE email = ?1", [email], |row| row.get(0)).unwrap();
    let letters = meta.query_row("SELECT count(*) FROM job WHERE type LIKE 'mail:%'", [], |row| row.get(0)).unwrap();
    (verified, letters)
}

impl TestApp {
    pub(crate) async fn log_in(&self, email: &str, password: &str) -> Answer {
        self.ask("/auth/login", json!({"email": email, "password": password})).await
    }

    /// Sends JSON as nobody.
    pub(crate) async fn ask(&self, path: &str, body: Value) -> Answer {
        self.stranger(None).post(path, body.to_string()).await
    }

    /// Makes an account by itself; its token.
    pub(crate) async fn sign_up(&self, email: &str) -> String {
        let body = json!({"signupMethod": "signup", "email": email, "password": "secret", "name": "Ana"});
        let answer = self.ask("/auth/signup", body).await;
        answer.json()["token"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
    }

    /// Makes an account in an organisation, with the password `secret`.
    pub(crate) async fn add_account(&self, email: &str, (org, role): (&str, Role)) {
        let account = NewAccount {
            org: InOrg::Named(org.into()),
            email: mail(email),
            name: Some("Bob".into()),
            password_hash: self.app.passwords.hash("secret".into()).await,
            role,
            verified: true,
            projects: None,
        };
        let created = self.app.meta.create_account(account, NOW).await.unwrap();
        assert!(matches!(created, AccountCreated::Done(_)), "{created:?}");
    }

    /// Somebody with the token of a session.
    pub(crate) fn signed_in(&self, token: &str) -> Client<'_> {
        self.stranger(Some(token))
    }

    /// Whether a token lets somebody in, and else why not.
    pub(crate) async fn lets_in(&self, token: &str) -> String {
        let answer = self.signed_in(token).get("/v1/users/me/sessions").await;
        if answer.status.as_u16() == 200 { "in".into() } else { answer.json()["message"].as_str().unwrap().into() }
    }

    /// The person behind a token.
    pub(crate) async fn who(&self, token: &str) -> Arc<Person> {
        let claims = claims(token);
        let session = SessionId(Uuid::try_parse(claims["sid"].as_str().unwrap()).unwrap());
        let epoch = claims["epoch"].as_i64().unwrap();
        let now = self.app.clock.now();
        self.app.meta.caller_by_session(session, epoch, now).await.unwrap().unwrap()
    }

    /// Invites somebody; the token.
    pub(crate) async fn invite(&self, by: &Person, email: &str, projects: Vec<ProjectId>) -> String {
        let token = InvitationToken::random();
        let text = token.text().to_owned();
        let new = NewInvitation { email: mail(email), role: Role::Viewer, projects, token, letter: None };
        let invited = self.app.meta.invite(by, Actor::of_person(by), new, self.app.clock.now()).await.unwrap();
        assert!(matches!(invited, Invited::Done(_)), "{invited:?}");
        text
    }

    /// A token as it would be mailed to this address.
    pub(crate) async fn mailed(&self, purpose: MailPurpose, email: &str) -> String {
        let token = MailToken::random();
        let text = token.text().to_owned();
        let now = self.app.clock.now();
        let asked = self.app.meta.ask_for_mail((purpose, mail(email)), token, None, now).await.unwrap();
        assert_eq!(asked, MailAsked::Sent);
        text
    }
}
