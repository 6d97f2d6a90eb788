//! Sockets: where the server listens, and what becomes of a connection.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
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
        match Listener::open(address).await {
            Ok(listener) => listeners.push(listener),
            Err(error) if !must_work && error.kind() != ErrorKind::AddrInUse => {
                tracing::info!(%address, %error, "this machine has no IPv6 loopback; listening on IPv4 only");
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(ServeError::AddressInUse { address }),
            Err(source) => return Err(ServeError::Listen { address, source }),
        }
    }
    Ok(listeners)
}

impl Listener {
    async fn open(address: SocketAddr) -> std::io::Result<Listener> {
        let socket = TcpListener::bind(address).await?;
        let address = socket.local_addr()?;
        Ok(Listener { socket, address })
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
                    let connection = connection(stream, peer, router.clone(), &settings);
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

/// One connection: HTTP/1.1 with a limit on every silence.
fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    settings: &Settings,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> + use<> {
    // Answers are small and must not wait for one another; where the system refuses, they are only slower.
    let _ = stream.set_nodelay(true);
    let turn = Turn::default();
    let socket = Socket::new(stream, turn.clone(), settings);
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        turn.pass();
        let (turn, answer) = (turn.clone(), edge::answer(router.clone(), peer, request.map(Body::new)));
        async move {
            let answer = answer.await;
            turn.pass();
            answer
        }
    });
    // Hyper times a head from the end of the answer before it, so to hyper the limit is that on being idle.
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(settings.idle_timeout)
        .serve_connection(TokioIo::new(socket), service)
}

/// Connections break all the time and nobody can act on it, so it is not news.
async fn log_failure(connection: impl Future<Output = Result<(), hyper::Error>>) {
    if let Err(error) = connection.await {
        tracing::debug!(error = &error as &dyn std::error::Error, "a connection broke");
    }
}
