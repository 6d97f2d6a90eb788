//! A server without sockets: the real router over a real store in a directory of its own.

use std::sync::Arc;

use axum::Router;
use model::Timestamp;
use server::app::App;
use server::clock::Clock;
use server::router;
use server::settings::Settings;
use store::meta::Init;
use store::runs::RunsOptions;
use store::{DataDir, Meta, Runs};
use tempfile::TempDir;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::client::Client;

/// 2025-06-01T12:00:00Z: the time in every test.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_748_779_200_000);

/// A project and its keys. The public key is the id.
#[derive(Clone, Copy)]
pub(crate) struct Project {
    pub(crate) public_key: &'static str,
    pub(crate) private_key: &'static str,
}

pub(crate) const ALICE: Project =
    Project { public_key: "a11ce000-0000-4000-8000-000000000001", private_key: "a11ce000-0000-4000-8000-00000000ffff" };
/// Of the same organisation as [`ALICE`].
pub(crate) const ALICE_TOO: Project =
    Project { public_key: "a11ce000-0000-4000-8000-000000000002", private_key: "a11ce000-0000-4000-8000-00000000fffe" };
/// Of another organisation.
pub(crate) const BOB: Project =
    Project { public_key: "b0b00000-0000-4000-8000-000000000001", private_key: "b0b00000-0000-4000-8000-00000000ffff" };

/// A server with three projects in two organisations.
pub(crate) struct TestApp {
    pub(crate) router: Router,
    pub(crate) app: App,
    pub(crate) dir: TempDir,
}

impl TestApp {
    pub(crate) async fn start() -> TestApp {
        TestApp::with(Settings::default()).await
    }

    /// A server with limits of its own.
    pub(crate) async fn with(settings: Settings) -> TestApp {
        TestApp::with_clock(settings, Clock::Fixed(NOW)).await
    }

    /// The same, with a clock of its own.
    pub(crate) async fn with_clock(settings: Settings, clock: Clock) -> TestApp {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::lock(dir.path()).unwrap();
        let meta = Meta::open(&data).unwrap();
        for (project, org) in [(ALICE, "Wonderland"), (ALICE_TOO, "Wonderland"), (BOB, "Elsewhere")] {
            let init = Init {
                org: Some(org.into()),
                public_key: Some(Uuid::try_parse(project.public_key).unwrap()),
                private_key: Some(Uuid::try_parse(project.private_key).unwrap()),
                ..Init::default()
            };
            meta.init(init, NOW).await.unwrap();
        }
        let prices = Arc::new(ingest::PriceBook::built_in());
        let runs = Runs::open(&data, &RunsOptions::default(), prices).unwrap();
        let app = App::new(meta, runs, settings, clock, TaskTracker::new());
        TestApp { router: router::build(&app), app, dir }
    }

    /// Whoever has the private key of this project.
    pub(crate) fn owner(&self, project: Project) -> Client<'_> {
        Client::new(self, Some(project.private_key))
    }

    /// Whoever has the public key of this project.
    pub(crate) fn visitor(&self, project: Project) -> Client<'_> {
        Client::new(self, Some(project.public_key))
    }

    /// Somebody with this bearer token, or with none.
    pub(crate) fn stranger(&self, token: Option<&str>) -> Client<'_> {
        Client::new(self, token)
    }

    /// Closes the store; the directory goes with the value.
    pub(crate) async fn stop(self) {
        self.app.runs.close().await.unwrap();
        drop(self.dir);
    }
}
