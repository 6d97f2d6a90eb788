//! A run as a row of a table: the beginnings of its texts instead of the texts.

use std::collections::BTreeMap;

use model::{RawJson, Run, failure};
use query::text::{SearchText, find_ranges, last_message, searched};
use serde::Serialize;
use serde_json::Number;
use serde_json::value::RawValue;
use store::runs::Totals;
use utoipa::ToSchema;

use super::shape::{Keys, dollars, safe};
use super::view::{RunView, Slugs};

/// How much of a text a row shows, in characters.
const SHOWN: usize = 200;
/// How much of it comes before the first match, in UTF-16 units.
const BEFORE_MATCH: usize = 60;

/// A run as a list of previews shows it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RunPreview)]
pub(crate) struct PreviewRow {
    /// Without `input` and `output`, and `error` is the first line of its message.
    #[serde(flatten)]
    row: RunView,
    /// The beginning of what went in: of messages, the last one. At most 200 characters; null when there is none.
    input_preview: Option<String>,
    /// The beginning of what came out, likewise.
    output_preview: Option<String>,
    /// With a search: where it is found.
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    found: Option<Match>,
    /// With `totals=true`: what the run and all below it add up to; absent when that is more than 1,000 runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    totals: Option<TotalsView>,
}

/// What a run and all below it add up to.
#[derive(Serialize, ToSchema)]
#[schema(as = RunTotals)]
struct TotalsView {
    /// How many, the run itself included.
    runs: u64,
    /// Those that failed.
    errors: u64,
    /// Of prompts and completions; null when none is known.
    tokens: Option<u64>,
    /// US dollars; null when none is known.
    #[schema(value_type = Option<f64>)]
    cost: Option<Number>,
}

/// Where a search is found.
#[derive(Serialize, ToSchema)]
pub(super) struct Match {
    /// `input` or `output`.
    field: &'static str,
    /// The text around the first match; never HTML.
    text: String,
    /// Start and length of each match in `text`, in UTF-16 units.
    #[schema(value_type = Vec<Vec<usize>>)]
    ranges: Vec<(usize, usize)>,
}

impl PreviewRow {
    pub(super) fn new(mut run: Run, keys: Keys, search: Option<&SearchText>) -> PreviewRow {
        let (input, output) = (run.input.take(), run.output.take());
        let found = search.and_then(|search| {
            let sides = [("input", &input), ("output", &output)];
            sides.into_iter().find_map(|(field, json)| Match::in_text(field, json.as_ref()?, search))
        });
        let error = run.error.take().and_then(|error| failure::first_line(&error));
        let row = RunView::row(run, keys, false).without_texts(error);
        let preview = |json: Option<RawJson>| json.map(|json| beginning(&gist(json.text())));
        PreviewRow { row, input_preview: preview(input), output_preview: preview(output), found, totals: None }
    }

    /// The row with what it and all below it add up to.
    pub(super) fn adding(self, totals: Option<Totals>) -> PreviewRow {
        let view = |Totals { runs, errors, tokens, cost }| TotalsView {
            runs,
            errors,
            tokens: tokens.and_then(safe),
            cost: cost.map(dollars),
        };
        PreviewRow { totals: totals.map(view), ..self }
    }

    /// The row with the name of its template.
    pub(super) fn naming(self, slugs: &Slugs) -> PreviewRow {
        PreviewRow { row: self.row.naming(slugs), ..self }
    }
}

impl Match {
    fn in_text(field: &'static str, json: &RawJson, search: &SearchText) -> Option<Match> {
        let text = searched(json.text());
        let ranges = find_ranges(&text, search);
        let (first, _) = *ranges.first()?;
        let units: Vec<u16> = text.encode_utf16().collect();
        let begin = to_boundary(&units, first.saturating_sub(BEFORE_MATCH));
        let end = to_boundary(&units, units.len().min(begin + SHOWN));
        let is_shown = |(start, length): &(usize, usize)| *start >= begin && start + length <= end;
        let ranges = ranges.into_iter().filter(is_shown).map(|(start, length)| (start - begin, length)).collect();
        Some(Match { field, text: String::from_utf16_lossy(&units[begin..end]), ranges })
    }
}

/// The nearest place before that splits no character.
fn to_boundary(units: &[u16], place: usize) -> usize {
    let is_second_half = units.get(place).is_some_and(|unit| (0xdc00..0xe000).contains(unit));
    place - usize::from(is_second_half && place > 0)
}

/// The text of a row: the last message, and of an object that holds one sentence and nothing else that sentence.
fn gist(json: &str) -> String {
    let text = last_message(json);
    only_sentence(&text).unwrap_or(text)
}

fn only_sentence(object: &str) -> Option<String> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(object).ok()?;
    let (_, only) = members.first_key_value().filter(|_| members.len() == 1)?;
    let text: String = serde_json::from_str(only.get()).ok()?;
    text.contains(char::is_whitespace).then_some(text)
}

fn beginning(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, search: &str, want: Option<(&str, &[(usize, usize)])>) {
        let found = Match::in_text("input", &RawJson::from_checked(json), &SearchText::parse(search));
        let found = found.as_ref().map(|found| (found.text.as_str(), &found.ranges[..]));
        assert_eq!(found, want, "{search} in {json}");
    }

    #[test]
    fn a_match_is_shown_with_what_stands_around_it() {
        check("\"Where is my parcel?\"", "PARCEL", Some(("Where is my parcel?", &[(12, 6)])));
        check("\"Where is my parcel?\"", "refund", None);
        let long = format!("\"{}\u{1f600}needle{}\"", "a".repeat(100), "b".repeat(300));
        let text = format!("{}\u{1f600}needle{}", "a".repeat(58), "b".repeat(134));
        check(&long, "needle", Some((&text, &[(60, 6)])));
    }

    #[test]
    fn a_row_shows_the_one_sentence_of_an_object() {
        assert_eq!(gist(r#"{"question":"Where is it?"}"#), "Where is it?");
        assert_eq!(gist(r#"[{"role":"user","content":"Where?"}]"#), "Where?");
        for json in [r#"{"orderId":7}"#, r#"{"orderId":"7"}"#, r#"{"a":"b","c":"d"}"#, r#"["a"]"#] {
            assert_eq!(gist(json), json);
        }
    }

    #[test]
    fn no_character_is_split() {
        let faces = "\u{1f600}".repeat(40);
        let found = Match::in_text("input", &RawJson::from_checked(&format!("\"a{faces}b\"")), &SearchText::parse("b"));
        let found = found.expect("it is there");
        assert!(!found.text.contains('\u{fffd}'));
        assert_eq!(found.ranges, [(found.text.encode_utf16().count() - 1, 1)]);
    }
}
