//! The members of bodies about prompts, read one by one. What a prompt says is kept as it was sent.

use std::collections::HashSet;

use model::RawJson;
use model::prompt::{PromptBody, TemplateMode, check_folder, check_slug};
use serde_json::{Map, Value};

use crate::schema::{enum_of, expected, expected_one_of};

/// How many tags a template may have.
const MAX_TAGS: usize = 50;

/// The members of a body, each taken out when it is read, and what is wrong with them.
pub(super) struct Fields {
    members: Map<String, Value>,
    issues: Vec<String>,
}

impl Fields {
    pub(super) fn of(members: Map<String, Value>) -> Fields {
        Fields { members, issues: Vec::new() }
    }

    /// What is wrong with the members that were read.
    pub(super) fn issues(self) -> Vec<String> {
        self.issues
    }

    /// The value, or what stands in for it until the issues are told.
    fn or_issue<T>(&mut self, read: Result<T, String>, stand_in: T) -> T {
        read.unwrap_or_else(|issue| {
            self.issues.push(issue);
            stand_in
        })
    }

    /// A slug that must be there.
    pub(super) fn slug(&mut self) -> String {
        let read = slug_of(self.members.get("slug"));
        self.or_issue(read, String::new())
    }

    /// A slug, if there is one.
    pub(super) fn slug_if_any(&mut self) -> Option<String> {
        self.members.contains_key("slug").then(|| self.slug())
    }

    /// A mode that must be there.
    pub(super) fn mode(&mut self) -> TemplateMode {
        let read = enum_of(&TemplateMode::WORDS, self.members.get("mode"), "mode").map(TemplateMode::from_word);
        self.or_issue(read, TemplateMode::OpenAi)
    }

    /// A mode, if there is one.
    pub(super) fn mode_if_any(&mut self) -> Option<TemplateMode> {
        self.members.contains_key("mode").then(|| self.mode())
    }

    /// The content of a template's first version: a list, whose elements are not looked at.
    pub(super) fn list_content(&mut self) -> RawJson {
        let read = match self.members.remove("content") {
            Some(list @ Value::Array(_)) => Ok(raw(&list)),
            Some(text @ Value::String(_)) => Err(format!(
                "{}; send an array, or make the version by POST /v1/templates/{{id}}/versions, which takes a string",
                expected("array", Some(&text), "content")
            )),
            other => Err(expected("array", other.as_ref(), "content")),
        };
        self.or_issue(read, nothing())
    }

    /// The content of any other version: a text, or a list of messages and texts.
    pub(super) fn content(&mut self) -> RawJson {
        let read = match self.members.remove("content") {
            Some(text @ Value::String(_)) => Ok(raw(&text)),
            Some(Value::Array(elements)) => elements
                .iter()
                .enumerate()
                .try_for_each(|(place, element)| check_element(place, element))
                .map(|()| raw(&Value::Array(elements))),
            other => Err(expected_one_of(&["array", "string"], other.as_ref(), "content")),
        };
        self.or_issue(read, nothing())
    }

    /// How to call the model, with the model as a text: the reference's dashboard sends it as an object now and then.
    pub(super) fn extra(&mut self) -> Option<RawJson> {
        let read = match self.members.remove("extra") {
            None => return None,
            Some(Value::Null) => Ok(Map::new()),
            Some(Value::Object(members)) => Ok(members),
            other => Err(expected("object", other.as_ref(), "extra")),
        };
        let mut members = self.or_issue(read, Map::new());
        if let Some(model) = members.get_mut("model")
            && let Some(name) = name_of_model(model)
        {
            *model = name;
        }
        Some(raw(&Value::Object(members)))
    }

    /// Test values; `Some(None)`: that there are none.
    pub(super) fn test_values(&mut self) -> Option<Option<RawJson>> {
        let value = self.members.remove("testValues")?;
        let is_nothing = matches!(&value, Value::Null | Value::Bool(false)) || value == "" || value == 0;
        Some((!is_nothing).then(|| raw(&value)))
    }

