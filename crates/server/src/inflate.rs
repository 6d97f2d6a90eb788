//! Decompression of request bodies, with a limit on what comes out.

use std::io;

use async_compression::tokio::bufread::{BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use async_compression::zstd::DParameter;
use axum::http::{HeaderMap, header};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead};

use crate::error::ApiError;

/// The most memory that a zstd frame may ask for: 2²³ bytes, as RFC 9659 has it for the web.
const ZSTD_WINDOW_LOG: u32 = 23;

/// How a body is compressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Encoding {
    /// RFC 1952.
    Gzip,
    /// RFC 1950; some clients send RFC 1951 under the same name, which is understood too.
    Deflate,
    /// RFC 7932.
    Brotli,
    /// RFC 8878.
    Zstd,
}

impl Encoding {
    /// How the body of a request with these headers is compressed; `None` when it is not.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Option<Encoding>, ApiError> {
        let Some(value) = headers.get(header::CONTENT_ENCODING) else { return Ok(None) };
        Encoding::named(&String::from_utf8_lossy(value.as_bytes()))
    }

    /// The encoding of this name; `None` for one that changes nothing.
    pub(crate) fn named(name: &str) -> Result<Option<Encoding>, ApiError> {
        let text = name.trim().to_ascii_lowercase();
        match text.as_str() {
            "" | "identity" => Ok(None),
            "gzip" | "x-gzip" => Ok(Some(Encoding::Gzip)),
            "deflate" => Ok(Some(Encoding::Deflate)),
            "br" => Ok(Some(Encoding::Brotli)),
            "zstd" => Ok(Some(Encoding::Zstd)),
            _ => Err(ApiError::UnknownEncoding(text.chars().take(80).collect())),
        }
    }

    /// The name in `Content-Encoding`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Encoding::Gzip => "gzip",
            Encoding::Deflate => "deflate",
            Encoding::Brotli => "br",
            Encoding::Zstd => "zstd",
        }
    }

    /// What `compressed` decompresses to. The reader has no limit of its own: whoever reads stops in time.
    pub(crate) async fn reader<'a, R>(self, mut compressed: R) -> io::Result<Box<dyn AsyncRead + Send + Unpin + 'a>>
    where
        R: AsyncBufRead + Send + Unpin + 'a,
    {
        Ok(match self {
            Encoding::Gzip => {
                let mut decoder = GzipDecoder::new(compressed);
                decoder.multiple_members(true);
                Box::new(decoder)
            }
            Encoding::Deflate if is_zlib(compressed.fill_buf().await?) => Box::new(ZlibDecoder::new(compressed)),
            Encoding::Deflate => Box::new(DeflateDecoder::new(compressed)),
            Encoding::Brotli => Box::new(BrotliDecoder::new(compressed)),
            Encoding::Zstd => {
                let window = [DParameter::window_log_max(ZSTD_WINDOW_LOG)];
                Box::new(ZstdDecoder::with_params(compressed, &window))
            }
        })
    }
}

/// Whether these first bytes are a zlib header (RFC 1950, 2.2) rather than a bare deflate stream.
fn is_zlib(start: &[u8]) -> bool {
    match start {
        [method, flags, ..] => method & 0x0f == 8 && u16::from_be_bytes([*method, *flags]).is_multiple_of(31),
        _ => false,
    }
}
