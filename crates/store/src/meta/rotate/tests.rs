//! Rotations that end anywhere, and what is found at the next start.

use std::sync::Arc;

use model::money::NoPrices;
use model::{AccountId, EmailAddress, KeyId, Role, Timestamp};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::Runs;
use crate::backup::{backup, restore};
use crate::meta::caller::KeyHolder;
use crate::meta::in_force::{NEXT, SECRET};
use crate::meta::{AccountCreated, Actor, InOrg, Init, Invited, Letter, Meta, NewAccount, NewInvitation};
use crate::meta::{InvitationToken, Person};
use crate::runs::RunsOptions;
use crate::secret::KEY_BYTES;

const NOON: Timestamp = Timestamp::from_millis(1_748_779_200_000);
const DAY_MICROS: i64 = 86_400_000_000;

/// How far a rotation comes before the process ends.
#[derive(Clone, Copy, Debug)]
enum Until {
    HalfAFile,
    Prepared,
    SealedAnew,
    Done,
}

/// A store with something sealed in every table; its private key.
async fn filled(path: &Path) -> Uuid {
    let dir = DataDir::lock(path).unwrap();
    let meta = Meta::open(&dir).unwrap();
    meta.init(Init::default(), NOON).await.unwrap();
    let key = meta.welcome().await.unwrap().unwrap().private_key;
    let person = owner(&meta).await;
    let actor = Actor::of_person(&person);
    meta.regenerate_org_key(&person, actor.clone(), NOON).await.unwrap().unwrap();
    let email = EmailAddress::parse("bo@example.org").unwrap();
    let letter = Letter { to: "bo@example.org".into(), subject: "Come".into(), text: "the link".into() };
    let new = NewInvitation {
        email,
        role: Role::Member,
        projects: Vec::new(),
        token: InvitationToken::random(),
        letter: Some(letter),
    };
    assert!(matches!(meta.invite(&person, actor, new, NOON).await.unwrap(), Invited::Done(_)));
    key
}

async fn owner(meta: &Meta) -> Arc<Person> {
    let new = NewAccount {
        org: InOrg::First,
        email: EmailAddress::parse("ana@example.org").unwrap(),
        name: None,
        password_hash: "none".into(),
        role: Role::Owner,
        verified: true,
        projects: None,
    };
    let AccountCreated::Done(account) = meta.create_account(new, NOON).await.unwrap() else { panic!("no account") };
    session_of(meta, account).await
}

async fn session_of(meta: &Meta, account: AccountId) -> Arc<Person> {
    let opened = meta.open_session(account, Actor::unknown(), DAY_MICROS, NOON).await.unwrap().unwrap();
    meta.caller_by_session(opened.session, opened.epoch, NOON).await.unwrap().unwrap()
}

fn rotate_until(path: &Path, until: Until) {
    let dir = DataDir::lock(path).unwrap();
    let (file, migrations) = inspect::file_in(path);
    let mut connection = file.open_writer(&migrations).unwrap();
    let old = settle(path, &connection).unwrap();
    if let Until::HalfAFile = until {
        std::fs::write(dir.file(NEXT), [7; 5]).unwrap();
        return;
    }
    let new = prepare(path).unwrap();
    if let Until::Prepared = until {
        return;
    }
    let rotated = seal_anew(&mut connection, &old, &new).unwrap();
    assert_eq!(rotated, Rotated { keys: 3, invitations: 1, jobs: 1, sessions: 1 });
    if let Until::Done = until {
        put_in_place(path).unwrap();
    }
}

