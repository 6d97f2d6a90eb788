//! The second target of filters: a condition in the SQL of ClickHouse over the table `run`.
//!
//! The table has one row for a run with all that its checks ask for: what embedded engines derive from other rows (whether it
//! is a root, its children's feedback, its thread's messages) are columns, and so are the texts as [`crate::text`] reads
//! them. Values are always parameters; the text holds none of them.

mod texts;

use model::filter::{Compare, Thumb, TokenKind};
use model::{Check, Filter};

use texts::extracted;

/// A condition and the values that it names: `{p0:String}` is the first.
#[derive(Clone, PartialEq, Debug)]
pub struct Sql {
    /// An expression that is true for the runs that are meant.
    pub text: String,
    /// The values, in the order of their numbers.
    pub params: Vec<Param>,
}

/// A value of a condition.
#[derive(Clone, PartialEq, Debug)]
pub enum Param {
    /// `String`
    Text(String),
    /// `Array(String)`
    Texts(Vec<String>),
    /// `Int64`
    Int(i64),
    /// `Array(Int64)`
    Ints(Vec<i64>),
    /// `Float64`
    Float(f64),
}

/// The filter as a condition.
#[must_use]
pub fn clickhouse(filter: &Filter) -> Sql {
    let mut writer = Writer { params: Vec::new() };
    let text = writer.filter(filter);
    Sql { text, params: writer.params }
}

struct Writer {
    params: Vec<Param>,
}

impl Writer {
    fn filter(&mut self, filter: &Filter) -> String {
        match filter {
            Filter::All(parts) => self.group(parts, " AND ", "true"),
            Filter::Any(parts) => self.group(parts, " OR ", "false"),
            Filter::Check(check) => self.check(check),
        }
    }

    fn group(&mut self, parts: &[Filter], word: &str, of_none: &str) -> String {
        let texts: Vec<String> = parts.iter().map(|part| self.filter(part)).collect();
        if texts.is_empty() { of_none.to_owned() } else { format!("({})", texts.join(word)) }
    }

    /// Notes a value and gives its name.
    fn bind(&mut self, param: Param) -> String {
        let kind = match &param {
            Param::Text(_) => "String",
            Param::Texts(_) => "Array(String)",
            Param::Int(_) => "Int64",
            Param::Ints(_) => "Array(Int64)",
            Param::Float(_) => "Float64",
        };
        self.params.push(param);
        format!("{{p{}:{kind}}}", self.params.len() - 1)
    }

    fn text(&mut self, text: &str) -> String {
        self.bind(Param::Text(text.to_owned()))
    }

    fn texts(&mut self, texts: &[String]) -> String {
        self.bind(Param::Texts(texts.to_vec()))
    }

    fn ints(&mut self, ints: &[i64]) -> String {
        self.bind(Param::Ints(ints.to_vec()))
    }

    fn compared(&mut self, column: &str, compare: Compare, param: Param) -> String {
        let sign = match compare {
            Compare::Eq => "=",
            Compare::Neq => "!=",
            Compare::Gt => ">",
            Compare::Lt => "<",
            Compare::Gte => ">=",
            Compare::Lte => "<=",
        };
        let name = self.bind(param);
        // A comparison with NULL is NULL, and not every group around it keeps that apart from false.
        format!("ifNull({column} {sign} {name}, false)")
    }

    fn check(&mut self, check: &Check) -> String {
        match check {
            Check::Types(types) => format!("has({}, type)", self.texts(types)),
            Check::Trace => "(type IN ('agent', 'chain') AND is_root)".to_owned(),
            Check::Status(status) => format!("ifNull(status = {}, false)", self.text(status.word())),
            Check::Names(names) => format!("ifNull(has({}, name), false)", self.texts(names)),
            Check::NameContains(text) => {
                format!("ifNull(positionCaseInsensitiveUTF8(name, {}) > 0, false)", self.text(text))
            }
            Check::CustomEvents(names) if names.is_empty() => "type = 'custom-event'".to_owned(),
            Check::CustomEvents(names) => {
                format!("(type = 'custom-event' AND ifNull(has({}, name), false))", self.texts(names))
            }
            Check::Tags(tags) => format!("hasAny(tags, {})", self.texts(tags)),
            Check::Templates(_) => "false".to_owned(),
            Check::TemplateVersions(ids) => format!("ifNull(has({}, template_version), false)", self.ints(ids)),
            Check::Users(ids) => format!("ifNull(has({}, user), false)", self.ints(ids)),
            Check::Thumb(Thumb::Up) => "is_liked".to_owned(),
            Check::Thumb(Thumb::Down) => "is_disliked".to_owned(),
            Check::Thumb(Thumb::Nothing) => "(NOT is_liked AND NOT is_disliked)".to_owned(),
            Check::Comment(text) => format!("(has_comment OR has(child_comments, {}))", self.text(text)),
            Check::Parent(id) => format!("ifNull(parent = {}, false)", self.text(&id.to_string())),
            Check::CreatedAt(..)
            | Check::Duration(..)
            | Check::Cost(..)
            | Check::Tokens(..)
            | Check::Messages(..)
            | Check::Length(..) => self.number(check),
            Check::Metadata(property) => self.property("metadata", property),
            Check::UserProp(property) => self.property("user_props", property),
            _ => self.written(check),
        }
    }

    fn number(&mut self, check: &Check) -> String {
        match check {
            Check::CreatedAt(compare, at) => self.compared("start_micros", *compare, Param::Int(at.micros())),
            Check::Duration(compare, micros) => self.compared("duration_micros", *compare, Param::Int(*micros)),
            Check::Cost(compare, cost) => self.compared("cost_nano", *compare, Param::Int(*cost)),
            Check::Messages(compare, count) => self.compared("messages_count", *compare, Param::Float(*count)),
            Check::Tokens(kind, compare, count) => {
                let column = match kind {
                    TokenKind::Prompt => "prompt_tokens",
                    TokenKind::Completion => "completion_tokens",
                    TokenKind::Total => "(prompt_tokens + completion_tokens)",
                };
                self.compared(column, *compare, Param::Float(*count))
            }
            Check::Length(side, compare, count) => {
                self.compared(&format!("lengthUTF8({})", extracted(*side)), *compare, Param::Float(*count))
            }
            _ => unreachable!("only checks of numbers come here"),
        }
    }
}
