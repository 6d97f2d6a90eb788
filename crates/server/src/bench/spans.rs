//! The runs of the bench as spans of OpenTelemetry: each trace told by one of five instrumentations, as their exporters would
//! send them.
//!
//! What the spans say in which attributes is for [`super::dialects`].

use std::ops::Range;

use model::SpanId;
use model::ids::RunId;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::InstrumentationScope;
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span, Status, status::StatusCode};
use prost::Message;
use serde_json::{Value, json};
use uuid::Uuid;

use super::dataset::{Dataset, Plan};
use super::dialects::{Call, Dialect, text};
use super::random::Random;
use super::sentences::Sentences;
use super::wire::{Body, user};

/// Sentences of a question and of an answer, in the mean: 2 KB together (a test holds it within 5 %).
const QUESTION: u64 = 10;
const ANSWER: u64 = 15;
const FAILURE: &str = "The upstream service timed out";

/// All spans of one seed.
#[derive(Debug)]
pub(super) struct Spans {
    dataset: Dataset,
    sentences: Sentences,
}

impl Spans {
    pub(super) fn new(dataset: Dataset) -> Spans {
        let sentences = Sentences::new(dataset.seed);
        Spans { dataset, sentences }
    }

    /// A request with the spans of these numbers: those of one trace under its instrumentation.
    pub(super) fn body(&self, numbers: Range<u64>) -> Body {
        let events = numbers.end - numbers.start;
        let mut scope_spans: Vec<ScopeSpans> = Vec::new();
        let mut last_root = None;
        for number in numbers {
            let plan = self.dataset.plan(number);
            let dialect = Dialect::of_trace(&plan.root);
            if last_root.replace(plan.root) != Some(plan.root) {
                let (name, version) = dialect.scope();
                let scope = InstrumentationScope {
                    name: name.into(),
                    version: version.into(),
                    ..InstrumentationScope::default()
                };
                scope_spans.push(ScopeSpans { scope: Some(scope), ..ScopeSpans::default() });
            }
            let span = self.span(&plan, &self.call(&plan, number), dialect);
            scope_spans.last_mut().expect("the first span begins a scope").spans.push(span);
        }
        let resource_spans =
            vec![ResourceSpans { resource: Some(resource()), scope_spans, ..ResourceSpans::default() }];
        let bytes = ExportTraceServiceRequest { resource_spans }.encode_to_vec();
        Body { events, json_bytes: bytes.len() as u64, bytes }
    }

    /// What the span of this number calls, and what is said in it.
    fn call(&self, plan: &Plan<'_>, number: u64) -> Call<'_> {
        let mut random = Random::of(self.dataset.seed, 32, number);
        let question = self.sentences.text(&mut random, QUESTION);
        let answer = self.sentences.text(&mut random, ANSWER);
        Call::new(plan, question, answer)
    }

    fn span(&self, plan: &Plan<'_>, call: &Call<'_>, dialect: Dialect) -> Span {
        let nanos = |micros: i64| micros.cast_unsigned() * 1000;
        let mut attributes = dialect.attributes(call);
        attributes.extend([text("user.id", user(plan.user)), text("session.id", plan.metadata[4].1.clone())]);
        let failed = Status { code: StatusCode::Error.into(), message: FAILURE.into() };
        Span {
            trace_id: plan.root.as_bytes().to_vec(),
            span_id: span_id(&plan.id).to_vec(),
            parent_span_id: plan.parent.map(|parent| span_id(&parent).to_vec()).unwrap_or_default(),
            flags: 0x101,
            name: call.name.to_owned(),
            kind: if plan.is_llm() { 3 } else { 1 },
            start_time_unix_nano: nanos(plan.starts_micros),
            end_time_unix_nano: nanos(plan.ends_micros),
            attributes,
            status: plan.fails.then_some(failed),
            ..Span::default()
        }
    }

    /// The run that comes of the span of this number, and what must be shown of it at least.
    pub(super) fn expected(&self, number: u64) -> (RunId, Value) {
        let plan = self.dataset.plan(number);
        let dialect = Dialect::of_trace(&plan.root);
        let call = self.call(&plan, number);
        let (input, output) = dialect.shown(&call);
        let id = run(&plan.id);
        let lasts_millis = (plan.ends_micros - plan.starts_micros) / 1000;
        let wanted = json!({
            "id": id,
            "type": dialect.run_type(&call),
            "name": call.name,
            "status": if plan.fails { "error" } else { "success" },
            "duration": lasts_millis,
            "input": input,
            "output": output,
            "error": if plan.fails { json!({"message": FAILURE}) } else { Value::Null },
            "tokens": {
                "prompt": plan.is_llm().then_some(call.tokens.0),
                "completion": plan.is_llm().then_some(call.tokens.1),
            },
            "user": {"externalId": user(plan.user)},
            "parentRunId": plan.parent.map(|parent| run(&parent)),
        });
        (id, wanted)
    }
}

/// The first half of the run's id of the dataset, which is random.
fn span_id(id: &Uuid) -> [u8; 8] {
    *id.as_bytes().first_chunk().expect("a UUID has 16 bytes")
}

fn run(id: &Uuid) -> RunId {
    SpanId::from_bytes(span_id(id)).expect("a UUID of version 4 says so in its first half").run()
}

/// What SDKs say of the process.
fn resource() -> Resource {
    let attributes = vec![
        text("service.name", "bench"),
        text("deployment.environment.name", "production"),
        text("telemetry.sdk.language", "python"),
        text("telemetry.sdk.name", "opentelemetry"),
        text("telemetry.sdk.version", "1.37.0"),
    ];
    Resource { attributes, ..Resource::default() }
}

#[cfg(test)]
mod tests {
    use super::super::dataset::Times;
    use super::*;

