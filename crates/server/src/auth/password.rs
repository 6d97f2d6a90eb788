//! Passwords: hashed and verified off the async threads, at most two at once, because each takes 64 MiB of memory while it
//! lasts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

/// How many are hashed or verified at once.
const AT_ONCE: usize = 2;
/// The cost of a hash, as the reference chose it: 64 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 2;
/// Verified where there is no account, so that no answer comes sooner: the hash of a password that nobody has, at the same
/// cost.
const NOBODYS: &str =
    "$argon2id$v=19$m=65536,t=2,p=1$cGVyaWx1bmUtbm9ib2R5cw$KqbHtuQjc7Jct8ZPLpTL4xNTYbJd8wQ9oYl6rQwVIQI";

/// Hashes passwords, and compares them with hashes.
pub struct Passwords {
    slots: Arc<Semaphore>,
    verified: AtomicU64,
    tasks: TaskTracker,
}

/// Whether a password is the right one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// It is; and if its hash is of an old kind, a new one to store.
    Right {
        /// The hash to store in place of the old one.
        upgrade: Option<String>,
    },
    /// It is not, or there is nobody.
    Wrong,
}

impl Passwords {
    /// `tasks` is what the server's stop waits for.
    #[must_use]
    pub fn new(tasks: TaskTracker) -> Passwords {
        Passwords { slots: Arc::new(Semaphore::new(AT_ONCE)), verified: AtomicU64::new(0), tasks }
    }

    /// The hash to store, as a PHC string.
    pub async fn hash(&self, password: String) -> String {
        self.one_of_few(move || hash(&password)).await
    }

    /// Compares. Without a hash the same work is done for nothing: whoever asks learns nothing from the time that it takes.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> Verdict {
        self.verified.fetch_add(1, Ordering::SeqCst);
        self.one_of_few(move || {
            let is_somebody = hash.is_some();
            let verdict = verify(&password, hash.as_deref().unwrap_or(NOBODYS));
            if is_somebody { verdict } else { Verdict::Wrong }
        })
        .await
    }

    /// How many passwords were compared since the start; for the test that counts them.
    #[must_use]
    pub fn verified(&self) -> u64 {
        self.verified.load(Ordering::SeqCst)
    }

    async fn one_of_few<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let slot = Arc::clone(&self.slots).acquire_owned().await.expect("the semaphore is never closed");
        // The slot goes along: whoever asked may be gone before the work is done.
        let done = self.tasks.spawn_blocking(move || {
            let done = work();
            drop(slot);
            done
        });
        match done.await {
            Ok(done) => done,
            Err(failed) => std::panic::resume_unwind(failed.into_panic()),
        }
    }
}

fn hasher() -> Argon2<'static> {
    let cost = Params::new(MEMORY_KIB, PASSES, 1, None).expect("these numbers are within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost)
}

fn hash(password: &str) -> String {
    hasher()
        .hash_password(password.as_bytes())
        .expect("a text can be hashed, and the system has random bits")
        .to_string()
}

/// Compares with an Argon2 hash of any cost, or with a bcrypt hash, which older accounts of the reference have.
fn verify(password: &str, stored: &str) -> Verdict {
    if stored.starts_with("$2") {
        let is_right = bcrypt::verify(password, stored).unwrap_or(false);
        return if is_right { Verdict::Right { upgrade: Some(hash(password)) } } else { Verdict::Wrong };
    }
    let Ok(stored) = PasswordHash::new(stored) else { return Verdict::Wrong };
    match hasher().verify_password(password.as_bytes(), &stored) {
        Ok(()) => Verdict::Right { upgrade: is_cheap(&stored).then(|| hash(password)) },
        Err(_) => Verdict::Wrong,
    }
}

/// Whether the hash took less memory than ours do.
fn is_cheap(stored: &PasswordHash) -> bool {
    let memory = stored.params.get("m").and_then(|value| value.decimal().ok());
    stored.algorithm.as_str() != "argon2id" || memory.is_none_or(|memory| memory < MEMORY_KIB)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by other programs, of the password `correct horse`.
    const BCRYPT: &str = "$2b$04$abcdefghijklmnopqrstuuvP8NT6bxfwjLJfkeDRRpcRUWiAajuYS";

    #[track_caller]
    fn check(password: &str, stored: &str, want: &str) {
        let got = match verify(password, stored) {
            Verdict::Right { upgrade: None } => "right",
            Verdict::Right { upgrade: Some(new) } if new.starts_with("$argon2id$v=19$m=65536,t=2,p=1$") => "upgraded",
            Verdict::Right { .. } => "upgraded to something odd",
            Verdict::Wrong => "wrong",
        };
        assert_eq!(got, want, "{password} {stored}");
    }

    #[test]
    fn a_password_is_right_or_wrong() {
        let ours = hash("correct horse");
        check("correct horse", &ours, "right");
        check("correct horse ", &ours, "wrong");
        check("", &ours, "wrong");
        check("correct horse", "", "wrong");
        check("correct horse", "plain text", "wrong");
    }

    #[test]
    fn hashes_of_older_kinds_are_right_too_and_replaced() {
        let cheap = Argon2::default().hash_password(b"correct horse").unwrap().to_string();
        check("correct horse", &cheap, "upgraded");
        let bcrypt = bcrypt::hash("correct horse", 4).unwrap();
        check("correct horse", &bcrypt, "upgraded");
        check("wrong horse", &bcrypt, "wrong");
        check("wrong horse", BCRYPT, "wrong");
    }

    #[test]
    fn nobodys_password_costs_what_somebodys_does() {
        let parsed = PasswordHash::new(NOBODYS).unwrap();
        assert!(!is_cheap(&parsed));
        assert!(parsed.params.get("t").unwrap().decimal().unwrap() == PASSES && parsed.hash.is_some());
    }
}
