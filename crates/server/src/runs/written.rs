//! Filters as clients write them: they name templates, and runs name versions of these.

use std::collections::HashMap;
use std::convert::Infallible;

use model::{Check, Filter, TemplateId};
use store::{ProjectScope, StoreError};

use crate::app::App;

/// A filter that may name templates, of which the engines of runs know nothing.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Written(Filter);

impl Written {
    pub(crate) fn new(filter: Filter) -> Written {
        Written(filter)
    }

    pub(super) fn into_filter(self) -> Filter {
        self.0
    }

    /// The same whatever versions there are: for what outlives an answer.
    pub(crate) fn as_written(&self) -> &Filter {
        &self.0
    }

    /// Whether it means other runs once there are other versions.
    pub(super) fn names_templates(&self) -> bool {
        self.0.checks().any(|check| matches!(check, Check::Templates(_)))
    }

    /// With the versions that the project's templates have now. What is no template of the project has none.
    pub(crate) async fn resolve(&self, app: &App, at: &ProjectScope) -> Result<Filter, StoreError> {
        let mut versions = HashMap::new();
        for check in self.0.checks() {
            let Check::Templates(templates) = check else { continue };
            if !versions.contains_key(templates) {
                let ids = templates.iter().copied().map(TemplateId).collect();
                let mut found = app.meta.versions_of_templates(at, ids).await?;
                found.sort_unstable();
                found.dedup();
                versions.insert(templates.clone(), found);
            }
        }
        let mut known = |check: Check| -> Result<Filter, Infallible> {
            let found = if let Check::Templates(templates) = &check { versions.get(templates) } else { None };
            Ok(found.map_or(check.clone(), |found| Check::TemplateVersions(found.clone())).into())
        };
        let Ok(filter) = self.0.clone().try_map(&mut known);
        Ok(filter)
    }
}
