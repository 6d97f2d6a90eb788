//! The life of the process: open the store, listen, answer, and stop in good order.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ingest::PriceBook;
use store::{DataDir, Meta, Runs, StoreError};
use tokio_util::task::TaskTracker;
use tracing_subscriber::EnvFilter;

use crate::app::App;
use crate::config::{LogArgs, LogFormat, ServeArgs};
use crate::listen::bind;
use crate::shutdown::watch_signals;
use crate::{jobs, otlp, router, welcome};

/// How long requests in flight may take to finish once the server was told to stop.
const GRACE: Duration = Duration::from_secs(6);

/// Why a server did not start, or did not stop in good order.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The options contradict one another.
    #[error("{0}")]
    Usage(String),
    /// The store failed.
    #[error("cannot {doing}")]
    Store {
        /// What was being done.
        doing: &'static str,
        /// What the store says.
        #[source]
        source: StoreError,
    },
    /// Another program listens there.
    #[error(
        "cannot listen on {address}: another program does already; stop it, or choose another address with {option} \
         ADDR:PORT (port 0 takes a free one)"
    )]
    AddressInUse {
        /// The address.
        address: SocketAddr,
        /// The option that it comes from.
        option: &'static str,
    },
    /// An address could not be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// The operating system refused something else that a server needs.
    #[error("cannot {doing}")]
    System {
        /// What was being done.
        doing: &'static str,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
}

/// Runs a server until a signal ends it.
///
/// Prints one line on standard output once it is ready: `perilune ready on http://127.0.0.1:3333`.
pub fn run(args: &ServeArgs) -> Result<(), ServeError> {
    args.check().map_err(ServeError::Usage)?;
    start_logs(&args.logs)?;
    let dir = DataDir::lock(&args.data_dir).map_err(store("use the data directory"))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| ServeError::System { doing: "start the runtime", source })?;
    runtime.block_on(serve(args, &dir))
}

async fn serve(args: &ServeArgs, dir: &DataDir) -> Result<(), ServeError> {
    let signals = watch_signals().map_err(|source| ServeError::System { doing: "watch for signals", source })?;
    let meta = Meta::open(dir).map_err(store("open meta.db"))?;
    let prices = Arc::new(PriceBook::built_in());
    let runs = Runs::open(dir, &args.runs_options(), prices).map_err(store("open runs.db"))?;
    let listeners = bind(&args.listen()).await?;
    let grpc_listeners = args.otlp.bind().await?;
    let tasks = TaskTracker::new();
    let app = App::new(meta, runs, args.settings(), args.clock(), tasks.clone());
    init(&app, args).await.map_err(store("make the first project"))?;

    let stop = app.stop.clone();
    let url = format!("http://{}", listeners[0].address());
    let router = router::build(&app);
    for listener in listeners {
        tasks.spawn(listener.accept(router.clone(), app.settings.clone(), tasks.clone(), stop.clone()));
    }
    let router = otlp::grpc_router(&app);
    for listener in grpc_listeners {
        tasks.spawn(listener.accept(router.clone(), app.settings.clone(), tasks.clone(), stop.clone()));
    }
    jobs::start(&app, &stop);
    announce(&app, &url).await?;
    let signal = signals.await;
    tracing::info!(signal, "stopping");
    stop.cancel();
    tasks.close();
    if tokio::time::timeout(GRACE, tasks.wait()).await.is_err() {
        tracing::warn!(seconds = GRACE.as_secs(), "some requests did not finish in time and were cut off");
    }
    app.meta.write_last_uses().await.map_err(store("write to meta.db"))?;
    app.runs.close().await.map_err(store("close the store"))?;
    tracing::info!("stopped");
    Ok(())
}

/// Makes what the options ask for where it is absent. A password is hashed only when its account is yet to be made.
async fn init(app: &App, args: &ServeArgs) -> Result<(), StoreError> {
    let mut init = args.init();
    if let Some((email, password)) = args.first_account()
        && !app.meta.has_account(&email).await?
    {
        init.password_hash = Some(app.passwords.hash(password).await);
        init.email = Some(email);
    }
    app.meta.init(init, app.clock.now()).await
}

/// Says that the server is ready, once it is; and how to use it, as long as nobody can sign in.
async fn announce(app: &App, url: &str) -> Result<(), ServeError> {
    app.meta.ping().await.map_err(store("reach meta.db"))?;
    app.runs.ping().await.map_err(store("write to runs.db"))?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "perilune ready on {url}")
        .and_then(|()| stdout.flush())
        .map_err(|source| ServeError::System { doing: "write to standard output", source })?;
    if let Some(keys) = app.meta.welcome().await.map_err(store("read the first project"))? {
        // Whoever closed standard error does not want to read this.
        let _ = std::io::stderr().write_all(welcome::text(url, &keys).as_bytes());
    }
    Ok(())
}

/// Logs go to standard error: standard output belongs to the one line that says that the server is ready.
fn start_logs(logs: &LogArgs) -> Result<(), ServeError> {
    // What the migrations say while they find nothing to do is of use to nobody, unless it is asked for by name.
    let quiet = if logs.log_level.contains("refinery") { "" } else { ",refinery_core=warn" };
    let filter = EnvFilter::try_new(format!("{}{quiet}", logs.log_level))
        .map_err(|error| ServeError::Usage(format!("--log-level {} cannot be understood: {error}", logs.log_level)))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match logs.log_format {
        LogFormat::Text => lines.with_ansi(false).init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(())
}

fn store(doing: &'static str) -> impl FnOnce(StoreError) -> ServeError {
    move |source| ServeError::Store { doing, source }
}
