//! `perilune admin` as an operator meets it: beside a server, with exit codes and sentences.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use model::Role;
use serde_json::{Value, json};

use crate::door::patient;
use crate::process::{Running, directory};
use crate::test_app::{ALICE, ALICE_TOO, BOB, TestApp};

/// The exit code of `perilune admin`, and what it says: on standard output if anything, else on standard error.
fn admin(dir: &Path, args: &[&str], input: &str) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_perilune"));
    command.arg("admin").args(args).arg("--data-dir").arg(dir).env_clear();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Whoever does not read it has closed it already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let said = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    (output.status.code().unwrap(), String::from_utf8(said).unwrap())
}

#[track_caller]
fn check(dir: &Path, args: &[&str], input: &str, (code, piece): (i32, &str)) -> String {
    let (got, said) = admin(dir, args, input);
    assert!(got == code && said.contains(piece), "{args:?}: {got} {said}");
    said.trim_end().to_owned()
}

async fn log_in(app: &TestApp, email: &str, password: &str) -> (StatusCode, Value) {
    let answer = app.ask("/auth/login", json!({"email": email, "password": password})).await;
    (answer.status, answer.json())
}

/// What the operator did, as the audit log of Alice's organisation has it, the newest first.
async fn deeds(app: &TestApp) -> Vec<Value> {
    let log = app.person(ALICE, Role::Owner).await.get("/v1/audit-logs?limit=100").await.json();
    let rows = log.as_array().unwrap().iter().filter(|row| row["userName"] == "perilune admin");
    rows.map(|row| json!([row["resourceType"], row["action"], row["userEmail"], row["ipAddress"]])).collect()
}

#[tokio::test]
async fn an_account_is_made_beside_a_running_server() {
    let app = TestApp::with(patient()).await;
    let dir = app.dir.path();
    let create = |email: &'static str| ["create-account", "--email", email];
    check(dir, &create("Ana@Example.org"), "correct horse\nbattery\n", (0, "ana@example.org is owner now"));
    check(dir, &create("bo@example.org"), "correct horse\r\n", (0, "bo@example.org is member now"));
    let full = ["create-account", "--email", "cy@example.org", "--password", "correct horse", "--role", "viewer"];
    check(dir, &[&full[..], &["--name", "Cy", "--org", "Elsewhere"]].concat(), "", (0, "cy@example.org is viewer now"));
    for (email, role, projects) in [
        ("ana@example.org", "owner", json!([ALICE.public_key, ALICE_TOO.public_key])),
        ("bo@example.org", "member", json!([ALICE.public_key, ALICE_TOO.public_key])),
        ("cy@example.org", "viewer", json!([BOB.public_key])),
    ] {
        let (status, told) = log_in(&app, email, "correct horse").await;
        assert_eq!(status, StatusCode::OK, "{told}");
        let me = app.stranger(told["token"].as_str()).get("/v1/users/me").await.json();
        assert_eq!((&me["role"], &me["projects"], &me["verified"]), (&json!(role), &projects, &json!(true)), "{me}");
    }
    app.stop().await;
}

