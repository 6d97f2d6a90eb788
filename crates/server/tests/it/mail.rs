//! Letters on their way to a mail server: a listener on this machine that takes them, refuses them, or says nothing.

use std::time::Duration;

use model::Role;
use rusqlite::Connection;
use serde_json::json;
use server::jobs;
use server::mail::{MailSettings, Smtp, SmtpSecurity};
use server::settings::Settings;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::door::{Hands, SECOND, patient};
use crate::jobs::until;
use crate::test_app::{ALICE, TestApp};

/// A mail server on this machine.
struct PostOffice(TcpListener);

impl PostOffice {
    async fn open() -> PostOffice {
        PostOffice(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    /// Settings that send letters here.
    fn settings(&self, security: SmtpSecurity) -> Settings {
        let smtp = Smtp {
            host: "127.0.0.1".into(),
            port: self.0.local_addr().unwrap().port(),
            security,
            login: Some(("postman".into(), "s3cret".into())),
            sender: "Perilune <perilune@example.org>".parse().unwrap(),
        };
        Settings { mail: MailSettings { smtp: Some(smtp) }, ..patient() }
    }

    /// Hears one caller out, says yes to everything but to lines that begin with the first text of `no`, and gives all that the
    /// caller said.
    async fn hear(&self, no: Option<(&str, &str)>) -> String {
        let mut caller = BufStream::new(self.0.accept().await.unwrap().0);
        let (mut heard, mut is_letter) = (String::new(), false);
        let mut answer = "220 here".to_owned();
        loop {
            caller.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
            caller.flush().await.unwrap();
            let begin = heard.len();
            while caller.read_line(&mut heard).await.unwrap() > 0 && is_letter && !heard.ends_with("\r\n.\r\n") {}
            let said = &heard[begin..];
            if said.is_empty() || said.starts_with("QUIT") {
                return heard;
            }
            is_letter = said == "DATA\r\n";
            answer = match said.split_whitespace().next() {
                _ if no.is_some_and(|(to, _)| said.starts_with(to)) => no.unwrap().1.to_owned(),
                Some("EHLO") => "250-here\r\n250 AUTH PLAIN".to_owned(),
                Some("AUTH") => "235 welcome".to_owned(),
                Some("DATA") => "354 go on".to_owned(),
                _ => "250 yes".to_owned(),
            };
        }
    }
}

impl TestApp {
    /// The owner of Wonderland forgot a password.
    async fn forget(&self) {
        let answer = self.ask("/auth/request-password-reset", json!({"email": ALICE.mail(Role::Owner)})).await;
        assert_eq!(answer.line(), r#"200 {"ok":true}"#);
    }

    /// How the only letter stands: its status, how often it was tried, why that failed, and whether it is still there to read.
    fn letter(&self) -> (String, i64, Option<String>, bool) {
        let meta = Connection::open(self.dir.path().join("meta.db")).unwrap();
        let sql = "SELECT status, attempts, error, secret IS NOT NULL FROM job WHERE type LIKE 'mail:%'";
        meta.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap()
    }
}

/// A server whose letters go to a mail server of ours.
async fn start(security: SmtpSecurity) -> (PostOffice, TestApp, Hands) {
    let (office, hands) = (PostOffice::open().await, Hands::new());
    let app = TestApp::with_clock(office.settings(security), hands.clock()).await;
    app.add_people().await;
    (office, app, hands)
}

#[tokio::test]
async fn a_letter_reaches_its_reader_and_does_what_it_says() {
    let (office, app, _) = start(SmtpSecurity::Plain).await;
    app.forget().await;
    let (heard, jobs) = tokio::join!(office.hear(None), app.work());
    // Long lines are broken for the way.
    let heard = heard.replace("=\r\n", "").replace("=3D", "=");
    let token = heard.split_once("token=").unwrap().1.split_once("\r\n").unwrap().0;
    let id = heard.split_once("Message-ID: <").unwrap().1.split_once('@').unwrap().0;
    let shown = heard.replace(token, "TOKEN").replace(id, "ID").replace("\r\n", "\n");
    insta::assert_snapshot!(shown);
    assert_eq!((jobs, app.letter()), (1, ("done".into(), 1, None, false)));
    let reset = json!({"token": token, "password": "another one"});
    assert!(app.ask("/auth/reset-password", reset).await.json()["token"].is_string());
    app.stop().await;
}

#[tokio::test]
async fn a_name_adds_no_header_and_no_reader_to_a_letter() {
    let (office, app, _) = start(SmtpSecurity::Plain).await;
    let evil =
        "Acme\r\nBcc: eve@example.net\r\n\r\n<a href=\"http://evil.example\">x</a>\r\n.\r\nRCPT TO:<eve@example.net>";
    let meta = Connection::open(app.dir.path().join("meta.db")).unwrap();
    meta.execute("UPDATE org SET name = ?1", [evil]).unwrap();
    meta.execute("UPDATE account SET name = ?1", [evil]).unwrap();
    let body = json!({"email": "guest@example.com", "role": "member", "projects": [ALICE.public_key]});
    app.person(ALICE, Role::Owner).await.post("/v1/users/invitation", body.to_string()).await;
    let (heard, _) = tokio::join!(office.hear(None), app.work());
    let lines = |begin: &str| heard.lines().filter(|line| line.to_lowercase().starts_with(begin)).count();
    assert_eq!((lines("rcpt"), lines("to:"), lines("bcc"), lines("data"), lines(".")), (1, 1, 0, 1, 1), "{heard}");
    assert!(heard.contains("RCPT TO:<guest@example.com>\r\n"), "{heard}");
    assert!(!heard.contains("evil.example") && !heard.contains("eve@") && !heard.contains("<a"), "{heard}");
    app.stop().await;
}

#[tokio::test]
async fn a_mail_server_that_says_not_now_is_asked_again_and_one_that_says_never_is_not() {
    let (office, app, hands) = start(SmtpSecurity::Plain).await;
    app.forget().await;
    for (attempt, minutes) in [(1, 2), (2, 4), (3, 8)] {
        let (_, jobs) = tokio::join!(office.hear(Some(("RCPT", "451 not now"))), app.work());
        let error = Some("the letter could not be sent yet: transient error (451): not now".into());
        assert_eq!((jobs, app.letter()), (1, ("pending".into(), attempt, error, true)));
        hands.forward(minutes * 60 * SECOND - 1);
        assert_eq!(app.work().await, 0, "{minutes} minutes have not gone by");
        hands.forward(1);
    }
    let (_, jobs) = tokio::join!(office.hear(Some(("MAIL", "550 never"))), app.work());
    let error = Some("the letter was refused: permanent error (550): never".into());
    assert_eq!((jobs, app.letter()), (1, ("failed".into(), 4, error, false)));
    hands.forward(3_600 * SECOND);
    assert_eq!(app.work().await, 0);
    app.stop().await;
}

#[tokio::test]
async fn a_letter_that_nobody_takes_is_given_up_after_an_hour() {
    let (office, app, hands) = start(SmtpSecurity::Plain).await;
    drop(office);
    app.forget().await;
    for attempt in 1..=5 {
        assert_eq!(app.work().await, 1);
        let (status, attempts, error, _) = app.letter();
        assert_eq!((&*status, attempts), ("pending", attempt), "{error:?}");
        assert!(error.unwrap().starts_with("the letter could not be sent yet: "));
        hands.forward((60 << attempt) * SECOND);
    }
    assert_eq!((app.work().await, app.letter().0), (1, "failed".into()));
    app.stop().await;
}

#[tokio::test]
async fn nothing_is_told_to_a_mail_server_that_does_not_speak_tls() {
    let (office, app, _) = start(SmtpSecurity::StartTls).await;
    app.forget().await;
    let (heard, _) = tokio::join!(office.hear(None), app.work());
    assert!(heard.lines().all(|line| line.starts_with("EHLO ") || line == "QUIT"), "{heard}");
    let (status, _, error, is_there) = app.letter();
    assert_eq!((&*status, is_there), ("failed", false));
    assert!(error.unwrap().contains("STARTTLS is not supported"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_put_back_when_the_server_stops_and_sent_by_the_next_one() {
    let (office, app, hands) = start(SmtpSecurity::Plain).await;
    let (app, tasks) = app.again(office.settings(SmtpSecurity::Plain), hands.clock());
    let stop = CancellationToken::new();
    jobs::start(&app.app, &stop);
    app.forget().await;
    // The call is answered, but nothing is said.
    let silent = office.0.accept().await.unwrap();
    until(async || app.letter().0 == "running").await;
    stop.cancel();
    tasks.close();
    tokio::time::timeout(Duration::from_secs(5), tasks.wait()).await.unwrap();
    assert_eq!(app.letter(), ("pending".into(), 0, None, true));
    drop(silent);
    let (app, _) = app.again(office.settings(SmtpSecurity::Plain), hands.clock());
    let (heard, jobs) = tokio::join!(office.hear(None), app.work());
    // The housekeeping that the first server ordered may be left for the second one.
    assert!(heard.contains("RCPT TO:<owner@wonderland.example>\r\n") && jobs >= 1, "{heard}");
    assert_eq!(app.letter(), ("done".into(), 1, None, false));
    app.stop().await;
}
