//! The bodies of changes to projects, read piece by piece so that a refusal says what is wrong. Pure functions.

use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::schema::{self, expected_one_of, name_of};

/// For how long runs may be kept, in days, once that is built.
const RETENTIONS: [&str; 5] = ["30", "60", "90", "180", "365"];

/// A project to be made.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct NewProject {
    /// 1 to 100 characters.
    name: String,
}

/// What to change of a project; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct ProjectChange {
    /// 1 to 100 characters; an empty one stands for none.
    name: Option<String>,
    /// `unlimited`. Limits are refused as not built.
    data_retention_days: Option<Value>,
}

/// What a change of a project asks for.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Edit {
    /// What to call it.
    pub(super) name: Option<String>,
    /// Whether runs are to be kept for some days only.
    pub(super) limits_retention: bool,
}

/// `{"name": string}`
pub(super) fn new_name(body: Value) -> Result<String, ApiError> {
    name_of(schema::object(body)?.get("name"), "name").map_err(ApiError::Invalid)
}

/// `{"name"?: string, "dataRetentionDays"?: "unlimited" | number}`
pub(super) fn edit(body: Value) -> Result<Edit, ApiError> {
    let members = schema::object(body)?;
    let name = match members.get("name") {
        None => Ok(None),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
        other => name_of(other, "name").map(Some),
    };
    match (name, limits_retention(members.get("dataRetentionDays"))) {
        (Ok(name), Ok(limits_retention)) => Ok(Edit { name, limits_retention }),
        (name, retention) => {
            let issues: Vec<String> = [name.err(), retention.err()].into_iter().flatten().collect();
            Err(ApiError::Invalid(issues.join("; ")))
        }
    }
}

/// Whether the value is a number of days; a number may be a text too.
fn limits_retention(value: Option<&Value>) -> Result<bool, String> {
    let text = match value {
        None => return Ok(false),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        other => return Err(expected_one_of(&["string", "number"], other, "dataRetentionDays")),
    };
    match text.as_str() {
        "unlimited" => Ok(false),
        days if RETENTIONS.contains(&days) => Ok(true),
        other => {
            let shown: String = other.chars().take(100).collect();
            let wanted = RETENTIONS.join(" | ");
            Err(format!("Invalid value. Expected 'unlimited' | {wanted}, received '{shown}' at \"dataRetentionDays\""))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(body: &Value, want: Result<(Option<&str>, bool), &str>) {
        let got = edit(body.clone()).map(|edit| (edit.name, edit.limits_retention)).map_err(|error| error.to_string());
        let want = want
            .map(|(name, days)| (name.map(str::to_owned), days))
            .map_err(|text| format!("Validation error: {text}"));
        assert_eq!(got, want, "{body}");
    }

    #[test]
    fn a_change_names_a_project_or_says_how_long_runs_are_kept() {
        check(&json!({}), Ok((None, false)));
        check(&json!({"name": "  Shop "}), Ok((Some("Shop"), false)));
        check(&json!({"name": " "}), Ok((None, false)));
        check(&json!({"dataRetentionDays": "unlimited"}), Ok((None, false)));
        check(&json!({"name": "Shop", "dataRetentionDays": 30}), Ok((Some("Shop"), true)));
        check(&json!({"dataRetentionDays": "365"}), Ok((None, true)));
    }

    #[test]
    fn a_change_of_another_shape_says_what_is_wrong() {
        let wanted = "Invalid value. Expected 'unlimited' | 30 | 60 | 90 | 180 | 365, received";
        check(&json!({"dataRetentionDays": 31}), Err(&format!("{wanted} '31' at \"dataRetentionDays\"")));
        check(&json!({"dataRetentionDays": 30.5}), Err(&format!("{wanted} '30.5' at \"dataRetentionDays\"")));
        check(&json!({"dataRetentionDays": "ever"}), Err(&format!("{wanted} 'ever' at \"dataRetentionDays\"")));
        check(
            &json!({"name": 7, "dataRetentionDays": null}),
            Err(
                "Expected string, received number at \"name\"; Expected string, received null at \"dataRetentionDays\", or \
                 Expected number, received null at \"dataRetentionDays\"",
            ),
        );
        check(&json!([]), Err("Expected object, received array"));
    }
}
