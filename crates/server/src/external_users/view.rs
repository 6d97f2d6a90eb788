//! End users as the wire has them.

use model::{ProjectId, ShownUser, Timestamp};
use serde::Serialize;
use serde_json::{Number, Value};
use store::runs::{Activity, PersonUsage};
use utoipa::ToSchema;

use super::asked::Paging;
use crate::runs::{Keys, dollars, safe_signed, shown};

/// One page of end users.
#[derive(Serialize, ToSchema)]
#[schema(as = ExternalUserList)]
pub(crate) struct PeopleView {
    /// How many match, on all pages.
    pub(super) total: u64,
    pub(super) page: u64,
    pub(super) limit: u64,
    pub(super) data: Vec<PersonRowView>,
    /// False when what the runs cost could not be added up in time, so that it is more; absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) complete: Option<bool>,
}

/// An end user in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = ExternalUserRow)]
#[serde(rename_all = "camelCase")]
pub(super) struct PersonRowView {
    #[serde(flatten)]
    person: PersonView,
    /// US dollars; null when no run of theirs counts.
    #[schema(value_type = Option<f64>)]
    cost: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    activity: Option<ActivityView>,
}

/// An end user.
#[derive(Serialize, ToSchema)]
#[schema(as = ExternalUser)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonView {
    /// This server's number for the person.
    id: Option<i64>,
    /// When this server first heard of the person.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Absent in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid")]
    project_id: Option<ProjectId>,
    /// The project's own name for the person.
    external_id: String,
    /// The latest event that named the person.
    #[schema(value_type = String, format = DateTime)]
    last_seen: Timestamp,
    /// What the project knows of the person; null when it never said.
    #[schema(value_type = Option<Object>)]
    props: Value,
}

/// An end user by itself.
#[derive(Serialize, ToSchema)]
#[schema(as = ExternalUserWithActivity)]
pub(crate) struct OnePersonView {
    #[serde(flatten)]
    pub(super) person: PersonView,
    /// With `activity=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) activity: Option<ActivityView>,
}

/// What the runs of a person add up to.
#[derive(Serialize, ToSchema)]
#[schema(as = Activity)]
#[serde(rename_all = "camelCase")]
pub(super) struct ActivityView {
    /// How many.
    runs: u64,
    /// When the earliest of them began; null when there is none. Before `createdAt` where older runs were sent later.
    #[schema(value_type = Option<String>, format = DateTime)]
    first_run: Option<Timestamp>,
    /// Those that failed.
    errors: u64,
    /// Of prompts and completions.
    tokens: u64,
    /// US dollars.
    #[schema(value_type = f64)]
    cost: Number,
    /// Those that somebody liked.
    thumbs_up: u64,
    /// Those that somebody disliked.
    thumbs_down: u64,
}

/// What the runs of a person of one name and type used.
#[derive(Serialize, ToSchema)]
#[schema(as = ExternalUserUsage)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonUsageView {
    /// Null for runs that name nobody.
    user_id: Option<i64>,
    /// Model, tool, agent or event.
    name: Option<String>,
    #[serde(rename = "type")]
    run_type: String,
    completion_tokens: i64,
    prompt_tokens: i64,
    /// US dollars.
    #[schema(value_type = f64)]
    cost: Number,
    /// Runs that failed.
    errors: u64,
    /// Runs that succeeded.
    success: u64,
}

impl PeopleView {
    pub(super) fn new(total: u64, paging: Paging, data: Vec<PersonRowView>) -> PeopleView {
        PeopleView { total, page: paging.page, limit: paging.limit, data, complete: None }
    }
}

impl PersonRowView {
    pub(super) fn new(person: ShownUser, activity: Option<Activity>, with_activity: bool) -> PersonRowView {
        PersonRowView {
            person: PersonView::new(person, None),
            cost: activity.map(|activity| dollars(activity.cost)),
            activity: with_activity.then(|| activity.unwrap_or_default().into()),
        }
    }
}

impl PersonView {
    pub(crate) fn new(person: ShownUser, project: Option<ProjectId>) -> PersonView {
        PersonView {
            id: safe_signed(person.id),
            created_at: person.created_at,
            project_id: project,
            external_id: person.external_id,
            last_seen: person.last_seen,
            props: shown(person.props.as_ref(), Keys::Shown),
        }
    }
}

impl From<Activity> for ActivityView {
    fn from(activity: Activity) -> ActivityView {
        ActivityView {
            runs: activity.runs,
            first_run: activity.first,
            errors: activity.errors,
            tokens: activity.tokens,
            cost: dollars(activity.cost),
            thumbs_up: activity.likes,
            thumbs_down: activity.dislikes,
        }
    }
}

impl From<PersonUsage> for PersonUsageView {
    fn from(PersonUsage { person, usage }: PersonUsage) -> PersonUsageView {
        PersonUsageView {
            user_id: person,
            name: usage.name,
            run_type: usage.run_type,
            completion_tokens: usage.completion_tokens,
            prompt_tokens: usage.prompt_tokens,
            cost: dollars(usage.cost),
            errors: usage.errors,
            success: usage.successes,
        }
    }
}
