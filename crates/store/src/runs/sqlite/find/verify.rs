//! A run where columns cannot tell: what a filter asks of it is read when it is asked.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};

use model::filter::Side;
use model::{MetadataEntry, Nanodollars, ProjectId, RawJson, Run, RunId, Status, Timestamp, part};
use query::Facts;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::ancestry::Ancestry;
use super::super::attributes::{self, Attributes};
use super::super::dictionary;
use super::super::frame::Codec;
use super::super::lookup;
use super::super::opinion;
use super::super::reader;
use super::super::rid::Rid;
use crate::StoreError;
use crate::columns::{Fact, Part, thumbs};

/// A row of a part, and the run behind it.
pub(super) struct Row<'a> {
    connection: &'a Connection,
    codec: &'a Codec,
    project: ProjectId,
    part: &'a Part,
    row: usize,
    rid: Rid,
    run_type: String,
    name: OnceCell<Option<String>>,
    tags: OnceCell<Vec<String>>,
    /// Of a turn or a thread, which are put together from messages.
    composed: OnceCell<Option<Run>>,
    attributes: OnceCell<Attributes>,
    /// The first fault, after which all answers are void.
    fault: RefCell<Option<StoreError>>,
}

impl<'a> Row<'a> {
    pub(super) fn new(
        (connection, codec, project): (&'a Connection, &'a Codec, ProjectId),
        part: &'a Part,
        row: usize,
    ) -> Result<Row<'a>, StoreError> {
        let rid = Rid(part.rids()?.get(row).unwrap_or_default());
        let run_type = match part.fact(Fact::Type)?.get(row) {
            Some(number) => dictionary::text(connection, number)?,
            None => None,
        };
        Ok(Row {
            connection,
            codec,
            project,
            part,
            row,
            rid,
            run_type: run_type.unwrap_or_else(|| "chain".into()),
            name: OnceCell::new(),
            tags: OnceCell::new(),
            composed: OnceCell::new(),
            attributes: OnceCell::new(),
            fault: RefCell::default(),
        })
    }

    /// Fails when something could not be read.
    pub(super) fn finish(self) -> Result<(), StoreError> {
        self.fault.into_inner().map_or(Ok(()), Err)
    }

    fn checked<T: Default>(&self, read: Result<T, StoreError>) -> T {
        read.unwrap_or_else(|fault| {
            self.fault.borrow_mut().get_or_insert(fault);
            T::default()
        })
    }

    fn fact(&self, fact: Fact) -> Option<i64> {
        self.checked(self.part.fact(fact).map(|column| column.get(self.row)))
    }

    fn text(&self, fact: Fact) -> Option<String> {
        let number = self.fact(fact)?;
        self.checked(dictionary::text(self.connection, number))
    }

    fn composed(&self) -> Option<&Run> {
        let is_composed = matches!(self.run_type.as_str(), "chat" | "thread");
        let read = || {
            let runs = reader::load_all(self.connection, self.codec, self.project, &[self.rid]);
            self.checked(runs).pop()
        };
        if is_composed { self.composed.get_or_init(read).as_ref() } else { None }
    }

    fn attributes(&self) -> &Attributes {
        self.attributes.get_or_init(|| self.checked(attributes::of(self.connection, self.codec, self.rid)))
    }

    fn payload(&self, side: Side) -> Result<Option<String>, StoreError> {
        let sql = match side {
            Side::Input => "SELECT frame FROM run_input WHERE rid = ?1",
            Side::Output => "SELECT frame FROM run_output WHERE rid = ?1",
        };
        let mut select = self.connection.prepare_cached(sql)?;
        let frame: Option<Vec<u8>> = select.query_row([self.rid.0], |row| row.get(0)).optional()?;
        let open = |frame: Vec<u8>| {
            self.codec.open_text(&frame).map_err(|source| StoreError::Io { path: "runs.db".into(), source })
        };
        frame.map(open).transpose()
    }

    fn said_parts(&self) -> Vec<MetadataEntry> {
        self.attributes().parts.iter().map(|said| said.value.clone()).collect()
    }

    fn feedback(&self) -> Option<RawJson> {
        match self.composed() {
            Some(run) => run.feedback.clone(),
            None => attributes::object(self.attributes().feedback.iter().map(|said| &said.value)),
        }
    }

    fn runs(&self, rids: &[Rid]) -> Vec<Run> {
        self.checked(reader::load_all(self.connection, self.codec, self.project, rids))
    }

    fn comments_of_children(&self) -> Result<Vec<String>, StoreError> {
        let mut select = self.connection.prepare_cached(
            "SELECT coalesce(run.turn, run.rid)
               FROM run_opinion
               JOIN run ON run.rid = run_opinion.rid
              WHERE run_opinion.rid = ?1
                AND run_opinion.bits & ?2 != 0",
        )?;
        let mut shown = Vec::new();
        for child in lookup::children_of(self.connection, self.rid)? {
            shown.extend(select.query_row(params![child, thumbs::COMMENT], |row| row.get(0).map(Rid)).optional()?);
        }
        Ok(self.runs(&shown).iter().filter_map(|run| opinion::comment_of(run.feedback.as_ref())).collect())
    }
}

