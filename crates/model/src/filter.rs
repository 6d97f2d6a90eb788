//! Which runs somebody asks for: a tree of checks (spec `filters.md`).
//!
//! Whoever holds a [`Filter`] can trust it: every number is finite, every pattern compiles, no list of alternatives is empty.
//! How filters are written on the wire is for the crate `query` to know, how they are answered for the engines.

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::{Nanodollars, RunId, Status, Timestamp};

mod checks;

pub use checks::{Compare, Field, Finding, JsonIs, Property, Side, TextIs, TextMatch, Thumb, TokenKind, Wanted};

/// A tree of checks.
#[derive(Clone, PartialEq, Debug)]
pub enum Filter {
    /// Every one of them holds; of none, every run.
    All(Vec<Filter>),
    /// At least one of them holds; of none, no run.
    Any(Vec<Filter>),
    /// This holds.
    Check(Check),
}

impl Filter {
    /// Every run.
    #[must_use]
    pub const fn everything() -> Filter {
        Filter::All(Vec::new())
    }

    /// All of these, without groups that say nothing.
    #[must_use]
    pub fn all(parts: impl IntoIterator<Item = Filter>) -> Filter {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Filter::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Filter::All(flat) }
    }

    /// Any of these, without groups that say nothing.
    #[must_use]
    pub fn any(parts: impl IntoIterator<Item = Filter>) -> Filter {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Filter::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Filter::Any(flat) }
    }

    /// This and the other.
    #[must_use]
    pub fn and(self, other: impl Into<Filter>) -> Filter {
        Filter::all([self, other.into()])
    }

    /// Whether it asks for every run.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        matches!(self, Filter::All(parts) if parts.is_empty())
    }

    /// Every check of the tree, in the order in which they stand.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            loop {
                match waiting.pop()? {
                    Filter::Check(check) => return Some(check),
                    Filter::All(parts) | Filter::Any(parts) => waiting.extend(parts.iter().rev()),
                }
            }
        })
    }

    /// The same tree with other checks: `change` says what stands in the place of each.
    ///
    /// # Errors
    ///
    /// The first error of `change`.
    pub fn try_map<E>(self, change: &mut impl FnMut(Check) -> Result<Filter, E>) -> Result<Filter, E> {
        let mut each = |parts: Vec<Filter>| {
            parts.into_iter().map(|part| part.try_map(&mut *change)).collect::<Result<Vec<Filter>, E>>()
        };
        match self {
            Filter::All(parts) => each(parts).map(Filter::all),
            Filter::Any(parts) => each(parts).map(Filter::any),
            Filter::Check(check) => change(check),
        }
    }

    /// The costliest class among its checks.
    #[must_use]
    pub fn class(&self) -> Class {
        self.checks().map(Check::class).max().unwrap_or(Class::Facts)
    }

    /// A number that is the same for the same filter, whatever the order of its checks and whenever it is asked. A cursor
    /// carries it, so that it is refused by another list.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let digest = Sha256::digest(self.canonical().as_bytes());
        let bytes: [u8; 8] = std::array::from_fn(|place| digest[place]);
        u64::from_be_bytes(bytes)
    }

    /// One text for all ways to write this filter.
    fn canonical(&self) -> String {
        let group = |sign: &str, parts: &[Filter]| {
            let mut texts: Vec<String> = parts.iter().map(Filter::canonical).collect();
            texts.sort_unstable();
            texts.dedup();
            if texts.len() == 1 { texts.remove(0) } else { format!("{sign}({})", texts.join(" ")) }
        };
        match self {
            Filter::All(parts) => group("all", parts),
            Filter::Any(parts) => group("any", parts),
            Filter::Check(check) => serde_json::to_string(check).expect("a check has no maps and no failing parts"),
        }
    }
}

impl Default for Filter {
    fn default() -> Filter {
        Filter::everything()
    }
}

impl From<Check> for Filter {
    fn from(check: Check) -> Filter {
        Filter::Check(check)
    }
}