/// What the file says after the next start, and whether the sealed things open then.
async fn look(path: &Path, key: Uuid) -> Vec<u8> {
    let dir = DataDir::lock(path).unwrap();
    let meta = Meta::open(&dir).unwrap();
    assert!(!dir.file(NEXT).exists());
    let Some(KeyHolder::Project(caller)) = meta.caller_by_key(key, NOON).await.unwrap() else { panic!("no key") };
    assert_ne!(caller.key, KeyId(0));
    assert!(meta.keys_of(&caller.scope).await.unwrap().contains(&key));
    let sql = "SELECT org_id FROM project";
    let org =
        meta.read(move |connection, _| Ok(connection.query_row(sql, [], |row| crate::meta::sqlite::uuid_at(row, 0))?));
    let org = crate::OrgScope::new(model::OrgId(org.await.unwrap().unwrap()));
    assert!(meta.org_key(&org).await.unwrap().is_some());
    assert_eq!(meta.invitations(&org, true).await.unwrap()[0].token.as_ref().unwrap().text().len(), 64);
    let jobs = "SELECT secret FROM job";
    let letter = meta.read(move |connection, secret| {
        let sealed: Vec<u8> = connection.query_row(jobs, [], |row| row.get(0))?;
        Ok(crate::meta::letter::open(secret, &sealed))
    });
    assert_eq!(letter.await.unwrap().unwrap().text, "the link");
    std::fs::read(dir.file(SECRET)).unwrap()
}

async fn check(until: Until, changes: bool) {
    let dir = TempDir::new().unwrap();
    let key = filled(dir.path()).await;
    let before = std::fs::read(dir.path().join(SECRET)).unwrap();
    rotate_until(dir.path(), until);
    let after = look(dir.path(), key).await;
    assert_eq!(after != before, changes, "{until:?}");
    // And what is found then is stable.
    assert_eq!(look(dir.path(), key).await, after, "{until:?}");
    let again = rotate_secret(dir.path()).unwrap().unwrap();
    assert_eq!((again.keys, again.invitations, again.jobs), (3, 1, 1), "{until:?}");
    assert_ne!(look(dir.path(), key).await, after, "{until:?}");
}

#[tokio::test]
async fn a_rotation_that_ends_anywhere_is_finished_or_forgotten_at_the_next_start() {
    check(Until::HalfAFile, false).await;
    check(Until::Prepared, false).await;
    check(Until::SealedAnew, true).await;
    check(Until::Done, true).await;
}

async fn check_backup(until: Until) {
    let (dir, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let key = filled(dir.path()).await;
    let lock = DataDir::lock(dir.path()).unwrap();
    let runs = Runs::open(&lock, &RunsOptions::default(), Arc::new(NoPrices)).unwrap();
    runs.close().await.unwrap();
    drop((runs, lock));
    rotate_until(dir.path(), until);
    let (copy, restored) = (elsewhere.path().join("copy"), elsewhere.path().join("data"));
    backup(dir.path(), &copy, ("a build", NOON), &mut |_| ()).unwrap();
    restore(&copy, &restored, &mut |_| ()).unwrap();
    look(&restored, key).await;
    look(dir.path(), key).await;
}

#[tokio::test]
async fn a_backup_from_the_midst_of_a_rotation_has_the_secret_that_opens_it() {
    check_backup(Until::HalfAFile).await;
    check_backup(Until::Prepared).await;
    check_backup(Until::SealedAnew).await;
    check_backup(Until::Done).await;
}

#[tokio::test]
async fn a_secret_of_another_store_is_noticed_at_the_start() {
    let dir = TempDir::new().unwrap();
    filled(dir.path()).await;
    rotate_secret(dir.path()).unwrap().unwrap();
    std::fs::write(dir.path().join(SECRET), [7; KEY_BYTES]).unwrap();
    let lock = DataDir::lock(dir.path()).unwrap();
    assert!(matches!(Meta::open(&lock), Err(StoreError::WrongSecret)));
}

#[tokio::test]
async fn sessions_end_with_the_secret() {
    let path = TempDir::new().unwrap();
    let dir = DataDir::lock(path.path()).unwrap();
    let meta = Meta::open(&dir).unwrap();
    meta.init(Init::default(), NOON).await.unwrap();
    let person = owner(&meta).await;
    drop((meta, dir));
    assert_eq!(rotate_secret(path.path()).unwrap().unwrap().sessions, 1);
    let dir = DataDir::lock(path.path()).unwrap();
    let meta = Meta::open(&dir).unwrap();
    for epoch in 0..3 {
        assert!(meta.caller_by_session(person.session(), epoch, NOON).await.unwrap().is_none(), "{epoch}");
    }
}

#[tokio::test]
async fn where_there_is_no_store_there_is_nothing_to_do() {
    let path = TempDir::new().unwrap();
    assert_eq!(rotate_secret(&path.path().join("nowhere")).unwrap(), None);
    assert!(!path.path().join("nowhere").exists());
}
