//! What the audit log can say that somebody did: the pairs of spec `audit-logs-and-jobs.md` 1.3 and no others, because the
//! dashboards of the reference fail on a pair that they do not know.

macro_rules! deeds {
    ($($name:ident = $resource:literal, $action:literal;)*) => {
        /// Something that the audit log knows a name for.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Deed {
            $(#[doc = concat!("`", $resource, "`, `", $action, "`.")]
            $name,)*
        }

        impl Deed {
            /// All of them.
            pub const ALL: &[Deed] = &[$(Deed::$name,)*];

            /// The kind of thing that it was done to, and what was done.
            #[must_use]
            pub const fn words(self) -> (&'static str, &'static str) {
                match self {
                    $(Deed::$name => ($resource, $action),)*
                }
            }
        }
    };
}

deeds! {
    RenameOrg = "org_name", "update";
    Login = "team_member", "login";
    Logout = "team_member", "logout";
    UpdateMember = "team_member", "update";
    InviteMember = "team_member", "invite";
    RemoveMember = "team_member", "remove_from_team";
    CreateProject = "project", "create";
    DeleteProject = "project", "delete";
    RenameProject = "project", "rename";
    CreateDashboard = "dashboard", "create";
    DeleteDashboard = "dashboard", "delete";
    UpdateDashboard = "dashboard", "update";
    CreateChart = "custom_chart", "create";
    DeleteChart = "custom_chart", "delete";
    UpdateChart = "custom_chart", "update";
    PublishLog = "llm_log", "make_public";
    DeleteLog = "llm_log", "delete";
    ExportLogs = "llm_log", "export";
    RateLog = "llm_log", "add_feedback";
    DeleteTrace = "trace", "delete";
    ExportTraces = "trace", "export";
    RateTrace = "trace", "add_feedback";
    DeleteThread = "conversation", "delete";
    ExportThreads = "conversation", "export";
    RateThread = "conversation", "add_feedback";
    CreateView = "view", "create";
    RenameView = "view", "rename";
    UpdateView = "view", "update";
    DeleteView = "view", "delete";
    ExportView = "view", "export_data";
    DeleteUserData = "external_user", "delete_data";
    CreateTemplate = "prompt", "create";
    RenameTemplate = "prompt", "rename";
    DeleteTemplate = "prompt", "delete";
    SaveDraft = "prompt", "save_draft";
    DeployVersion = "prompt", "deploy";
    RunPlayground = "prompt", "run_playground";
    CreateDataset = "dataset", "create";
    RenameDataset = "dataset", "rename";
    DeleteDataset = "dataset", "delete";
    AddDatasetPrompt = "dataset", "add_prompt";
    UpdateDatasetPrompt = "dataset", "update_prompt";
    DeleteDatasetPrompt = "dataset", "delete_prompt";
    CreateChecklist = "checklist", "create";
    UpdateChecklist = "checklist", "update";
    RenameChecklist = "checklist", "rename";
    DeleteChecklist = "checklist", "delete";
    CreatePrice = "cost_mapping", "create";
    DeletePrice = "cost_mapping", "delete";
    RegenerateKey = "api_key", "regenerate";
    RegenerateOrgKey = "org_api_key", "regenerate";
    EnableMasking = "pii_masking", "enable";
    DisableMasking = "pii_masking", "disable";
    CreateWarehouse = "data_warehouse_connection", "create";
    DeleteWarehouse = "data_warehouse_connection", "delete";
    UpdateWarehouse = "data_warehouse_connection", "update";
    CreateEvaluator = "enricher", "create";
    DeleteEvaluator = "enricher", "delete";
    UpdateEvaluator = "enricher", "update";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_pair_of_the_catalogue_has_one_name() {
        let pairs: HashSet<_> = Deed::ALL.iter().map(|deed| deed.words()).collect();
        assert_eq!((Deed::ALL.len(), pairs.len()), (59, 59));
    }
}
