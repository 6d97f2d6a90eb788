//! `perilune admin list`: everything there is, in lines for people.

use model::Timestamp;
use store::meta::{Beside, KeyOverview, Member, OrgOverview};

use super::AdminError;
use crate::backup::tell;

/// What stands between two columns.
const GAP: &str = "  ";

pub(super) async fn show(meta: &Beside) -> Result<(), AdminError> {
    let orgs = meta.overview().await?;
    tell(orgs.iter().map(render).collect::<Vec<_>>().join("\n").trim_end());
    Ok(())
}

/// An organisation: its name and id, then its people, then its projects with their keys.
fn render(org: &OrgOverview) -> String {
    let mut text = format!("{}{GAP}{}\n", printable(&org.name), org.id);
    text.push_str(&table("  ", org.members.iter().map(|member| person(member, org.projects.len()))));
    for project in &org.projects {
        text.push_str(&format!("  project {}{GAP}{}\n", printable(&project.name), project.id));
        text.push_str(&table("    ", project.keys.iter().map(key)));
    }
    text.push_str(&table("  ", org.keys.iter().map(key)));
    text
}

fn person(member: &Member, projects: usize) -> Vec<String> {
    let mut said = vec![member.last_login_at.map_or_else(|| "never logged in".into(), |at| since("last log-in", at))];
    if member.projects.len() < projects {
        said.push(format!("in {} of {projects} projects", member.projects.len()));
    }
    if !member.verified {
        said.push("address not proven".into());
    }
    let name = member.name.as_deref().map_or_else(String::new, printable);
    vec![member.role.word().to_owned(), printable(&member.email), name, said.join(", ")]
}

fn key(key: &KeyOverview) -> Vec<String> {
    let mut said = vec![key.last_used_at.map_or_else(|| "never used".into(), |at| since("last used", at))];
    if let Some(end) = key.expires_at {
        said.push(since("ends", end));
    }
    let kind = if key.kind == "org_private" { "of the organisation" } else { &key.kind };
    let name = key.name.as_deref().map_or_else(String::new, printable);
    vec![format!("key {}", key.id.0), kind.to_owned(), name, said.join(", ")]
}

fn since(what: &str, at: Timestamp) -> String {
    let at = at.to_string();
    // 2025-06-01T12:00:00.000Z
    at.split_once('T').map_or_else(
        || format!("{what} {at}"),
        |(day, time)| format!("{what} {day} {} UTC", time.get(..5).unwrap_or(time)),
    )
}

/// Lines with columns as wide as their widest cell.
fn table(indent: &str, rows: impl Iterator<Item = Vec<String>>) -> String {
    let rows: Vec<Vec<String>> = rows.collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell_width = |row: &[String], column: usize| row.get(column).map_or(0, |cell| cell.chars().count());
    let widths: Vec<usize> =
        (0..columns).map(|column| rows.iter().map(|row| cell_width(row, column)).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        // A column that is empty in all rows takes no room.
        let cells = row.iter().zip(&widths).filter(|(_, width)| **width > 0);
        let line: Vec<String> = cells.map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(indent);
        text.push_str(line.join(GAP).trim_end());
        text.push('\n');
    }
    text
}

/// What people call things, without what a terminal would obey.
fn printable(text: &str) -> String {
    text.chars().map(|sign| if sign.is_control() { '\u{fffd}' } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    use model::{AccountId, KeyId, OrgId, ProjectId, Role};
    use store::meta::ProjectOverview;
    use uuid::Uuid;

    use super::*;

    /// 2025-06-01T12:00:00Z
    const NOON: Timestamp = Timestamp::from_millis(1_748_779_200_000);

    fn member(role: Role, email: &str, projects: &[u128]) -> Member {
        Member {
            id: AccountId(Uuid::from_u128(9)),
            email: email.into(),
            name: (role == Role::Owner).then(|| "Ana".into()),
            role,
            verified: role == Role::Owner,
            proven: false,
            avatar_url: None,
            created_at: NOON,
            last_login_at: (role == Role::Owner).then_some(NOON),
            projects: projects.iter().map(|id| ProjectId(Uuid::from_u128(*id))).collect(),
        }
    }

    fn row(id: i64, kind: &str, name: Option<&str>) -> KeyOverview {
        let used = (id == 1).then_some(NOON);
        let ends = name.map(|_| Timestamp::from_millis(NOON.millis() + 86_400_000));
        let name = name.map(str::to_owned);
        KeyOverview { id: KeyId(id), kind: kind.into(), name, created_at: NOON, last_used_at: used, expires_at: ends }
    }

    #[test]
    fn an_organisation_is_shown_with_its_people_projects_and_keys() {
        let org = OrgOverview {
            id: OrgId(Uuid::from_u128(1)),
            name: "Parcels\u{1b}[2J".into(),
            projects: vec![
                ProjectOverview {
                    id: ProjectId(Uuid::from_u128(2)),
                    name: "Post".into(),
                    keys: vec![row(1, "public", None), row(12, "private", Some("CI"))],
                },
                ProjectOverview {
                    id: ProjectId(Uuid::from_u128(3)),
                    name: "Mail".into(),
                    keys: vec![row(13, "public", None)],
                },
            ],
            members: vec![
                member(Role::Owner, "ana@example.org", &[2, 3]),
                member(Role::PromptEditor, "bo@example.org", &[2]),
            ],
            keys: vec![row(14, "org_private", None)],
        };
        let want = "\
Parcels\u{fffd}[2J  00000000-0000-0000-0000-000000000001
  owner          ana@example.org  Ana  last log-in 2025-06-01 12:00 UTC
  prompt_editor  bo@example.org        never logged in, in 1 of 2 projects, address not proven
  project Post  00000000-0000-0000-0000-000000000002
    key 1   public       last used 2025-06-01 12:00 UTC
    key 12  private  CI  never used, ends 2025-06-02 12:00 UTC
  project Mail  00000000-0000-0000-0000-000000000003
    key 13  public  never used
  key 14  of the organisation  never used
";
        assert_eq!(render(&org), want);
    }
}
