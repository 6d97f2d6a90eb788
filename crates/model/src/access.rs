//! Who may do what: the roles of people, and what each of them grants (spec `access-control.md` 2).

/// What a person is in their organisation, for all of it. In the order of rank, the highest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Everything; there is one in each organisation.
    Owner,
    /// Everything but to rename the organisation.
    Admin,
    /// Daily work: logs, prompts, datasets, evaluations, dashboards.
    Member,
    /// Reads logs, users, datasets, evaluations and charts.
    Viewer,
    /// A viewer who also gives feedback, reads prompts and drafts them.
    Collaborator,
    /// Prompts only.
    PromptEditor,
    /// Invoices and the list of members.
    Billing,
    /// Charts only.
    Analytics,
}

impl Role {
    /// All of them, by rank.
    pub const ALL: [Role; 8] = [
        Role::Owner,
        Role::Admin,
        Role::Member,
        Role::Viewer,
        Role::Collaborator,
        Role::PromptEditor,
        Role::Billing,
        Role::Analytics,
    ];

    /// The word of the wire, such as `prompt_editor`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Admin => "admin",
            Role::Member => "member",
            Role::Viewer => "viewer",
            Role::Collaborator => "collaborator",
            Role::PromptEditor => "prompt_editor",
            Role::Billing => "billing",
            Role::Analytics => "analytics",
        }
    }

    /// Reads the word of the wire.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether the role grants it.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        permission.row().as_bytes()[self as usize] != b'.'
    }

    /// Whether somebody with this role may give `other` to somebody else, or take it from them.
    ///
    /// Nobody grants above their own rank; the owner's role is only ever handed over, and `billing` is the owner's to give
    /// (defects USR-D2, USR-D3).
    #[must_use]
    pub fn may_grant(self, other: Role) -> bool {
        match (self, other) {
            (_, Role::Owner) => false,
            (Role::Owner, _) => true,
            (Role::Admin, Role::Billing) => false,
            (Role::Admin, _) => true,
            _ => false,
        }
    }
}

macro_rules! permissions {
    ($($name:ident = $word:literal, $granted:literal;)*) => {
        /// A pair of resource and action.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Permission {
            $(#[doc = concat!("`", $word, "`.")]
            $name,)*
        }

        impl Permission {
            /// All of them.
            pub const ALL: &[Permission] = &[$(Permission::$name,)*];

            /// The name in the matrix, such as `logs.read`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Permission::$name => $word,)*
                }
            }

            /// Which roles have it: a letter for each that does, by rank, and a dot for each that does not.
            const fn row(self) -> &'static str {
                match self {
                    $(Permission::$name => $granted,)*
                }
            }
        }
    };
}

