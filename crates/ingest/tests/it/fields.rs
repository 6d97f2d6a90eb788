//! Each member of an event, in the spellings and shapes that clients send.

use model::RunId;

use crate::{decode, event, shown};

/// `members` are those of a start event beside `event`, `runId` and `timestamp`; `want` is what is shown after them.
#[track_caller]
fn check(members: &str, want: &str) {
    check_kind("start", members, want);
}

#[track_caller]
fn check_kind(kind: &str, members: &str, want: &str) {
    let object = format!(r#"{{"event":"{kind}","runId":"r","timestamp":1,{members}}}"#);
    let lines: Vec<String> = decode(format!(r#"{{"events":[{object}]}}"#)).iter().map(shown).collect();
    let start = format!("{kind} run=454349e4 at=1970-01-01T00:00:00.001Z+0");
    assert_eq!(lines, [format!("{start} {want}").trim_end().to_owned()], "{object}");
}

#[test]
fn a_member_is_known_in_every_casing() {
    for key in ["parentRunId", "parent_run_id", "parent-run-id", "parent_runId"] {
        check(&format!(r#""{key}":"hello""#), "parent=2cf24dba");
    }
    check(r#""user_id":"u","user-props":{"full_name":"S"}"#, r#"user=u props={"full_name":"S"}"#);
    check(r#""parent_run_id":"x","parentRunId":"hello""#, "parent=2cf24dba");
    check(r#""parentRunId":"hello","parent_run_id":null"#, "");
    check(r#""parent\u0052unId":"hello""#, "parent=2cf24dba");
    check(r#""ParentRunId":"hello","unknown":{"a":[1]},"appId":"k""#, "");
}

#[test]
fn null_is_absence() {
    let nulls =
        ["type", "name", "userId", "tags", "input", "params", "metadata", "tokensUsage", "templateId", "parentRunId"];
    check(&nulls.map(|key| format!(r#""{key}":null"#)).join(","), "");
    check_kind("end", r#""output":null"#, "");
    check_kind("error", r#""error":null"#, "");
}

#[test]
fn names_and_types_are_texts() {
    check(r#""type":"llm","name":"gpt-4o","runtime":"lunary-js""#, "type=llm name=gpt-4o runtime=lunary-js");
    check(r#""name":"models/gemini-1.5-pro""#, "name=gemini-1.5-pro");
    check(r#""name":"a/models/b/models/c""#, "name=a/b/models/c");
    check(r#""name":"caf\u00e9""#, "name=café");
    check(r#""type":5,"name":["x"],"runtime":{}"#, "");
    check(r#""type":"""#, "");
}

#[test]
fn tags_are_a_list_or_one_text_or_those_of_the_metadata() {
    check(r#""tags":["a","b"]"#, r#"tags=["a", "b"]"#);
    check(r#""tags":"one""#, r#"tags=["one"]"#);
    check(r#""tags":["a",1,true,null,["x"],{}]"#, r#"tags=["a", "1", "true"]"#);
    check(r#""tags":[]"#, "tags=[]");
    check(r#""tags":[],"metadata":{"tags":["m"]}"#, r#"tags=[] tags=["m"]"#);
    check(r#""tags":null,"metadata":{"tags":["m"]}"#, r#"tags=["m"] tags=["m"]"#);
    check(r#""tags":"","metadata":{"tags":"m"}"#, r#"tags=["m"] tags="m""#);
    check(r#""tags":{"a":1}"#, "");
    check(r#""tags":7"#, "");
}

#[test]
fn a_person_has_an_id_and_perhaps_properties() {
    check(r#""userId":"u","userProps":{"email":"ana@ex.org"}"#, r#"user=u props={"email":"ana@ex.org"}"#);
    check(r#""userId":42"#, "user=42");
    check(r#""userId":"u","userProps":"Ana""#, "user=u");
    check(r#""userId":"u","userProps":null"#, "user=u");
    check(r#""userProps":{"email":"ana@ex.org"}"#, "");
    check(r#""userId":"","userProps":{"a":1}"#, "");
    check(r#""userId":true"#, "");
    check_kind("end", r#""userId":"u""#, "user=u");
    check_kind("error", r#""userId":"u""#, "user=u");
}

#[test]
fn the_prompt_version_is_looked_for_in_four_places() {
    check(r#""templateVersionId":7,"templateId":8"#, "version=7");
    check(r#""templateId":"42""#, "version=42");
    check(
        r#""metadata":{"template_id":"9","templateVersionId":3}"#,
        r#"version=9 template_id="9" templateVersionId=3"#,
    );
    check(r#""metadata":{"templateVersionId":3}"#, "version=3 templateVersionId=3");
    check(r#""templateVersionId":"abc""#, "");
    check(r#""templateVersionId":1.5,"templateId":4"#, "version=4");
}

#[test]
fn a_start_carries_input_and_parameters() {
    check(r#""input":[{"role":"user"}],"params":{"t":0.20}"#, r#"input=[{"role":"user"}] params={"t":0.20}"#);
    check(r#""input":false"#, "input=false");
    check(r#""params":{},"extra":{"a":1}"#, "params={}");
    check(r#""params":null,"extra":{"a":1}"#, r#"params={"a":1}"#);
    check(r#""output":1,"error":{},"feedback":{}"#, "");
    check(r#""tokensUsage":{"prompt":3}"#, "prompt=3");
}

#[test]
fn an_end_carries_output_and_usage_and_may_correct_the_input() {
    check_kind("end", r#""output":{"text":"hi"},"input":"real""#, r#"input="real" output={"text":"hi"}"#);
    check_kind("end", r#""output":true"#, "output=true");
    check_kind("end", r#""output":"","input":"""#, r#"output="""#);
    check_kind("end", r#""input":0"#, "");
    check_kind(
        "end",
        r#""tokens_usage":{"prompt":14,"completion":5,"prompt_cached":1}"#,
        "prompt=14 completion=5 cached=1",
    );
    check_kind("end", r#""error":{"message":"late"}"#, "");
}

#[test]
fn an_error_says_why() {
    check_kind("error", r#""error":{"message":"boom","stack":"s"}"#, r#"error={"message":"boom","stack":"s"}"#);
    check_kind("error", r#""error":"boom","output":1"#, r#"error="boom""#);
    check_kind("error", r#""error":{}"#, "error={}");
}

#[test]
fn free_json_stays_as_it_was_written() {
    let free = r#"{"b" : 1.0e+3, "a":[ 12345678901234567890123 ,"\u00e9\/"]}"#;
    check(&format!(r#""input":{free}"#), &format!("input={free}"));
}

#[test]
fn a_timestamp_is_what_javascript_takes_for_one() {
    #[track_caller]
    fn check(timestamp: &str, want: &str) {
        let object = format!(r#"{{"event":"start","runId":"r","timestamp":{timestamp}}}"#);
        let lines: Vec<String> = decode(format!(r#"{{"events":{object}}}"#)).iter().map(shown).collect();
        assert_eq!(lines, [format!("start run=454349e4 at={want}")], "{timestamp}");
    }
    check("1740821400120", "2025-03-01T09:30:00.120Z+0");
    check("\"2025-03-01T09:30:00.120456+00:00\"", "2025-03-01T09:30:00.120Z+456");
    check("\"Sat, 01 Mar 2025 09:30:00 GMT\"", "2025-03-01T09:30:00.000Z+0");
    check("0", "1970-01-01T00:00:00.000Z+0");
    check("7258118399999", "2199-12-31T23:59:59.999Z+0");
    for none in ["null", "\"soon\"", "\"1740821400120\"", "{}"] {
        check(none, "soft");
    }
    check("7258118400000", r#"soft perilune.timestamp="7258118400000" repaired=["timestamp"]"#);
    check("-1", r#"soft perilune.timestamp="-1" repaired=["timestamp"]"#);
    check("\"1969-07-20\"", r#"soft perilune.timestamp="1969-07-20" repaired=["timestamp"]"#);
    check("1740821400120000000", r#"soft perilune.timestamp="1740821400120000000" repaired=["timestamp"]"#);
}

#[test]
fn a_run_without_an_id_gets_one_that_a_retry_finds_again() {
    let with_time = r#"{"event":"start","timestamp":5,"name":"x"}"#;
    assert_eq!(event(with_time), event(with_time));
    assert_ne!(event(with_time).run, event(r#"{"event":"start","timestamp":5,"name":"y"}"#).run);
    for run_id in ["null", "\"\"", "7", "{}"] {
        let unnamed = event(&format!(r#"{{"event":"start","runId":{run_id},"timestamp":5,"name":"x"}}"#));
        assert_eq!(unnamed.run, event(with_time).run, "{run_id}");
    }
}

#[test]
fn runs_with_neither_id_nor_time_are_kept_apart() {
    let twice = decode(r#"{"events":[{"event":"start","name":"x"},{"event":"start","name":"x"}]}"#);
    let runs: Vec<RunId> = twice.into_iter().map(|element| element.result.unwrap().run).collect();
    assert_ne!(runs[0], runs[1]);
}

#[test]
fn the_hash_is_that_of_what_was_said_and_not_of_how() {
    let said = event(r#"{"event":"start","runId":"r","timestamp":1000,"user_id":"u","tags":"t","input":[1]}"#);
    let again = event(
        r#"{"input":[1],"userId":"u","run_id":"r","event":"start","tags":["t"],"timestamp":"1970-01-01T00:00:01Z","name":null}"#,
    );
    assert_eq!(said, again);
    let other = event(r#"{"event":"start","runId":"r","timestamp":1000,"user_id":"u","tags":"t","input":[2]}"#);
    assert_ne!(said.hash, other.hash);
}
