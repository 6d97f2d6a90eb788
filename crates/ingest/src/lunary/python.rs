//! The ids that the Python SDK makes of its users' ids before it sends anything (spec `sdk-traffic.md` 4.2).

use model::RunId;
use sha2::{Digest, Sha256};

/// The id under which the Python SDK stored what its user calls `run_id`, when `key` was the key in use: the first 16 bytes of
/// the SHA-256 of both texts together, with no version or variant set. So a path id that nothing is known by can be tried
/// with the project's keys.
#[must_use]
pub fn python_run_id(run_id: &str, key: &str) -> RunId {
    let digest = Sha256::new().chain_update(run_id).chain_update(key).finalize();
    RunId::from_bytes(digest[..16].try_into().expect("a SHA-256 has 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_hashed_with_the_key_as_the_python_sdk_does() {
        #[track_caller]
        fn check(run_id: &str, key: &str, want: &str) {
            assert_eq!(python_run_id(run_id, key).to_string(), want);
        }
        check("run-42", "11111111-2222-4333-8444-555555555555", "3475dc32-ed2b-d739-0df1-1984b8b66584");
        check("msg-1-e80466a0", "4f6c0014-0782-43a2-8cfe-fbcd11c6bcb0", "086504ca-b3bd-7e96-2cfb-645d1b11b5bb");
    }
}
