//! Organisations as the wire has them (spec `api-auth-and-orgs.md` 3.1 and 4). Nothing is sold here, so nothing runs out: of
//! plans, allowances and licences the dashboards of the reference read that everything is allowed.

use model::{OrgId, Timestamp};
use serde::Serialize;
use store::meta::Org;
use store::runs::DayCount;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::users::MemberView;

const PLAN: &str = "custom";
const PLAN_PERIOD: &str = "monthly";
/// An allowance that does not run out.
const ENOUGH: u64 = 1_000_000_000;

/// The organisation of whoever is signed in.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnOrganisation)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrgView {
    #[serde(flatten)]
    summary: OrgSummary,
    saml_idp_xml: Option<String>,
    eval_allowance: u64,
    /// For how many days runs are kept; null: for good.
    data_retention_days: Option<u32>,
    custom_charts_enabled: bool,
    beta: bool,
    data_filtering_enabled: bool,
    data_warehouse_enabled: bool,
    #[serde(rename = "datasetV2Enabled")]
    dataset_v2_enabled: bool,
    #[serde(flatten)]
    extras: Extras,
    license: License,
}

/// An organisation in brief.
#[derive(Serialize, ToSchema)]
#[schema(as = Organisation)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrgSummary {
    #[schema(value_type = String, format = "uuid")]
    id: OrgId,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    name: String,
    /// Always `custom`: nothing is limited.
    plan: &'static str,
    play_allowance: u64,
    stripe_customer: Option<String>,
    stripe_subscription: Option<String>,
    limited: bool,
    plan_period: &'static str,
    canceled: bool,
    saml_enabled: bool,
    /// How many people may belong to it; null: any number.
    seat_allowance: Option<u32>,
    billing_delinquent: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    billing_delinquent_since: Option<Timestamp>,
}

/// What not everybody gets to see of the own organisation.
#[derive(Serialize, ToSchema, Default)]
#[schema(as = OrganisationExtras)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Extras {
    /// Its people, by rank, then by name; absent for roles without `teamMembers.list`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) users: Option<Vec<MemberView>>,
    /// Its key, or null when it has none; absent for roles without `privateKeys.read`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "uuid")]
    pub(crate) org_api_key: Option<Option<Uuid>>,
}

/// What the dashboards of the reference take for a licence.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct License {
    eval_enabled: bool,
    saml_enabled: bool,
    access_control_enabled: bool,
    data_filtering_enabled: bool,
    data_warehouse_enabled: bool,
    custom_charts_enabled: bool,
    realtime_evals_enabled: bool,
}

/// The runs of one day.
#[derive(Serialize, ToSchema)]
#[schema(as = DayOfRuns)]
pub(crate) struct DayView {
    /// Midnight UTC.
    #[schema(value_type = String, format = DateTime)]
    date: Timestamp,
    /// How many runs were created on it.
    count: u64,
}

/// A new key of the organisation.
#[derive(Serialize, ToSchema)]
#[schema(as = OrganisationKey)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrgKeyView {
    #[schema(value_type = String, format = "uuid")]
    pub(super) api_key: Uuid,
}

/// The last bill: there is none.
#[derive(Serialize, ToSchema)]
#[schema(as = Invoice)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InvoiceView {
    /// Always null.
    pub(super) hosted_invoice_url: Option<String>,
}

impl OrgSummary {
    pub(super) fn new(org: Org) -> OrgSummary {
        OrgSummary {
            id: org.id,
            created_at: org.created_at,
            name: org.name,
            plan: PLAN,
            play_allowance: ENOUGH,
            stripe_customer: None,
            stripe_subscription: None,
            limited: false,
            plan_period: PLAN_PERIOD,
            canceled: false,
            saml_enabled: false,
            seat_allowance: None,
            billing_delinquent: false,
            billing_delinquent_since: None,
        }
    }
}

impl OrgView {
    pub(crate) fn new(org: Org, extras: Extras) -> OrgView {
        OrgView {
            summary: OrgSummary::new(org),
            saml_idp_xml: None,
            eval_allowance: ENOUGH,
            data_retention_days: None,
            custom_charts_enabled: true,
            beta: true,
            data_filtering_enabled: true,
            data_warehouse_enabled: true,
            dataset_v2_enabled: true,
            extras,
            license: License {
                eval_enabled: true,
                saml_enabled: true,
                access_control_enabled: true,
                data_filtering_enabled: true,
                data_warehouse_enabled: true,
                custom_charts_enabled: true,
                realtime_evals_enabled: true,
            },
        }
    }
}

impl From<DayCount> for DayView {
    fn from(day: DayCount) -> DayView {
        DayView { date: day.day, count: day.runs }
    }
}
