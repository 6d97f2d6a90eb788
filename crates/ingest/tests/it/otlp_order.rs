//! The spans and log records of a recording, exported in any order and split in any way, make the same runs.

use std::collections::BTreeMap;

use ingest::{Encoding, Limits, decode_logs, decode_traces};
use model::RunId;
use model::merge::{Changes, Entries, RunState};
use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::InstrumentationScope;
use opentelemetry_proto::tonic::logs::v1::{LogRecord, ResourceLogs, ScopeLogs};
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span};
use proptest::prelude::*;
use prost::Message;

use crate::NOW;
use crate::otlp_recordings::{RECORDINGS, requests};

/// One span or record, with where it comes from.
#[derive(Clone)]
enum Exported {
    Span(Option<Resource>, Option<InstrumentationScope>, Span),
    Record(Option<Resource>, Option<InstrumentationScope>, LogRecord),
}

/// Everything that a recording holds in protobuf.
fn exported(recording: &str) -> Vec<Exported> {
    let mut all = Vec::new();
    for request in requests(recording).into_iter().filter(|request| request.encoding == Encoding::Protobuf) {
        if request.is_logs {
            let sent = ExportLogsServiceRequest::decode(&request.body[..]).expect("it was recorded");
            for of_resource in sent.resource_logs {
                for of_scope in of_resource.scope_logs {
                    let from = (of_resource.resource.clone(), of_scope.scope);
                    let told = of_scope.log_records.into_iter();
                    all.extend(told.map(|record| Exported::Record(from.0.clone(), from.1.clone(), record)));
                }
            }
            continue;
        }
        let sent = ExportTraceServiceRequest::decode(&request.body[..]).expect("it was recorded");
        for of_resource in sent.resource_spans {
            for of_scope in of_resource.scope_spans {
                let from = (of_resource.resource.clone(), of_scope.scope);
                let told = of_scope.spans.into_iter();
                all.extend(told.map(|span| Exported::Span(from.0.clone(), from.1.clone(), span)));
            }
        }
    }
    all
}

/// Two exports, one of each signal, of what comes in one go.
fn export(together: &[Exported]) -> [Vec<u8>; 2] {
    let (mut traces, mut logs) = (ExportTraceServiceRequest::default(), ExportLogsServiceRequest::default());
    for one in together.iter().cloned() {
        match one {
            Exported::Span(resource, scope, span) => {
                let scope_spans = vec![ScopeSpans { scope, spans: vec![span], ..ScopeSpans::default() }];
                traces.resource_spans.push(ResourceSpans { resource, scope_spans, ..ResourceSpans::default() });
            }
            Exported::Record(resource, scope, record) => {
                let scope_logs = vec![ScopeLogs { scope, log_records: vec![record], ..ScopeLogs::default() }];
                logs.resource_logs.push(ResourceLogs { resource, scope_logs, ..ResourceLogs::default() });
            }
        }
    }
    [traces.encode_to_vec(), logs.encode_to_vec()]
}

/// What readers see of each run after these exports.
fn runs(exports: &[&[Exported]]) -> BTreeMap<String, String> {
    let mut states: BTreeMap<String, (RunId, RunState<model::RawJson>)> = BTreeMap::new();
    for together in exports {
        let [traces, logs] = export(together);
        let limits = Limits::default();
        let spans = decode_traces(&traces, Encoding::Protobuf, NOW, &limits).expect("it is a request");
        let records = decode_logs(&logs, Encoding::Protobuf, NOW, &limits).expect("it is a request");
        for event in spans.events.into_iter().chain(records.events) {
            let (_, state) = states.entry(event.run.to_string()).or_insert_with(|| (event.run, RunState::default()));
            state.apply(event, &mut Changes::default());
        }
    }
    states.into_iter().map(|(id, (_, state))| (id, shown(&state))).collect()
}

/// All that a run says, but for which event said it.
fn shown(state: &RunState<model::RawJson>) -> String {
    let entries = |entries: &Entries| {
        let mut said: Vec<String> =
            entries.entries.iter().map(|said| format!("{}={}", said.value.key, said.value.value.text())).collect();
        said.sort();
        said
    };
    macro_rules! values {
        ($($field:ident)*) => { ($(state.$field.as_ref().map(|said| &said.value),)*) };
    }
    format!(
        "{:?}",
        (
            (state.created_at(), state.ended_at(), state.is_visible().then(|| state.status())),
            values!(run_type name runtime parent tags user template_version params),
            values!(input output error usage otel_trace span),
            (entries(&state.metadata), entries(&state.parts), &state.repaired),
        )
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_any_split_of_a_recording_give_the_same_runs(seed in any::<u64>()) {
        for recording in RECORDINGS {
            let all = exported(recording);
            let want = runs(&[&all]);
            let mut dice = crate::fuzz::Dice(seed);
            let mut shuffled = all.clone();
            for last in (1..shuffled.len()).rev() {
                shuffled.swap(last, dice.roll(last + 1));
            }
            let (mut exports, mut rest) = (Vec::new(), &shuffled[..]);
            while !rest.is_empty() {
                let (first, others) = rest.split_at(1 + dice.roll(rest.len().min(9)));
                exports.push(first);
                rest = others;
            }
            let again = dice.roll(exports.len().max(1));
            exports.extend(exports.get(again).copied());
            prop_assert_eq!(&runs(&exports), &want, "{}", recording);
        }
    }
}

#[test]
fn the_recordings_hold_spans_and_records() {
    let count = |recording: &str| exported(recording).iter().filter(|one| matches!(one, Exported::Record(..))).count();
    assert!(count("otlp-google-adk") > 0);
    assert!(RECORDINGS.iter().filter(|name| !name.starts_with("js-")).all(|name| exported(name).len() > 3));
}
