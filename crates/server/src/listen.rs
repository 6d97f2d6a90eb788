//! Sockets: where the server listens, and what becomes of a connection.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::rt::Executor;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::Listen;
use crate::edge;
use crate::serve::ServeError;
use crate::settings::Settings;
use crate::socket::{Socket, Turn};

/// How long to wait before accepting again when the system has no room for another connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How many requests one HTTP/2 connection may have under way.
const STREAMS: u32 = 100;

/// An open port.
pub(crate) struct Listener {
    socket: TcpListener,
    address: SocketAddr,
}

/// Opens every address that was asked for.
///
/// `[::1]` of the default pair may be absent, as it is in many containers: then the server goes on without it and says so.
/// That another program holds it is an error all the same, because `localhost` would lead there.
pub(crate) async fn bind(listen: &Listen) -> Result<Vec<Listener>, ServeError> {
    let mut listeners = Vec::new();
    for (mut address, must_work) in listen.addresses() {
        if let (false, Some(first)) = (must_work, listeners.first()) {
            address.set_port(Listener::address(first).port());
        }
        match Listener::open(address, "--listen").await {
            Ok(listener) => listeners.push(listener),
            Err(ServeError::Listen { source, .. }) if !must_work => {
                tracing::info!(%address, error = %source, "this machine has no IPv6 loopback; listening on IPv4 only");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(listeners)
}

impl Listener {
    /// Opens one address, which was asked for with this option.
    pub(crate) async fn open(address: SocketAddr, option: &'static str) -> Result<Listener, ServeError> {
        let open = async {
            let socket = TcpListener::bind(address).await?;
            let address = socket.local_addr()?;
            Ok(Listener { socket, address })
        };
        open.await.map_err(|source: std::io::Error| match source.kind() {
            ErrorKind::AddrInUse => ServeError::AddressInUse { address, option },
            _ => ServeError::Listen { address, source },
        })
    }

    /// Where it listens, with the port that the system gave it.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves connections until `stop`, then waits until each has finished the request that it is at.
    pub(crate) async fn accept(
        self,
        router: Router,
        settings: Arc<Settings>,
        tasks: TaskTracker,
        stop: CancellationToken,
    ) {
        let graceful = GracefulShutdown::new();
        loop {
            let accepted = tokio::select! {
                () = stop.cancelled() => break,
                accepted = self.socket.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let executor = Tracked(tasks.clone());
                    let connection = connection(stream, (peer, executor), router.clone(), &settings);
                    tasks.spawn(log_failure(graceful.watch(connection)));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
        drop(self.socket);
        graceful.shutdown().await;
    }
}

/// Runs the requests of one HTTP/2 connection, so that a stop can wait for them.
#[derive(Clone)]
struct Tracked(TaskTracker);

impl<F: Future<Output: Send> + Send + 'static> Executor<F> for Tracked {
    fn execute(&self, request: F) {
        self.0.spawn(request);
    }
}

/// One connection: HTTP/1.1, or HTTP/2 when that is what its first bytes say, with a limit on every silence.
fn connection(
    stream: TcpStream,
    (peer, executor): (SocketAddr, Tracked),
    router: Router,
    settings: &Settings,
) -> impl GracefulConnection<Error = Failure> + use<> {
    // Answers are small and must not wait for one another; where the system refuses, they are only slower.
    let _ = stream.set_nodelay(true);
    let turn = Turn::default();
    let socket = Socket::new(stream, turn.clone(), settings);
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let (answering, answer) = (turn.begin(), edge::answer(router.clone(), peer, request.map(Body::new)));
        async move {
            let answer = answer.await;
            drop(answering);
            answer
        }
    });
    let mut builder = auto::Builder::new(executor);
    // Hyper times a head from the end of the answer before it, so to hyper the limit is that on being idle.
    builder.http1().timer(TokioTimer::new()).header_read_timeout(settings.idle_timeout);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(STREAMS);
    builder.serve_connection(TokioIo::new(socket), service).into_owned()
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Connections break all the time and nobody can act on it, so it is not news.
async fn log_failure(connection: impl Future<Output = Result<(), Failure>>) {
    if let Err(error) = connection.await {
        tracing::debug!(error = &*error as &dyn std::error::Error, "a connection broke");
    }
}
