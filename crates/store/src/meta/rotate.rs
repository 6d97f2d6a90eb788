//! Another secret for the server: what is sealed is opened with the old one and sealed with the new one.
//!
//! The order makes a crash harmless. The new secret lies beside the old one, as `secret.new`, before anything is sealed with it.
//! One transaction seals everything anew and notes the new secret's fingerprint. Then the new file takes the old one's place.
//! Whoever opens a store in between finds by the fingerprint which of the two is in force, and finishes or forgets.

use std::io::Write;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::inspect;
use crate::backup::disk::{io, remove, rename, sync_dir};
use crate::secret::{KEY_BYTES, Secret, create_private, random_bytes};
use crate::{DataDir, StoreError};

const SECRET: &str = "secret";
const NEXT: &str = "secret.new";
const FINGERPRINT: &str = "secret_fingerprint";

/// What was sealed anew, and what ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rotated {
    /// API keys.
    pub keys: usize,
    /// Invitations that are open.
    pub invitations: usize,
    /// Jobs with something that nobody may read, such as letters.
    pub jobs: usize,
    /// Sessions that are over now: what they were signed with followed from the old secret.
    pub sessions: usize,
}

/// Gives the store in this directory another secret. Nobody else may be using it. `None` when there is no store.
pub fn rotate_secret(data_dir: &Path) -> Result<Option<Rotated>, StoreError> {
    let (file, migrations) = inspect::file_in(data_dir);
    if !file.path.exists() {
        return Ok(None);
    }
    let dir = DataDir::lock(data_dir)?;
    let mut connection = file.open_writer(&migrations)?;
    let old = settle(dir.path(), &connection)?;
    let new = prepare(dir.path())?;
    let rotated = seal_anew(&mut connection, &old, &new)?;
    put_in_place(dir.path())?;
    Ok(Some(rotated))
}

/// The secret that the store is sealed with, made where there is none yet. Finishes a rotation that a crash cut short, or takes
/// it back when it had changed nothing. To be called by whoever holds the lock.
pub(super) fn settle(dir: &Path, connection: &Connection) -> Result<Secret, StoreError> {
    let next = dir.join(NEXT);
    if noted(connection)?.is_none() {
        if next.exists() {
            remove(&next)?;
        }
        return Secret::load_or_create(&dir.join(SECRET));
    }
    let secret = in_force(dir, connection)?;
    if next.exists() {
        match Secret::load(&next) {
            Ok(new) if new.fingerprint() == secret.fingerprint() => put_in_place(dir)?,
            _ => remove(&next)?,
        }
    }
    Ok(secret)
}

/// The secret that the store is sealed with, wherever it lies. Touches nothing.
pub(crate) fn in_force(dir: &Path, connection: &Connection) -> Result<Secret, StoreError> {
    let current = Secret::load(&dir.join(SECRET));
    let Some(noted) = noted(connection)? else { return current };
    if current.as_ref().is_ok_and(|secret| secret.fingerprint() == noted) {
        return current;
    }
    match Secret::load(&dir.join(NEXT)) {
        Ok(next) if next.fingerprint() == noted => Ok(next),
        _ => current.and(Err(StoreError::WrongSecret)),
    }
}

/// The fingerprint of the secret that everything was last sealed with; `None` in a store whose secret is the first one.
fn noted(connection: &Connection) -> Result<Option<String>, StoreError> {
    let sql = "SELECT value FROM store_fact WHERE name = ?1";
    Ok(connection.query_row(sql, [FINGERPRINT], |row| row.get(0)).optional()?)
}

/// Makes a new secret beside the one in force.
fn prepare(dir: &Path) -> Result<Secret, StoreError> {
    let path = dir.join(NEXT);
    let mut file = create_private(&path).map_err(io(&path))?;
    file.write_all(&random_bytes::<KEY_BYTES>()).and_then(|()| file.sync_all()).map_err(io(&path))?;
    sync_dir(dir)?;
    Secret::load(&path)
}

/// Puts the new secret in the place of the old one.
fn put_in_place(dir: &Path) -> Result<(), StoreError> {
    rename(&dir.join(NEXT), &dir.join(SECRET))?;
    sync_dir(dir)
}

/// Rows with something sealed in them: how they are read, and how written.
struct Sealed {
    select: &'static str,
    update: &'static str,
}

const KEYS: Sealed = Sealed {
    select: "SELECT id, sealed FROM api_key WHERE length(sealed) > 0",
    update: "UPDATE api_key SET sealed = ?2 WHERE id = ?1",
};
const INVITATIONS: Sealed = Sealed {
    select: "SELECT id, token_sealed FROM invitation",
    update: "UPDATE invitation SET token_sealed = ?2 WHERE id = ?1",
};
const JOBS: Sealed = Sealed {
    select: "SELECT id, secret FROM job WHERE secret IS NOT NULL",
    update: "UPDATE job SET secret = ?2 WHERE id = ?1",
};

/// Seals everything with the new secret and ends all sessions, all or nothing. Fails when the old secret does not open
/// something.
fn seal_anew(connection: &mut Connection, old: &Secret, new: &Secret) -> Result<Rotated, StoreError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let rotated = Rotated {
        keys: KEYS.seal_anew(&tx, old, new)?,
        invitations: INVITATIONS.seal_anew(&tx, old, new)?,
        jobs: JOBS.seal_anew(&tx, old, new)?,
        sessions: tx.execute("DELETE FROM session", [])?,
    };
    tx.execute("UPDATE account SET epoch = epoch + 1", [])?;
    tx.execute(
        "INSERT INTO store_fact (name, value)
         VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE
            SET value = excluded.value",
        [FINGERPRINT, &new.fingerprint()],
    )?;
    tx.commit()?;
    Ok(rotated)
}

impl Sealed {
    fn seal_anew(&self, tx: &Transaction<'_>, old: &Secret, new: &Secret) -> Result<usize, StoreError> {
        let mut select = tx.prepare(self.select)?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let rows: Vec<(Value, Vec<u8>)> = rows.collect::<Result<_, _>>()?;
        let mut update = tx.prepare(self.update)?;
        for (id, sealed) in &rows {
            update.execute(params![id, new.seal(&old.open(sealed)?)])?;
        }
        Ok(rows.len())
    }
}

#[cfg(test)]
mod tests {
    use model::{AccountId, EmailAddress, KeyId, Role, Timestamp};
    use tempfile::TempDir;
    use uuid::Uuid;

    use super::super::caller::KeyHolder;
    use super::super::{AccountCreated, Actor, InOrg, Init, Invited, Letter, Meta, NewAccount, NewInvitation};
    use super::super::{InvitationToken, Person};
    use super::*;

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

    async fn owner(meta: &Meta) -> std::sync::Arc<Person> {
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

    async fn session_of(meta: &Meta, account: AccountId) -> std::sync::Arc<Person> {
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
        let org = meta
            .read(move |connection, _| Ok(connection.query_row(sql, [], |row| super::super::sqlite::uuid_at(row, 0))?));
        let org = crate::OrgScope::new(model::OrgId(org.await.unwrap().unwrap()));
        assert!(meta.org_key(&org).await.unwrap().is_some());
        assert_eq!(meta.invitations(&org, true).await.unwrap()[0].token.as_ref().unwrap().text().len(), 64);
        let jobs = "SELECT secret FROM job";
        let letter = meta.read(move |connection, secret| {
            let sealed: Vec<u8> = connection.query_row(jobs, [], |row| row.get(0))?;
            Ok(super::super::letter::open(secret, &sealed))
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
}
