//! Ids that are the same in every run of a test, and tell in a failure what they stand for.

use model::{KeyId, OrgId, ProjectId, RunId};
use uuid::Uuid;

/// The `number`-th project: `00000000-0000-4000-a000-00000000000n`, its public key too.
#[must_use]
pub fn project(number: u64) -> ProjectId {
    ProjectId(numbered(0, number))
}

/// The private key of the `number`-th project.
#[must_use]
pub fn private_key(number: u64) -> Uuid {
    numbered(1, number)
}

/// The `number`-th organisation.
#[must_use]
pub fn org(number: u64) -> OrgId {
    OrgId(numbered(2, number))
}

/// The `number`-th run; for runs with speaking names there is [`RunId::from_client`].
#[must_use]
pub fn run(number: u64) -> RunId {
    RunId::from(numbered(3, number))
}

/// The `number`-th key's own number.
#[must_use]
pub fn key(number: i64) -> KeyId {
    KeyId(number)
}

/// A version 4 UUID with `family` in its first group and `number` in its last.
fn numbered(family: u32, number: u64) -> Uuid {
    let mut tail = number.to_be_bytes();
    tail[0] = 0xa0;
    Uuid::from_fields(family, 0, 0x4000, &tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_well_and_differ_between_families() {
        assert_eq!(project(7).to_string(), "00000000-0000-4000-a000-000000000007");
        assert_eq!(run(7).to_string(), "00000003-0000-4000-a000-000000000007");
        assert_ne!(private_key(7), org(7).0);
    }
}
