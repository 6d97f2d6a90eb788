//! A `meta.db` that the first version of the schema left, from before there were people: it is opened by migrating it.

use std::path::Path;

use model::{EmailAddress, Role};
use refinery::{Migration, Runner};
use rusqlite::{Connection, params};
use store::meta::{
    AccountCreated, Actor, InOrg, Init, KeyCreated, KeyKind, NewAccount, ProjectNamed, ShownKey, WantedKey,
};
use store::{DataDir, Meta, StoreError};
use testkit::clock::NOON;
use uuid::Uuid;

const FIRST_SCHEMA: &str = include_str!("../../migrations/meta/V1__meta.sql");
const ORG: &str = "0f000000-0000-4000-8000-000000000001";
const PROJECT: &str = "0a000000-0000-4000-8000-000000000001";
const PRIVATE: &str = "0b000000-0000-4000-8000-000000000001";

/// `meta.db` as the first version left it, with a project, its two keys and what `more` adds.
async fn leave(dir: &Path, more: &str) {
    let keys = sealed_keys(dir).await;
    let path = dir.join("meta.db");
    std::fs::remove_file(&path).unwrap();
    let mut connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    Runner::new(&[Migration::unapplied("V1__meta", FIRST_SCHEMA).unwrap()]).run(&mut connection).unwrap();
    connection.pragma_update(None, "application_id", 0x504c_6d74).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    connection.execute("INSERT INTO store_fact VALUES ('store_id', 'the-first')", []).unwrap();
    let at = NOON.micros();
    connection.execute("INSERT INTO org VALUES (?1, 'Old', ?2)", params![ORG, at]).unwrap();
    connection.execute("INSERT INTO project VALUES (?1, ?2, 'Parcels', 1, ?3)", params![PROJECT, ORG, at]).unwrap();
    for (id, kind, hash, sealed) in keys {
        let insert = "INSERT INTO api_key VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        connection.execute(insert, params![id, ORG, PROJECT, kind, hash, sealed, at]).unwrap();
    }
    connection.execute_batch(more).unwrap();
}

