//! Keys as people manage them: made, ended, replaced, revoked.

use model::{KeyId, Timestamp};
use store::ProjectScope;
use store::meta::{
    Actor, KeyChanged, KeyCreated, KeyEdit, KeyKind, KeyReplaced, KeyRow, MAX_KEYS, Replacement, ShownKey, WantedKey,
};
use testkit::clock::NOON;
use uuid::Uuid;

use crate::place::Place;

const A_MINUTE: i64 = 60_000_000;

fn after(micros: i64) -> Timestamp {
    Timestamp::from_micros(NOON.micros() + micros)
}

async fn make(place: &Place, name: &str, expires_at: Option<Timestamp>) -> KeyRow {
    let wanted = WantedKey { kind: KeyKind::Private, name: Some(name.into()), expires_at };
    match place.meta.create_key(&place.at(), wanted, Actor::operator(), NOON).await.unwrap() {
        KeyCreated::Done(row) => row,
        KeyCreated::TooMany => panic!("there is room for {name}"),
    }
}

async fn replace(place: &Place, key: Option<KeyId>, grace_micros: i64) -> KeyReplaced {
    let replacement = Replacement { key, grace_micros };
    place.meta.replace_key(&place.at(), replacement, Actor::operator(), NOON).await.unwrap()
}

async fn opens(place: &Place, key: Uuid, at: Timestamp) -> bool {
    place.meta.caller_in_project(key, at).await.unwrap().is_some()
}

/// The private key that is shown with the project.
async fn shown(place: &Place, at: ProjectScope) -> Option<Uuid> {
    place.meta.list_projects(vec![at], ShownKey::OfProject, NOON).await.unwrap()[0].private_key
}

/// The number of the key that is the project's id.
async fn project_id_key(place: &Place) -> KeyId {
    let keys = place.meta.list_keys(&place.at()).await.unwrap();
    keys.iter().find(|row| row.key == place.at().project().0).unwrap().id
}

#[tokio::test]
async fn a_key_opens_nothing_from_the_instant_of_its_end_on() {
    let place = Place::new().await;
    let row = make(&place, "short", Some(after(A_MINUTE))).await;
    for (at, want) in [(0, true), (A_MINUTE - 1, true), (A_MINUTE, false), (A_MINUTE + 1, false)] {
        assert_eq!(opens(&place, row.key, after(at)).await, want, "{at}");
    }
}

#[tokio::test]
async fn a_key_that_is_revoked_opens_nothing_at_the_next_request_however_often_it_was_used() {
    let place = Place::new().await;
    let row = make(&place, "leaked", None).await;
    for _ in 0..3 {
        assert!(opens(&place, row.key, NOON).await);
    }
    let revoked = place.meta.revoke_key(&place.at(), row.id, Actor::operator(), NOON).await.unwrap();
    assert_eq!(revoked, KeyChanged::Done);
    assert!(!opens(&place, row.key, NOON).await);
    assert!(place.meta.list_keys(&place.at()).await.unwrap().iter().all(|other| other.id != row.id));
    let again = place.meta.revoke_key(&place.at(), row.id, Actor::operator(), NOON).await.unwrap();
    assert_eq!(again, KeyChanged::NoSuchKey);
}

#[tokio::test]
async fn a_new_key_takes_the_place_of_the_old_one_at_once_or_after_a_while() {
    let place = Place::new().await;
    for (grace, at_once) in [(0, false), (A_MINUTE, true)] {
        let old = make(&place, "CI", None).await;
        let KeyReplaced::Done(new) = replace(&place, Some(old.id), grace).await else { panic!("{grace}") };
        assert_eq!((new.name.as_deref(), new.kind, new.expires_at), (Some("CI"), KeyKind::Private, None));
        assert!(opens(&place, new.key, after(A_MINUTE)).await);
        assert_eq!(opens(&place, old.key, after(A_MINUTE - 1)).await, at_once, "{grace}");
        assert!(!opens(&place, old.key, after(A_MINUTE)).await, "{grace}");
    }
}

#[tokio::test]
async fn a_grace_never_makes_a_key_live_longer() {
    let place = Place::new().await;
    let old = make(&place, "short", Some(after(10))).await;
    let KeyReplaced::Done(new) = replace(&place, Some(old.id), A_MINUTE).await else { panic!("not replaced") };
    assert_eq!(new.expires_at, Some(after(10)));
    assert!(!opens(&place, old.key, after(10)).await);
}

