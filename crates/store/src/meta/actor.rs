//! Who does something, as the audit log remembers it.

use std::net::IpAddr;

use model::{AccountId, KeyId};
use uuid::Uuid;

use super::caller::{Caller, Person};

/// Who does something, and from where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// An account, or the pseudo-user of a key ([`Actor::of_key`]).
    pub(super) id: Uuid,
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    /// The address of the client; `None` for what is done on the machine of the server.
    pub(super) ip: Option<IpAddr>,
    pub(super) user_agent: Option<String>,
}

/// Longer ones are cut, in bytes.
const MAX_USER_AGENT: usize = 400;

impl Actor {
    /// Somebody who is signed in.
    #[must_use]
    pub fn of_person(person: &Person) -> Actor {
        let name = person.name().map(str::to_owned);
        Actor { id: person.account().0, name, email: Some(person.email().to_owned()), ip: None, user_agent: None }
    }

    /// Somebody who has an account, on the way to a session.
    #[must_use]
    pub fn of_account(id: AccountId, name: Option<&str>, email: &str) -> Actor {
        Actor { id: id.0, name: name.map(str::to_owned), email: Some(email.to_owned()), ip: None, user_agent: None }
    }

    /// Whoever holds a key. Its id is the same for all that is done with that key, so that the log can be searched for it.
    #[must_use]
    pub fn of_key(caller: &Caller) -> Actor {
        let KeyId(number) = caller.key;
        let name = format!("API key {number}");
        let id = Uuid::from_u128(u128::from(number.unsigned_abs()) | 0x8000_u128 << 64);
        Actor { id, name: Some(name), email: None, ip: None, user_agent: None }
    }

    /// Somebody of whom nothing is known yet but where they are.
    #[must_use]
    pub fn unknown() -> Actor {
        Actor { id: Uuid::nil(), name: None, email: None, ip: None, user_agent: None }
    }

    /// The operator of the server, at the command line.
    #[must_use]
    pub fn operator() -> Actor {
        Actor { id: Uuid::nil(), name: Some("perilune admin".into()), email: None, ip: None, user_agent: None }
    }

    /// The same, with where the request came from.
    #[must_use]
    pub fn from_client(mut self, ip: Option<IpAddr>, user_agent: Option<&str>) -> Actor {
        self.ip = ip.map(|ip| ip.to_canonical());
        self.user_agent = user_agent.map(|text| text[..text.floor_char_boundary(MAX_USER_AGENT)].to_owned());
        self
    }

    /// The account; `None` when it is none.
    pub(super) fn account(&self) -> Option<AccountId> {
        self.email.is_some().then_some(AccountId(self.id))
    }

    /// Where the request came from.
    #[must_use]
    pub fn ip(&self) -> Option<IpAddr> {
        self.ip
    }

    /// What the client calls itself.
    #[must_use]
    pub fn user_agent(&self) -> Option<&str> {
        self.user_agent.as_deref()
    }
}
