//! Which runs a filter means, check by check.

use std::borrow::Cow;

use model::filter::Finding;
use model::{Filter, ProjectId, RawJson, Run, RunId, ShownUser, Status, ThreadFacts, Timestamp, Usage};
use query::{Children, Facts, Known, matches, parse};

/// 2025-03-01T09:30:00Z.
const NOON: Timestamp = Timestamp::from_millis(1_740_821_400_000);

fn json(text: &str) -> Option<RawJson> {
    Some(RawJson::from_checked(text))
}

/// A run of which everything is known.
pub(crate) fn sample() -> Run {
    Run {
        id: RunId::from_client("sample"),
        project: ProjectId(uuid()),
        run_type: "llm".to_owned(),
        name: Some("gpt-4.1-mini".to_owned()),
        created_at: NOON,
        ended_at: Some(Timestamp::from_micros(NOON.micros() + 1_500_000)),
        status: Some(Status::Success),
        template_version: Some(31),
        usage: Usage { prompt_tokens: Some(14), completion_tokens: Some(5), ..Usage::default() },
        cost: Some(250_000_000),
        tags: Some(vec!["support".to_owned(), "a,b".to_owned()]),
        input: json(r#"[{"role":"system","content":"Be kind."},{"role":"user","content":"Où est mon Colis?\nMerci"}]"#),
        output: json(r#"{"role":"assistant","content":"{\"city\": \"Paris\"}"}"#),
        error: None,
        params: None,
        metadata: json(r#"{"plan.tier":"pro & co","retries":2,"beta":true,"none":null,"list":["x"],"cost_center":7}"#),
        is_public: false,
        feedback: json(r#"{"thumb":"up","comment":"fine"}"#),
        parent_feedback: None,
        scores: Vec::new(),
        sibling: None,
        thread: None,
        user: Some(ShownUser {
            id: 12,
            external_id: "u_81".to_owned(),
            created_at: NOON,
            last_seen: NOON,
            props: json(r#"{"plan":"pro","seats":5,"vip":false}"#),
        }),
        parent: Some(RunId::from_client("parent")),
        trace: None,
        otel_trace: None,
        repaired: Vec::new(),
    }
}

fn uuid() -> uuid::Uuid {
    uuid::Uuid::nil()
}

/// A run of which next to nothing is known.
pub(crate) fn bare() -> Run {
    Run {
        name: None,
        ended_at: None,
        status: Some(Status::Started),
        template_version: None,
        usage: Usage::default(),
        cost: None,
        tags: None,
        input: None,
        output: None,
        metadata: None,
        feedback: None,
        user: None,
        parent: None,
        ..sample()
    }
}

fn parsed(query: &str) -> Filter {
    parse(query).unwrap_or_else(|error| panic!("{query}: {error}")).filter
}

#[track_caller]
fn check_run(run: &Run, query: &str, want: bool) {
    let children = Children::default();
    let known = Known { run, is_root: false, children: &children };
    assert_eq!(matches(&parsed(query), &known), want, "{query}");
}

/// What holds for the sample.
#[track_caller]
fn holds(query: &str) {
    check_run(&sample(), query, true);
}

/// What does not hold for the sample, nor for a run without any facts.
#[track_caller]
fn fails(query: &str) {
    check_run(&sample(), query, false);
    check_run(&bare(), query, false);
}

#[test]
fn facts_are_compared_with_what_is_asked_for() {
    holds("");
    holds("type=llm");
    holds("type=tool,llm");
    fails("type=tool");
    fails("type=trace");
    holds("models=gpt-4.1-mini,other");
    fails("models=gpt-4.1");
    holds("tools=4.1-M");
    fails("tools=4_1");
    fails("retrievers=4%25mini");
    fails("custom-events=gpt-4.1-mini");
    holds("tags=support,other");
    holds("tags=a%252Cb");
    fails("tags=a,b");
    fails("templates=7");
    holds("status=success");
    fails("status=error");
    holds("users=12,7");
    fails("users=7");
    holds("date=gt.2025-03-01T09:29:59.999Z");
    holds("date=gte.2025-03-01T09:30:00Z");
    check_run(&sample(), "date=gt.2025-03-01T09:30:00Z", false);
    holds("duration=eq.1.5");
    holds("duration=lte.1.5");
    fails("duration=lt.1.5");
    fails("duration=neq.1.5");
    holds("cost=gte.0.25");
    fails("cost=gt.0.25");
    holds("tokens=total.eq.19");
    holds("tokens=prompt.gt.13.5");
    holds("tokens=completion.lt.6");
    fails("tokens=gt.19");
    holds("messages=lt.1");
    holds("messages=eq.0");
    fails("messages=gte.1");
}

#[test]
fn an_absent_value_satisfies_no_comparison() {
    for query in ["duration=lt.9", "duration=neq.9", "cost=lt.9", "cost=neq.9", "tokens=lt.9", "tokens=prompt.neq.9"] {
        check_run(&bare(), query, false);
    }
    let half = Run { usage: Usage { prompt_tokens: Some(1), ..Usage::default() }, ..bare() };
    check_run(&half, "tokens=prompt.lt.9", true);
    check_run(&half, "tokens=total.lt.9", false);
    check_run(&bare(), "length=lt.9", false);
    check_run(&bare(), "json=invalid", false);
    check_run(&bare(), "regex=not_contains.x", false);
    check_run(&bare(), "string=any.notcontains.x", false);
}

#[test]
fn a_trace_is_an_agent_or_a_chain_at_the_top() {
    let check = |run_type: &str, is_root: bool, want: bool| {
        let run = Run { run_type: run_type.to_owned(), ..bare() };
        let known = Known { run: &run, is_root, children: &Children::default() };
        assert_eq!(matches(&parsed("type=trace"), &known), want, "{run_type} {is_root}");
    };
    check("agent", true, true);
    check("chain", true, true);
    check("chain", false, false);
    check("llm", true, false);
}

#[test]
fn events_and_threads_have_checks_of_their_own() {
    let event = Run { run_type: "custom-event".to_owned(), name: Some("open doc".to_owned()), ..bare() };
    check_run(&event, "custom-events=open%2520doc", true);
    check_run(&event, "custom-events=open", false);
    let thread = ThreadFacts { messages_count: 4, ..ThreadFacts::default() };
    let thread = Run { run_type: "thread".to_owned(), thread: Some(thread), ..bare() };
    check_run(&thread, "messages=4", true);
    check_run(&thread, "messages=gt.4", false);
}

#[test]
fn feedback_counts_on_the_run_on_its_children_and_for_comments_on_its_parent() {
    let liked = Children { is_liked: true, ..Children::default() };
    let disliked = Children { is_disliked: true, comments: vec!["too slow".to_owned()], ..Children::default() };
    let none = Children::default();
    let own = |feedback: &str| Run { feedback: json(feedback), ..bare() };
    let check = |run: &Run, children: &Children, item: &str, want: bool| {
        let known = Known { run, is_root: true, children };
        assert_eq!(matches(&parsed(&format!("feedback={item}")), &known), want, "{item} {children:?}");
    };
    let [up, down, nothing] = [r#"{"thumb":"up"}"#, r#"{"thumb":"down"}"#, r#"{"thumb":null}"#];
    check(&own(up), &none, up, true);
    check(&own(up), &none, down, false);
    check(&own(up), &none, nothing, false);
    check(&own(up), &disliked, down, true);
    check(&bare(), &liked, up, true);
    check(&bare(), &liked, nothing, false);
    check(&bare(), &none, nothing, true);
    check(&own(nothing), &none, nothing, true);
    check(&own(down), &none, &format!("{up},{down}").replace(',', "%252C").replace("}%252C{", "},{"), true);
    let comment = |text: &str| format!(r#"{{"comment":"{text}"}}"#);
    check(&own(r#"{"comment":"fine"}"#), &none, &comment(""), true);
    check(&own(r#"{"comment":""}"#), &none, &comment(""), false);
    check(&bare(), &disliked, &comment("too%2520slow"), true);
    check(&bare(), &disliked, &comment("slow"), false);
    let below = Run { parent_feedback: json(r#"{"comment":"hm"}"#), ..bare() };
    check(&below, &none, &comment("x"), true);
}

#[test]
fn entries_match_as_they_are_written() {
    holds("metadata=plan%2Etier.pro%20%26%20co");
    fails("metadata=plan%2Etier.pro");
    fails("metadata=plan.tier");
    holds("metadata=retries.2");
    holds("metadata=retries.2.0");
    fails("metadata=retries.2a");
    holds("metadata=beta.true");
    holds("metadata=none.null");
    holds("metadata=none");
    holds("metadata=list");
    holds("metadata=cost_center.7");
    holds("metadata=costCenter.7");
    fails("metadata=list.x");
    fails("metadata=absent");
    holds("user-props=plan.pro");
    holds("user-props=seats.5");
    holds("user-props=vip");
    fails("user-props=absent");
    fails("user-props=plan.basic");
}

#[test]
fn texts_are_searched_as_they_were_said() {
    holds("search=colis");
    holds("search=OU");
    holds("search=coli");
    holds("search=merci%20kind");
    holds("search=%22mon%20colis%22");
    fails("search=%22est%20colis%22");
    fails("search=%22mon%20coli%22");
    holds("search=col*");
    fails("search=olis*");
    holds("search=%22city%22");
    fails("search=%5Cn");
    fails("search=absent");
    fails("search=colis%20absent");
    holds("string=input.contains.false.mon%20colis");
    fails("string=input.contains.true.mon%20colis");
    holds("string=contains.Paris");
    fails("string=input.contains.Paris");
    fails("string=input.contains.Ou%20est");
    holds("string=input.starts.false.o%C3%B9");
    holds("string=input.starts.true.Be");
    fails("string=input.starts.kind");
    fails("string=input.starts.user");
    holds("string=input.ends.merci");
    fails("string=output.ends.merci");
    holds("string=output.notcontains.merci");
    fails("string=notcontains.merci");
}

#[test]
fn the_last_message_is_measured_matched_and_read_as_json() {
    holds("length=eq.17");
    holds("length=input.eq.23");
    fails("length=gt.17");
    holds("regex=%22city%22%3A%5Cs");
    holds("regex=input.contains.^O%C3%B9");
    fails("regex=input.contains.kind");
    holds("regex=input.not_contains.kind");
    fails("regex=not_contains.Paris");
    holds("json=valid");
    fails("json=invalid");
    holds("json=input.invalid");
    holds("json=contains");
    fails("json=input.contains");
    let chatty = Run { output: json(r#""Here: [1, 2]""#), ..bare() };
    check_run(&chatty, "json=contains", true);
    check_run(&chatty, "json=valid", false);
}

#[test]
fn what_nobody_looked_for_was_not_found() {
    holds("pii=false");
    check_run(&bare(), "pii=false", true);
    fails("pii=true");
    holds("toxicity=non-toxicity");
    fails("toxicity=toxicity");
    fails("languages=en");
    fails("topics=input.x");
    fails("intents=x");
    fails("sentiment=neutral");
}

#[test]
fn groups_hold_as_they_say() {
    holds("type=llm&status=success");
    fails("type=llm&status=error&search=colis");
    holds("OR&type=tool&status=success");
    fails("OR&type=tool&status=error");
    check_run(&sample(), "type=tool&metadata=beta.true", false);
    let nothing = Filter::any([]);
    let run = sample();
    let known = Known { run: &run, is_root: true, children: &Children::default() };
    assert!(!matches(&nothing, &known));
    assert!(matches(&Filter::everything(), &known));
}

/// Facts that count how often texts are read.
struct Counting {
    reads: std::cell::Cell<usize>,
}

impl Facts for Counting {
    fn run_type(&self) -> &str {
        "tool"
    }
    fn name(&self) -> Option<&str> {
        None
    }
    fn is_root(&self) -> bool {
        true
    }
    fn status(&self) -> Option<Status> {
        None
    }
    fn tags(&self) -> &[String] {
        &[]
    }
    fn user(&self) -> Option<i64> {
        None
    }
    fn user_props(&self) -> Option<Cow<'_, str>> {
        None
    }
    fn template_version(&self) -> Option<i64> {
        None
    }
    fn has_thumb(&self, _is_up: bool) -> bool {
        false
    }
    fn has_comment(&self) -> bool {
        false
    }
    fn has_child_comment(&self, _text: &str) -> bool {
        false
    }
    fn created_at(&self) -> Timestamp {
        NOON
    }
    fn duration_micros(&self) -> Option<i64> {
        None
    }
    fn cost(&self) -> Option<i64> {
        None
    }
    fn prompt_tokens(&self) -> Option<u64> {
        None
    }
    fn completion_tokens(&self) -> Option<u64> {
        None
    }
    fn messages_count(&self) -> u64 {
        0
    }
    fn parent(&self) -> Option<RunId> {
        None
    }
    fn metadata(&self) -> Option<Cow<'_, str>> {
        None
    }
    fn side(&self, _side: model::filter::Side) -> Option<Cow<'_, str>> {
        self.reads.set(self.reads.get() + 1);
        Some(Cow::Borrowed(r#""some text""#))
    }
    fn has_finding(&self, finding: &Finding) -> bool {
        matches!(finding, Finding::Languages(_, codes) if codes.iter().any(|code| code == "en"))
    }
}

#[test]
fn texts_are_read_only_where_cheaper_checks_leave_a_question() {
    let check = |query: &str, want: bool, reads: usize| {
        let run = Counting { reads: std::cell::Cell::new(0) };
        assert_eq!(matches(&parsed(query), &run), want, "{query}");
        assert_eq!(run.reads.get(), reads, "{query}");
    };
    check("search=some&type=llm", false, 0);
    check("search=some&type=tool", true, 1);
    check("OR&search=some&type=tool", true, 0);
    check("search=some&string=output.contains.text", true, 2);
    check("languages=fr,en", true, 0);
    check("languages=fr", false, 0);
}
