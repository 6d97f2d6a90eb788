//! The bodies of changes to people, read piece by piece so that a refusal says what is wrong. Pure functions.

use model::ids::parse_hyphenated;
use model::{EmailAddress, ProjectId, Role};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::error::ApiError;
use crate::schema::{self, enum_of, expected, text_at_most};

/// As many projects as a server can have.
const MAX_PROJECTS: usize = 32_767;
const MAX_FEEDBACK_BYTES: usize = 10_000;

/// Somebody to be invited.
#[derive(Deserialize, ToSchema)]
#[schema(as = Invite)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct InviteBody {
    /// Where the person gets mail.
    email: String,
    /// `owner`, `admin`, `member`, `viewer`, `collaborator`, `prompt_editor`, `billing` or `analytics`.
    role: String,
    /// The projects to be a member of; at least one.
    projects: Vec<String>,
}

/// What somebody is to be from now on.
#[derive(Deserialize, ToSchema)]
#[schema(as = MemberChange)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct ChangeBody {
    /// `owner`, which hands the ownership over, `admin`, `member`, `viewer`, `collaborator`, `prompt_editor`, `billing` or
    /// `analytics`.
    role: String,
    /// The projects to be a member of, in the place of those until now; at least one.
    projects: Vec<String>,
}

/// Something to tell whoever runs the server.
#[derive(Deserialize, ToSchema)]
#[schema(as = FeedbackText)]
#[expect(dead_code, reason = "only the OpenAPI document is made of it")]
pub(super) struct FeedbackBody {
    /// At most 10,000 bytes.
    text: String,
}

/// Somebody to be invited.
#[derive(Debug)]
pub(super) struct Wish {
    pub(super) email: EmailAddress,
    pub(super) role: Role,
    pub(super) projects: Vec<ProjectId>,
}

/// `{"email": string, "role": string, "projects": uuid[]}`
pub(super) fn invitation(body: Value) -> Result<Wish, ApiError> {
    let members = schema::object(body)?;
    match (email(&members), role(&members), projects(&members)) {
        (Ok(email), Ok(role), Ok(projects)) => Ok(Wish { email, role, projects }),
        (email, role, projects) => Err(refusal([email.err(), role.err(), projects.err()])),
    }
}

/// `{"role": string, "projects": uuid[]}`
pub(super) fn change(body: Value) -> Result<(Role, Vec<ProjectId>), ApiError> {
    let members = schema::object(body)?;
    match (projects(&members), role(&members)) {
        (Ok(projects), Ok(role)) => Ok((role, projects)),
        (projects, role) => Err(refusal([projects.err(), role.err(), None])),
    }
}

/// `{"text": string}`
pub(super) fn feedback(body: Value) -> Result<String, ApiError> {
    let text = schema::object(body)?.remove("text");
    text_at_most(MAX_FEEDBACK_BYTES, "as much as is read", text, "text").map_err(ApiError::Invalid)
}

fn refusal(issues: [Option<String>; 3]) -> ApiError {
    ApiError::Invalid(issues.into_iter().flatten().collect::<Vec<_>>().join("; "))
}

fn email(members: &Map<String, Value>) -> Result<EmailAddress, String> {
    match members.get("email") {
        Some(Value::String(text)) => EmailAddress::parse(text).map_err(|issue| format!("{issue} at \"email\"")),
        other => Err(expected("string", other, "email")),
    }
}

fn role(members: &Map<String, Value>) -> Result<Role, String> {
    let word = enum_of(&Role::ALL.map(Role::word), members.get("role"), "role")?;
    Ok(Role::from_word(word).expect("each of these words names a role"))
}

fn projects(members: &Map<String, Value>) -> Result<Vec<ProjectId>, String> {
    let items = match members.get("projects") {
        Some(Value::Array(items)) => items,
        other => return Err(expected("array", other, "projects")),
    };
    if items.is_empty() {
        return Err("Array must contain at least 1 element(s) at \"projects\"".into());
    }
    if items.len() > MAX_PROJECTS {
        return Err(format!("Array must contain at most {MAX_PROJECTS} element(s) at \"projects\""));
    }
    let read = |(position, item): (usize, &Value)| project(item, &format!("projects[{position}]"));
    let (ids, issues): (Vec<_>, Vec<_>) = items.iter().enumerate().map(read).partition(Result::is_ok);
    if issues.is_empty() {
        return Ok(ids.into_iter().flatten().collect());
    }
    Err(issues.into_iter().filter_map(Result::err).collect::<Vec<_>>().join("; "))
}

fn project(item: &Value, path: &str) -> Result<ProjectId, String> {
    let Value::String(text) = item else { return Err(expected("string", Some(item), path)) };
    parse_hyphenated(text).map(ProjectId).ok_or_else(|| format!("Invalid uuid at \"{path}\""))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ID: &str = "4f6c0014-0782-43a2-8cfe-fbcd11c6bcb0";

    #[track_caller]
    fn check(body: Value, want: &str) {
        let got = match invitation(body) {
            Ok(wish) => format!("{} {} {}", wish.email.as_str(), wish.role.word(), wish.projects.len()),
            Err(error) => error.to_string().trim_start_matches("Validation error: ").to_owned(),
        };
        assert_eq!(got, want);
    }

    #[test]
    fn an_invitation_names_address_role_and_projects() {
        let sent =
            |email: &str, role: &str, projects: Value| json!({"email": email, "role": role, "projects": projects});
        check(sent(" New@Example.com ", "prompt_editor", json!([ID])), "new@example.com prompt_editor 1");
        check(sent("a@b.c", "king", json!([ID])), &format!("{KING} at \"role\""));
        check(sent("a@b.c", "member", json!([])), "Array must contain at least 1 element(s) at \"projects\"");
        check(
            sent("a@b.c", "member", json!([ID, "x", 7])),
            "Invalid uuid at \"projects[1]\"; Expected string, received number at \"projects[2]\"",
        );
        check(sent("nobody", "member", json!([ID])), "Invalid email: there is no @ in it at \"email\"");
        check(json!({}), "Required at \"email\"; Required at \"role\"; Required at \"projects\"");
        check(json!([]), "Expected object, received array");
    }

    const KING: &str = "Invalid enum value. Expected 'owner' | 'admin' | 'member' | 'viewer' | 'collaborator' | \
                        'prompt_editor' | 'billing' | 'analytics', received 'king'";

    #[test]
    fn feedback_is_a_text() {
        assert_eq!(feedback(json!({"text": "nice"})).unwrap(), "nice");
        for body in [json!({}), json!({"text": 7}), json!({"text": "x".repeat(10_001)})] {
            assert!(matches!(feedback(body), Err(ApiError::Invalid(_))));
        }
    }
}