/// The rows of the two keys, sealed with the secret that is made in the directory by it.
async fn sealed_keys(dir: &Path) -> Vec<(i64, String, Vec<u8>, Vec<u8>)> {
    let uuid = |text| Some(Uuid::try_parse(text).unwrap());
    let lock = DataDir::lock(dir).unwrap();
    let meta = Meta::open(&lock).unwrap();
    let init = Init { public_key: uuid(PROJECT), private_key: uuid(PRIVATE), ..Init::default() };
    meta.init(init, NOON).await.unwrap();
    drop(meta);
    let connection = Connection::open(dir.join("meta.db")).unwrap();
    let mut select = connection.prepare("SELECT id, kind, hash, sealed FROM api_key ORDER BY id").unwrap();
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

fn key(text: &str) -> Uuid {
    Uuid::try_parse(text).unwrap()
}

#[tokio::test]
async fn the_keys_of_the_first_schema_work_and_its_welcome_is_there() {
    let dir = tempfile::tempdir().unwrap();
    leave(dir.path(), "").await;
    let lock = DataDir::lock(dir.path()).unwrap();
    let meta = Meta::open(&lock).unwrap();
    meta.init(Init::default(), NOON).await.unwrap();
    let welcome = meta.welcome().await.unwrap().unwrap();
    assert_eq!(
        (welcome.project.as_str(), welcome.public_key.0, welcome.private_key),
        ("Parcels", key(PROJECT), key(PRIVATE))
    );
    let mut numbers = Vec::new();
    for (text, kind) in [(PROJECT, KeyKind::Public), (PRIVATE, KeyKind::Private)] {
        let caller = meta.caller_in_project(key(text), NOON).await.unwrap().unwrap();
        assert_eq!((caller.kind, caller.scope.project().0), (kind, key(PROJECT)));
        numbers.push(caller.key.0);
    }
    assert_eq!(numbers, [1, 2], "the ledger names keys by number");
    let at = meta.caller_in_project(key(PRIVATE), NOON).await.unwrap().unwrap().scope;
    assert_eq!(meta.keys_of(&at).await.unwrap(), [key(PROJECT), key(PRIVATE)]);
    let wanted = WantedKey { kind: KeyKind::Private, name: Some("CI".into()), expires_at: None };
    let KeyCreated::Done(made) = meta.create_key(&at, wanted, Actor::operator(), NOON).await.unwrap() else {
        panic!("there is room");
    };
    assert_eq!(made.id.0, 3);
    assert_eq!(
        meta.list_projects(vec![at], ShownKey::OfProject, NOON).await.unwrap()[0].private_key,
        Some(key(PRIVATE))
    );
    assert!(meta.verify_audit().await.unwrap().is_empty());
}

#[tokio::test]
async fn people_of_the_first_schema_are_members_of_everything_and_one_is_the_owner() {
    let dir = tempfile::tempdir().unwrap();
    let account = |id: u8, at: i64| {
        format!(
            "INSERT INTO account
             VALUES ('0c000000-0000-4000-8000-00000000000{id}', 'p{id}@example.org', 'hash', '{ORG}', 'owner', {at});"
        )
    };
    leave(dir.path(), &[account(1, 20), account(2, 10), account(3, 30)].concat()).await;
    let lock = DataDir::lock(dir.path()).unwrap();
    let meta = Meta::open(&lock).unwrap();
    assert!(meta.welcome().await.unwrap().is_none());
    for (mail, role) in [("p1", Role::Admin), ("p2", Role::Owner), ("p3", Role::Admin)] {
        let account = meta.credentials(&format!("{mail}@example.org")).await.unwrap().unwrap().account;
        let opened = meta.open_session(account, Actor::unknown(), 1_000_000, NOON).await.unwrap().unwrap();
        let person = meta.caller_by_session(opened.session, opened.epoch, NOON).await.unwrap().unwrap();
        assert_eq!((person.role(), person.projects().len()), (role, 1), "{mail}");
        assert!(meta.member(person.org(), account).await.unwrap().unwrap().verified, "{mail}");
    }
}

#[tokio::test]
async fn whoever_comes_beside_migrates_the_first_schema_only_where_no_server_is() {
    let dir = tempfile::tempdir().unwrap();
    leave(dir.path(), "").await;
    let lock = DataDir::lock(dir.path()).unwrap();
    assert!(matches!(Meta::open_beside(dir.path()), Err(StoreError::InUse { .. })));
    drop(lock);
    let beside = Meta::open_beside(dir.path()).unwrap().unwrap();
    let orgs = beside.overview().await.unwrap();
    assert_eq!((orgs.len(), orgs[0].name.as_str(), orgs[0].projects[0].keys.len()), (1, "Old", 2));
}

#[tokio::test]
async fn a_key_made_beside_is_sealed_with_the_secret_of_that_moment() {
    let dir = tempfile::tempdir().unwrap();
    leave(dir.path(), "").await;
    let beside = Meta::open_beside(dir.path()).unwrap().unwrap();
    assert_eq!(store::meta::rotate_secret(dir.path()).unwrap().unwrap().keys, 2);
    let ProjectNamed::One(at) = beside.project("Parcels").await.unwrap() else { panic!("no project") };
    let wanted = WantedKey { kind: KeyKind::Private, name: Some("CI".into()), expires_at: None };
    let KeyCreated::Done(made) = beside.create_key(&at, wanted, NOON).await.unwrap() else { panic!("no room") };
    let lock = DataDir::lock(dir.path()).unwrap();
    let meta = Meta::open(&lock).unwrap();
    assert_eq!(meta.keys_of(&at).await.unwrap(), [key(PROJECT), key(PRIVATE), made.key]);
}

#[tokio::test]
async fn what_is_done_beside_is_seen_within_a_second() {
    let dir = tempfile::tempdir().unwrap();
    leave(dir.path(), "").await;
    let lock = DataDir::lock(dir.path()).unwrap();
    let meta = Meta::open(&lock).unwrap();
    let beside = Meta::open_beside(dir.path()).unwrap().unwrap();
    let email = EmailAddress::parse("ana@example.org").unwrap();
    let new = NewAccount {
        org: InOrg::Named("Old".into()),
        email: email.clone(),
        name: None,
        password_hash: "hash".into(),
        role: Role::Owner,
        verified: true,
        projects: None,
    };
    let AccountCreated::Done(account) = beside.create_account(new, NOON).await.unwrap() else { panic!("no account") };
    let opened = meta.open_session(account, Actor::unknown(), 1_000_000, NOON).await.unwrap().unwrap();
    let is_in = async || meta.caller_by_session(opened.session, opened.epoch, NOON).await.unwrap().is_some();
    assert!(is_in().await);
    assert!(beside.set_password(email, "other".into(), NOON).await.unwrap());
    let since = std::time::Instant::now();
    while is_in().await {
        assert!(since.elapsed().as_millis() < 1_500, "what was is believed for a second at most");
    }
    assert!(meta.verify_audit().await.unwrap().is_empty());
}
