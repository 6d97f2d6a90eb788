//! What all dialects have in common: on whose behalf it happened, in which conversation, under which labels, where.

use model::casing;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use serde_json::Value;

use super::attributes::Attributes;
use super::draft::Draft;
use super::value;
use super::view::View;

const USER: &[&str] = &[
    "lunary.user.id",
    "user.id",
    "enduser.id",
    "ai.telemetry.metadata.userId",
    "ai.telemetry.metadata.lunary_user_id",
    "ai.telemetry.metadata.user_id",
    "traceloop.association.properties.user_id",
    "langfuse.user.id",
];

const THREAD: &[&str] = &[
    "lunary.thread.id",
    "gen_ai.conversation.id",
    "session.id",
    "ai.telemetry.metadata.thread_id",
    "ai.telemetry.metadata.threadId",
    "ai.telemetry.metadata.sessionId",
    "traceloop.association.properties.session_id",
    "langfuse.session.id",
];

const TAGS: &[&str] = &["lunary.tags", "tag.tags", "ai.telemetry.metadata.tags", "langfuse.trace.tags", "logfire.tags"];

const TEMPLATE: &[&str] = &["lunary.template.id", "lunary.prompt.version_id"];

/// Attributes whose names begin so are metadata under the rest of their names.
const METADATA_UNDER: &[&str] = &[
    "lunary.metadata.",
    "ai.telemetry.metadata.",
    "traceloop.association.properties.",
    "langfuse.trace.metadata.",
    "langfuse.observation.metadata.",
];

/// (attribute of the resource, key of metadata).
const RESOURCE: &[(&str, &str)] = &[
    ("service.name", "service.name"),
    ("deployment.environment.name", "deployment.environment"),
    ("deployment.environment", "deployment.environment"),
];

/// Attributes that say nothing that the run does not hold already.
const SILENT: &[&str] = &["gen_ai.operation.name", "gen_ai.usage.total_tokens", "llm.usage.total_tokens"];

/// Attributes that begin so are parameters of a call, under the rest of their names.
const PARAMS_UNDER: &str = "gen_ai.request.";

/// What is the name of a run that calls a model, and says something of others.
const MODEL: &str = "gen_ai.request.model";

/// Reads what does not depend on the dialect, before the dialect.
pub(super) fn read(view: &View<'_>, draft: &mut Draft<'_>) {
    let attributes = &view.attributes;
    draft.user = attributes.first_text(USER).map(|id| draft.short(id.into_owned(), "userId"));
    user_props(attributes, draft);
    draft.tags = TAGS.iter().find_map(|key| tags(attributes, key, draft));
    draft.template_version = TEMPLATE.iter().find_map(|key| i64::try_from(number(attributes, key)?).ok());
    let thread = attributes.first_text(THREAD).map(|id| Value::String(id.into_owned()));
    draft.note("conversationId", thread);
    for key in [USER, THREAD, TAGS, TEMPLATE].into_iter().flatten() {
        attributes.get(key); // now it has been read, also when another one was taken
    }
    for prefix in METADATA_UNDER {
        for (name, value) in attributes.under(prefix) {
            let key = format!("{prefix}{name}");
            let is_told = [USER, THREAD, TAGS].iter().any(|keys| keys.contains(&key.as_str()));
            if !is_told {
                draft.note(name, Some(value::tree(value)));
            }
        }
    }
}

/// Reads what is left, after the dialect: attributes of the conventions that nobody has asked for, and where it came from.
pub(super) fn read_rest(view: &View<'_>, draft: &mut Draft<'_>) {
    for key in SILENT {
        view.attributes.get(key); // now it has been read
    }
    if draft.calls_a_model() {
        view.attributes.get(MODEL);
    }
    let left: Vec<(&str, &Any)> = view.attributes.unread().filter(|(key, _)| key.starts_with("gen_ai.")).collect();
    for (key, value) in left {
        match key.strip_prefix(PARAMS_UNDER).filter(|_| key != MODEL) {
            Some(name) => draft.param(&casing::stored_form(name), Some(value::tree(value))),
            None => draft.note(key, Some(value::tree(value))),
        }
    }
    for (key, name) in RESOURCE {
        draft.note(name, view.origin.source.attributes.value(key));
    }
    draft.note("traceId", Some(super::raw::hex(&view.span.trace_id).into()));
    let scope = view.origin.scope_name;
    draft.note("otel.scope.name", (!scope.is_empty()).then(|| scope.into()));
    draft.note("otel.scope.version", (!view.origin.scope_version.is_empty()).then(|| view.origin.scope_version.into()));
}

/// Adds every attribute that nobody has read as metadata under its own name, as far as it is a label.
pub(super) fn note_unread(view: &View<'_>, draft: &mut Draft<'_>) {
    for (key, value) in view.attributes.unread() {
        draft.note(key, Some(value::tree(value)));
    }
}

fn user_props(attributes: &Attributes<'_>, draft: &mut Draft<'_>) {
    if let Some(Value::Object(props)) = attributes.json("lunary.user.props") {
        draft.user_props = props;
    }
    let named = attributes.under("lunary.user.").filter(|(name, _)| !matches!(*name, "id" | "props"));
    for (name, value) in named {
        let name = name.strip_prefix("props.").unwrap_or(name);
        draft.user_props.entry(name).or_insert_with(|| value::tree(value));
    }
}

/// The labels under a name: an array, a JSON array as text, or one text.
fn tags(attributes: &Attributes<'_>, key: &str, draft: &mut Draft<'_>) -> Option<Vec<String>> {
    let sent = match attributes.structured(key)? {
        Value::Array(elements) => elements,
        Value::Null | Value::Object(_) => return None,
        scalar => vec![scalar],
    };
    if sent.len() > draft.limits.tags {
        draft.mark("tags");
    }
    let texts = sent.into_iter().take(draft.limits.tags).filter_map(|tag| match tag {
        Value::String(text) => Some(text),
        Value::Null | Value::Object(_) | Value::Array(_) => None,
        scalar => Some(scalar.to_string()),
    });
    let tags: Vec<String> = texts.map(|tag| draft.short(tag, "tags")).collect();
    (!tags.is_empty()).then_some(tags)
}

fn number(attributes: &Attributes<'_>, key: &str) -> Option<u64> {
    attributes.text(key)?.trim().parse().ok()
}
