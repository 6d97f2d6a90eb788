//! The permissions that gates ask for (spec `access-control.md` 2); a private key has all of its project's.

/// A pair of resource and action, as a type, so that a handler's signature says what it needs.
pub(crate) trait Permission: Send + Sync + 'static {
    /// The name in the matrix, such as `logs.read`.
    const NAME: &'static str;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $name;

        impl Permission for $name {
            const NAME: &'static str = $word;
        }
    )*};
}

permissions! {
    /// To read one run and what is below it.
    ReadLogs = "logs.read";
    /// To list runs.
    ListLogs = "logs.list";
    /// To change what people say of a run: feedback, tags, scores.
    UpdateLogs = "logs.update";
    /// To show a run to anybody, or no longer.
    UpdateVisibility = "logs.updateVisibility";
    /// To delete runs.
    DeleteLogs = "logs.delete";
    /// To know of the project and its server.
    ReadProject = "projects.read";
    /// To send events; a public key has this.
    PublicIngest = "logs.create";
}
