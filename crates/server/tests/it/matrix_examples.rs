//! What the matrix sends: an ordinary body for each route that takes one, and ids for each that names things.

use serde_json::{Value, json};

use crate::test_app::{ALICE, Project, TestApp};

/// Ids of the things of one tenant, by the place in a path where they stand.
pub(crate) struct Ids(Vec<(&'static str, String)>);

/// Where ids stand in paths: the beginning of the template, the name, and what it names.
const PLACES: &[(&str, &str, &str)] = &[
    ("/v1/runs/", "{id}", "run"),
    ("/v1/external-users/", "{id}", "person"),
    ("/v1/jobs/", "{id}", "job"),
    ("/v1/jobs/", "{evaluatorId}", "evaluator"),
    ("/v1/projects/", "{projectId}", "project"),
    ("/v1/projects/", "{keyId}", "key"),
    ("/v1/projects/", "{label}", "label"),
    ("/v1/templates/", "{id}", "template"),
    ("/v1/templates/", "{label}", "label"),
    ("/v1/prompts/", "{id}", "template"),
    ("/v1/template-versions/", "{id}", "version"),
    ("/v1/template_versions/", "{id}", "version"),
    ("/v1/orgs/", "{orgId}", "org"),
    ("/v1/users/me/sessions/", "{id}", "session"),
    ("/v1/users/invitation/", "{id}", "invitation"),
    ("/v1/users/", "{userId}", "account"),
    ("/auth/", "{orgId}", "org"),
    ("/v1/datasets/prompts/", "{id}", "dataset prompt"),
    ("/v1/datasets/variations/", "{id}", "variation"),
    ("/v1/datasets/", "{id}", "dataset"),
    ("/v1/datasets-v2/", "{datasetId}", "dataset v2"),
    ("/v1/datasets-v2/", "{itemId}", "item"),
    ("/v1/datasets-v2/", "{versionId}", "dataset version"),
];

/// An id that nothing has, for each kind of thing.
const ABSENT: &[(&str, &str)] = &[
    ("run", "never-sent"),
    ("person", "999999"),
    ("job", "99999999-0000-4000-8000-000000000001"),
    ("evaluator", "99999999-0000-4000-8000-000000000002"),
    ("project", "99999999-0000-4000-8000-000000000003"),
    ("key", "999999"),
    ("org", "99999999-0000-4000-8000-000000000004"),
    ("session", "99999999-0000-4000-8000-000000000005"),
    ("invitation", "99999999-0000-4000-8000-000000000006"),
    ("account", "99999999-0000-4000-8000-000000000007"),
    ("dataset", "99999999-0000-4000-8000-000000000008"),
    ("dataset prompt", "99999999-0000-4000-8000-000000000009"),
    ("variation", "99999999-0000-4000-8000-00000000000a"),
    ("dataset v2", "99999999-0000-4000-8000-00000000000b"),
    ("item", "99999999-0000-4000-8000-00000000000c"),
    ("dataset version", "99999999-0000-4000-8000-00000000000d"),
    ("template", "999999"),
    ("version", "999999"),
    ("label", "never-set"),
];

impl Ids {
    /// Ids that nothing has.
    pub(crate) fn absent() -> Ids {
        Ids(ABSENT.iter().map(|(kind, id)| (*kind, (*id).to_owned())).collect())
    }

    /// Ids of things that belong to this project and its organisation; they are made where they are not there.
    pub(crate) async fn of(app: &TestApp, project: Project) -> Ids {
        let things = app.things(project).await;
        let ids = ABSENT.iter().map(|(kind, absent)| {
            let own = things.iter().find(|(known, _)| known == kind).map(|(_, id)| id.clone());
            (*kind, own.unwrap_or_else(|| (*absent).to_owned()))
        });
        Ids(ids.collect())
    }

    /// The path with an id in each place.
    pub(crate) fn fill(&self, template: &str) -> String {
        let mut path = template.to_owned();
        for (begin, place, kind) in PLACES {
            if template.starts_with(begin) && path.contains(place) {
                path = path.replace(place, self.get(kind));
            }
        }
        assert!(!path.contains('{'), "{template}: nothing is known to stand there; add it to PLACES");
        path
    }

    /// The text without these ids. Numbers stay: those of keys are short, and stand in every length and time.
    pub(crate) fn mask(&self, text: &str) -> String {
        let ids = self.0.iter().filter(|(_, id)| id.parse::<i64>().is_err());
        ids.fold(text.to_owned(), |text, (kind, id)| text.replace(id.as_str(), kind))
    }

    fn get(&self, kind: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == kind).map_or("", |(_, id)| id.as_str())
    }
}

/// Routes that ask for something of their own: a token in the body, a password.
pub(crate) fn is_open_by_itself(name: &str) -> bool {
    name.contains(" /auth/") || name.contains("verify-email") || name.contains("/v1/users/send-verification")
}

/// The body of an ordinary request. A route that takes a body and is not here fails.
pub(crate) fn body_for(name: &str, has_body: bool) -> Value {
    if !has_body {
        return Value::Null;
    }
    match name {
        "POST /v1/runs/ingest" => json!({"events": []}),
        "POST /api/report" | "POST /api/v1/report" => {
            json!({"events": [{"event": "start", "projectId": ALICE.public_key, "runId": "reported"}]})
        }
        "PATCH /v1/runs/{id}/visibility" => json!({"visibility": true}),
        "PATCH /v1/runs/{id}/tags" => json!({"tags": ["changed"]}),
        "PATCH /v1/runs/{id}/feedback" => json!({"thumb": "down"}),
        "POST /v1/filters/natural-language" => json!({"text": "slow errors"}),
        "POST /v1/runs/batch" => {
            json!({"action": "tag", "ids": ["secret-of-Wonderland"], "args": {"tags": ["changed"]}})
        }
        "PATCH /v1/runs/{id}/score" => json!({"label": "changed", "value": 1}),
        name if name.contains(" /v1/datasets") => body_of_datasets(name),
        name if name.contains("template") || name.contains("label") => body_of_prompts(name),
        other => body_of_people(other),
    }
}

fn body_of_datasets(name: &str) -> Value {
    const NOBODYS: &str = "99999999-0000-4000-8000-000000000001";
    match name {
        "POST /v1/datasets" | "PATCH /v1/datasets/{id}" => json!({"slug": "changed"}),
        "POST /v1/datasets/prompts" => json!({"datasetId": NOBODYS}),
        "POST /v1/datasets/prompts/attach" => json!({"datasetId": NOBODYS, "runIds": []}),
        "PATCH /v1/datasets/prompts/{id}" => json!({"messages": "changed"}),
        "POST /v1/datasets/variations" => json!({"promptId": NOBODYS}),
        "PATCH /v1/datasets/variations/{id}" => json!({"idealOutput": "changed"}),
        "POST /v1/datasets-v2" | "PATCH /v1/datasets-v2/{datasetId}" => json!({"name": "changed"}),
        "POST /v1/datasets-v2/{datasetId}/import" => json!({"format": "csv", "content": "input\nchanged"}),
        "POST /v1/datasets-v2/{datasetId}/runs" => json!({"runIds": []}),
        name if name.contains("/items") => json!({"input": "changed"}),
        other => panic!("{other} takes a body: say here what an ordinary one is"),
    }
}

fn body_of_prompts(name: &str) -> Value {
    match name {
        "POST /v1/templates" => json!({"slug": "made", "mode": "openai", "content": []}),
        "PATCH /v1/templates/{id}" => json!({"slug": "changed"}),
        "POST /v1/templates/{id}/versions"
        | "PATCH /v1/template-versions/{id}"
        | "PATCH /v1/template_versions/{id}" => json!({"content": "changed", "isDraft": true}),
        "POST /v1/templates/{id}/rollback" => json!({}),
        "PUT /v1/templates/{id}/labels/{label}" => json!({"version": 1}),
        "PUT /v1/projects/{projectId}/prompt-labels/{label}" => json!({"roles": ["admin"]}),
        other => panic!("{other} takes a body: say here what an ordinary one is"),
    }
}

fn body_of_people(name: &str) -> Value {
    match name {
        "POST /v1/projects" | "PATCH /v1/orgs/{orgId}" | "PATCH /v1/projects/{projectId}" => json!({"name": "Changed"}),
        "POST /v1/projects/{projectId}/regenerate-key" => json!({"type": "private"}),
        "POST /v1/projects/{projectId}/rules" => json!({"type": "masking"}),
        "POST /v1/projects/{projectId}/keys" => json!({"kind": "private", "name": "changed"}),
        "PATCH /v1/projects/{projectId}/keys/{keyId}" => json!({"name": "changed"}),
        "POST /v1/projects/{projectId}/keys/{keyId}/regenerate" => json!({}),
        "POST /v1/users" | "POST /v1/users/invitation" => {
            json!({"email": "somebody@example.org", "role": "member", "projects": [ALICE.public_key]})
        }
        "PATCH /v1/users/{userId}" => json!({"role": "viewer", "projects": [ALICE.public_key]}),
        "POST /v1/users/feedback" => json!({"text": "hello"}),
        "POST /v1/users/me/password" => json!({"current": "wrong", "new": "long enough"}),
        "POST /v1/users/me/leave" => json!({"password": "wrong"}),
        "POST /v1/jobs/refresh-costs" => json!({}),
        name if name.contains(" /auth/") || name.contains("send-verification") => json!({}),
        name if name.contains("/opentelemetry.proto.") => json!({}),
        name if name.contains("/v1/traces") || name.contains("/v1/otel") => json!({"resourceSpans": []}),
        name if name.contains("/v1/logs") => json!({"resourceLogs": []}),
        name if name.contains("/v1/metrics") => json!({"resourceMetrics": []}),
        other => panic!("{other} takes a body: say here what an ordinary one is"),
    }
}
