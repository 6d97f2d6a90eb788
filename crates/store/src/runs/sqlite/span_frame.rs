//! The raw attributes of a span, compressed against what their run holds anyway.
//!
//! Most of what a span says is what went into the run and what came out of it, in other words than the run has it. So the
//! compressor is shown input and output first, behind [`USUAL`], and keeps only what is new: a fifth of the bytes, in half the
//! time. Such a frame is *linked*: it opens only beside that input and that output. The writer sees to it that a linked frame
//! never stands beside others: it unlinks what is to stand beside another payload, before the old one goes.

use std::io;
use std::sync::Arc;

use model::{Event, RawJson};
use rusqlite::{Connection, OptionalExtension, params};
use zstd::zstd_safe::{CCtx, CParameter, DCtx, compress_bound, get_frame_content_size};

use super::frame::{Codec, Effort, Frame};
use super::rid::Rid;
use crate::ProjectScope;
use crate::runs::RunChange;

/// The first byte of a linked frame. Dictionaries are numbered from 1 and far from it.
pub(super) const LINKED: u8 = 255;
/// Most of a linked frame is copied from what was shown; looking harder finds nothing more.
const LEVEL: i32 = 1;
/// Of less than this nothing is worth a link.
const WORTH_LINKING_BYTES: usize = 64;
/// So many runs are packed at a time: what the compressor is shown of each is in memory until all of them are.
const PART_RUNS: usize = 128;
/// What spans usually say beside their texts. Linked frames need it as it is: it never changes.
const USUAL: &[u8] = include_bytes!("../../../data/usual-span-1.txt");

/// Input and output that a linked frame stands beside, each as its table has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Base {
    pub(super) input: Option<Arc<[u8]>>,
    pub(super) output: Option<Arc<[u8]>>,
}

impl Base {
    /// What stands in the tables for a run.
    fn stored(connection: &Connection, rid: Rid) -> rusqlite::Result<Base> {
        let mut select = connection.prepare_cached(
            "SELECT (SELECT frame FROM run_input WHERE rid = ?1), (SELECT frame FROM run_output WHERE rid = ?1)",
        )?;
        select.query_row([rid.0], |row| {
            let [input, output] = [row.get::<_, Option<Vec<u8>>>(0)?, row.get(1)?];
            Ok(Base { input: input.map(Arc::from), output: output.map(Arc::from) })
        })
    }

    /// What the compressor is shown first.
    fn shown(&self, codec: &Codec) -> io::Result<Vec<u8>> {
        let [input, output] =
            [&self.input, &self.output].map(|stored| stored.as_deref().map(|stored| codec.open(stored)));
        Ok(shown(&input.transpose()?.unwrap_or_default(), &output.transpose()?.unwrap_or_default()))
    }
}

fn shown(input: &[u8], output: &[u8]) -> Vec<u8> {
    [USUAL, input, output].concat()
}

/// The changes of one request, in order. Events of one run that follow each other are told together.
pub(super) fn pack(at: &ProjectScope, events: Vec<Event>, codec: &Codec) -> Vec<RunChange> {
    let mut changes = Vec::with_capacity(events.len());
    let mut keep = |event| changes.push(RunChange::new(*at, event));
    let mut events = events.into_iter().peekable();
    while events.peek().is_some() {
        let mut part: Vec<Vec<Event>> = Vec::new();
        while part.len() < PART_RUNS
            && let Some(run) = events.peek().map(|event| event.run)
        {
            part.push(std::iter::from_fn(|| events.next_if(|event| event.run == run)).collect());
        }
        pack_part(part, codec, &mut keep);
    }
    changes
}

/// Packs some runs with one compressor, which borrows what it is shown until it goes.
fn pack_part(part: Vec<Vec<Event>>, codec: &Codec, keep: &mut dyn FnMut(Event<Frame>)) {
    let shown: Vec<Option<Vec<u8>>> = part.iter().map(|events| shown_of(events)).collect();
    let mut linker = Linker(CCtx::create());
    for (events, shown) in part.into_iter().zip(&shown) {
        pack_run(events, shown.as_deref(), &mut linker, codec).into_iter().for_each(&mut *keep);
    }
}

/// What the attributes of a run are compared with; `None` when it is not worth it.
fn shown_of(events: &[Event]) -> Option<Vec<u8>> {
    events.iter().find(|event| event.attributes.is_some())?;
    let text = |pick: fn(&Event) -> &Option<RawJson>| {
        events.iter().find_map(|event| pick(event).as_ref()).map_or(&[][..], |json| json.text().as_bytes())
    };
    let (input, output) = (text(|event| &event.input), text(|event| &event.output));
    (input.len() + output.len() >= WORTH_LINKING_BYTES).then(|| shown(input, output))
}

