//! What values the matching runs have, where those are very many.

use model::Filter;
use store::runs::{Facet, FacetQuery};
use testkit::event::start;

use crate::place::Place;

#[tokio::test]
async fn tags_of_very_many_different_sets_are_counted_and_other_projects_add_nothing() {
    let place = Place::new().await;
    let other = place.other_project().await;
    let runs = || (0..600).map(|n| start(&format!("run-{n}")).at(n).tags(&["all", &format!("own-{n}"), "all"]).build());
    place.send(runs().collect()).await;
    place.send_as(other, runs().take(7).collect()).await;
    let query = FacetQuery { filter: Filter::all([]), of: Facet::Tag, containing: String::new(), limit: 1_000 };
    for (at, wanted) in [(place.at(), 600), (other.scope, 7)] {
        let facets = place.runs.facets(&at, query.clone()).await.unwrap();
        let found: Vec<(&str, u64)> = facets.values.iter().map(|value| (&*value.label, value.runs)).collect();
        assert_eq!(found.len() as u64, wanted + 1);
        assert_eq!(found[0], ("all", wanted));
        assert!(found[1..].iter().all(|(tag, runs)| tag.starts_with("own-") && *runs == 1), "{found:?}");
    }
}