#[tokio::test]
async fn nothing_takes_the_place_of_a_key_that_is_over_until_it_is_given_more_time() {
    let place = Place::new().await;
    let old = make(&place, "short", Some(after(10))).await;
    let replace_at = async |now| {
        let replacement = Replacement { key: Some(old.id), grace_micros: 0 };
        place.meta.replace_key(&place.at(), replacement, Actor::operator(), now).await.unwrap()
    };
    assert_eq!(replace_at(after(10)).await, KeyReplaced::Expired);
    let edit = KeyEdit { key: old.id, name: None, expires_at: Some(Some(after(A_MINUTE))) };
    let changed = place.meta.update_key(&place.at(), edit, Actor::operator(), after(10)).await.unwrap();
    assert_eq!(changed, KeyChanged::Done);
    assert!(opens(&place, old.key, after(11)).await);
    assert!(matches!(replace_at(after(11)).await, KeyReplaced::Done(_)));
}

#[tokio::test]
async fn the_key_that_is_shown_with_a_project_is_the_one_that_is_replaced() {
    let place = Place::new().await;
    let at = place.at();
    let first = shown(&place, at).await.unwrap();
    make(&place, "CI", None).await;
    assert_eq!(shown(&place, at).await, Some(first), "a further key is not the project's");
    for grace in [0, A_MINUTE] {
        let old = shown(&place, at).await.unwrap();
        let KeyReplaced::Done(new) = replace(&place, None, grace).await else { panic!("{grace}") };
        assert_eq!(shown(&place, at).await, Some(new.key));
        assert_eq!(opens(&place, old, NOON).await, grace > 0, "{grace}");
    }
    for row in place.meta.list_keys(&at).await.unwrap() {
        place.meta.revoke_key(&at, row.id, Actor::operator(), NOON).await.unwrap();
    }
    assert_eq!(shown(&place, at).await, None, "also the last private key can be revoked");
    let KeyReplaced::Done(new) = replace(&place, None, 0).await else { panic!("none was made") };
    assert_eq!(shown(&place, at).await, Some(new.key));
}

#[tokio::test]
async fn the_projects_id_is_a_key_that_stays() {
    let place = Place::new().await;
    let (at, id) = (place.at(), project_id_key(&place).await);
    let edit = |name: Option<&str>, end| KeyEdit { key: id, name: name.map(str::to_owned), expires_at: end };
    let update = |edit| place.meta.update_key(&at, edit, Actor::operator(), NOON);
    assert_eq!(update(edit(None, Some(Some(after(1))))).await.unwrap(), KeyChanged::IsProjectId);
    assert_eq!(update(edit(Some("web"), Some(None))).await.unwrap(), KeyChanged::Done);
    let revoked = place.meta.revoke_key(&at, id, Actor::operator(), NOON).await.unwrap();
    assert_eq!(revoked, KeyChanged::IsProjectId);
    assert_eq!(replace(&place, Some(id), 0).await, KeyReplaced::IsProjectId);
    assert!(opens(&place, at.project().0, NOON).await);
}

#[tokio::test]
async fn a_key_is_reached_by_its_own_project_only() {
    let place = Place::new().await;
    let other = place.other_project().await.scope;
    let row = make(&place, "mine", None).await;
    let before = place.meta.list_keys(&place.at()).await.unwrap();
    let edit = KeyEdit { key: row.id, name: Some("theirs".into()), expires_at: Some(Some(after(1))) };
    let update = place.meta.update_key(&other, edit, Actor::operator(), NOON).await.unwrap();
    let revoke = place.meta.revoke_key(&other, row.id, Actor::operator(), NOON).await.unwrap();
    let replacement = Replacement { key: Some(row.id), grace_micros: 0 };
    let replace = place.meta.replace_key(&other, replacement, Actor::operator(), NOON).await.unwrap();
    assert_eq!((update, revoke, replace), (KeyChanged::NoSuchKey, KeyChanged::NoSuchKey, KeyReplaced::NoSuchKey));
    assert_eq!(place.meta.list_keys(&place.at()).await.unwrap(), before);
}

#[tokio::test]
async fn a_project_has_a_hundred_keys_at_most() {
    let place = Place::new().await;
    let there = place.meta.list_keys(&place.at()).await.unwrap().len();
    let mut last = None;
    for number in there..MAX_KEYS {
        last = Some(make(&place, &number.to_string(), None).await);
    }
    let wanted = WantedKey { kind: KeyKind::Public, name: Some("one more".into()), expires_at: None };
    let refused = place.meta.create_key(&place.at(), wanted, Actor::operator(), NOON).await.unwrap();
    assert_eq!(refused, KeyCreated::TooMany);
    let last = last.unwrap().id;
    assert_eq!(replace(&place, Some(last), A_MINUTE).await, KeyReplaced::TooMany);
    assert!(matches!(replace(&place, Some(last), 0).await, KeyReplaced::Done(_)));
}
