//! From the values of a check to the check.

use std::borrow::Cow;

use model::filter::{Finding, Property, TextMatch, Thumb, Wanted};
use model::{Check, Filter};
use serde_json::Value;

use super::Given;
use super::choice::Choice;
use super::known::Kind;
use super::numbers::{number, point_in_time, scaled};
use crate::FilterError;
use crate::matcher::compiled;
use crate::text::SearchText;

/// How long a regular expression may be, in bytes.
const MOST_PATTERN_BYTES: usize = 1 << 10;

/// The filter that a check stands for, of which at least one parameter is set; `None` when that says nothing.
pub(super) fn filter(given: &Given) -> Result<Option<Filter>, FilterError> {
    let check = match given.check.id {
        "type" => return given.types().map(Some),
        "feedback" => return given.feedback().map(Some),
        "search" => return given.search(),
        "toxicity" => return given.toxicity().map(Some),
        "tools" | "retrievers" => Check::NameContains(given.text(0)?),
        "models" => Check::Names(given.list(0)?),
        "custom-events" => Check::CustomEvents(given.list(0)?),
        "tags" => Check::Tags(given.list(0)?),
        "templates" => Check::Templates(given.ids()?),
        "users" => Check::Users(given.ids()?),
        "status" => Check::Status(given.choice(0)?),
        "metadata" => Check::Metadata(given.property(written)?),
        "user-props" => Check::UserProp(given.property(|value| typed(value.trim()))?),
        "date" => {
            Check::CreatedAt(given.choice(0)?, given.read(1, "a date such as 2025-03-01T09:30:00.000Z", point_in_time)?)
        }
        "duration" => {
            Check::Duration(given.choice(0)?, given.read(1, "a number of seconds", |text| scaled(text, 1e6))?)
        }
        "cost" => Check::Cost(given.choice(0)?, given.read(1, "a number of US dollars", |text| scaled(text, 1e9))?),
        "messages" => Check::Messages(given.choice(0)?, given.read(1, "a number", number)?),
        "tokens" => Check::Tokens(given.choice(0)?, given.choice(1)?, given.read(2, "a number", number)?),
        "length" => Check::Length(given.choice(0)?, given.choice(1)?, given.read(2, "a number of characters", number)?),
        "json" => Check::Json(given.choice(0)?, given.choice(1)?),
        "regex" => given.regex()?,
        "string" => Check::Text(TextMatch {
            field: given.choice(0)?,
            is: given.choice(1)?,
            is_case_sensitive: given.choice(2)?,
            text: given.text(3)?,
        }),
        _ => Check::Found(given.finding()?),
    };
    Ok(Some(check.into()))
}

impl Given {
    fn refused(&self, value: &str, expected: impl Into<Cow<'static, str>>) -> FilterError {
        FilterError::value(self.check.id, value, expected)
    }

    /// The text of a parameter.
    fn text(&self, place: usize) -> Result<String, FilterError> {
        match self.texts[place].as_slice() {
            [text] => Ok(text.clone()),
            _ => {
                let all: Vec<&str> = self.texts.iter().flatten().map(String::as_str).collect();
                let name = self.check.parameters[place].name;
                Err(self.refused(&all.join("."), format!("it has no value for {name}")))
            }
        }
    }

