//! Pictures, sounds and files in messages, in the shape of OpenAI's chat API: `image_url`, `input_audio`, `file`.

use serde_json::{Value, json};

use super::messages;

/// A part of a message that is a picture, sound or file: by its address, or by its content in base64.
pub(super) fn part(mime: &str, modality: &str, place: Place<'_>) -> Value {
    let is = |kind: &str| modality == kind || mime.starts_with(&format!("{kind}/"));
    let address = match place {
        Place::At(address) => address.to_owned(),
        Place::Inline(base64) => format!("data:{};base64,{base64}", if mime.is_empty() { "image/*" } else { mime }),
        Place::Named(id) => return json!({"type": "file", "file": {"file_id": id}}),
    };
    match place {
        _ if is("image") => json!({"type": "image_url", "image_url": {"url": address}}),
        Place::Inline(base64) if is("audio") => {
            let format = mime.rsplit('/').next().unwrap_or_default();
            json!({"type": "input_audio", "input_audio": {"data": base64, "format": format}})
        }
        Place::Inline(_) => json!({"type": "file", "file": {"file_data": address}}),
        _ => json!({"type": "file", "file": {"file_url": address}}),
    }
}

/// Where the content of a part is.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// At this address.
    At(&'a str),
    /// Here, in base64.
    Inline(&'a str),
    /// At the provider, under this id.
    Named(&'a str),
}

/// A picture or file of Anthropic's API: `{type, source: {media_type?, data | url}}`.
pub(super) fn sourced(mut sent: Value) -> Value {
    let Some(mut source) = messages::take(&mut sent, &["source"]) else { return sent };
    let mime = messages::text(&source, "media_type").to_owned();
    let kind = messages::text(&sent, "type").to_owned();
    match (messages::take(&mut source, &["data"]), messages::take(&mut source, &["url"])) {
        (Some(Value::String(data)), _) => part(&mime, &kind, Place::Inline(&data)),
        (_, Some(Value::String(url))) => part(&mime, &kind, Place::At(&url)),
        _ => sent,
    }
}
