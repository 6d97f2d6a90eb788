//! The members of one event, by the names that the SDKs know them by, as raw JSON.
//!
//! Keys are understood in camelCase, snake_case and kebab-case (rule W); a later key of the same form wins. Members with
//! other names are passed over. `null` is absence.

use std::fmt;

use model::{RawJson, casing};
use serde::Deserializer;
use serde::de::{Deserialize, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::scalar;

/// Declares the members once: variant, and name on the wire in camelCase.
macro_rules! fields {
    ($($variant:ident $name:literal,)*) => {
        /// A member of an event that means something here.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Field { $($variant,)* }

        const COUNT: usize = [$($name),*].len();

        impl Field {
            /// The name of the wire, in camelCase.
            pub(super) fn name(self) -> &'static str {
                match self { $(Field::$variant => $name,)* }
            }

            fn named(name: &str) -> Option<Field> {
                match name { $($name => Some(Field::$variant),)* _ => None }
            }
        }
    };
}

fields! {
    App "app",
    AppId "appId",
    Error "error",
    Event "event",
    Extra "extra",
    Feedback "feedback",
    Input "input",
    Message "message",
    Metadata "metadata",
    Name "name",
    Output "output",
    Params "params",
    ParentRunId "parentRunId",
    ProjectId "projectId",
    RunId "runId",
    Runtime "runtime",
    Tags "tags",
    TemplateId "templateId",
    TemplateVersionId "templateVersionId",
    ThreadMetadata "threadMetadata",
    ThreadTags "threadTags",
    Timestamp "timestamp",
    TokensUsage "tokensUsage",
    Type "type",
    UserId "userId",
    UserProps "userProps",
}

/// One event, taken apart.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    values: [Option<&'a RawValue>; COUNT],
    echo: Option<&'a RawValue>,
}

impl<'a> Fields<'a> {
    /// Takes apart an element of a batch: an object, or an array of exactly one object. `None` for anything else.
    pub(super) fn of_element(raw: &'a str) -> Option<Fields<'a>> {
        match raw.as_bytes().first() {
            Some(b'{') => serde_json::from_str(raw).ok(),
            Some(b'[') => match serde_json::from_str::<[&RawValue; 1]>(raw) {
                Ok([inner]) if inner.get().starts_with('{') => serde_json::from_str(inner.get()).ok(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The raw JSON of a member, unless it is absent.
    pub(super) fn sent(&self, field: Field) -> Option<&'a str> {
        self.values[field as usize].map(RawValue::get)
    }

    /// The raw JSON of a member, unless it is absent or null.
    pub(super) fn get(&self, field: Field) -> Option<&'a str> {
        self.sent(field).filter(|raw| *raw != "null")
    }

    /// The id of the run exactly as sent, if it was spelled `runId`.
    pub(super) fn echo(&self) -> Option<RawJson> {
        self.echo.filter(|raw| raw.get() != "null").map(RawJson::from)
    }

    /// The public key of another project that this event is meant for.
    pub(super) fn app_id(&self) -> Option<String> {
        self.text(Field::AppId)
    }

    /// The project that a batch for the legacy route is meant for, as its first event says.
    pub(super) fn project(&self) -> Option<String> {
        self.text(Field::ProjectId).or_else(|| self.text(Field::App))
    }

    fn text(&self, field: Field) -> Option<String> {
        self.get(field).and_then(scalar::text).map(String::from)
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fields<'de>, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an event")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Fields::default();
        while let Some(Key { field, is_run_id }) = members.next_key()? {
            let Some(field) = field else {
                members.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = members.next_value()?;
            fields.values[field as usize] = Some(value);
            if is_run_id {
                fields.echo = Some(value);
            }
        }
        Ok(fields)
    }
}

/// A key of an event.
struct Key {
    field: Option<Field>,
    /// Whether it is spelled `runId` and in no other way.
    is_run_id: bool,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        let field = Field::named(key).or_else(|| Field::named(&casing::stored_form(key)));
        Ok(Key { field, is_run_id: key == "runId" })
    }
}
