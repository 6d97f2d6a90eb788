//! What is different between two versions: message by message, and line by line inside a message. Pure functions, but for the
//! time at which they stop to look for the shortest answer: where everything differs that takes the square of the size.

use std::time::Instant;

use serde::Serialize;
use serde_json::Value;
use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices_deadline};
use utoipa::ToSchema;

/// What became of a piece.
#[derive(Serialize, ToSchema, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
#[schema(as = DiffOp)]
pub(crate) enum Op {
    /// It is in both.
    Equal,
    /// It is in the second one only.
    Added,
    /// It is in the first one only.
    Removed,
    /// It is another one in the second.
    Changed,
}

/// A message, or the text of a prompt that is one.
#[derive(Serialize, ToSchema, PartialEq, Debug)]
#[schema(as = MessageDiff)]
pub(crate) struct MessageDiff {
    op: Op,
    /// As it is in the first version; null where it was added.
    from: Value,
    /// As it is in the second version; null where it was removed.
    to: Value,
    /// Of a message that was changed: the lines of its text, or of all of it as JSON where it is more than a text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<LineDiff>,
}

/// A line.
#[derive(Serialize, ToSchema, PartialEq, Debug)]
#[schema(as = LineDiff)]
pub(crate) struct LineDiff {
    op: Op,
    /// Without its end.
    text: String,
}

/// A member of an object.
#[derive(Serialize, ToSchema, PartialEq, Debug)]
#[schema(as = MemberDiff)]
pub(crate) struct MemberDiff {
    op: Op,
    key: String,
    from: Value,
    to: Value,
}

/// How the second content came from the first one. What is not told apart by `until` counts as replaced.
pub(super) fn contents(from: &Value, to: &Value, until: Instant) -> Vec<MessageDiff> {
    let (old, new) = (pieces(from), pieces(to));
    let texts = |pieces: &[Value]| pieces.iter().map(Value::to_string).collect::<Vec<_>>();
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &texts(&old), &texts(&new), Some(until));
    ops.into_iter().flat_map(|op| piece_diffs(op, &old, &new, until)).collect()
}

/// A list as its elements, anything else as one element.
fn pieces(content: &Value) -> Vec<Value> {
    match content {
        Value::Array(elements) => elements.clone(),
        other => vec![other.clone()],
    }
}

fn piece_diffs(op: DiffOp, old: &[Value], new: &[Value], until: Instant) -> Vec<MessageDiff> {
    let (gone, come) = (&old[op.old_range()], &new[op.new_range()]);
    let paired = gone.len().min(come.len());
    let pairs = gone.iter().zip(come).map(|(from, to)| pair(from, to, until));
    let removed = gone[paired..].iter().map(|from| MessageDiff {
        op: Op::Removed,
        from: from.clone(),
        to: Value::Null,
        lines: Vec::new(),
    });
    let added = come[paired..].iter().map(|to| MessageDiff {
        op: Op::Added,
        from: Value::Null,
        to: to.clone(),
        lines: Vec::new(),
    });
    pairs.chain(removed).chain(added).collect()
}

fn pair(from: &Value, to: &Value, until: Instant) -> MessageDiff {
    let (op, lines) = if from == to {
        (Op::Equal, Vec::new())
    } else {
        (Op::Changed, lines(&text_of(from, to), &text_of(to, from), until))
    };
    MessageDiff { op, from: from.clone(), to: to.clone(), lines }
}

/// The text of a message where that is all that differs from the other one; else the whole message as JSON.
fn text_of(message: &Value, other: &Value) -> String {
    let differs_in_text_only = match (message, other) {
        (Value::Object(one), Value::Object(two)) => {
            one.len() == two.len() && one.iter().all(|(key, member)| key == "content" || two.get(key) == Some(member))
        }
        _ => true,
    };
    let text = message.as_str().or_else(|| message.get("content").and_then(Value::as_str));
    match text.filter(|_| differs_in_text_only) {
        Some(text) => text.to_owned(),
        None => serde_json::to_string_pretty(message).unwrap_or_default(),
    }
}

fn lines(from: &str, to: &str, until: Instant) -> Vec<LineDiff> {
    let diff = TextDiff::configure().deadline(until).diff_lines(from, to);
    let line = |change: similar::Change<&str>| {
        let op = match change.tag() {
            ChangeTag::Equal => Op::Equal,
            ChangeTag::Delete => Op::Removed,
            ChangeTag::Insert => Op::Added,
        };
        LineDiff { op, text: change.value().trim_end_matches(['\n', '\r']).to_owned() }
    };
    diff.iter_all_changes().map(line).collect()
}

