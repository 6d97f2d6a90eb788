//! Payloads, compressed: one zstd frame a value, behind one byte that says what is needed to open it.
//!
//! Compression takes place before the writer, in the task of the request. The dictionary that ships with the binary is number
//! 1; a store learns better ones from its own payloads (`training.rs`). None ever changes or goes away, and a frame keeps the
//! number that it was made with.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, RwLock};

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::CParameter;

use super::span_frame::Base;

/// One value, ready to be stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Frame(pub(crate) Arc<[u8]>, Option<Arc<Base>>);

/// The first byte of a text that is kept as it is.
const PLAIN: u8 = 0;
/// Shorter texts are kept as they are: a frame's own header would eat what it saves.
pub(super) const WORTH_COMPRESSING_BYTES: usize = 40;
/// Contexts kept for the next caller; each holds about a megabyte.
const KEPT_CONTEXTS: usize = 4;

static SHIPPED: LazyLock<FrameDictionary> =
    LazyLock::new(|| FrameDictionary::new(include_bytes!("../../../data/dictionary-1.zdict")));

/// How hard the compressor looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Effort {
    /// For the smallest frames.
    Usual,
    /// A tenth more bytes in little more than half the time: for spans, which come with much of which little is left
    /// (`span_frame.rs`).
    Less,
}

impl Effort {
    fn level(self) -> i32 {
        match self {
            Effort::Usual => 3,
            Effort::Less => 1,
        }
    }
}

/// Makes and opens the frames of one store.
pub(crate) struct Codec {
    /// Dictionary number n is at n - 1; the last one is used for new frames.
    dictionaries: RwLock<Vec<&'static FrameDictionary>>,
    /// Bytes of text compressed since this value was made.
    framed_bytes: AtomicU64,
}

impl Frame {
    /// One that opens beside this base only (`span_frame.rs`).
    pub(super) fn linked(bytes: Arc<[u8]>, base: Arc<Base>) -> Frame {
        Frame(bytes, Some(base))
    }

    /// What it has to stand beside; `None` when it opens anywhere.
    pub(super) fn base(&self) -> Option<&Base> {
        self.1.as_deref()
    }

    /// What it takes on disk.
    pub(crate) fn bytes(&self) -> usize {
        self.0.len()
    }
}

impl Codec {
    /// Knows the dictionary that ships with the binary and `learned`, which are number 2 and so on.
    pub(super) fn new(learned: impl IntoIterator<Item = Vec<u8>>) -> Codec {
        let codec = Codec { dictionaries: RwLock::new(vec![&SHIPPED]), framed_bytes: AtomicU64::new(0) };
        learned.into_iter().for_each(|bytes| codec.adopt(&bytes));
        codec
    }

    /// Uses one more dictionary, for all new frames. It stays in memory as long as the process does: frames need it, and a
    /// store learns but a few.
    pub(super) fn adopt(&self, dictionary: &[u8]) {
        let dictionary: &'static FrameDictionary = Box::leak(Box::new(FrameDictionary::new(dictionary)));
        self.dictionaries.write().unwrap_or_else(PoisonError::into_inner).push(dictionary);
    }

    /// How many dictionaries there are: the number of the newest.
    pub(super) fn newest(&self) -> u8 {
        let known = self.dictionaries.read().unwrap_or_else(PoisonError::into_inner).len();
        u8::try_from(known).unwrap_or(u8::MAX)
    }

    /// Bytes of text compressed since this value was made.
    pub(super) fn framed_bytes(&self) -> u64 {
        self.framed_bytes.load(Ordering::Relaxed)
    }

    /// Compresses `text` where that makes it smaller.
    pub(crate) fn frame(&self, text: &[u8]) -> Frame {
        self.frame_with(Effort::Usual, text)
    }

    /// The same with more or less effort.
    pub(super) fn frame_with(&self, effort: Effort, text: &[u8]) -> Frame {
        self.framed_bytes.fetch_add(text.len() as u64, Ordering::Relaxed);
        let number = self.newest();
        let compressed = match self.dictionary(number) {
            Some(dictionary) if text.len() >= WORTH_COMPRESSING_BYTES => dictionary.compress(effort, text).ok(),
            _ => None,
        };
        match compressed {
            Some(compressed) if compressed.len() < text.len() => Frame(with_tag(number, &compressed), None),
            _ => Frame(with_tag(PLAIN, text), None),
        }
    }

    /// Opens a stored frame.
    pub(super) fn open(&self, stored: &[u8]) -> io::Result<Vec<u8>> {
        match stored.split_first() {
            Some((&PLAIN, text)) => Ok(text.to_vec()),
            Some((&number, compressed)) => match self.dictionary(number) {
                Some(dictionary) => dictionary.decompress(compressed),
                None => Err(io::Error::other(format!("a frame needs dictionary {number}, which is not here"))),
            },
            None => Err(io::Error::other("empty frame")),
        }
    }

    /// Opens a stored frame that holds text.
    pub(super) fn open_text(&self, stored: &[u8]) -> io::Result<String> {
        String::from_utf8(self.open(stored)?).map_err(io::Error::other)
    }

