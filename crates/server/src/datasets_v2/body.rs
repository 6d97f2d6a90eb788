//! The bodies of requests about datasets of items. Pure functions.

use model::RunId;
use serde::Deserialize;
use serde_json::{Map, Value};
use store::meta::{DatasetV2Edit, Duplicates, ItemEdit, ItemText};
use utoipa::ToSchema;

use super::sheet::Format;
use crate::error::ApiError;
use crate::schema::{self, enum_of, expected, flag, refuse};

const MAX_NAME: usize = 255;
const MAX_DESCRIPTION: usize = 10_000;
/// How many runs may become items in one request.
const MAX_RUNS: usize = 1_000;

/// A dataset of items to be made.
#[derive(Deserialize, ToSchema)]
#[schema(as = DatasetV2Input)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct DatasetV2Body {
    /// 1 to 255 characters, unique in the project.
    name: String,
    /// What it is for: up to 10,000 characters.
    description: Option<String>,
}

/// What to change of a dataset; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct DatasetV2Change {
    /// 1 to 255 characters, unique in the project.
    name: Option<String>,
    /// What it is for; null: nothing is said.
    description: Option<String>,
}

/// What an item says; of a change, what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct DatasetV2ItemInput {
    /// What goes in; empty when absent.
    input: Option<String>,
    /// What should come out.
    ground_truth: Option<String>,
    /// What did come out.
    output: Option<String>,
}

/// A file of items.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct DatasetV2Import {
    /// `csv`, `jsonl` or `json`.
    format: String,
    /// The file itself: up to 200,000 items.
    content: String,
    /// What to do with an item that says what another one says already, in the dataset or earlier in the file: `keep`, which
    /// is the default, or `skip`.
    duplicates: Option<String>,
    /// Whether a job does it, and the answer names that; false when absent.
    in_background: Option<bool>,
}

/// Runs that are to become items.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct DatasetV2Runs {
    /// At most 1,000, as they were sent: any texts.
    run_ids: Vec<String>,
}

/// A file that is to be imported.
pub(super) struct Upload {
    pub(super) format: Format,
    pub(super) content: String,
    pub(super) duplicates: Duplicates,
    pub(super) in_background: bool,
}

/// `{"name": string, "description"?: string | null}`
pub(super) fn new_dataset(body: Value) -> Result<(String, Option<String>), ApiError> {
    let members = schema::object(body)?;
    match (name_of(&members), description_of(&members)) {
        (Ok(name), Ok(description)) => Ok((name, description.flatten())),
        (name, description) => refuse([name.err(), description.err()]),
    }
}

/// `{"name"?: string, "description"?: string | null}`
pub(super) fn dataset_edit(body: Value) -> Result<DatasetV2Edit, ApiError> {
    let members = schema::object(body)?;
    let name = members.get("name").map(|_| name_of(&members)).transpose();
    match (name, description_of(&members)) {
        (Ok(None), Ok(None)) => Err(ApiError::BadRequest("No fields to update".into())),
        (Ok(name), Ok(description)) => Ok(DatasetV2Edit { name, description }),
        (name, description) => refuse([name.err(), description.err()]),
    }
}

/// `{"input"?: string, "groundTruth"?: string | null, "output"?: string | null}`
pub(super) fn new_item(body: Value) -> Result<ItemText, ApiError> {
    let ItemEdit { input, ground_truth, output } = read_item(body)?;
    Ok(ItemText { input: input.unwrap_or_default(), ground_truth: ground_truth.flatten(), output: output.flatten() })
}

/// The same, where at least one of them is there.
pub(super) fn item_edit(body: Value) -> Result<ItemEdit, ApiError> {
    let edit = read_item(body)?;
    if edit.input.is_none() && edit.ground_truth.is_none() && edit.output.is_none() {
        return Err(ApiError::BadRequest("No fields to update".into()));
    }
    Ok(edit)
}

/// `{"format": "csv" | "jsonl" | "json", "content": string, "duplicates"?: "keep" | "skip", "inBackground"?: boolean}`
pub(super) fn upload(body: Value) -> Result<Upload, ApiError> {
    let mut members = schema::object(body)?;
    let duplicates = match members.get("duplicates") {
        None => Ok(Duplicates::Keep),
        word => enum_of(&["keep", "skip"], word, "duplicates")
            .map(|word| if word == "skip" { Duplicates::Skip } else { Duplicates::Keep }),
    };
    let format = enum_of(&Format::WORDS, members.get("format"), "format").map(Format::from_word);
    let content = match members.remove("content") {
        Some(Value::String(content)) if content.is_empty() => {
            Err("String must contain at least 1 character(s) at \"content\"".to_owned())
        }
        Some(Value::String(content)) => Ok(content),
        other => Err(expected("string", other.as_ref(), "content")),
    };
    let in_background = flag(&members, "inBackground", false);
    match (format, content, duplicates, in_background) {
        (Ok(format), Ok(content), Ok(duplicates), Ok(in_background)) => {
            Ok(Upload { format, content, duplicates, in_background })
        }
        (format, content, duplicates, job) => refuse([format.err(), content.err(), duplicates.err(), job.err()]),
    }
}

