//! Keys and scopes: who reaches what.

use model::{ProjectId, RunId};
use store::meta::{Init, KeyKind};
use testkit::clock::NOON;
use testkit::event::start;
use uuid::Uuid;

use crate::place::Place;

#[tokio::test]
async fn a_project_id_and_its_keys_open_that_project_only() {
    let place = Place::new().await;
    let welcome = place.meta.welcome().await.unwrap().unwrap();
    let public = place.meta.caller_in_project(welcome.public_key.0, NOON).await.unwrap().unwrap();
    let private = place.meta.caller_in_project(welcome.private_key, NOON).await.unwrap().unwrap();
    assert_eq!((public.kind, private.kind), (KeyKind::Public, KeyKind::Private));
    assert_eq!(public.scope, private.scope);
    assert_eq!(public.scope.project(), welcome.public_key);
    assert!(place.meta.caller_in_project(Uuid::new_v4(), NOON).await.unwrap().is_none());
}

#[tokio::test]
async fn the_same_id_in_two_projects_is_two_runs() {
    let place = Place::new().await;
    let other = place.other_project().await;
    place.send(vec![start("1").name("mine").build()]).await;
    place.send_as(other, vec![start("1").name("theirs").build(), start("2").build()]).await;
    assert_eq!(place.get("1").await.unwrap().name.as_deref(), Some("mine"));
    let theirs = place.runs.get(&other.scope, RunId::from_client("1")).await.unwrap().unwrap();
    assert_eq!(theirs.name.as_deref(), Some("theirs"));
    assert!(place.get("2").await.is_none());
    assert!(place.related("2").await.is_empty());
}

#[tokio::test]
async fn init_makes_what_is_named_once() {
    let place = Place::new().await;
    let (public, private) = (Uuid::new_v4(), Uuid::new_v4());
    let init = Init {
        email: Some("ana@example.org".into()),
        password_hash: Some("$argon2id$...".into()),
        org: Some("Acme".into()),
        project: Some("Shop".into()),
        public_key: Some(public),
        private_key: Some(private),
    };
    for _ in 0..2 {
        place.meta.init(init.clone(), NOON).await.unwrap();
    }
    let caller = place.meta.caller_in_project(private, NOON).await.unwrap().unwrap();
    assert_eq!((caller.kind, caller.scope.project()), (KeyKind::Private, ProjectId(public)));
    assert_ne!(caller.scope.org(), place.at().org());
    assert!(place.meta.welcome().await.unwrap().is_none(), "there is an account, so keys are not shown");
}

#[tokio::test]
async fn an_app_id_leads_to_projects_of_the_same_organisation_only() {
    let place = Place::new().await;
    let other = place.other_project().await;
    let sibling = Uuid::new_v4();
    place.meta.init(Init { public_key: Some(sibling), ..Init::default() }, NOON).await.unwrap();
    let lead = |app_id| place.meta.project_of_app_id(&place.sender.scope, app_id, NOON);
    assert_eq!(lead(sibling).await.unwrap().unwrap().project(), ProjectId(sibling));
    assert!(lead(other.scope.project().0).await.unwrap().is_none());
    assert!(lead(Uuid::new_v4()).await.unwrap().is_none());
}
