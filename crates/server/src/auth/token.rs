//! The token of a session: a JSON Web Token that names the session's row. The row decides; the token only proves who was
//! given it (spec `api-auth-and-orgs.md` 1.7).

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use model::{AccountId, OrgId, SessionId, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::credential::{OLD_SESSION, UNKNOWN_SESSION};
use crate::error::ApiError;

const MICROS_PER_SECOND: i64 = 1_000_000;

/// Signs the tokens of sessions, and reads them back.
pub(crate) struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

/// What a token says. Dashboards read `exp` and `email` without checking the signature.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
struct Claims {
    user_id: Uuid,
    email: String,
    org_id: Uuid,
    sid: Uuid,
    epoch: i64,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// A session, as its token is to name it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Issued {
    pub(crate) session: SessionId,
    /// Of the account at the time; sessions of older epochs are over.
    pub(crate) epoch: i64,
    pub(crate) account: AccountId,
    pub(crate) org: OrgId,
    pub(crate) email: String,
    pub(crate) issued_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

impl Tokens {
    /// `key` is 32 bytes that serve nothing else.
    pub(crate) fn new(key: &[u8; 32]) -> Tokens {
        Tokens { encoding: EncodingKey::from_secret(key), decoding: DecodingKey::from_secret(key) }
    }

    /// The token of a session.
    pub(crate) fn sign(&self, session: &Issued) -> String {
        let second = |at: Timestamp| at.micros().div_euclid(MICROS_PER_SECOND);
        let claims = Claims {
            user_id: session.account.0,
            email: session.email.clone(),
            org_id: session.org.0,
            sid: session.session.0,
            epoch: session.epoch,
            iat: second(session.issued_at),
            nbf: second(session.issued_at),
            exp: second(session.expires_at),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .expect("claims made of texts and numbers can be written")
    }

    /// The session that a token names, and the epoch that it was issued in. Fails with the texts that dashboards sign out on.
    pub(crate) fn read(&self, token: &str, now: Timestamp) -> Result<(SessionId, i64), ApiError> {
        let mut rules = Validation::new(Algorithm::HS256);
        // The time is checked below, against the server's clock instead of the library's.
        rules.validate_exp = false;
        rules.validate_nbf = false;
        rules.set_required_spec_claims(&["exp", "nbf"]);
        let claims = match jsonwebtoken::decode::<Claims>(token, &self.decoding, &rules) {
            Ok(token) => token.claims,
            Err(error) if matches!(error.kind(), ErrorKind::ExpiredSignature) => return Err(OLD_SESSION),
            Err(_) => return Err(UNKNOWN_SESSION),
        };
        let now = now.micros().div_euclid(MICROS_PER_SECOND);
        if now >= claims.exp {
            return Err(OLD_SESSION);
        }
        if now < claims.nbf {
            return Err(UNKNOWN_SESSION);
        }
        Ok((SessionId(claims.sid), claims.epoch))
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;

    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(1_748_779_200_000);
    const LATER: Timestamp = Timestamp::from_millis(1_748_779_200_000 + 86_400_000);

    fn issued() -> Issued {
        Issued {
            session: SessionId(Uuid::from_u128(7)),
            epoch: 3,
            account: AccountId(Uuid::from_u128(1)),
            org: OrgId(Uuid::from_u128(2)),
            email: "ana@example.org".into(),
            issued_at: NOON,
            expires_at: LATER,
        }
    }

    #[track_caller]
    fn check(token: &str, at: Timestamp, want: Result<(SessionId, i64), &str>) {
        let got = Tokens::new(&[1; 32]).read(token, at).map_err(|error| error.to_string());
        assert_eq!(got, want.map_err(str::to_owned), "{token}");
    }

    #[test]
    fn a_token_is_believed_from_its_beginning_to_its_end_and_not_after() {
        let token = Tokens::new(&[1; 32]).sign(&issued());
        check(&token, NOON, Ok((SessionId(Uuid::from_u128(7)), 3)));
        check(&token, LATER, Err("Session expired"));
        check(&token, Timestamp::from_millis(1_748_779_199_000), Err("Invalid access token"));
    }

    #[test]
    fn what_others_signed_or_nobody_is_not_believed() {
        check(&Tokens::new(&[2; 32]).sign(&issued()), NOON, Err("Invalid access token"));
        let token = Tokens::new(&[1; 32]).sign(&issued());
        let parts: Vec<&str> = token.split('.').collect();
        let none = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        check(&format!("{none}.{}.", parts[1]), NOON, Err("Invalid access token"));
        check(&format!("{none}.{}.{}", parts[1], parts[2]), NOON, Err("Invalid access token"));
        for text in ["abc", "undefined", "0x0", "a.b.c", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA", ""] {
            check(text, NOON, Err("Invalid access token"));
        }
    }

    #[test]
    fn dashboards_find_the_address_and_the_end_in_the_token() {
        let token = Tokens::new(&[1; 32]).sign(&issued());
        let claims = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims["email"], "ana@example.org");
        assert_eq!(claims["exp"], 1_748_865_600);
        assert_eq!(claims["orgId"], "00000000-0000-0000-0000-000000000002");
    }
}
