//! `perilune admin create-account` and `reset-password`.

use clap::Args;
use model::ids::parse_hyphenated;
use model::{EmailAddress, OrgId, PersonName, Role};
use store::meta::{AccountCreated, Beside, InOrg, NewAccount};

use super::AdminError;
use super::password::{self, Given};
use crate::backup::tell;
use crate::clock::Clock;

/// Makes an account
///
/// The person is a member of all projects of the organisation. Without --password it is asked for, or the first line of
/// standard input.
#[derive(Args, Clone, Debug)]
pub(super) struct CreateArgs {
    /// By which the person signs in
    #[arg(long, value_name = "MAIL", value_parser = EmailAddress::parse)]
    email: EmailAddress,

    #[command(flatten)]
    password: Given,

    /// What the person is called
    #[arg(long, value_name = "TEXT", value_parser = PersonName::parse)]
    name: Option<PersonName>,

    /// The organisation, by name or id; without it, the first one
    #[arg(long, value_name = "ORG")]
    org: Option<String>,

    /// owner, admin, member, viewer, collaborator, prompt_editor, billing or analytics. Without it, the owner where there is
    /// none, else a member
    #[arg(long, value_parser = role)]
    role: Option<Role>,
}

/// Gives an account another password
///
/// Prints a new password that nobody can guess, unless one is given. Whoever is signed in to the account no longer is, and
/// links by which a password could be set lead nowhere any more.
#[derive(Args, Clone, Debug)]
pub(super) struct ResetArgs {
    /// By which the person signs in
    #[arg(long, value_name = "MAIL", value_parser = EmailAddress::parse)]
    email: EmailAddress,

    #[command(flatten)]
    password: Given,
}

pub(super) async fn create(meta: &Beside, wish: &CreateArgs) -> Result<(), AdminError> {
    let mut account = NewAccount {
        org: wish.org.as_deref().map_or(InOrg::First, org),
        email: wish.email.clone(),
        name: wish.name.as_ref().map(|name| name.as_str().to_owned()),
        password_hash: password::hash(wish.password.or_asked()?).await,
        role: wish.role.unwrap_or(Role::Owner),
        verified: true,
        projects: None,
    };
    let now = Clock::System.now();
    let mut created = meta.create_account(account.clone(), now).await?;
    if created == AccountCreated::OwnerTaken && wish.role.is_none() {
        account.role = Role::Member;
        created = meta.create_account(account.clone(), now).await?;
    }
    let email = wish.email.as_str();
    let refusal = match created {
        AccountCreated::Done(_) => {
            tell(&format!("{email} is {} now", account.role.word()));
            return Ok(());
        }
        AccountCreated::EmailTaken => format!("there is an account {email} already"),
        AccountCreated::OwnerTaken => "the organisation has its one owner, who can hand that over".into(),
        AccountCreated::NoSuchOrg => "there is no such organisation; perilune admin list shows them".into(),
        AccountCreated::NoSuchProject => "a project was deleted meanwhile; try again".into(),
    };
    Err(AdminError::Refused(refusal))
}

pub(super) async fn reset(meta: &Beside, wish: &ResetArgs) -> Result<(), AdminError> {
    let (text, is_made_up) = wish.password.or_random()?;
    let hash = password::hash(text.clone()).await;
    let email = wish.email.as_str();
    if !meta.set_password(wish.email.clone(), hash, Clock::System.now()).await? {
        return Err(AdminError::Refused(format!("there is no account {email}; perilune admin list shows them")));
    }
    if is_made_up {
        tell(&text);
    } else {
        tell(&format!("{email} has another password now"));
    }
    Ok(())
}

fn org(text: &str) -> InOrg {
    parse_hyphenated(text).map_or_else(|| InOrg::Named(text.to_owned()), |id| InOrg::Id(OrgId(id)))
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_word(text).ok_or_else(|| {
        let words = Role::ALL.map(Role::word).join(", ");
        format!("a role is one of {words}")
    })
}
