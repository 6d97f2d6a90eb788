//! The values of attributes as JSON.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
pub(super) use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

/// A value that is written as JSON: bytes in base64, numbers that JSON has no word for as text.
pub(super) struct Shown<'a>(pub(super) Option<&'a Any>);

/// Attributes that are written as a JSON object, in the order sent.
pub(super) struct ShownList<'a>(pub(super) &'a [KeyValue]);

/// The tree of a value. Not deeper than the decoders allow.
pub(super) fn tree(value: &Any) -> Value {
    match value {
        Any::StringValue(text) => Value::String(text.clone()),
        other => serde_json::to_value(Shown(Some(other))).unwrap_or(Value::Null),
    }
}

/// What a key stands for; `None` also when it stands for nothing.
pub(super) fn of(pair: &KeyValue) -> Option<&Any> {
    pair.value.as_ref()?.value.as_ref()
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            None | Some(Any::StringValueStrindex(_)) => serializer.serialize_unit(),
            Some(Any::StringValue(text)) => serializer.serialize_str(text),
            Some(Any::BoolValue(is_so)) => serializer.serialize_bool(*is_so),
            Some(Any::IntValue(number)) => serializer.serialize_i64(*number),
            Some(Any::DoubleValue(number)) => serialize_double(*number, serializer),
            Some(Any::ArrayValue(array)) => {
                serializer.collect_seq(array.values.iter().map(|AnyValue { value }| Shown(value.as_ref())))
            }
            Some(Any::KvlistValue(list)) => ShownList(&list.values).serialize(serializer),
            Some(Any::BytesValue(bytes)) => serializer.serialize_str(&BASE64_STANDARD.encode(bytes)),
        }
    }
}

impl Serialize for ShownList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(Some(self.0.len()))?;
        for pair in self.0 {
            members.serialize_entry(&pair.key, &Shown(of(pair)))?;
        }
        members.end()
    }
}

fn serialize_double<S: Serializer>(number: f64, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        f64::INFINITY => serializer.serialize_str("Infinity"),
        f64::NEG_INFINITY => serializer.serialize_str("-Infinity"),
        _ if number.is_nan() => serializer.serialize_str("NaN"),
        _ => serializer.serialize_f64(number),
    }
}

#[cfg(test)]
mod tests {
    use opentelemetry_proto::tonic::common::v1::ArrayValue;

    use super::*;

    #[track_caller]
    fn check(value: &Any, want: &str) {
        assert_eq!(serde_json::to_string(&Shown(Some(value))).unwrap(), want);
        assert_eq!(tree(value).to_string(), want);
    }

    #[test]
    fn every_kind_of_value_has_its_json() {
        check(&Any::StringValue("a\"b".into()), r#""a\"b""#);
        check(&Any::BoolValue(true), "true");
        check(&Any::IntValue(i64::MIN), "-9223372036854775808");
        check(&Any::DoubleValue(0.5), "0.5");
        check(&Any::BytesValue(vec![1, 2, 3]), r#""AQID""#);
        let inner = AnyValue { value: Some(Any::IntValue(1)) };
        check(&Any::ArrayValue(ArrayValue { values: vec![inner, AnyValue { value: None }] }), "[1,null]");
    }

    #[test]
    fn numbers_that_json_has_no_word_for_are_texts() {
        check(&Any::DoubleValue(f64::NAN), r#""NaN""#);
        check(&Any::DoubleValue(f64::INFINITY), r#""Infinity""#);
        check(&Any::DoubleValue(f64::NEG_INFINITY), r#""-Infinity""#);
    }
}
