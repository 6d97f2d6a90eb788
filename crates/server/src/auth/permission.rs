//! The permissions of the matrix ([`model::access`]) as types, so that a handler's signature says what it needs.

/// A pair of resource and action, as a type.
pub(crate) trait Permission: Send + Sync + 'static {
    /// The same, as a value.
    const PERMISSION: model::Permission;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $value:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $name;

        impl Permission for $name {
            const PERMISSION: model::Permission = model::Permission::$value;
        }
    )*};
}

permissions! {
    /// To read one run and what is below it.
    ReadLogs = LogsRead;
    /// To list runs.
    ListLogs = LogsList;
    /// To change what people say of a run: feedback, tags, scores.
    UpdateLogs = LogsUpdate;
    /// To show a run to anybody, or no longer.
    UpdateVisibility = LogsUpdateVisibility;
    /// To delete runs.
    DeleteLogs = LogsDelete;
    /// To send events; a public key has this.
    PublicIngest = LogsCreate;
    /// To know of the project and its server.
    ReadProject = ProjectsRead;
    /// To make a project.
    CreateProject = ProjectsCreate;
    /// To rename a project, and to set what is kept of it.
    UpdateProject = ProjectsUpdate;
    /// To delete a project.
    DeleteProject = ProjectsDelete;
    /// To see who is in the organisation.
    ListMembers = TeamMembersList;
    /// To see one person of the organisation.
    ReadMember = TeamMembersRead;
    /// To invite people.
    CreateMember = TeamMembersCreate;
    /// To change roles.
    UpdateMember = TeamMembersUpdate;
    /// To remove people.
    DeleteMember = TeamMembersDelete;
    /// To see the keys of a project.
    ListKeys = PrivateKeysList;
    /// To make keys.
    CreateKey = PrivateKeysCreate;
    /// To replace keys, and to rename them.
    UpdateKey = PrivateKeysUpdate;
    /// To revoke keys.
    DeleteKey = PrivateKeysDelete;
    /// To rename the organisation.
    UpdateOrg = OrgUpdate;
    /// To list the end users of a project.
    ListUsers = UsersList;
    /// To see one of them, and what they used.
    ReadUser = UsersRead;
    /// To see counts and charts.
    ReadAnalytics = AnalyticsRead;
    /// To read bills.
    ReadBilling = BillingRead;
    /// To read the audit log.
    ListAuditLogs = AuditLogsList;
    /// To see which datasets there are, and what is in those of items.
    ListDatasets = DatasetsList;
    /// To read a dataset.
    ReadDataset = DatasetsRead;
    /// To make a dataset.
    CreateDataset = DatasetsCreate;
    /// To change what is in a dataset.
    UpdateDataset = DatasetsUpdate;
    /// To delete a dataset.
    DeleteDataset = DatasetsDelete;
    /// To read prompts.
    ReadPrompt = PromptsRead;
    /// To see which prompts there are.
    ListPrompts = PromptsList;
    /// To make prompts.
    CreatePrompt = PromptsCreate;
    /// To save drafts of prompts.
    DraftPrompt = PromptsCreateDraft;
    /// To change prompts, and what is live of them.
    UpdatePrompt = PromptsUpdate;
    /// To delete prompts.
    DeletePrompt = PromptsDelete;
    /// To say how a project works.
    UpdateSettings = SettingsUpdate;
    /// To see how runs were judged.
    ReadEvaluation = EvaluationsRead;
    /// To see what the server works on.
    ReadJob = JobsRead;
    /// To have the server work on something.
    CreateJob = JobsCreate;
    /// To have the server stop that work.
    DeleteJob = JobsDelete;
}
