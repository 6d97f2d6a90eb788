//! How a change of a prompt that the store refuses is told.

use store::meta::{Decided, Refused};

use super::path::{NO_SUCH_LABEL, NO_SUCH_TEMPLATE, NO_SUCH_VERSION};
use crate::error::ApiError;

/// What was done, or the refusal.
pub(super) fn done<T>(decided: Decided<T>) -> Result<T, ApiError> {
    decided.map_err(|refused| match refused {
        Refused::NoSuchTemplate => NO_SUCH_TEMPLATE,
        Refused::NoSuchVersion => NO_SUCH_VERSION,
        Refused::NoSuchLabel => NO_SUCH_LABEL,
        Refused::SlugTaken => ApiError::Conflict("Another template of the project has this slug; choose another one"),
        Refused::TooMany => ApiError::Conflict(
            "A project takes 10,000 templates, and a template 100,000 versions; there are so many already",
        ),
        Refused::DraftsOnly => ApiError::Forbidden("You don't have access to this resource"),
        Refused::Protected(label) => ApiError::ProtectedLabel(label),
        Refused::Stale => ApiError::Changed,
        Refused::NothingBefore => ApiError::Conflict("No version was deployed before this one"),
        Refused::IsDraft => ApiError::Conflict("This version is a draft; deploy it instead of going back to it"),
        Refused::NotRemovable => ApiError::Conflict(
            "'production' names the version that is deployed; deploy another one, or make it a draft",
        ),
    })
}
