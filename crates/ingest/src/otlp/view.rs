//! One span with what surrounds it, as the dialects see it.

use std::cell::Cell;

use opentelemetry_proto::tonic::common::v1::InstrumentationScope;
use opentelemetry_proto::tonic::resource::v1::Resource;
use opentelemetry_proto::tonic::trace::v1::{Span, span};

use super::attributes::Attributes;
use super::raw::{self, Shown};
use super::weight;
use crate::Limits;

/// What one resource says, for all of its scopes.
pub(super) struct Source<'a> {
    pub(super) attributes: Attributes<'a>,
    shown: Shown,
}

impl<'a> Source<'a> {
    pub(super) fn new(resource: Option<&'a Resource>, limits: &Limits) -> Source<'a> {
        let attributes = resource.map_or(&[][..], |resource| &resource.attributes);
        let is_read = resource.is_none_or(|resource| weight::resource_fits_as_trees(resource, limits));
        Source { attributes: Attributes::new(attributes, is_read), shown: raw::resource(attributes) }
    }
}

/// Where spans come from: what one resource and one scope have in common for all of their spans.
pub(super) struct Origin<'a> {
    pub(super) source: &'a Source<'a>,
    /// The name of the instrumentation; may be empty.
    pub(super) scope_name: &'a str,
    /// Its version; may be empty.
    pub(super) scope_version: &'a str,
    shown: Shown,
}

impl<'a> Origin<'a> {
    pub(super) fn new(source: &'a Source<'a>, scope: Option<&'a InstrumentationScope>) -> Origin<'a> {
        Origin {
            source,
            scope_name: scope.map_or("", |scope| &scope.name),
            scope_version: scope.map_or("", |scope| &scope.version),
            shown: scope.map(raw::scope).unwrap_or_default(),
        }
    }

    /// The members `resource` and `scope` of the raw attributes, ready to be written.
    pub(super) fn shown(&self) -> [&str; 2] {
        [&self.source.shown.text, &self.shown.text]
    }

    /// Whether not all of it is shown.
    pub(super) fn is_cut(&self) -> bool {
        self.source.shown.is_cut || self.shown.is_cut
    }

    /// How much each span says of it.
    pub(super) fn bytes(&self) -> usize {
        self.shown().iter().map(|text| text.len()).sum()
    }
}

/// One span.
pub(super) struct View<'a> {
    pub(super) span: &'a Span,
    pub(super) attributes: Attributes<'a>,
    /// Its events, in the order sent.
    pub(super) events: Vec<SpanEvent<'a>>,
    pub(super) origin: &'a Origin<'a>,
    /// Whether its texts are read as the JSON that they hold; of a span that would take too much memory they are not.
    pub(super) is_read: bool,
}

/// One event of a span.
pub(super) struct SpanEvent<'a> {
    pub(super) event: &'a span::Event,
    pub(super) attributes: Attributes<'a>,
    /// Whether the run holds all that it says, so that it need not be kept among the raw attributes.
    pub(super) is_used: Cell<bool>,
}

impl<'a> View<'a> {
    pub(super) fn new(span: &'a Span, origin: &'a Origin<'a>, is_read: bool) -> View<'a> {
        let event = |event: &'a span::Event| SpanEvent {
            event,
            attributes: Attributes::new(&event.attributes, is_read),
            is_used: Cell::new(false),
        };
        View {
            span,
            attributes: Attributes::new(&span.attributes, is_read),
            events: span.events.iter().map(event).collect(),
            origin,
            is_read,
        }
    }

    /// The first event of this name.
    pub(super) fn event(&self, name: &str) -> Option<&SpanEvent<'a>> {
        self.events.iter().find(|event| event.event.name == name)
    }
}
