//! The smallest HTTP client that keeps its connection: one request in flight, nothing retried but what the server refused for
//! want of room. It shares two cores with the server that it measures.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, RETRY_AFTER};
use hyper::{HeaderMap, Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::error::BenchError;

const JSON: &str = "application/json";

/// Which server, and the key to it.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Host and port.
    address: String,
    authorization: String,
}

impl Target {
    /// The same server, with another credential.
    pub(super) fn with_credential(&self, credential: &str) -> Target {
        Target { address: self.address.clone(), authorization: format!("Bearer {credential}") }
    }

    /// Fails when the address is no `http://host[:port]`.
    pub(super) fn new(url: &str, key: &str) -> Result<Target, BenchError> {
        let Some(address) = url.strip_prefix("http://").map(|rest| rest.trim_end_matches('/')) else {
            return Err(BenchError::Usage(format!("--url must be http://HOST:PORT; {url:?} is not")));
        };
        let needs_port = !address.rsplit(']').next().unwrap_or(address).contains(':');
        let port = if needs_port { ":80" } else { "" };
        Ok(Target { address: format!("{address}{port}"), authorization: format!("Bearer {key}") })
    }
}

/// One connection.
pub(super) struct Client {
    target: Target,
    sender: SendRequest<Full<Bytes>>,
    /// Moves the bytes; ends with this value.
    _driver: JoinSet<()>,
}

/// What the server said.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Client {
    pub(super) async fn connect(target: &Target) -> Result<Client, BenchError> {
        let io = |source| BenchError::Connect { address: target.address.clone(), source };
        let stream = TcpStream::connect(&target.address).await.map_err(io)?;
        stream.set_nodelay(true).map_err(io)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let mut driver = JoinSet::new();
        driver.spawn(async move {
            // A connection that breaks fails the request that is under way, which says so.
            let _ = connection.await;
        });
        Ok(Client { target: target.clone(), sender, _driver: driver })
    }

    /// Any answer, whatever its status.
    pub(super) async fn get(&mut self, path: &str) -> Result<Answer, BenchError> {
        self.request(Method::GET, path, Bytes::new()).await
    }

    /// An answer with status 200; anything else is an error.
    pub(super) async fn get_ok(&mut self, path: &str) -> Result<Answer, BenchError> {
        let answer = self.get(path).await?;
        if answer.status == StatusCode::OK { Ok(answer) } else { Err(answer.unexpected(path)) }
    }

    /// Sends JSON; any answer, whatever its status.
    pub(super) async fn post(&mut self, path: &str, body: String) -> Result<Answer, BenchError> {
        self.request(Method::POST, path, body.into()).await
    }

    /// Sends JSON; an answer with status 200, anything else is an error.
    pub(super) async fn post_ok(&mut self, path: &str, body: String) -> Result<Answer, BenchError> {
        let answer = self.post(path, body).await?;
        if answer.status == StatusCode::OK { Ok(answer) } else { Err(answer.unexpected(path)) }
    }

    /// Sends events until the server takes them; tells how often it asked to wait.
    pub(super) async fn ingest(&mut self, body: Bytes, events: u64) -> Result<u64, BenchError> {
        self.send("/v1/runs/ingest", JSON, body, |answer| answer.successes() == events).await
    }

    /// Sends spans until the server takes all of them; tells how often it asked to wait.
    pub(super) async fn export(&mut self, body: Bytes) -> Result<u64, BenchError> {
        self.send("/v1/traces", "application/x-protobuf", body, |answer| answer.body.is_empty()).await
    }

    async fn send(
        &mut self,
        path: &str,
        media: &'static str,
        body: Bytes,
        is_success: impl Fn(&Answer) -> bool,
    ) -> Result<u64, BenchError> {
        let mut refusals = 0;
        loop {
            let answer = self.request_as(media, Method::POST, path, body.clone()).await?;
            match answer.status {
                StatusCode::OK if is_success(&answer) => return Ok(refusals),
                StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                    refusals += 1;
                    tokio::time::sleep(answer.retry_after()).await;
                }
                _ => return Err(answer.unexpected(path)),
            }
        }
    }

    async fn request(&mut self, method: Method, path: &str, body: Bytes) -> Result<Answer, BenchError> {
        self.request_as(JSON, method, path, body).await
    }

    async fn request_as(
        &mut self,
        media: &'static str,
        method: Method,
        path: &str,
        body: Bytes,
    ) -> Result<Answer, BenchError> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, &self.target.address)
            .header(AUTHORIZATION, &self.target.authorization)
            .header(CONTENT_TYPE, media)
            .body(Full::new(body))
            .map_err(|error| BenchError::Usage(format!("{path} cannot be asked for: {error}")))?;
        self.sender.ready().await?;
        let (head, body) = self.sender.send_request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Answer { status: head.status, headers: head.headers, body })
    }
}

impl Answer {
    fn successes(&self) -> u64 {
        let text = std::str::from_utf8(&self.body).unwrap_or_default();
        text.matches(r#""success":true"#).count() as u64
    }

    fn retry_after(&self) -> Duration {
        let seconds = self.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        Duration::from_secs(seconds.unwrap_or(1))
    }

    /// That this is not what was wanted.
    pub(super) fn unexpected(&self, path: &str) -> BenchError {
        let body = String::from_utf8_lossy(&self.body).chars().take(400).collect();
        BenchError::Answer { path: path.into(), status: self.status, body }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, want: Option<&str>) {
        assert_eq!(Target::new(url, "k").ok().map(|target| target.address).as_deref(), want, "{url}");
    }

    #[test]
    fn an_address_is_a_host_and_a_port() {
        check("http://127.0.0.1:3333", Some("127.0.0.1:3333"));
        check("http://[::1]:3333/", Some("[::1]:3333"));
        check("http://example.org", Some("example.org:80"));
        check("http://[::1]", Some("[::1]:80"));
        check("https://example.org", None);
        check("127.0.0.1:3333", None);
    }
}