fn pack_run<'a>(
    mut events: Vec<Event>,
    shown: Option<&'a [u8]>,
    linker: &mut Linker<'a>,
    codec: &Codec,
) -> Vec<Event<Frame>> {
    let raw: Vec<Option<RawJson>> = events.iter_mut().map(|event| event.attributes.take()).collect();
    let frame = |json: RawJson| codec.frame_with(Effort::Less, json.text().as_bytes());
    let mut packed: Vec<Event<Frame>> = events.into_iter().map(|event| event.map_payload(frame)).collect();
    let first = |pick: fn(&Event<Frame>) -> &Option<Frame>| {
        packed.iter().find_map(|event| pick(event).as_ref()).map(|frame| Arc::clone(&frame.0))
    };
    let base = Arc::new(Base { input: first(|event| &event.input), output: first(|event| &event.output) });
    for (event, raw) in packed.iter_mut().zip(raw) {
        event.attributes = raw.map(|json| {
            let linked = shown.and_then(|shown| linker.link(json.text().as_bytes(), shown).ok());
            match linked {
                Some(bytes) => Frame::linked(bytes, Arc::clone(&base)),
                None => frame(json),
            }
        });
    }
    packed
}

/// Makes linked frames.
struct Linker<'a>(CCtx<'a>);

impl<'a> Linker<'a> {
    fn link(&mut self, text: &[u8], shown: &'a [u8]) -> io::Result<Arc<[u8]>> {
        let failed = |code: usize| io::Error::other(zstd::zstd_safe::get_error_name(code));
        let mut compressed = Vec::with_capacity(compress_bound(text.len()));
        self.0.set_parameter(CParameter::CompressionLevel(LEVEL)).map_err(failed)?;
        // The checksum tells if it is ever opened beside something else.
        self.0.set_parameter(CParameter::ChecksumFlag(true)).map_err(failed)?;
        self.0.ref_prefix(shown).map_err(failed)?;
        self.0.compress2(&mut compressed, text).map_err(failed)?;
        Ok([&[LINKED], &compressed[..]].concat().into())
    }
}

/// The text of a linked frame.
fn open_linked(compressed: &[u8], shown: &[u8]) -> io::Result<Vec<u8>> {
    let failed = |code: usize| io::Error::other(zstd::zstd_safe::get_error_name(code));
    let size = get_frame_content_size(compressed).ok().flatten();
    let size =
        size.and_then(|size| usize::try_from(size).ok()).ok_or_else(|| io::Error::other("frame without a size"))?;
    let mut text = Vec::with_capacity(size);
    let mut context = DCtx::create();
    context.ref_prefix(shown).map_err(failed)?;
    context.decompress(&mut text, compressed).map_err(failed)?;
    Ok(text)
}

impl Codec {
    /// Opens a frame of `run_span`, linked or not, as it stands in the tables for a run.
    pub(super) fn open_span(&self, connection: &Connection, rid: Rid, stored: &[u8]) -> io::Result<Vec<u8>> {
        match stored.split_first() {
            Some((&LINKED, compressed)) => {
                let base = Base::stored(connection, rid).map_err(io::Error::other)?;
                open_linked(compressed, &base.shown(self)?)
            }
            _ => self.open(stored),
        }
    }

    /// The same frame, so that it opens wherever it stands.
    pub(super) fn unlinked(&self, frame: &Frame) -> io::Result<Frame> {
        match frame.base() {
            Some(base) => Ok(self.frame(&open_linked(&frame.0[1..], &base.shown(self)?)?)),
            None => Ok(frame.clone()),
        }
    }
}

/// Unlinks what stands in `run_span` for a run whose input or output is about to be replaced. What cannot be opened is left as
/// it is: it is lost already, and what is new is not.
pub(super) fn unlink_stored(connection: &Connection, rid: Rid, codec: &Codec) -> rusqlite::Result<()> {
    let mut select = connection.prepare_cached("SELECT frame FROM run_span WHERE rid = ?1")?;
    let stored: Option<Vec<u8>> = select.query_row([rid.0], |row| row.get(0)).optional()?;
    let Some(stored) = stored.filter(|stored| stored.first() == Some(&LINKED)) else { return Ok(()) };
    if let Ok(text) = codec.open_span(connection, rid, &stored) {
        let mut update = connection.prepare_cached("UPDATE run_span SET frame = ?2 WHERE rid = ?1")?;
        update.execute(params![rid.0, &codec.frame(&text).0[..]])?;
    }
    Ok(())
}
