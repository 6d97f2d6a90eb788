//! The audit log as a file. Pure functions.

use model::OrgId;
use store::meta::AuditRow;

use super::view::AuditView;
use crate::error::ApiError;

/// In which form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    /// Comma-separated values with a line of names, as spreadsheets open them.
    Csv,
    /// An object a line, as the list has it.
    Jsonl,
}

/// The columns of the table.
const NAMES: [&str; 15] = [
    "seq",
    "id",
    "createdAt",
    "updatedAt",
    "orgId",
    "resourceType",
    "resourceId",
    "action",
    "userId",
    "userName",
    "userEmail",
    "projectId",
    "projectName",
    "ipAddress",
    "userAgent",
];

/// What makes a spreadsheet take a cell for a formula, at its beginning.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

impl Format {
    pub(super) fn from_word(word: &str) -> Option<Format> {
        match word {
            "csv" => Some(Format::Csv),
            "jsonl" => Some(Format::Jsonl),
            _ => None,
        }
    }

    /// The ending of the file's name.
    pub(super) fn word(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
        }
    }

    pub(super) fn content_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8",
            Format::Jsonl => "application/x-ndjson; charset=utf-8",
        }
    }

    /// What stands before the first row.
    pub(super) fn head(self) -> Result<Vec<u8>, ApiError> {
        match self {
            Format::Csv => lines([NAMES.map(str::to_owned)]),
            Format::Jsonl => Ok(Vec::new()),
        }
    }

    pub(super) fn rows(self, rows: Vec<AuditRow>, org: OrgId) -> Result<Vec<u8>, ApiError> {
        match self {
            Format::Csv => lines(rows.into_iter().map(|row| cells(row, org))),
            Format::Jsonl => {
                let mut out = Vec::new();
                for row in rows {
                    serde_json::to_writer(&mut out, &AuditView::new(row, org)).map_err(ApiError::Unwritable)?;
                    out.push(b'\n');
                }
                Ok(out)
            }
        }
    }
}

fn cells(row: AuditRow, org: OrgId) -> [String; NAMES.len()] {
    let created_at = row.created_at.to_string();
    [
        row.seq.to_string(),
        row.id.to_string(),
        created_at.clone(),
        created_at,
        org.to_string(),
        row.resource_type,
        row.resource_id.unwrap_or_default(),
        row.action,
        row.user_id,
        row.user_name.unwrap_or_default(),
        row.user_email.unwrap_or_default(),
        row.project_id.unwrap_or_default(),
        row.project_name.unwrap_or_default(),
        row.ip_address.unwrap_or_default(),
        row.user_agent.unwrap_or_default(),
    ]
    .map(harmless)
}

/// The same text, as a text: a spreadsheet would run what looks like a formula.
fn harmless(cell: String) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell }
}

fn lines(rows: impl IntoIterator<Item = [String; NAMES.len()]>) -> Result<Vec<u8>, ApiError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).map_err(|error| ApiError::Unwritable(serde::ser::Error::custom(error)))?;
    }
    writer.into_inner().map_err(|error| ApiError::Unwritable(serde::ser::Error::custom(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, want: &str) {
        let mut row: [String; NAMES.len()] = std::array::from_fn(|_| String::new());
        row[0] = harmless(cell.to_owned());
        let line = String::from_utf8(lines([row]).unwrap()).unwrap();
        assert_eq!(line, format!("{want},,,,,,,,,,,,,,\n"), "{cell:?}");
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        check("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1");
        check("+1", "'+1");
        check("-1", "'-1");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "'\t=1");
        check("a=1", "a=1");
    }

    #[test]
    fn commas_quotes_and_lines_stay_in_their_cell() {
        check("a,b", "\"a,b\"");
        check("say \"no\"", "\"say \"\"no\"\"\"");
        check("two\nlines", "\"two\nlines\"");
    }

    #[test]
    fn the_table_names_every_column() {
        let head = String::from_utf8(Format::Csv.head().unwrap()).unwrap();
        assert_eq!(head.trim_end(), NAMES.join(","));
    }
}