/// The members that differ, by key: first those of the first object in its order, then the new ones.
pub(super) fn members(from: &Value, to: &Value) -> Vec<MemberDiff> {
    let nothing = serde_json::Map::new();
    let (old, new) = (from.as_object().unwrap_or(&nothing), to.as_object().unwrap_or(&nothing));
    let changed = old.iter().filter_map(|(key, before)| match new.get(key) {
        Some(after) if after == before => None,
        Some(after) => Some(MemberDiff { op: Op::Changed, key: key.clone(), from: before.clone(), to: after.clone() }),
        None => Some(MemberDiff { op: Op::Removed, key: key.clone(), from: before.clone(), to: Value::Null }),
    });
    let added = new.iter().filter(|(key, _)| !old.contains_key(*key)).map(|(key, after)| MemberDiff {
        op: Op::Added,
        key: key.clone(),
        from: Value::Null,
        to: after.clone(),
    });
    changed.chain(added).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(from: &Value, to: &Value, want: &[&str]) {
        assert_eq!(told(contents(from, to, Instant::now() + Duration::from_secs(600))), want, "{from} {to}");
    }

    fn told(diff: Vec<MessageDiff>) -> Vec<String> {
        diff.into_iter()
            .flat_map(|message| {
                let head = format!("{:?}", message.op);
                let lines = message.lines.into_iter().map(|line| format!("  {:?} {}", line.op, line.text));
                std::iter::once(head).chain(lines).collect::<Vec<_>>()
            })
            .collect()
    }

    fn message(role: &str, content: &str) -> Value {
        json!({"role": role, "content": content})
    }

    #[test]
    fn messages_are_compared_by_their_place_and_texts_by_lines() {
        let (system, user) = (message("system", "You help.\nBe brief."), message("user", "Hi {{name}}"));
        check(&json!([system, user]), &json!([system, user]), &["Equal", "Equal"]);
        check(
            &json!([system, user]),
            &json!([message("system", "You help.\nBe kind."), user]),
            &["Changed", "  Equal You help.", "  Removed Be brief.", "  Added Be kind.", "Equal"],
        );
        check(&json!([user]), &json!([system, user]), &["Added", "Equal"]);
        check(&json!([system, user]), &json!([user]), &["Removed", "Equal"]);
        check(&json!("a\nb"), &json!("a\nc"), &["Changed", "  Equal a", "  Removed b", "  Added c"]);
    }

    #[test]
    fn a_message_that_is_more_than_a_text_is_compared_as_json() {
        let from = json!([{"role": "assistant", "content": null, "tool_calls": [{"id": "a"}]}]);
        let to = json!([{"role": "assistant", "content": null, "tool_calls": [{"id": "b"}]}]);
        let until = Instant::now() + Duration::from_secs(600);
        let diff = &contents(&from, &to, until)[0];
        let changed: Vec<&str> =
            diff.lines.iter().filter(|line| line.op != Op::Equal).map(|line| line.text.trim()).collect();
        assert_eq!(changed, ["\"id\": \"a\"", "\"id\": \"b\""]);
        let other = contents(&json!([message("user", "x")]), &json!([message("system", "x")]), until);
        assert!(other[0].lines.iter().any(|line| line.text.contains("system")), "{other:?}");
    }

    #[test]
    fn what_takes_too_long_to_tell_apart_counts_as_replaced() {
        let late = Instant::now().checked_sub(Duration::from_secs(1)).unwrap();
        let lines = contents(&json!("a\nb\nc\nz"), &json!("x\nb\ny\nz"), late);
        let want = ["Removed a", "Removed b", "Removed c", "Added x", "Added b", "Added y", "Equal z"];
        assert_eq!(told(lines)[1..], want.map(|line| format!("  {line}")));
        let messages = contents(&json!(["a", "b", "c", "z"]), &json!(["b", "y", "q", "z"]), late);
        let ops: Vec<Op> = messages.iter().map(|message| message.op).collect();
        assert_eq!(ops, [Op::Changed, Op::Changed, Op::Changed, Op::Equal]);
    }

    #[test]
    fn members_that_differ_are_told_by_key() {
        let diff = members(&json!({"a": 1, "b": 2, "c": 3}), &json!({"a": 1, "b": 5, "d": 4}));
        let told: Vec<String> =
            diff.iter().map(|member| format!("{:?} {} {} {}", member.op, member.key, member.from, member.to)).collect();
        assert_eq!(told, ["Changed b 2 5", "Removed c 3 null", "Added d null 4"]);
        assert!(members(&Value::Null, &Value::Null).is_empty());
    }
}
