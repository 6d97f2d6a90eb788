//! The keys of metadata, for whoever writes a filter.

use store::runs::RunEdit;
use testkit::clock::NOON;
use testkit::event::{start, update};

use crate::place::Place;

async fn keys(place: &Place, run_type: Option<&str>) -> Vec<String> {
    place.runs.metadata_keys(&place.at(), run_type.map(str::to_owned)).await.unwrap()
}

#[tokio::test]
async fn keys_are_known_by_type_as_soon_as_they_are_stored() {
    let place = Place::new().await;
    let other = place.other_project().await;
    place
        .send(vec![
            start("call").run_type("llm").metadata("plan", "pro").metadata("user_tier", 2).build(),
            start("agent").run_type("agent").metadata("release", "1").build(),
            start("below").run_type("chain").parent("agent").at(1).metadata("step", 1).build(),
        ])
        .await;
    place.send_as(other, vec![start("theirs").run_type("llm").metadata("secret", "x").build()]).await;
    assert_eq!(keys(&place, None).await, ["plan", "release", "step", "userTier"]);
    assert_eq!(keys(&place, Some("llm")).await, ["plan", "userTier"]);
    assert_eq!(keys(&place, Some("trace")).await, ["release"]);
    assert_eq!(keys(&place, Some("chain")).await, ["step"]);
    assert_eq!(keys(&place, Some("tool")).await, [] as [&str; 0]);
    place.send(vec![update("call").at(5).metadata("later", true).build()]).await;
    assert_eq!(keys(&place, Some("llm")).await, ["later", "plan", "userTier"]);
}

#[tokio::test]
async fn very_many_keys_do_not_fill_the_store() {
    let place = Place::new().await;
    let run =
        |n: i64| (0..500).fold(start(&format!("run-{n}")).at(n), |run, key| run.metadata(&format!("k{n}-{key}"), 1));
    for n in 0..22 {
        place.send(vec![run(n).build()]).await;
    }
    assert_eq!(keys(&place, None).await.len(), 10_000);
    place.runs.edit(&place.at(), model::RunId::from_client("run-21"), RunEdit::Tags(None), NOON).await.unwrap();
    assert_eq!(keys(&place, None).await.len(), 10_000);
}
