//! Payloads, compressed: one zstd frame a value, behind one byte that says what is needed to open it.
//!
//! Compression takes place before the writer, in the task of the request. The dictionary that ships with the binary is number
//! 1 and never changes; a frame keeps the number that it was made with.

use std::io;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::CParameter;

/// One value, ready to be stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Frame(pub(crate) Arc<[u8]>);

const PLAIN: u8 = 0;
const SHIPPED: u8 = 1;
const LEVEL: i32 = 3;
/// Shorter texts are kept as they are: a frame's own header would eat what it saves.
const WORTH_COMPRESSING_BYTES: usize = 40;
/// Contexts kept for the next caller; each holds about a megabyte.
const KEPT_CONTEXTS: usize = 4;

static SHIPPED_BYTES: &[u8] = include_bytes!("../../../data/dictionary-1.zdict");
static ENCODER: LazyLock<EncoderDictionary<'static>> = LazyLock::new(|| EncoderDictionary::copy(SHIPPED_BYTES, LEVEL));
static DECODER: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(SHIPPED_BYTES));
static COMPRESSORS: Pool<Compressor<'static>> = Pool(Mutex::new(Vec::new()));
static DECOMPRESSORS: Pool<Decompressor<'static>> = Pool(Mutex::new(Vec::new()));

impl Frame {
    /// Compresses `text` where that makes it smaller.
    pub(crate) fn of(text: &[u8]) -> Frame {
        let compressed = if text.len() < WORTH_COMPRESSING_BYTES { None } else { compress(text).ok() };
        match compressed {
            Some(compressed) if compressed.len() < text.len() => Frame(with_tag(SHIPPED, &compressed)),
            _ => Frame(with_tag(PLAIN, text)),
        }
    }

    /// What it takes on disk.
    pub(crate) fn bytes(&self) -> usize {
        self.0.len()
    }

    /// Opens a stored frame.
    pub(crate) fn open(stored: &[u8]) -> io::Result<Vec<u8>> {
        match stored.split_first() {
            Some((&PLAIN, text)) => Ok(text.to_vec()),
            Some((&SHIPPED, compressed)) => decompress(compressed),
            Some((other, _)) => Err(io::Error::other(format!("frame needs dictionary {other}, which is not here"))),
            None => Err(io::Error::other("empty frame")),
        }
    }

    /// Opens a stored frame that holds text.
    pub(crate) fn open_text(stored: &[u8]) -> io::Result<String> {
        String::from_utf8(Frame::open(stored)?).map_err(io::Error::other)
    }
}

fn with_tag(tag: u8, body: &[u8]) -> Arc<[u8]> {
    let mut frame = Vec::with_capacity(body.len() + 1);
    frame.push(tag);
    frame.extend_from_slice(body);
    frame.into()
}

fn compress(text: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressor = COMPRESSORS.take_or(|| {
        let mut compressor = Compressor::with_prepared_dictionary(&ENCODER)?;
        compressor.set_parameter(CParameter::DictIdFlag(false))?;
        compressor.set_parameter(CParameter::ChecksumFlag(false))?;
        Ok(compressor)
    })?;
    let compressed = compressor.compress(text);
    COMPRESSORS.give_back(compressor);
    compressed
}

fn decompress(compressed: &[u8]) -> io::Result<Vec<u8>> {
    let size =
        Decompressor::<'static>::upper_bound(compressed).ok_or_else(|| io::Error::other("frame without a size"))?;
    let mut decompressor = DECOMPRESSORS.take_or(|| Decompressor::with_prepared_dictionary(&DECODER))?;
    let text = decompressor.decompress(compressed, size);
    DECOMPRESSORS.give_back(decompressor);
    text
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
        let frame = Frame::of(text.as_bytes());
        assert_eq!(Frame::open_text(&frame.0).unwrap(), text);
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
    fn a_usual_message_takes_less_than_half() {
        let message = r#"[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"What is the weather in Paris today?"}]"#;
        assert!(check(message) * 2 < message.len(), "{} of {}", check(message), message.len());
    }

    #[test]
    fn what_cannot_be_opened_is_an_error() {
        for bad in [&[][..], &[9, 1, 2], &[SHIPPED, 1, 2, 3]] {
            assert!(Frame::open(bad).is_err(), "{bad:?}");
        }
    }
}
