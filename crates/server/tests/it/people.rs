//! Tests with people in them: an account for each role in both organisations, signed in without typing a password.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::StatusCode;
use model::{EmailAddress, Role};
use serde_json::{Value, json};
use server::login;
use store::meta::{AccountCreated, Actor, InOrg, NewAccount};

use crate::client::Client;
use crate::digest::Digest;
use crate::test_app::{ALICE, BOB, NOW, Project, TestApp};

/// The password of everybody.
pub(crate) const PASSWORD: &str = "correct horse battery";
const A_DAY: i64 = 86_400_000_000;

impl Project {
    /// The name of its organisation.
    fn org(self) -> &'static str {
        if self.public_key == BOB.public_key { "Elsewhere" } else { "Wonderland" }
    }

    /// The address of the person with this role in its organisation.
    pub(crate) fn mail(self, role: Role) -> String {
        format!("{}@{}.example", role.word(), self.org().to_lowercase())
    }
}

impl TestApp {
    /// A server with a person of every role in both organisations.
    pub(crate) async fn with_people() -> TestApp {
        let app = TestApp::start().await;
        app.add_people().await;
        app
    }

    /// Makes a person of every role in both organisations; everybody is a member of all projects of theirs.
    pub(crate) async fn add_people(&self) {
        let password_hash = self.app.passwords.hash(PASSWORD.into()).await;
        for project in [ALICE, BOB] {
            for role in Role::ALL {
                let account = NewAccount {
                    org: InOrg::Named(project.org().into()),
                    email: EmailAddress::parse(&project.mail(role)).unwrap(),
                    name: Some(format!("{role:?}")),
                    password_hash: password_hash.clone(),
                    role,
                    verified: true,
                    projects: None,
                };
                let created = self.app.meta.create_account(account, NOW).await.unwrap();
                assert!(matches!(created, AccountCreated::Done(_)), "{role:?}: {created:?}");
            }
        }
    }

    /// The person of this role in the project's organisation, who has just signed in and names the project in each request.
    pub(crate) async fn person(&self, project: Project, role: Role) -> Client<'_> {
        let token = self.token_of(&project.mail(role)).await;
        self.stranger(Some(&token)).in_project(project.public_key)
    }

    /// The token of a new session of the account with this address.
    pub(crate) async fn token_of(&self, mail: &str) -> String {
        let account = self.app.meta.credentials(mail).await.unwrap().unwrap().account;
        let actor = Actor::unknown().from_client(Some(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7))), Some("a test"));
        let opened = self.app.meta.open_session(account, actor, A_DAY, NOW).await.unwrap().unwrap();
        login::issue(&self.app, &opened)
    }

    /// A new key of the project's organisation.
    pub(crate) async fn org_key(&self, project: Project) -> String {
        let owner = self.person(project, Role::Owner).await;
        let org = owner.get("/v1/users/me").await.json()["orgId"].as_str().unwrap().to_owned();
        let answer = owner.post(&format!("/v1/orgs/{org}/api-key/regenerate"), "").await;
        answer.json()["apiKey"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
    }

    /// One thing of every kind that belongs to the project or its organisation, with its id; made where it is not there.
    pub(crate) async fn things(&self, project: Project) -> Vec<(&'static str, String)> {
        let id = format!("secret-of-{}", project.org());
        self.visitor(project)
            .ingest(json!([{"type": "llm", "event": "start", "runId": id, "input": "hush", "userId": "hush"}]))
            .await;
        let owner = self.person(project, Role::Owner).await;
        let told = async |path: &str| owner.get(path).await.json();
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let me = told("/v1/users/me").await;
        let members = told("/v1/users/me/org").await;
        let viewer = members["users"].as_array().unwrap().iter().find(|member| member["role"] == "viewer").unwrap();
        let mail = format!("guest@{}.example", project.org().to_lowercase());
        let body = json!({"email": mail, "role": "member", "projects": [project.public_key]});
        let invited = owner.post("/v1/users/invitation", body.to_string()).await;
        assert_eq!(invited.status, StatusCode::OK, "{invited:?}");
        let [template, version] = self.prompt(project).await;
        let job = owner.post("/v1/jobs/refresh-costs", "{}").await.json();
        let keys = told(&format!("/v1/projects/{}/keys", project.public_key)).await;
        let private = keys.as_array().unwrap().iter().find(|key| key["kind"] == "private").unwrap();
        let mut things = self.test_data(project).await;
        things.extend([
            ("run", id),
            ("person", text(&told("/v1/external-users").await["data"][0]["id"])),
            ("project", project.public_key.to_owned()),
            ("org", text(&me["orgId"])),
            ("session", text(&told("/v1/users/me/sessions").await[0]["id"])),
            ("account", text(&viewer["id"])),
            ("invitation", text(&told("/v1/users/invited").await[0]["id"])),
            ("job", text(&job["jobId"])),
            ("key", text(&private["id"])),
            ("template", template),
            ("version", version),
            ("label", "staging".to_owned()),
        ]);
        things
    }

    /// Datasets of both kinds and what is in them, made where they are not there.
    async fn test_data(&self, project: Project) -> Vec<(&'static str, String)> {
        let owner = self.owner(project);
        let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned();
        let slug = format!("set-of-{}", project.org());
        let listed = owner.get("/v1/datasets").await.json();
        let set = match listed.as_array().unwrap().iter().find(|row| row["slug"] == slug) {
            Some(row) => owner.get(&format!("/v1/datasets/{}", text(&row["id"]))).await.json(),
            None => owner.post("/v1/datasets", json!({"slug": slug, "prompt": "hush {{x}}"}).to_string()).await.json(),
        };
        let sheets = owner.get("/v1/datasets-v2").await.json();
        let sheet = match sheets.as_array().unwrap().first() {
            Some(row) => text(&row["id"]),
            None => {
                let made = owner.post("/v1/datasets-v2", json!({"name": "hush"}).to_string()).await.json();
                let id = text(&made["id"]);
                owner.post(&format!("/v1/datasets-v2/{id}/items"), json!({"input": "hush"}).to_string()).await;
                id
            }
        };
        let whole = owner.get(&format!("/v1/datasets-v2/{sheet}")).await.json();
        vec![
            ("dataset", text(&set["id"])),
            ("dataset prompt", text(&set["prompts"][0]["id"])),
            ("variation", text(&set["prompts"][0]["variations"][0]["id"])),
            ("dataset v2", sheet),
            ("item", text(&whole["items"][0]["id"])),
            ("dataset version", text(&whole["currentVersionId"])),
        ]
    }

    /// A prompt of the project with a live version that is labelled too: the ids of both. Another one each time.
    pub(crate) async fn prompt(&self, project: Project) -> [String; 2] {
        let owner = self.owner(project);
        let body = json!({"slug": "secret-copy", "mode": "openai", "content": [{"role": "user", "content": "hush"}],
            "extra": {"model": "gpt-4o"}, "isDraft": false});
        let made = owner.post("/v1/templates", body.to_string()).await.json();
        let label = format!("/v1/templates/{}/labels/staging", made["id"]);
        let labelled = owner.put(&label, json!({"version": 1})).await;
        assert_eq!(labelled.status, StatusCode::OK, "{labelled:?}");
        [made["id"].to_string(), made["versions"][0]["id"].to_string()]
    }

    /// What lies in both databases.
    pub(crate) fn digest(&self) -> Digest {
        Digest::of(self.dir.path())
    }
}