    /// A parameter that has a form.
    fn read<T>(&self, place: usize, form: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<T, FilterError> {
        let text = self.text(place)?;
        read(&text).ok_or_else(|| self.refused(&text, format!("{} is {form}", self.check.parameters[place].name)))
    }

    /// What one of a few words, or else the default of the parameter, stands for.
    fn choice<T: Choice>(&self, place: usize) -> Result<T, FilterError> {
        let Kind::Choice { words, default } = self.check.parameters[place].kind else {
            unreachable!("the table of checks says that this is a choice")
        };
        let text = match (self.texts[place].first(), default) {
            (Some(text), _) => text.clone(),
            (None, Some(default)) => default.to_owned(),
            (None, None) => self.text(place)?,
        };
        let read = if words.contains(&text.as_str()) { T::read(&text) } else { None };
        read.ok_or_else(|| {
            let name = self.check.parameters[place].name;
            self.refused(&text, format!("{name} is one of {}", words.join(", ")))
        })
    }

    /// Alternatives, of which there is at least one.
    fn list(&self, place: usize) -> Result<Vec<String>, FilterError> {
        let mut texts = self.texts[place].clone();
        if texts.is_empty() {
            self.text(place)?;
        }
        texts.sort_unstable();
        texts.dedup();
        Ok(texts)
    }

    fn ids(&self) -> Result<Vec<i64>, FilterError> {
        let id = |text: &String| text.trim().parse().map_err(|_| self.refused(text, "it takes numbers, the ids"));
        let mut ids: Vec<i64> = self.texts[0].iter().map(id).collect::<Result<_, _>>()?;
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// Types with commas between them; `trace` stands for a type and a place.
    fn types(&self) -> Result<Filter, FilterError> {
        let texts = self.texts[0].iter();
        let mut words: Vec<String> =
            texts.flat_map(|text| text.split(',')).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        let count = words.len();
        words.retain(|word| word != "trace");
        let trace = (words.len() < count).then_some(Check::Trace);
        let types = (!words.is_empty()).then_some(Check::Types(words));
        match (trace, types) {
            (None, None) => Err(self.refused(",", "it takes a type, such as llm")),
            (trace, types) => Ok(Filter::any(trace.into_iter().chain(types).map(Filter::from))),
        }
    }

    fn feedback(&self) -> Result<Filter, FilterError> {
        let form = r#"it takes {"thumb":"up"}, {"thumb":"down"}, {"thumb":null} or {"comment":text}"#;
        let each = self.texts[0].iter().map(|item| {
            let value: Value = serde_json::from_str(item).map_err(|_| self.refused(item, form))?;
            let check = match (value.get("thumb"), value.get("comment")) {
                (Some(Value::String(word)), None) if word == "up" => Check::Thumb(Thumb::Up),
                (Some(Value::String(word)), None) if word == "down" => Check::Thumb(Thumb::Down),
                (Some(Value::Null), None) => Check::Thumb(Thumb::Nothing),
                (None, Some(Value::String(text))) => Check::Comment(text.clone()),
                (None, Some(Value::Null)) => Check::Comment(String::new()),
                _ => return Err(self.refused(item, form)),
            };
            Ok(Filter::from(check))
        });
        Ok(Filter::any(each.collect::<Result<Vec<Filter>, FilterError>>()?))
    }

    fn search(&self) -> Result<Option<Filter>, FilterError> {
        let text = self.text(0)?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        if SearchText::parse(&text).is_too_long() {
            return Err(self.refused(&text, format!("at most {} words are looked for", SearchText::MOST_TERMS)));
        }
        Ok(Some(Check::Search(text).into()))
    }

    fn property(&self, read: impl Fn(&str) -> Wanted) -> Result<Property, FilterError> {
        let value = self.texts[1].first().map_or(Wanted::Anything, |value| read(value));
        Ok(Property { key: self.text(0)?, value })
    }

    fn regex(&self) -> Result<Check, FilterError> {
        let pattern = self.text(2)?;
        if pattern.len() > MOST_PATTERN_BYTES {
            return Err(self.refused(&pattern, format!("a regular expression has at most {MOST_PATTERN_BYTES} bytes")));
        }
        if let Err(error) = compiled(&pattern) {
            let why = error.to_string();
            let why = why.lines().last().unwrap_or("it does not compile").trim_start_matches("error: ").to_owned();
            return Err(self.refused(&pattern, why));
        }
        Ok(Check::Regex { side: self.choice(0)?, is_absent: self.choice::<String>(1)? == "not_contains", pattern })
    }

    fn finding(&self) -> Result<Finding, FilterError> {
        Ok(match self.check.id {
            "languages" => Finding::Languages(self.choice(0)?, self.list(1)?),
            "topics" => Finding::Topics(self.choice(0)?, self.list(1)?),
            "intents" => Finding::Intents(self.list(0)?),
            "pii" => Finding::Pii(self.choice(0)?),
            _ => Finding::Sentiment(self.choice(0)?, self.choice(1)?),
        })
    }

    fn toxicity(&self) -> Result<Filter, FilterError> {
        let side = self.choice(0)?;
        let each = self.list(1)?.into_iter().map(|label| match label.as_str() {
            "toxicity" | "any" => Ok(Check::Found(Finding::Toxicity(side, true)).into()),
            "non-toxicity" => Ok(Check::Found(Finding::Toxicity(side, false)).into()),
            _ => Err(self.refused(&label, "it takes toxicity or non-toxicity")),
        });
        Ok(Filter::any(each.collect::<Result<Vec<Filter>, FilterError>>()?))
    }
}

fn written(value: &str) -> Wanted {
    Wanted::Written(value.to_owned())
}

/// A value, or a text of JSON that says a type with it: `{"type":"number","value":5}`.
fn typed(value: &str) -> Wanted {
    let Ok(Value::Object(members)) = serde_json::from_str(value) else { return written(value) };
    match (members.get("type").and_then(Value::as_str), members.get("value")) {
        (Some("null"), _) => Wanted::Null,
        (Some(_), Some(Value::Null)) => Wanted::Null,
        (Some(_), Some(Value::Bool(value))) => Wanted::Bool(*value),
        (Some(_), Some(Value::String(text))) => Wanted::Text(text.clone()),
        (Some(_), Some(Value::Number(wanted))) => number(&wanted.to_string()).map_or(written(value), Wanted::Number),
        _ => written(value),
    }
}