    /// Whether it is a draft; must be there unless `otherwise` says what it is then.
    pub(super) fn is_draft(&mut self, otherwise: Option<bool>) -> bool {
        let read = match (self.members.get("isDraft"), otherwise) {
            (Some(Value::Bool(is_draft)), _) => Ok(*is_draft),
            (None, Some(otherwise)) => Ok(otherwise),
            (other, _) => Err(expected("boolean", other, "isDraft")),
        };
        self.or_issue(read, true)
    }

    /// Remarks; `Some(None)`: that there are none.
    pub(super) fn notes(&mut self) -> Option<Option<String>> {
        let read = match self.members.remove("notes") {
            None => return None,
            Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.contains('\0') => {
                Err("String must contain no NUL at \"notes\"".to_owned())
            }
            Some(Value::String(text)) => Ok(Some(text)),
            other => Err(expected("string", other.as_ref(), "notes")),
        };
        Some(self.or_issue(read, None))
    }

    /// A folder, if there is one; null is the top.
    pub(super) fn folder(&mut self) -> Option<String> {
        let read = match self.members.remove("folder") {
            None => return None,
            Some(Value::Null) => Ok(String::new()),
            Some(Value::String(path)) => {
                check_folder(&path).map(|()| path).map_err(|what| format!("{what}, at \"folder\""))
            }
            other => Err(expected("string", other.as_ref(), "folder")),
        };
        Some(self.or_issue(read, String::new()))
    }

    /// Tags, if there are any; null is none. Each counts once.
    pub(super) fn tags(&mut self) -> Option<Vec<String>> {
        let read = match self.members.remove("tags") {
            None => return None,
            Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(tags)) => tags_of(tags),
            other => Err(expected("array", other.as_ref(), "tags")),
        };
        Some(self.or_issue(read, Vec::new()))
    }

    /// What a version says, where `content` was read already.
    pub(super) fn body(&mut self, content: RawJson) -> PromptBody {
        let extra = self.extra().unwrap_or_else(|| raw(&Value::Object(Map::new())));
        PromptBody { content, extra, test_values: self.test_values().flatten() }
    }
}

fn raw(value: &Value) -> RawJson {
    RawJson::from(value.to_string())
}

fn nothing() -> RawJson {
    raw(&Value::Null)
}

fn slug_of(got: Option<&Value>) -> Result<String, String> {
    let Some(Value::String(slug)) = got else { return Err(expected("string", got, "slug")) };
    check_slug(slug).map_err(|what| format!("{what} at \"slug\""))?;
    Ok(slug.clone())
}

fn check_element(place: usize, element: &Value) -> Result<(), String> {
    let path = format!("content[{place}]");
    match element {
        Value::String(_) => Ok(()),
        Value::Object(message) => match message.get("role") {
            Some(Value::String(_)) => Ok(()),
            other => Err(expected("string", other, &format!("{path}.role"))),
        },
        other => Err(expected_one_of(&["object", "string"], Some(other), &path)),
    }
}

/// The name in a model that is an object.
fn name_of_model(model: &Value) -> Option<Value> {
    let members = model.as_object()?;
    ["name", "model", "id"].iter().find_map(|key| members.get(*key).filter(|name| name.is_string()).cloned())
}

fn tags_of(tags: Vec<Value>) -> Result<Vec<String>, String> {
    if tags.len() > MAX_TAGS {
        return Err(format!("Array must contain at most {MAX_TAGS} element(s) at \"tags\""));
    }
    let mut seen = HashSet::new();
    let mut texts = Vec::new();
    for (place, tag) in tags.into_iter().enumerate() {
        let path = format!("tags[{place}]");
        let tag = crate::schema::name_of(Some(&tag), &path)?;
        if seen.insert(tag.clone()) {
            texts.push(tag);
        }
    }
    Ok(texts)
}
