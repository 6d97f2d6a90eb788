//! Messages and custom events of conversations.

use model::Side;

use crate::{decode, event, shown};

/// `members` are those beside `event`, `runId`, `parentRunId` and `timestamp`; `want` is what is shown after them.
#[track_caller]
fn check(kind: &str, members: &str, want: &str) {
    let object = format!(r#"{{"event":"{kind}","runId":"r","parentRunId":"hello","timestamp":1,{members}}}"#);
    let lines: Vec<String> = decode(format!(r#"{{"events":[{object}]}}"#)).iter().map(shown).collect();
    let word = if kind == "chat" { "chat" } else { "start" };
    assert_eq!(lines, [format!("{word} run=454349e4 at=1970-01-01T00:00:00.001Z+0 {want}")], "{object}");
}

#[test]
fn a_message_touches_its_conversation() {
    check(
        "chat",
        r#""message":{"role":"user","content":"Hi"},"threadTags":["a","b"],"threadMetadata":{"channel":"web","deep":{}}"#,
        r#"thread=(2cf24dba tags=["a", "b"] channel="web") says=Input {"role":"user","content":"Hi"}"#,
    );
    check(
        "chat",
        r#""message":"Hi","thread_tags":"a""#,
        r#"thread=(2cf24dba tags=["a"]) says=Input {"role":"user","content":"Hi"}"#,
    );
    check("chat", r#""message":{},"threadTags":null,"threadMetadata":null"#, "thread=(2cf24dba) says=Input {}");
    check("chat", r#""message":{},"threadTags":[]"#, "thread=(2cf24dba tags=[]) says=Input {}");
}

#[test]
fn a_message_has_labels_metadata_feedback_and_a_person_of_its_own() {
    check(
        "chat",
        r#""type":"thread","userId":"u","message":{"tags":["t"],"extra":{"k":{"deep":null},"n":null}},"tags":["x"],"metadata":{"y":1}"#,
        r#"tags=["t"] user=u k={"deep":null} n=null thread=(2cf24dba) says=Input {"metadata":{"k":{"deep":null},"n":null}}"#,
    );
    check(
        "chat",
        r#""message":{"feedback":{"thumb":"up"}}"#,
        r#"thread=(2cf24dba) says=Input {} feedback=(thumb="up")"#,
    );
    check(
        "chat",
        r#""message":{"feedback":{"thumb":"up"}},"feedback":{"thumb":null,"b":[1]}"#,
        "thread=(2cf24dba) says=Input {} feedback=(thumb=null b=[1])",
    );
    check("chat", r#""message":{},"feedback":null,"extra":{"a":1}"#, "thread=(2cf24dba) says=Input {}");
    check("chat", r#""message":{"role":"ai","is_retry":1}"#, r#"thread=(2cf24dba) says=again Output {"role":"ai"}"#);
}

#[test]
fn a_message_without_a_run_id_is_named_by_itself_or_by_what_it_says() {
    let chat = |members: &str| event(&format!(r#"{{"event":"chat","parentRunId":"t","timestamp":1,{members}}}"#));
    assert_eq!(chat(r#""message":{"id":"hello"}"#).run.to_string(), "2cf24dba-5fb0-430e-a6e8-3b2ac5b9e29e");
    assert_eq!(chat(r#""message":{"id":"x"},"runId":"hello""#).run, chat(r#""message":{"id":"hello"}"#).run);
    let unnamed = chat(r#""message":{"content":1}"#);
    assert_eq!(unnamed, chat(r#""message":{"content":1},"runId":null"#));
    assert_ne!(unnamed.run, chat(r#""message":{"content":2}"#).run);
}

#[test]
fn what_has_the_id_of_its_conversation_gets_another() {
    for kind in ["chat", "custom-event"] {
        let event = event(&format!(
            r#"{{"event":"{kind}","runId":"t","parentRunId":"t","timestamp":1,"message":{{"content":1}}}}"#
        ));
        assert_ne!(Some(event.run), event.thread.map(|thread| thread.id), "{kind}");
        assert_eq!(event.repaired, ["runId"], "{kind}");
    }
}

#[test]
fn a_message_sent_again_is_the_same_and_another_of_its_id_is_not() {
    let chat = |message: &str| {
        event(&format!(r#"{{"event":"chat","runId":"m","parentRunId":"t","timestamp":1,"message":{message}}}"#))
    };
    let (ask, answer) = (chat(r#"{"role":"user","content":"a"}"#), chat(r#"{"role":"assistant","content":"a"}"#));
    assert_eq!(ask, chat(r#"{"content":"a","role":"user","isRetry":false}"#));
    assert_ne!(ask.hash, answer.hash);
    let (ask, answer) = (ask.message.unwrap(), answer.message.unwrap());
    assert_eq!((ask.side, answer.side), (Side::Input, Side::Output));
    assert_ne!(ask.digest, answer.digest);
}

#[test]
fn a_custom_event_is_a_run_below_its_conversation() {
    check(
        "custom-event",
        r#""type":"thread","name":"escalated","metadata":{"level":2},"user_id":"u","threadTags":["a"],"threadMetadata":{"k":1}"#,
        r#"type=custom-event name=escalated parent=2cf24dba user=u level=2 thread=(2cf24dba tags=["a"] k=1)"#,
    );
    check("custom-event", r#""name":null"#, "type=custom-event parent=2cf24dba thread=(2cf24dba)");
    let unnamed = r#"{"event":"custom-event","parentRunId":"t","timestamp":1,"name":"n"}"#;
    assert_eq!(event(unnamed), event(unnamed));
}
