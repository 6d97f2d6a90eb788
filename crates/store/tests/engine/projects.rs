//! Projects: who is in a new one, and what is left of a deleted one.

use std::sync::Arc;

use model::{EmailAddress, Role};
use rusqlite::Connection;
use store::meta::{
    AccountCreated, Actor, InOrg, NewAccount, Person, ProjectCreated, ProjectDeleted, ProjectRow, ShownKey,
};
use store::{ProjectScope, StoreError};
use testkit::clock::NOON;
use testkit::event::start;

use crate::place::Place;

const A_DAY: i64 = 86_400_000_000;

/// Somebody new in the first organisation who has just signed in.
async fn sign_in(place: &Place, role: Role) -> Arc<Person> {
    let account = NewAccount {
        org: InOrg::Id(place.at().org()),
        email: EmailAddress::parse(&format!("{}@example.org", role.word())).unwrap(),
        name: None,
        password_hash: String::new(),
        role,
        verified: true,
        projects: None,
    };
    let AccountCreated::Done(account) = place.meta.create_account(account, NOON).await.unwrap() else {
        panic!("{role:?}")
    };
    let opened = place.meta.open_session(account, Actor::operator(), A_DAY, NOON).await.unwrap().unwrap();
    place.meta.caller_by_session(opened.session, opened.epoch, NOON).await.unwrap().unwrap()
}

/// The same person as of now.
async fn again(place: &Place, person: &Person) -> Arc<Person> {
    place.meta.caller_by_session(person.session(), 0, NOON).await.unwrap().unwrap()
}

async fn create(place: &Place, person: &Person, name: &str) -> ProjectRow {
    match place.meta.create_project(person, (name.into(), 1_000), Actor::of_person(person), NOON).await.unwrap() {
        ProjectCreated::Done(row) => row,
        ProjectCreated::NoSlotLeft | ProjectCreated::OrgIsFull => panic!("there is room for {name}"),
    }
}

async fn delete(place: &Place, at: &ProjectScope) -> Result<ProjectDeleted, StoreError> {
    place.meta.delete_project(at, Actor::operator(), NOON).await
}

#[tokio::test]
async fn the_owner_the_admins_and_who_makes_it_are_members_of_a_new_project() {
    let place = Place::new().await;
    let mut people = Vec::new();
    for role in [Role::Owner, Role::Admin, Role::Member, Role::Viewer] {
        people.push(sign_in(&place, role).await);
    }
    let row = create(&place, &people[2], "Second").await;
    assert_eq!((row.name.as_str(), row.org, row.created_at), ("Second", place.at().org(), NOON));
    for (person, want) in people.iter().zip([true, true, true, false]) {
        let is_member = again(&place, person).await.project(row.id).is_some();
        assert_eq!(is_member, want, "{:?}", person.role());
    }
    let at = again(&place, &people[0]).await.project(row.id).unwrap();
    let shown = place.meta.list_projects(vec![at], ShownKey::OfProject, NOON).await.unwrap();
    let private = place.meta.caller_in_project(shown[0].private_key.unwrap(), NOON).await.unwrap().unwrap();
    assert_eq!(private.scope, at);
    let public = place.meta.caller_in_project(row.id.0, NOON).await.unwrap().unwrap();
    assert_ne!(public.key, model::KeyId(0), "the public key has a row");
}

#[tokio::test]
async fn nobody_reaches_a_deleted_project_and_its_id_is_not_given_again() {
    let place = Place::new().await;
    let owner = sign_in(&place, Role::Owner).await;
    let row = create(&place, &owner, "Second").await;
    let at = again(&place, &owner).await.project(row.id).unwrap();
    let keys = place.meta.list_keys(&at).await.unwrap();
    assert_eq!(delete(&place, &at).await.unwrap(), ProjectDeleted::Done);
    for key in keys {
        assert!(place.meta.caller_in_project(key.key, NOON).await.unwrap().is_none(), "{key:?}");
    }
    let owner = again(&place, &owner).await;
    assert!(owner.project(row.id).is_none());
    assert!(!place.meta.owns_project(owner.org(), row.id).await.unwrap());
    assert!(place.meta.list_projects(vec![at], ShownKey::OfProject, NOON).await.unwrap().is_empty());
    assert!(!place.meta.rename_project(&at, "Third".into(), Actor::operator(), NOON).await.unwrap());
    assert_eq!(delete(&place, &at).await.unwrap(), ProjectDeleted::NoSuchProject);
}

#[tokio::test]
async fn the_last_project_of_an_organisation_stays() {
    let place = Place::new().await;
    place.other_project().await;
    assert_eq!(delete(&place, &place.at()).await.unwrap(), ProjectDeleted::LastOne);
    let caller = place.meta.caller_in_project(place.at().project().0, NOON).await.unwrap();
    assert!(caller.is_some());
}

#[tokio::test]
async fn a_server_has_32767_projects_at_most() {
    let path = tempfile::tempdir().unwrap();
    let place = Place::open(path.path()).await;
    let owner = sign_in(&place, Role::Owner).await;
    let outside = Connection::open(path.path().join("meta.db")).unwrap();
    outside.execute("UPDATE project SET slot = 32766", []).unwrap();
    create(&place, &owner, "the last one").await;
    let refused = place.meta.create_project(&owner, ("one more".into(), 1_000), Actor::operator(), NOON).await.unwrap();
    assert_eq!(refused, ProjectCreated::NoSlotLeft);
    assert_eq!(again(&place, &owner).await.projects().len(), 2);
    place.runs.close().await.unwrap();
}

#[tokio::test]
async fn a_project_has_runs_once_it_has_one_that_readers_see() {
    let place = Place::new().await;
    let other = place.other_project().await;
    let scopes = [place.at(), other.scope];
    let have = async || place.runs.have_runs(&scopes).await.unwrap();
    assert_eq!(have().await, [false, false]);
    place.send_as(other, vec![start("1").build()]).await;
    assert_eq!(have().await, [false, true]);
    assert_eq!(place.runs.have_runs(&[]).await.unwrap(), [] as [bool; 0]);
}
