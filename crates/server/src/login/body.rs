//! The bodies of these routes, read member by member, so that a refusal names every piece that is wrong.

use model::{EmailAddress, PersonName};
use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::schema::{self, enum_of, expected};

const MIN_PASSWORD_CHARS: usize = 6;
const MAX_PASSWORD_CHARS: usize = 256;
/// What organisations and projects are called at a sign-up.
const MAX_TITLE_CHARS: usize = 30;

/// Reads the members of a body and collects what is wrong with them.
pub(super) struct Members {
    members: Map<String, Value>,
    issues: Vec<String>,
}

/// What somebody sends who wants an account.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub(super) email: EmailAddress,
    pub(super) password: String,
    pub(super) name: PersonName,
    pub(super) way: Way,
}

/// How they come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Way {
    /// By themselves.
    Found { org: Option<String>, project: Option<String> },
    /// By the token of an invitation.
    Join { token: String },
}

impl Members {
    pub(super) fn of(body: Value) -> Result<Members, ApiError> {
        Ok(Members { members: schema::object(body)?, issues: Vec::new() })
    }

    /// What `read` made of everything, if nothing was wrong.
    pub(super) fn done<T>(self, read: Option<T>) -> Result<T, ApiError> {
        match read {
            Some(read) if self.issues.is_empty() => Ok(read),
            _ => Err(ApiError::Invalid(self.issues.join("; "))),
        }
    }

    /// An address of a mailbox.
    pub(super) fn email(&mut self, path: &str) -> Option<EmailAddress> {
        let text = self.text(path)?;
        EmailAddress::parse(&text).map_err(|issue| self.issues.push(format!("{issue} at \"{path}\""))).ok()
    }

    /// Any text.
    pub(super) fn text(&mut self, path: &str) -> Option<String> {
        match self.members.remove(path) {
            Some(Value::String(text)) => Some(text),
            other => {
                self.issues.push(expected("string", other.as_ref(), path));
                None
            }
        }
    }

    /// A password that is to be one from now on: 6 to 256 characters.
    pub(super) fn new_password(&mut self, path: &str) -> Option<String> {
        let text = self.text(path)?;
        match password_issue(&text) {
            None => Some(text),
            Some(issue) => {
                self.issues.push(format!("{issue} at \"{path}\""));
                None
            }
        }
    }

    fn name(&mut self, path: &str) -> Option<PersonName> {
        let text = self.text(path)?;
        PersonName::parse(&text).map_err(|issue| self.issues.push(format!("{issue} at \"{path}\""))).ok()
    }

    /// What a thing is to be called; nothing where it is left out, null or empty.
    fn title(&mut self, path: &str) -> Option<String> {
        let text = match self.members.remove(path) {
            None | Some(Value::Null) => return None,
            Some(Value::String(text)) => text.trim().to_owned(),
            other => {
                self.issues.push(expected("string", other.as_ref(), path));
                return None;
            }
        };
        if text.chars().count() > MAX_TITLE_CHARS {
            self.issues.push(format!("String must contain at most {MAX_TITLE_CHARS} character(s) at \"{path}\""));
        }
        if text.contains(char::is_control) {
            self.issues.push(format!("String must contain no control characters at \"{path}\""));
        }
        (!text.is_empty()).then_some(text)
    }

    fn way(&mut self) -> Option<Way> {
        let word = self.members.remove("signupMethod");
        match enum_of(&["signup", "join"], word.as_ref(), "signupMethod") {
            Ok("join") => self.text("token").map(|token| Way::Join { token }),
            Ok(_) => Some(Way::Found { org: self.title("orgName"), project: self.title("projectName") }),
            Err(issue) => {
                self.issues.push(issue);
                None
            }
        }
    }
}

/// What keeps a text from being a password; `None` for 6 to 256 characters.
pub(crate) fn password_issue(text: &str) -> Option<String> {
    match text.chars().count() {
        ..MIN_PASSWORD_CHARS => Some(format!("String must contain at least {MIN_PASSWORD_CHARS} character(s)")),
        MIN_PASSWORD_CHARS..=MAX_PASSWORD_CHARS => None,
        _ => Some(format!("String must contain at most {MAX_PASSWORD_CHARS} character(s)")),
    }
}

