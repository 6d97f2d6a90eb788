//! A connection that does not wait for ever: not for the rest of a head, not for a reader that stopped reading.
//!
//! It refuses to know HTTP beyond one thing that it is told, whether a request is being answered. How long a connection may
//! be idle is hyper's own time-out; hyper cannot tell it from that for a head, so heads are timed here.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use crate::settings::Settings;

/// Whose turn it is: the server's, as long as a request has its head and not yet its answer.
#[derive(Clone, Default)]
pub(crate) struct Turn(Arc<Counts>);

#[derive(Default)]
struct Counts {
    begun: AtomicU64,
    answered: AtomicU64,
}

/// A request that is being answered, until this value ends.
pub(crate) struct Answering(Turn);

impl Turn {
    /// The head of a request has come.
    pub(crate) fn begin(&self) -> Answering {
        self.0.begun.fetch_add(1, Ordering::Relaxed);
        Answering(self.clone())
    }

    /// How many requests have begun, and how many of them are answered.
    fn now(&self) -> (u64, u64) {
        (self.0.begun.load(Ordering::Relaxed), self.0.answered.load(Ordering::Relaxed))
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.0.answered.fetch_add(1, Ordering::Relaxed);
    }
}

/// What every HTTP/2 connection begins with.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What is spoken on a connection.
enum Spoken {
    /// So many bytes of [`PREFACE`] have come, and nothing else.
    Unknown(usize),
    Http1,
    Http2,
}

/// A connection with a limit on its silences.
pub(crate) struct Socket {
    stream: TcpStream,
    turn: Turn,
    spoken: Spoken,
    /// The turn that `head` is about.
    seen: (u64, u64),
    /// Runs from the first byte of a head; of the first head of all, from the start of the connection. On HTTP/2, where
    /// requests overlap, it runs all the time, for as long as a connection may be idle.
    head: Option<Timer>,
    has_read: bool,
    head_timeout: Duration,
    idle_timeout: Duration,
    /// Runs while the other end takes nothing.
    write: Option<Timer>,
    write_idle: Duration,
}

type Timer = Pin<Box<Sleep>>;

impl Socket {
    pub(crate) fn new(stream: TcpStream, turn: Turn, settings: &Settings) -> Socket {
        Socket {
            stream,
            seen: turn.now(),
            turn,
            spoken: Spoken::Unknown(0),
            head: Some(Box::pin(sleep(settings.head_timeout))),
            has_read: false,
            head_timeout: settings.head_timeout,
            idle_timeout: settings.idle_timeout,
            write: None,
            write_idle: settings.body_idle,
        }
    }

    /// Begins, goes on with, or drops the time that a head may take; `has_read` says whether bytes have just come.
    fn poll_head(&mut self, cx: &mut Context<'_>, has_read: bool) -> Poll<Error> {
        self.has_read |= has_read;
        let turn = self.turn.now();
        if turn != self.seen {
            self.seen = turn;
            self.head = None;
        }
        if has_read && turn.0 == turn.1 && self.head.is_none() {
            self.head = Some(Box::pin(sleep(self.head_timeout)));
        }
        match &mut self.head {
            Some(timer) if !has_read => ready!(timer.as_mut().poll(cx)),
            _ => return Poll::Pending,
        }
        self.head = None;
        let limit = self.head_timeout;
        let why =
            format!("the head of the request took longer than {limit:?}, the limit of --head-timeout; send it again");
        if turn.0 == 0 && self.has_read {
            self.refuse(&why);
        }
        Poll::Ready(Error::new(ErrorKind::TimedOut, why))
    }

    /// Ends an HTTP/2 connection that has had no request for a while: between the limit and twice the limit.
    fn poll_idle(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        loop {
            let timer = self.head.get_or_insert_with(|| Box::pin(sleep(self.idle_timeout)));
            ready!(timer.as_mut().poll(cx));
            self.head = None;
            let turn = self.turn.now();
            if turn.0 == turn.1 && turn == self.seen {
                let why = format!("no request came for {:?}, the limit of --idle-timeout", self.idle_timeout);
                return Poll::Ready(Error::new(ErrorKind::TimedOut, why));
            }
            self.seen = turn;
        }
    }

    /// Finds out what is spoken.
    fn listen(&mut self, bytes: &[u8]) {
        let Spoken::Unknown(before) = self.spoken else { return };
        let awaited = &PREFACE[before..];
        let count = bytes.len().min(awaited.len());
        self.spoken = match bytes[..count] == awaited[..count] {
            true if count == awaited.len() => Spoken::Http2,
            true => Spoken::Unknown(before + count),
            false => Spoken::Http1,
        };
        if let Spoken::Http2 = self.spoken {
            self.head = None;
        }
    }

    /// Tells the other end, past hyper, which answers whole heads only. Later than on the first request of a connection it
    /// could be taken for the answer to another one.
    fn refuse(&self, why: &str) {
        let body = serde_json::json!({"error": "Request Timeout", "message": why}).to_string();
        let answer = format!(
            "HTTP/1.1 408 Request Timeout\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{body}",
            body.len()
        );
        // Who does not even send a head may not read this either.
        let _ = self.stream.try_write(answer.as_bytes());
    }

    /// An end to a write that the other end does not take.
    fn poll_written(&mut self, cx: &mut Context<'_>, written: Poll<Result<usize>>) -> Poll<Result<usize>> {
        if written.is_ready() {
            self.write = None;
            return written;
        }
        let timer = self.write.get_or_insert_with(|| Box::pin(sleep(self.write_idle)));
        ready!(timer.as_mut().poll(cx));
        let limit = self.write_idle;
        let why = format!("nothing of an answer was read for {limit:?}, the limit of --body-idle");
        Poll::Ready(Err(Error::new(ErrorKind::TimedOut, why)))
    }
}

impl AsyncRead for Socket {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        let read = Pin::new(&mut this.stream).poll_read(cx, buffer);
        let came = &buffer.filled()[before..];
        this.listen(came);
        let late = match this.spoken {
            Spoken::Http2 => this.poll_idle(cx),
            Spoken::Http1 | Spoken::Unknown(_) => this.poll_head(cx, !came.is_empty()),
        };
        match (read, late) {
            (Poll::Pending, Poll::Ready(late)) => Poll::Ready(Err(late)),
            (read, _) => read,
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write(cx, bytes);
        this.poll_written(cx, written)
    }

    fn poll_write_vectored(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[IoSlice<'_>]) -> Poll<Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.stream).poll_write_vectored(cx, bytes);
        this.poll_written(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