    fn dictionary(&self, number: u8) -> Option<&'static FrameDictionary> {
        let dictionaries = self.dictionaries.read().unwrap_or_else(PoisonError::into_inner);
        usize::from(number).checked_sub(1).and_then(|place| dictionaries.get(place).copied())
    }
}

fn with_tag(tag: u8, body: &[u8]) -> Arc<[u8]> {
    let mut frame = Vec::with_capacity(body.len() + 1);
    frame.push(tag);
    frame.extend_from_slice(body);
    frame.into()
}

/// What both sides of a frame must share, with contexts that are ready for use.
pub(super) struct FrameDictionary {
    usual: Encoder,
    less: Encoder,
    decoder: DecoderDictionary<'static>,
    decompressors: Pool<Decompressor<'static>>,
}

/// A dictionary as one level needs it.
struct Encoder {
    dictionary: EncoderDictionary<'static>,
    compressors: Pool<Compressor<'static>>,
}

impl Encoder {
    fn new(bytes: &[u8], effort: Effort) -> Encoder {
        Encoder {
            dictionary: EncoderDictionary::copy(bytes, effort.level()),
            compressors: Pool(Mutex::new(Vec::new())),
        }
    }
}

impl FrameDictionary {
    fn new(bytes: &[u8]) -> FrameDictionary {
        FrameDictionary {
            usual: Encoder::new(bytes, Effort::Usual),
            less: Encoder::new(bytes, Effort::Less),
            decoder: DecoderDictionary::copy(bytes),
            decompressors: Pool(Mutex::new(Vec::new())),
        }
    }

    fn compress(&'static self, effort: Effort, text: &[u8]) -> io::Result<Vec<u8>> {
        let encoder = match effort {
            Effort::Usual => &self.usual,
            Effort::Less => &self.less,
        };
        let mut compressor = encoder.compressors.take_or(|| {
            let mut compressor = Compressor::with_prepared_dictionary(&encoder.dictionary)?;
            compressor.set_parameter(CParameter::DictIdFlag(false))?;
            compressor.set_parameter(CParameter::ChecksumFlag(false))?;
            Ok(compressor)
        })?;
        let compressed = compressor.compress(text);
        encoder.compressors.give_back(compressor);
        compressed
    }

    fn decompress(&'static self, compressed: &[u8]) -> io::Result<Vec<u8>> {
        let no_size = || io::Error::other("frame without a size");
        let size = Decompressor::<'static>::upper_bound(compressed).ok_or_else(no_size)?;
        let mut decompressor = self.decompressors.take_or(|| Decompressor::with_prepared_dictionary(&self.decoder))?;
        let text = decompressor.decompress(compressed, size);
        self.decompressors.give_back(decompressor);
        text
    }
}

/// Contexts that are costly to make and not to be shared.
struct Pool<T>(Mutex<Vec<T>>);

impl<T> Pool<T> {
    fn take_or(&self, make: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        kept.map_or_else(make, Ok)
    }

    fn give_back(&self, context: T) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < KEPT_CONTEXTS {
            kept.push(context);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) -> usize {
        let codec = Codec::new([]);
        let frame = codec.frame(text.as_bytes());
        assert_eq!(codec.open_text(&frame.0).unwrap(), text);
        frame.0.len()
    }

    #[test]
    fn whatever_goes_in_comes_out() {
        check("");
        check("null");
        check(&"x".repeat(1_000_000));
        check("{\"role\":\"user\",\"content\":\"日本語 \\u0000 🦀\"}");
    }

    #[test]
    fn less_effort_makes_frames_that_open_too() {
        let codec = Codec::new([]);
        let text = r#"{"role":"user","content":"What is the weather in Paris today, and what will it be tomorrow?"}"#;
        let quick = codec.frame_with(Effort::Less, text.as_bytes());
        assert_eq!(codec.open_text(&quick.0).unwrap(), text);
        assert!(quick.bytes() < text.len(), "{quick:?}");
    }

    #[test]
    fn a_usual_message_takes_less_than_half() {
        let message = r#"[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"What is the weather in Paris today?"}]"#;
        assert!(check(message) * 2 < message.len(), "{} of {}", check(message), message.len());
    }

    #[test]
    fn frames_outlive_the_dictionary_that_made_them() {
        let message = br#"{"role":"assistant","content":"The answer to everything is forty-two."}"#;
        let codec = Codec::new([]);
        let old = codec.frame(message);
        codec.adopt(message);
        let new = codec.frame(message);
        assert_eq!((old.0[0], new.0[0], codec.newest()), (1, 2, 2));
        assert!(new.bytes() < old.bytes());
        let reopened = Codec::new([message.to_vec()]);
        for frame in [old, new] {
            assert_eq!(reopened.open(&frame.0).unwrap(), message);
        }
    }

    #[test]
    fn what_cannot_be_opened_is_an_error() {
        for bad in [&[][..], &[9, 1, 2], &[1, 1, 2, 3]] {
            assert!(Codec::new([]).open(bad).is_err(), "{bad:?}");
        }
    }
}