/// The body of a sign-up.
pub(super) fn wish(body: Value) -> Result<Wish, ApiError> {
    let mut members = Members::of(body)?;
    let email = members.email("email");
    let password = members.new_password("password");
    let name = members.name("name");
    let way = members.way();
    let read = email.zip(password).zip(name).zip(way);
    members.done(read.map(|(((email, password), name), way)| Wish { email, password, name, way }))
}

/// A body with an address and nothing else that counts.
pub(super) fn email(body: Value) -> Result<EmailAddress, ApiError> {
    let mut members = Members::of(body)?;
    let email = members.email("email");
    members.done(email)
}

/// An address and its password, which may be anything.
pub(super) fn login(body: Value) -> Result<(EmailAddress, String), ApiError> {
    let mut members = Members::of(body)?;
    let email = members.email("email");
    let password = members.text("password");
    members.done(email.zip(password))
}

/// A token and the new password that it allows.
pub(super) fn reset(body: Value) -> Result<(String, String), ApiError> {
    let mut members = Members::of(body)?;
    let token = members.text("token");
    let password = members.new_password("password");
    members.done(token.zip(password))
}

/// The old password and the new one.
pub(super) fn change(body: Value) -> Result<(String, String), ApiError> {
    let mut members = Members::of(body)?;
    let current = members.text("current");
    let new = members.new_password("new");
    members.done(current.zip(new))
}

/// A body with one text.
pub(super) fn text(body: Value, path: &str) -> Result<String, ApiError> {
    let mut members = Members::of(body)?;
    let text = members.text(path);
    members.done(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(body: Value, want: &str) {
        let name = body.to_string();
        let got = match wish(body) {
            Ok(wish) => format!("{} {} {:?}", wish.email.as_str(), wish.name.as_str(), wish.way),
            Err(error) => error.to_string(),
        };
        assert_eq!(got, want, "{name}");
    }

    fn with(more: Value) -> Value {
        let mut body =
            json!({"email": "Ana@Example.org", "password": "secret", "name": "Ana", "signupMethod": "signup"});
        if let Value::Object(more) = more {
            body.as_object_mut().unwrap().extend(more);
        }
        body
    }

    #[test]
    fn a_sign_up_founds_or_joins() {
        check(with(json!({})), "ana@example.org Ana Found { org: None, project: None }");
        check(
            with(json!({"orgName": " Acme ", "projectName": "", "employeeCount": "2-5"})),
            "ana@example.org Ana Found { org: Some(\"Acme\"), project: None }",
        );
        check(with(json!({"signupMethod": "join", "token": "t"})), "ana@example.org Ana Join { token: \"t\" }");
    }

    #[test]
    fn every_piece_that_is_wrong_is_named() {
        check(
            json!({}),
            "Validation error: Required at \"email\"; Required at \"password\"; Required at \"name\"; Required at \
             \"signupMethod\"",
        );
        check(
            with(json!({"password": "12345", "name": "a".repeat(31), "orgName": "b".repeat(31)})),
            "Validation error: String must contain at least 6 character(s) at \"password\"; String must contain at most 30 \
             character(s) at \"name\"; String must contain at most 30 character(s) at \"orgName\"",
        );
        check(
            with(json!({"email": "ana", "password": "x".repeat(257), "signupMethod": "google"})),
            "Validation error: Invalid email: there is no @ in it at \"email\"; String must contain at most 256 character(s) \
             at \"password\"; Invalid enum value. Expected 'signup' | 'join', received 'google' at \"signupMethod\"",
        );
        check(with(json!({"signupMethod": "join"})), "Validation error: Required at \"token\"");
        check(with(json!({"projectName": 7})), "Validation error: Expected string, received number at \"projectName\"");
        check(
            with(json!({"orgName": "a\nb"})),
            "Validation error: String must contain no control characters at \"orgName\"",
        );
        check(json!([]), "Validation error: Expected object, received array");
    }
}