// owner, admin, member, viewer, collaborator, prompt editor, billing, analytics. The reference's table, and beyond it:
// members edit dashboards and charts, admins read bills, and the billing role pays them (AC-D4, AC-D5).
permissions! {
    OrgUpdate = "org.update", "o.......";
    ProjectsCreate = "projects.create", "oa......";
    ProjectsRead = "projects.read", "oamvcp.n";
    ProjectsUpdate = "projects.update", "oam.....";
    ProjectsDelete = "projects.delete", "oa......";
    ProjectsList = "projects.list", "oamvcp.n";
    BillingRead = "billing.read", "oa....b.";
    BillingUpdate = "billing.update", "oa....b.";
    BillingList = "billing.list", "......b.";
    TeamMembersCreate = "teamMembers.create", "oa......";
    TeamMembersRead = "teamMembers.read", "oamvcpbn";
    TeamMembersUpdate = "teamMembers.update", "oa......";
    TeamMembersDelete = "teamMembers.delete", "oa......";
    TeamMembersList = "teamMembers.list", "oa...pbn";
    PrivateKeysCreate = "privateKeys.create", "oa......";
    PrivateKeysRead = "privateKeys.read", "oa......";
    PrivateKeysUpdate = "privateKeys.update", "oa......";
    PrivateKeysDelete = "privateKeys.delete", "oa......";
    PrivateKeysList = "privateKeys.list", "oa......";
    AnalyticsRead = "analytics.read", "oamvc..n";
    LogsCreate = "logs.create", "oam.....";
    LogsRead = "logs.read", "oamvc...";
    LogsUpdate = "logs.update", "oam.c...";
    LogsDelete = "logs.delete", "oam.....";
    LogsList = "logs.list", "oamvc...";
    LogsExport = "logs.export", "oam.....";
    LogsUpdateVisibility = "logs.updateVisibility", "oam.....";
    UsersCreate = "users.create", "oam.....";
    UsersRead = "users.read", "oamvc...";
    UsersUpdate = "users.update", "oam.....";
    UsersDelete = "users.delete", "oam.....";
    UsersList = "users.list", "oamvc..n";
    UsersExport = "users.export", "oam.....";
    PromptsCreate = "prompts.create", "oam..p..";
    PromptsCreateDraft = "prompts.create_draft", "oam.cp..";
    PromptsRead = "prompts.read", "oam.cp..";
    PromptsUpdate = "prompts.update", "oam..p..";
    PromptsDelete = "prompts.delete", "oam..p..";
    PromptsList = "prompts.list", "oam.cp..";
    PromptsRun = "prompts.run", "oam..p..";
    DatasetsCreate = "datasets.create", "oam.....";
    DatasetsRead = "datasets.read", "oamvc...";
    DatasetsUpdate = "datasets.update", "oam.....";
    DatasetsDelete = "datasets.delete", "oam.....";
    DatasetsList = "datasets.list", "oamvc...";
    ChecklistsCreate = "checklists.create", "oam.....";
    ChecklistsRead = "checklists.read", "oamvc...";
    ChecklistsUpdate = "checklists.update", "oam.....";
    ChecklistsDelete = "checklists.delete", "oam.....";
    ChecklistsList = "checklists.list", "oamvc...";
    EvaluationsCreate = "evaluations.create", "oam.....";
    EvaluationsRead = "evaluations.read", "oamvc...";
    EvaluationsUpdate = "evaluations.update", "oam.....";
    EvaluationsDelete = "evaluations.delete", "oam.....";
    EvaluationsList = "evaluations.list", "oamvc...";
    EvaluationsRun = "evaluations.run", "oam.....";
    EnrichmentsCreate = "enrichments.create", "oam.....";
    EnrichmentsRead = "enrichments.read", "oamvc...";
    EnrichmentsUpdate = "enrichments.update", "oam.....";
    EnrichmentsDelete = "enrichments.delete", "oam.....";
    EnrichmentsList = "enrichments.list", "oamvc...";
    EnrichmentsRun = "enrichments.run", "oam.....";
    SettingsCreate = "settings.create", "oam.....";
    SettingsRead = "settings.read", "oam.....";
    SettingsUpdate = "settings.update", "oa......";
    SettingsDelete = "settings.delete", "oa......";
    SettingsList = "settings.list", "oam.....";
    DashboardsCreate = "dashboards.create", "oam.....";
    DashboardsRead = "dashboards.read", "oam.c...";
    DashboardsUpdate = "dashboards.update", "oam.....";
    DashboardsDelete = "dashboards.delete", "oam.....";
    DashboardsList = "dashboards.list", "oam.c...";
    ChartsCreate = "charts.create", "oam.....";
    ChartsRead = "charts.read", "oam.c...";
    ChartsUpdate = "charts.update", "oam.....";
    ChartsDelete = "charts.delete", "oam.....";
    ChartsList = "charts.list", "oam.c...";
    AuditLogsRead = "auditLogs.read", "oa......";
    AuditLogsList = "auditLogs.list", "oa......";
    JobsCreate = "jobs.create", "oa......";
    JobsRead = "jobs.read", "oa......";
    JobsUpdate = "jobs.update", "oa......";
    JobsDelete = "jobs.delete", "oa......";
    JobsList = "jobs.list", "oa......";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(role: Role, granted: usize, has: &[&str], lacks: &[&str]) {
        let names: Vec<_> =
            Permission::ALL.iter().filter(|&&permission| role.may(permission)).map(|each| each.name()).collect();
        assert_eq!(names.len(), granted, "{role:?}: {names:?}");
        assert!(has.iter().all(|name| names.contains(name)), "{role:?}: {names:?}");
        assert!(!lacks.iter().any(|name| names.contains(name)), "{role:?}: {names:?}");
    }

    #[test]
    fn each_role_has_what_the_matrix_gives_it() {
        check(Role::Owner, 83, &["org.update", "billing.update"], &["billing.list"]);
        check(Role::Admin, 82, &["auditLogs.list", "privateKeys.read", "billing.read"], &["org.update"]);
        check(
            Role::Member,
            60,
            &["logs.delete", "projects.update", "charts.update"],
            &["privateKeys.read", "jobs.read"],
        );
        check(Role::Viewer, 16, &["logs.read", "analytics.read"], &["prompts.read", "logs.update", "logs.export"]);
        check(Role::Collaborator, 24, &["logs.update", "prompts.create_draft"], &["prompts.create", "logs.delete"]);
        check(Role::PromptEditor, 11, &["prompts.run", "teamMembers.list"], &["logs.read"]);
        check(Role::Billing, 5, &["billing.update", "billing.list", "teamMembers.list"], &["projects.read"]);
        check(Role::Analytics, 6, &["analytics.read", "users.list"], &["logs.list", "users.read"]);
    }

    #[test]
    fn every_row_speaks_of_every_role_in_its_own_column() {
        assert_eq!(Permission::ALL.len(), 84);
        for permission in Permission::ALL {
            let row = permission.row();
            let in_place = |(letter, own): (char, char)| letter == own || letter == '.';
            assert!(row.len() == 8 && row.chars().zip("oamvcpbn".chars()).all(in_place), "{} {row}", permission.name());
        }
    }

    #[test]
    fn nobody_grants_above_their_own_rank() {
        for role in Role::ALL {
            assert_eq!(Role::from_word(role.word()), Some(role));
            assert!(!role.may_grant(Role::Owner), "{role:?}");
            assert_eq!(role.may_grant(Role::Member), matches!(role, Role::Owner | Role::Admin), "{role:?}");
            assert_eq!(role.may_grant(Role::Billing), role == Role::Owner, "{role:?}");
        }
        assert_eq!(Role::from_word("king"), None);
    }
}
