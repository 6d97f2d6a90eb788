//! The options of OpenTelemetry, and the ports that they open.

use std::net::{Ipv4Addr, SocketAddr};

use clap::Args;

use crate::listen::Listener;
use crate::serve::ServeError;

const OPTION: &str = "--otlp-grpc-listen";
const OFF: &str = "off";
const DEFAULT_PORT: u16 = 4317;

/// Where OpenTelemetry comes in, beside the port of the API.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "OpenTelemetry")]
pub(crate) struct OtlpArgs {
    /// An address to take OpenTelemetry over gRPC on; may be given several times, and `off` is none. The port of the API
    /// takes it too. Without it: 127.0.0.1:4317, as long as no other program has that
    #[arg(long, env = "PERILUNE_OTLP_GRPC_LISTEN", value_name = "ADDR:PORT", value_delimiter = ',', value_parser = parse)]
    otlp_grpc_listen: Vec<Place>,
}

/// One value of the option.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Off,
    At(SocketAddr),
}

fn parse(text: &str) -> Result<Place, String> {
    if text == OFF {
        return Ok(Place::Off);
    }
    text.parse().map(Place::At).map_err(|_| "an address looks like 127.0.0.1:4317 or [::1]:4317; or say off".to_owned())
}

impl OtlpArgs {
    /// Checks what clap cannot. The error is a sentence for people.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.otlp_grpc_listen.len() > 1 && self.otlp_grpc_listen.contains(&Place::Off) {
            return Err(format!("{OPTION} is {OFF}, and an address as well; leave one of them out"));
        }
        Ok(())
    }

    /// Opens every address that was asked for. The default one may be taken by another program, such as a collector: then the
    /// server goes on without it and says so.
    pub(crate) async fn bind(&self) -> Result<Vec<Listener>, ServeError> {
        let mut listeners = Vec::new();
        for place in &self.otlp_grpc_listen {
            if let Place::At(address) = *place {
                listeners.push(Listener::open(address, OPTION).await?);
            }
        }
        if self.otlp_grpc_listen.is_empty() {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, DEFAULT_PORT));
            match Listener::open(address, OPTION).await {
                Ok(listener) => listeners.push(listener),
                Err(error) => tracing::warn!(
                    reason = error.to_string(),
                    "OpenTelemetry over gRPC is taken on the port of the API only; choose another port for it with {OPTION}, \
                     or say {OPTION} {OFF}"
                ),
            }
        }
        for listener in &listeners {
            tracing::info!(address = %listener.address(), "taking OpenTelemetry over gRPC");
        }
        Ok(listeners)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        otlp: OtlpArgs,
    }

    #[track_caller]
    fn check(args: &str, want: Result<&[Place], &str>) {
        let parsed = Command::try_parse_from(std::iter::once("test").chain(args.split_whitespace()));
        let got = parsed.map_err(|error| error.to_string()).and_then(|command| {
            command.otlp.check()?;
            Ok(command.otlp.otlp_grpc_listen)
        });
        match (got, want) {
            (Ok(got), Ok(want)) => assert_eq!(got, want, "{args}"),
            (Err(got), Err(piece)) => assert!(got.contains(piece), "{args}: {got}"),
            (got, _) => panic!("{args}: {got:?}"),
        }
    }

    #[test]
    fn grpc_is_taken_on_some_addresses_or_on_none() {
        let at = |text: &str| Place::At(text.parse().unwrap());
        check("", Ok(&[]));
        check("--otlp-grpc-listen off", Ok(&[Place::Off]));
        check("--otlp-grpc-listen 0.0.0.0:4317", Ok(&[at("0.0.0.0:4317")]));
        check("--otlp-grpc-listen 127.0.0.1:1,[::1]:2", Ok(&[at("127.0.0.1:1"), at("[::1]:2")]));
        check("--otlp-grpc-listen off,[::1]:2", Err("--otlp-grpc-listen is off"));
        check("--otlp-grpc-listen 4317", Err("or say off"));
    }
}