impl Facts for Row<'_> {
    fn run_type(&self) -> &str {
        &self.run_type
    }

    fn name(&self) -> Option<&str> {
        self.name.get_or_init(|| self.text(Fact::Name)).as_deref()
    }

    fn is_root(&self) -> bool {
        self.fact(Fact::Root) == Some(1)
    }

    fn status(&self) -> Option<Status> {
        reader::status(self.fact(Fact::Status)?)
    }

    fn tags(&self) -> &[String] {
        let read = || self.text(Fact::Tags).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        self.tags.get_or_init(read)
    }

    fn user(&self) -> Option<i64> {
        self.fact(Fact::User)
    }

    fn user_props(&self) -> Option<Cow<'_, str>> {
        let user = self.user()?;
        let props = || -> Result<Option<String>, StoreError> {
            let mut select = self.connection.prepare_cached("SELECT props FROM end_user WHERE id = ?1")?;
            Ok(select.query_row([user], |row| row.get(0)).optional()?.flatten())
        };
        self.checked(props()).map(Cow::Owned)
    }

    fn template_version(&self) -> Option<i64> {
        self.fact(Fact::TemplateVersion)
    }

    fn has_thumb(&self, is_up: bool) -> bool {
        let bit = if is_up { thumbs::UP } else { thumbs::DOWN };
        self.fact(Fact::Thumbs).unwrap_or(0) & (bit | bit << thumbs::CHILD_SHIFT) != 0
    }

    fn has_comment(&self) -> bool {
        if opinion::comment_of(self.feedback().as_ref()).is_some() {
            return true;
        }
        let parent = self.checked(lookup::shown_parent(self.connection, self.rid));
        parent.is_some_and(|parent| {
            self.runs(&[parent]).iter().any(|parent| opinion::comment_of(parent.feedback.as_ref()).is_some())
        })
    }

    fn has_child_comment(&self, text: &str) -> bool {
        self.checked(self.comments_of_children()).iter().any(|comment| comment == text)
    }

    fn created_at(&self) -> Timestamp {
        Timestamp::from_micros(self.fact(Fact::StartedAt).unwrap_or_default())
    }

    fn duration_micros(&self) -> Option<i64> {
        self.fact(Fact::Duration)
    }

    fn cost(&self) -> Option<Nanodollars> {
        self.fact(Fact::Cost)
    }

    fn prompt_tokens(&self) -> Option<u64> {
        self.fact(Fact::PromptTokens).and_then(|count| count.try_into().ok())
    }

    fn completion_tokens(&self) -> Option<u64> {
        self.fact(Fact::CompletionTokens).and_then(|count| count.try_into().ok())
    }

    fn messages_count(&self) -> u64 {
        self.fact(Fact::Messages).and_then(|count| count.try_into().ok()).unwrap_or(0)
    }

    fn parent(&self) -> Option<RunId> {
        let rid = self.checked(lookup::shown_parent(self.connection, self.rid))?;
        let ancestry = self.checked(Ancestry::of(self.connection, self.rid).map(Some))?;
        if ancestry.is_cut_here() { None } else { self.checked(lookup::shown_id(self.connection, rid)) }
    }

    fn metadata(&self) -> Option<Cow<'_, str>> {
        let json = match self.composed() {
            Some(run) => run.metadata.clone(),
            None => attributes::object(self.attributes().metadata.iter().map(|said| &said.value)),
        };
        json.map(|json| Cow::Owned(json.text().to_owned()))
    }

    fn side(&self, side: Side) -> Option<Cow<'_, str>> {
        if let Some(run) = self.composed() {
            let json = if side == Side::Input { &run.input } else { &run.output };
            return json.as_ref().map(|json| Cow::Owned(json.text().to_owned()));
        }
        if let Some(text) = self.checked(self.payload(side)) {
            return Some(Cow::Owned(text));
        }
        let parts = self.said_parts();
        let said = if side == Side::Input { part::messages(&parts, model::Side::Input) } else { part::output(&parts) };
        said.map(|json| Cow::Owned(json.text().to_owned()))
    }
}