/// `{"runIds": string[]}`
pub(super) fn runs(body: Value) -> Result<Vec<RunId>, ApiError> {
    let members = schema::object(body)?;
    let ids = match members.get("runIds") {
        Some(Value::Array(ids)) if ids.len() > MAX_RUNS => {
            Err(format!("Array must contain at most {MAX_RUNS} element(s) at \"runIds\""))
        }
        Some(Value::Array(ids)) => ids
            .iter()
            .enumerate()
            .map(|(at, id)| match id {
                Value::String(text) => Ok(RunId::from_client(text)),
                other => Err(expected("string", Some(other), &format!("runIds[{at}]"))),
            })
            .collect(),
        other => Err(expected("array", other, "runIds")),
    };
    ids.map_err(ApiError::Invalid)
}

fn read_item(body: Value) -> Result<ItemEdit, ApiError> {
    let members = schema::object(body)?;
    let input = match members.get("input") {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        other => Err(expected("string", other, "input")),
    };
    match (input, text_or_null(&members, "groundTruth"), text_or_null(&members, "output")) {
        (Ok(input), Ok(ground_truth), Ok(output)) => Ok(ItemEdit { input, ground_truth, output }),
        (input, truth, output) => refuse([input.err(), truth.err(), output.err()]),
    }
}

fn text_or_null(members: &Map<String, Value>, name: &str) -> Result<Option<Option<String>>, String> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(None)),
        Some(Value::String(text)) => Ok(Some(Some(text.clone()))),
        other => Err(expected("string", other, name)),
    }
}

fn name_of(members: &Map<String, Value>) -> Result<String, String> {
    let Some(Value::String(text)) = members.get("name") else {
        return Err(expected("string", members.get("name"), "name"));
    };
    let name = text.trim();
    match name.chars().count() {
        0 => Err("String must contain at least 1 character(s) at \"name\"".into()),
        1..=MAX_NAME => Ok(name.to_owned()),
        _ => Err(format!("String must contain at most {MAX_NAME} character(s) at \"name\"")),
    }
}

fn description_of(members: &Map<String, Value>) -> Result<Option<Option<String>>, String> {
    let description = text_or_null(members, "description")?;
    match &description {
        Some(Some(text)) if text.chars().count() > MAX_DESCRIPTION => {
            Err(format!("String must contain at most {MAX_DESCRIPTION} character(s) at \"description\""))
        }
        _ => Ok(description),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check<T: std::fmt::Debug>(got: Result<T, ApiError>, want: &str) {
        let told = match got {
            Ok(read) => format!("{read:?}"),
            Err(error) => error.to_string().replace("Validation error: ", ""),
        };
        assert_eq!(told, want);
    }

    #[test]
    fn a_dataset_has_a_name_and_maybe_a_purpose() {
        check(new_dataset(json!({"name": " Golden ", "description": null})), "(\"Golden\", None)");
        check(new_dataset(json!({"name": " "})), "String must contain at least 1 character(s) at \"name\"");
        check(
            new_dataset(json!({"description": 1})),
            "Required at \"name\"; Expected string, received number at \"description\"",
        );
        check(dataset_edit(json!({"other": 1})), "No fields to update");
        check(dataset_edit(json!({"description": null})), "DatasetV2Edit { name: None, description: Some(None) }");
    }

    #[test]
    fn an_item_may_be_empty_and_a_change_may_not() {
        check(new_item(json!({})), "ItemText { input: \"\", ground_truth: None, output: None }");
        check(item_edit(json!({})), "No fields to update");
        check(item_edit(json!({"output": null})), "ItemEdit { input: None, ground_truth: None, output: Some(None) }");
        check(item_edit(json!({"input": null})), "Expected string, received null at \"input\"");
    }

    #[test]
    fn a_file_has_a_format_and_a_content() {
        let read = |body| upload(body).map(|upload| (upload.format, upload.content, upload.duplicates));
        check(read(json!({"format": "jsonl", "content": "x"})), "(Jsonl, \"x\", Keep)");
        check(read(json!({"format": "csv", "content": "x", "duplicates": "skip"})), "(Csv, \"x\", Skip)");
        check(
            read(json!({"format": "xml", "content": ""})),
            "Invalid enum value. Expected 'csv' | 'jsonl' | 'json', received 'xml' at \"format\"; String must contain at \
             least 1 character(s) at \"content\"",
        );
    }
}
