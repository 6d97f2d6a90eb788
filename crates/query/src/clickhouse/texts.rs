//! Conditions over texts, free keys and findings.

use model::Check;
use model::filter::{Field, Finding, JsonIs, Property, Side, TextIs, TextMatch, Wanted};

use super::{Param, Writer};
use crate::text::{Piece, SearchText, is_solo};

impl Writer {
    /// Properties are maps from keys to JSON texts; of objects and arrays too.
    pub(super) fn property(&mut self, column: &str, property: &Property) -> String {
        let key = self.text(&property.key);
        let value = format!("{column}[{key}]");
        let there = format!("mapContains({column}, {key})");
        let is_json = |text: &str| format!("({there} AND {value} = '{text}')");
        match &property.value {
            Wanted::Anything => there,
            Wanted::Null => is_json("null"),
            Wanted::Bool(wanted) => is_json(if *wanted { "true" } else { "false" }),
            Wanted::Number(number) => {
                let wanted = self.bind(Param::Float(*number));
                format!("({there} AND {} AND toFloat64OrNull({value}) = {wanted})", is_number(&value))
            }
            Wanted::Text(text) => {
                let wanted = self.text(text);
                format!("({there} AND {} AND JSONExtractString({value}) = {wanted})", is_string(&value))
            }
            Wanted::Written(text) => {
                let wanted = self.text(text);
                let as_string = format!("{} AND JSONExtractString({value}) = {wanted}", is_string(&value));
                let as_word = format!("{value} IN ('true', 'false', 'null') AND {value} = {wanted}");
                let as_number = format!(
                    "{} AND ifNull(toFloat64OrNull({value}) = toFloat64OrNull({wanted}), false)",
                    is_number(&value)
                );
                format!("({there} AND ({as_string} OR {as_word} OR {as_number}))")
            }
        }
    }

    /// Checks of texts and of what was found in them.
    pub(super) fn written(&mut self, check: &Check) -> String {
        match check {
            Check::Search(text) => self.search(&SearchText::parse(text)),
            Check::Text(text) => self.text_match(text),
            Check::Regex { side, is_absent, pattern } => {
                let wanted = self.text(pattern);
                let not = if *is_absent { "NOT " } else { "" };
                format!("ifNull({not}match({}, {wanted}), false)", extracted(*side))
            }
            Check::Json(side, JsonIs::Valid) => format!("ifNull(isValidJSON({}), false)", extracted(*side)),
            Check::Json(side, JsonIs::Invalid) => format!("ifNull(NOT isValidJSON({}), false)", extracted(*side)),
            // Whether a text contains JSON is no question for SQL; it is noted when the run is written.
            Check::Json(Side::Input, JsonIs::Contained) => "input_contains_json".to_owned(),
            Check::Json(Side::Output, JsonIs::Contained) => "output_contains_json".to_owned(),
            Check::Found(finding) => self.found(finding),
            _ => unreachable!("only checks of texts come here"),
        }
    }

    /// The texts of the columns are folded when a run is written, by the functions that fold a search.
    fn search(&mut self, search: &SearchText) -> String {
        let each = search.pieces().iter().map(|piece| {
            let (wanted, is_pattern) = match piece {
                Piece::Within(text) => (self.text(text), false),
                Piece::Words { terms, is_open } => (self.text(&phrase_pattern(terms, *is_open)), true),
            };
            let is_in = |column: &str| match is_pattern {
                false => format!("position({column}, {wanted}) > 0"),
                true => format!("match({column}, {wanted})"),
            };
            format!("ifNull({} OR {}, false)", is_in("input_folded"), is_in("output_folded"))
        });
        let each: Vec<String> = each.collect();
        if each.is_empty() { "true".to_owned() } else { format!("({})", each.join(" AND ")) }
    }

    fn text_match(&mut self, text: &TextMatch) -> String {
        let wanted = self.text(&text.text);
        let cased = |value: &str| if text.is_case_sensitive { value.to_owned() } else { format!("lowerUTF8({value})") };
        let wanted = cased(&wanted);
        let holds = |side: &Side| {
            let (all, each) = match side {
                Side::Input => ("input_text", "input_texts"),
                Side::Output => ("output_text", "output_texts"),
            };
            match text.is {
                TextIs::Within => format!("ifNull(position({}, {wanted}) > 0, false)", cased(all)),
                TextIs::Without => format!("ifNull(position({}, {wanted}) = 0, true)", cased(all)),
                TextIs::Start => format!("arrayExists(one -> startsWith({}, {wanted}), {each})", cased("one")),
                TextIs::End => format!("arrayExists(one -> endsWith({}, {wanted}), {each})", cased("one")),
            }
        };
        let sides: Vec<String> = text.field.sides().iter().map(holds).collect();
        match (text.is, text.field) {
            (TextIs::Without, Field::Any) => {
                format!("({} AND (input_text IS NOT NULL OR output_text IS NOT NULL))", sides.join(" AND "))
            }
            (TextIs::Without, Field::Input) => format!("({} AND input_text IS NOT NULL)", sides[0]),
            (TextIs::Without, Field::Output) => format!("({} AND output_text IS NOT NULL)", sides[0]),
            _ => format!("({})", sides.join(" OR ")),
        }
    }

    fn found(&mut self, finding: &Finding) -> String {
        let column = |what: &str, side: &Side| match side {
            Side::Input => format!("input_{what}"),
            Side::Output => format!("output_{what}"),
        };
        match finding {
            Finding::Languages(side, codes) => format!("hasAny({}, {})", column("languages", side), self.texts(codes)),
            Finding::Topics(side, topics) => format!("hasAny({}, {})", column("topics", side), self.texts(topics)),
            Finding::Intents(intents) => format!("hasAny(intents, {})", self.texts(intents)),
            Finding::Toxicity(side, true) => column("is_toxic", side),
            Finding::Toxicity(side, false) => format!("NOT {}", column("is_toxic", side)),
            Finding::Pii(true) => "has_pii".to_owned(),
            Finding::Pii(false) => "NOT has_pii".to_owned(),
            Finding::Sentiment(side, label) => {
                format!("ifNull({} = {}, false)", column("sentiment", side), self.text(label))
            }
        }
    }
}

pub(super) fn extracted(side: Side) -> &'static str {
    match side {
        Side::Input => "input_last",
        Side::Output => "output_last",
    }
}

fn is_string(json: &str) -> String {
    format!("startsWith({json}, '\"')")
}

fn is_number(json: &str) -> String {
    format!("match({json}, '^[-0-9]')")
}

/// A regular expression for words side by side in a folded text. Words are letters and digits, so nothing in them is a sign.
fn phrase_pattern(terms: &[String], is_open: bool) -> String {
    let mut pattern = String::new();
    let mut before: Option<&String> = None;
    for term in terms {
        pattern.push_str(match before {
            _ if before.is_some_and(|before| is_solo(before)) || before.is_some() && is_solo(term) => r"[^\pL\pN]*",
            Some(_) => r"[^\pL\pN]+",
            None if is_solo(term) => "",
            None => r"(^|[^\pL\pN])",
        });
        pattern.push_str(term);
        before = Some(term);
    }
    if !is_open && !before.is_some_and(|last| is_solo(last)) {
        pattern.push_str(r"([^\pL\pN]|$)");
    }
    pattern
}