#[tokio::test]
async fn an_account_that_cannot_be_is_refused_and_nothing_is_written() {
    let app = TestApp::with_people().await;
    let dir = app.dir.path();
    let before = app.digest();
    let taken = ALICE.mail(Role::Viewer);
    for (args, input, piece) in [
        (vec!["--email", taken.as_str()], "correct horse", "there is an account viewer@wonderland.example already"),
        (vec!["--email", "new@example.org"], "12345\n", "at least 6"),
        (vec!["--email", "new@example.org"], "", "at least 6"),
        (vec!["--email", "new@example.org", "--role", "owner"], "correct horse", "has its one owner"),
        (vec!["--email", "new@example.org", "--org", "Nowhere"], "correct horse", "no such organisation"),
        (vec!["--email", "new"], "correct horse", "--email"),
        (vec!["--email", "new@example.org", "--role", "king"], "correct horse", "a role is one of owner"),
    ] {
        check(dir, &[&["create-account"], &args[..]].concat(), input, (2, piece));
    }
    assert_eq!(before.differences(&app.digest()), [] as [&str; 0]);
    app.stop().await;
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_that_there_are_within_a_second() {
    let app = TestApp::with(patient()).await;
    app.add_people().await;
    let dir = app.dir.path();
    let mail = ALICE.mail(Role::Member);
    let member = app.person(ALICE, Role::Member).await;
    assert_eq!(member.get("/v1/users/me").await.status, StatusCode::OK);
    let password = check(dir, &["reset-password", "--email", &mail], "", (0, ""));
    assert_eq!(password.len(), 32, "{password}");
    let done_at = Instant::now();
    while member.get("/v1/users/me").await.status == StatusCode::OK {
        assert!(done_at.elapsed() < Duration::from_secs(2), "the server believes what was");
    }
    assert_eq!(log_in(&app, &mail, &password).await.0, StatusCode::OK);
    let given = ["reset-password", "--email", &mail, "--password", "a given one"];
    check(dir, &given, "", (0, "member@wonderland.example has another password now"));
    assert_eq!(log_in(&app, &mail, "a given one").await.0, StatusCode::OK);
    assert_eq!(log_in(&app, &mail, &password).await.0, StatusCode::FORBIDDEN);
    check(dir, &["reset-password", "--email", "no@example.org"], "", (2, "there is no account no@example.org"));
    let row = json!(["team_member", "update", null, null]);
    assert_eq!(deeds(&app).await[..2], [row.clone(), row]);
    app.stop().await;
}

#[tokio::test]
async fn a_key_is_made_and_works_at_once() {
    let app = TestApp::with_people().await;
    let dir = app.dir.path();
    let create = |more: &[&'static str]| [&["create-key", "--name", "CI", "--project"], more].concat();
    let private = check(dir, &create(&[ALICE.public_key, "--expires", "30d"]), "", (0, ""));
    let public = check(dir, &create(&[ALICE.public_key, "--kind", "public"]), "", (0, ""));
    app.stranger(Some(&public)).ingest(json!([{"type": "llm", "event": "start", "runId": "1"}])).await;
    assert_eq!(app.stranger(Some(&private)).get("/v1/runs/1").await.status, StatusCode::OK);
    assert_eq!(app.stranger(Some(&public)).get("/v1/runs/1").await.status, StatusCode::UNAUTHORIZED);
    let keys = app.person(ALICE, Role::Owner).await;
    let keys = keys.get(&format!("/v1/projects/{}/keys", ALICE.public_key)).await.json();
    let told: Vec<_> = keys.as_array().unwrap()[2..].iter().map(|row| (&row["kind"], &row["name"])).collect();
    assert_eq!(told, [(&json!("private"), &json!("CI")), (&json!("public"), &json!("CI"))]);
    assert!(keys[2]["expiresAt"].is_string() && keys[3]["expiresAt"].is_null(), "{keys}");
    let row = json!(["api_key", "regenerate", null, null]);
    assert_eq!(deeds(&app).await[..2], [row.clone(), row]);

    let before = app.digest();
    for (more, piece) in [
        (vec!["Nothing"], "no such project"),
        (vec!["My first project"], "several projects of this name"),
        (vec![ALICE.public_key, "--expires", "soon"], "--expires takes a time"),
        (vec![ALICE.public_key, "--expires", "2020-01-01T00:00:00Z"], "in the future"),
        (vec![ALICE.public_key, "--kind", "org_private"], "--kind"),
    ] {
        check(dir, &create(&more), "", (2, piece));
    }
    assert_eq!(before.differences(&app.digest()), [] as [&str; 0]);
    app.stop().await;
}

#[tokio::test]
async fn everything_is_listed_but_what_is_secret() {
    let app = TestApp::with_people().await;
    let org_key = app.org_key(ALICE).await;
    let said = check(app.dir.path(), &["list"], "", (0, "Wonderland"));
    for piece in [
        "Elsewhere",
        "owner          owner@wonderland.example          Owner",
        "prompt_editor  prompt_editor@elsewhere.example",
        "never logged in",
        "last log-in 2025-06-01 12:00 UTC",
        ALICE_TOO.public_key,
        "of the organisation",
    ] {
        assert!(said.contains(piece), "{piece} in {said}");
    }
    for secret in [ALICE.private_key, BOB.private_key, &org_key, "argon2"] {
        assert!(!said.contains(secret), "{secret} in {said}");
    }
    app.stop().await;
}

#[tokio::test]
async fn where_there_is_no_store_nothing_is_made() {
    let dir = directory();
    let nowhere = dir.path().join("nowhere");
    for args in [
        vec!["list"],
        vec!["rotate-secret"],
        vec!["create-account", "--email", "ana@example.org", "--password", "correct horse"],
        vec!["reset-password", "--email", "ana@example.org"],
        vec!["create-key", "--project", "x", "--name", "y"],
    ] {
        check(&nowhere, &args, "", (2, "there is no store in"));
        assert!(!nowhere.exists(), "{args:?}");
    }
    check(&nowhere, &[], "", (2, "rotate-secret"));
}

#[test]
fn the_secret_is_rotated_without_the_server_and_keys_go_on_working() {
    let dir = directory();
    let keys = ["--init-private-key", ALICE.private_key];
    let server = Running::start(dir.path(), &keys);
    let key = check(dir.path(), &["create-key", "--project", "My first project", "--name", "CI"], "", (0, ""));
    check(dir.path(), &["rotate-secret"], "", (3, "is in use by process"));
    assert_eq!(server.stop("-TERM").0, Some(0));
    let before = std::fs::read(dir.path().join("secret")).unwrap();
    check(dir.path(), &["rotate-secret"], "", (0, "sealed anew 3 keys"));
    assert_ne!(std::fs::read(dir.path().join("secret")).unwrap(), before);
    let server = Running::start(dir.path(), &keys);
    let status = |key: &str| {
        let request =
            format!("GET /v1/version HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\r\n");
        let mut stream = std::net::TcpStream::connect(server.address()).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        std::io::read_to_string(stream).unwrap()[..12].to_owned()
    };
    assert_eq!([&key, ALICE.private_key].map(status), ["HTTP/1.1 200", "HTTP/1.1 200"]);
    let (code, stderr) = server.stop("-TERM");
    assert!(code == Some(0) && stderr.contains(ALICE.private_key), "the welcome opens the key: {stderr}");
}