/// One thing that holds for a run or does not. An absent value satisfies no comparison, `Neq` included.
///
/// Lists hold alternatives, are sorted, and have no double entries. The serial form is for [`Filter::fingerprint`] only.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub enum Check {
    /// The run is of one of these types, as readers see them.
    Types(Vec<String>),
    /// It is an agent or a chain, and part of no other run or of a chat turn.
    Trace,
    /// It got so far.
    Status(Status),
    /// Its name is one of these.
    Names(Vec<String>),
    /// Its name contains this; case makes no difference.
    NameContains(String),
    /// It is a custom event, of one of these names if there are any.
    CustomEvents(Vec<String>),
    /// It has one of these tags.
    Tags(Vec<String>),
    /// It used a version of one of these templates. Whoever knows the templates turns it into
    /// [`Check::TemplateVersions`] before an engine sees it; as it is, it holds for no run.
    Templates(Vec<i64>),
    /// It used one of these template versions; none of them, when the list is empty.
    TemplateVersions(Vec<i64>),
    /// The person whom readers see with it is one of these.
    Users(Vec<i64>),
    /// What people think of it or of its direct children.
    Thumb(Thumb),
    /// It or its parent has a comment, or a direct child has exactly this comment.
    Comment(String),
    /// When it began.
    CreatedAt(Compare, #[serde(serialize_with = "micros")] Timestamp),
    /// How long it took, in microseconds; absent while it is open.
    Duration(Compare, i64),
    /// What it cost.
    Cost(Compare, Nanodollars),
    /// Its tokens. The total is absent unless both of its parts are known.
    Tokens(TokenKind, Compare, f64),
    /// Messages of a thread; 0 for every other run.
    Messages(Compare, f64),
    /// It is a direct child of this run.
    Parent(RunId),
    /// Its input or output holds these words; see `query::text::SearchText` for what the text means.
    Search(String),
    /// Its metadata have such an entry.
    Metadata(Property),
    /// The properties of the person whom readers see with it have such an entry.
    UserProp(Property),
    /// Its texts contain, start or end so.
    Text(TextMatch),
    /// The text of this side has so many characters: of messages that is the content of the last one (spec
    /// `api-evaluation.md` 7.1).
    Length(Side, Compare, f64),
    /// The text of this side matches the pattern somewhere; with `is_absent`, nowhere. An absent side satisfies neither.
    Regex {
        /// Which text.
        side: Side,
        /// Whether the pattern must not match.
        is_absent: bool,
        /// In the syntax of the crate `regex`; it compiles.
        pattern: String,
    },
    /// Whether the text of this side is JSON.
    Json(Side, JsonIs),
    /// What evaluators found in it.
    Found(Finding),
}

/// How an engine finds the runs of a check (design section 4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Class {
    /// A: the columns hold what it asks for.
    Facts,
    /// B: it first becomes a set of runs, which are verified.
    Places,
    /// C: texts must be read.
    Texts,
}

impl Check {
    /// How an engine finds its runs.
    #[must_use]
    pub fn class(&self) -> Class {
        match self {
            Check::Search(_) | Check::Metadata(_) | Check::UserProp(_) | Check::Comment(_) | Check::Found(_) => {
                Class::Places
            }
            Check::Text(text) if text.is != TextIs::Without => Class::Places,
            Check::Parent(_) => Class::Places,
            Check::Text(_) | Check::Length(..) | Check::Regex { .. } | Check::Json(..) => Class::Texts,
            _ => Class::Facts,
        }
    }
}

fn micros<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(at.micros())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Filter {
        Check::Names(vec![name.to_owned()]).into()
    }

    #[test]
    fn groups_that_say_nothing_disappear() {
        let everything = Filter::everything();
        assert_eq!(everything.clone().and(named("a")), named("a"));
        assert_eq!(Filter::all([everything.clone(), Filter::all([])]), everything);
        assert_eq!(Filter::any([named("a")]), named("a"));
        assert_eq!(
            Filter::any([named("a"), Filter::any([named("b"), named("c")])]),
            Filter::Any(vec![named("a"), named("b"), named("c")])
        );
        assert!(!Filter::any([]).is_everything(), "no alternative is no run");
    }

    #[test]
    fn the_fingerprint_knows_what_is_asked_and_not_how_it_is_written() {
        let (a, b, c) = (named("a"), named("b"), named("c"));
        let either = |left: &Filter, right: &Filter| Filter::any([left.clone(), right.clone()]);
        let one = either(&a, &b).and(c.clone());
        assert_eq!(one.fingerprint(), c.clone().and(either(&b, &a)).fingerprint());
        assert_eq!(one.fingerprint(), one.clone().and(one.clone()).fingerprint());
        assert_ne!(one.fingerprint(), either(&a, &c).and(b.clone()).fingerprint());
        assert_ne!(Filter::all([]).fingerprint(), Filter::any([]).fingerprint());
        let after = |micros| Filter::from(Check::CreatedAt(Compare::Gt, Timestamp::from_micros(micros))).fingerprint();
        assert_ne!(after(1), after(2), "microseconds count");
        assert_eq!(a.fingerprint(), 0xa9d3_c389_f5c1_1248, "cursors outlive a restart");
    }

    #[test]
    fn a_filter_is_as_costly_as_its_costliest_check() {
        let check = |filter: &Filter, want: Class| assert_eq!(filter.class(), want, "{filter:?}");
        check(&Filter::everything(), Class::Facts);
        check(&named("a"), Class::Facts);
        let search = Filter::from(Check::Search("a".into()));
        check(&named("a").and(search.clone()), Class::Places);
        check(&Filter::any([search, Check::Json(Side::Output, JsonIs::Valid).into()]), Class::Texts);
    }

    #[test]
    fn checks_come_in_the_order_in_which_they_stand() {
        let filter = Filter::Any(vec![named("a"), Filter::All(vec![named("b"), named("c")]), named("d")]);
        let names: Vec<String> = filter.checks().map(|check| format!("{check:?}")).collect();
        assert_eq!(names.join(" "), r#"Names(["a"]) Names(["b"]) Names(["c"]) Names(["d"])"#);
        let swapped = filter.try_map(&mut |check| match check {
            Check::Names(names) if names[0] == "b" => Ok(Filter::everything()),
            Check::Names(names) if names[0] == "z" => Err(()),
            other => Ok(other.into()),
        });
        assert_eq!(swapped, Ok(Filter::Any(vec![named("a"), named("c"), named("d")])));
    }
}