    fn spans() -> Spans {
        let times = Times { first_micros: 1_740_830_400_000_000, step_micros: 100 };
        Spans::new(Dataset::new(1, 100, times))
    }

    #[test]
    fn the_mean_span_says_2_kb_and_takes_as_much_more_as_its_attributes() {
        let spans = spans();
        let said: usize = (0..5000)
            .map(|number| {
                let call = spans.call(&spans.dataset.plan(number), number);
                call.question.plain().len() + call.answer.plain().len()
            })
            .sum();
        assert!((1900..=2100).contains(&(said / 5000)), "{} bytes", said / 5000);
        let sent = spans.body(0..5000).bytes.len() / 5000;
        assert!((2400..2900).contains(&sent), "{sent} bytes");
    }

    #[test]
    fn a_request_mixes_the_five_instrumentations() {
        let body = spans().body(0..200);
        let request = ExportTraceServiceRequest::decode(&body.bytes[..]).unwrap();
        let scopes = &request.resource_spans[0].scope_spans;
        let names: std::collections::HashSet<&str> =
            scopes.iter().map(|scope| scope.scope.as_ref().unwrap().name.as_str()).collect();
        assert_eq!(names.len(), 5, "{names:?}");
        assert_eq!((scopes.iter().map(|scope| scope.spans.len()).sum::<usize>(), body.events), (200, 200));
    }

    #[test]
    fn what_comes_of_a_span_is_what_ingestion_makes_of_it() {
        let spans = spans();
        let limits = ingest::Limits::default();
        let arrival = model::Timestamp::from_micros(1_740_830_500_000_000);
        let body = spans.body(0..200).bytes;
        let decoded = ingest::decode_traces(&body, ingest::Encoding::Protobuf, arrival, &limits).unwrap();
        assert_eq!((decoded.received, decoded.rejected.len(), decoded.events.len()), (200, 0, 400));
        for (number, events) in (0..).zip(decoded.events.chunks(2)) {
            let (id, wanted) = spans.expected(number);
            let parsed = |json: &Option<model::RawJson>| -> Value {
                json.as_ref().map_or(Value::Null, |json| serde_json::from_str(json.text()).unwrap())
            };
            assert_eq!((events[0].run, events[0].run_type.as_deref()), (id, wanted["type"].as_str()), "{number}");
            assert_eq!(events[0].name.as_deref(), wanted["name"].as_str(), "{number}");
            for (wanted, found) in [("input", parsed(&events[0].input)), ("output", parsed(&events[1].output))] {
                super::super::verify::compare(&spans.expected(number).1[wanted], &found)
                    .unwrap_or_else(|reason| panic!("{number} {wanted}: {reason}"));
            }
        }
    }
}
