//! `perilune admin create-key`.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use model::Timestamp;
use serde_json::Value;
use store::ProjectScope;
use store::meta::{Beside, KeyCreated, KeyKind, MAX_KEYS, ProjectNamed, WantedKey};

use super::AdminError;
use crate::backup::tell;
use crate::clock::Clock;
use crate::schema::name_of;

const DAY_MICROS: i64 = 86_400_000_000;
const PRIVATE: &str = "private";

/// Makes a key for a project, and prints it
#[derive(Args, Clone, Debug)]
pub(super) struct CreateArgs {
    /// The project, by id or, if there is only one of it, by name
    #[arg(long, value_name = "PROJECT")]
    project: String,

    /// A public key may send, a private one may also read and change
    #[arg(long, default_value = PRIVATE, value_parser = kind())]
    kind: KeyKind,

    /// What the key is called: 1 to 100 characters
    #[arg(long, value_name = "TEXT", value_parser = name)]
    name: String,

    /// When it ends: a time such as 2030-01-31T12:00:00Z, or in so many days, such as 90d. Without it, never
    #[arg(long, value_name = "WHEN")]
    expires: Option<String>,
}

pub(super) async fn create(meta: &Beside, wish: &CreateArgs) -> Result<(), AdminError> {
    let now = Clock::System.now();
    let expires_at = wish.expires.as_deref().map(|text| end(text, now)).transpose()?;
    let at = find(meta, &wish.project).await?;
    let wanted = WantedKey { kind: wish.kind, name: Some(wish.name.clone()), expires_at };
    match meta.create_key(&at, wanted, now).await? {
        KeyCreated::Done(row) => {
            tell(&row.key.to_string());
            Ok(())
        }
        KeyCreated::TooMany => {
            Err(AdminError::Refused(format!("the project has {MAX_KEYS} keys already; revoke one first")))
        }
    }
}

async fn find(meta: &Beside, named: &str) -> Result<ProjectScope, AdminError> {
    let refusal = match meta.project(named).await? {
        ProjectNamed::One(scope) => return Ok(scope),
        ProjectNamed::Nothing => "there is no such project; perilune admin list shows them",
        ProjectNamed::Several => {
            "there are several projects of this name; say which by its id, as perilune admin list shows it"
        }
    };
    Err(AdminError::Refused(refusal.into()))
}

fn kind() -> impl TypedValueParser<Value = KeyKind> {
    let words = PossibleValuesParser::new(["public", PRIVATE]);
    words.map(|word| if word == PRIVATE { KeyKind::Private } else { KeyKind::Public })
}

fn name(text: &str) -> Result<String, String> {
    name_of(Some(&Value::String(text.to_owned())), "--name")
}

/// A time to come.
fn end(text: &str, now: Timestamp) -> Result<Timestamp, AdminError> {
    let at = match text.strip_suffix('d').and_then(|days| days.parse::<u16>().ok()) {
        Some(days) => Some(now.micros().saturating_add(i64::from(days) * DAY_MICROS)),
        None => text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_microsecond),
    };
    let at = at.map(Timestamp::from_micros).ok_or_else(|| {
        AdminError::Refused("--expires takes a time such as 2030-01-31T12:00:00Z, or days such as 90d".into())
    })?;
    if at <= now || at >= Timestamp::TOO_LATE {
        return Err(AdminError::Refused("--expires has to be in the future, and before 2200".into()));
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2025-06-01T12:00:00Z
    const NOON: Timestamp = Timestamp::from_millis(1_748_779_200_000);

    #[track_caller]
    fn check(text: &str, want: Result<&str, &str>) {
        match (end(text, NOON), want) {
            (Ok(at), want) => assert_eq!(Ok(at.to_string().as_str()), want, "{text}"),
            (Err(error), Err(piece)) => assert!(error.to_string().contains(piece), "{text}: {error}"),
            (Err(error), Ok(_)) => panic!("{text}: {error}"),
        }
    }

    #[test]
    fn a_key_ends_at_a_time_or_in_so_many_days() {
        check("90d", Ok("2025-08-30T12:00:00.000Z"));
        check("1d", Ok("2025-06-02T12:00:00.000Z"));
        check("2030-01-31T12:00:00+01:00", Ok("2030-01-31T11:00:00.000Z"));
        check("0d", Err("in the future"));
        check("2025-06-01T12:00:00Z", Err("in the future"));
        check("2200-01-01T00:00:00Z", Err("before 2200"));
        check("65535d", Err("before 2200"));
        for text in ["", "d", "-1d", "90", "soon", "2030-01-31"] {
            check(text, Err("--expires takes a time"));
        }
    }
}
