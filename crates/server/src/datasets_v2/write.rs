//! Files of items, written as `parse` reads them. Pure functions.

use serde::Serialize;
use serde::ser::Error as _;
use store::meta::ItemText;

use super::sheet::{COLUMNS, Format};
use crate::error::ApiError;

/// An item as our own files have it.
#[derive(Serialize)]
struct Line<'a> {
    input: &'a str,
    ground_truth: Option<&'a str>,
    output: Option<&'a str>,
}

impl<'a> From<&'a ItemText> for Line<'a> {
    fn from(text: &'a ItemText) -> Line<'a> {
        let ItemText { input, ground_truth, output } = text;
        Line { input, ground_truth: ground_truth.as_deref(), output: output.as_deref() }
    }
}

/// The whole file. Cells are never changed, even those that a spreadsheet would take for a formula: the file is to be read back.
pub(super) fn write(format: Format, items: &[ItemText]) -> Result<Vec<u8>, ApiError> {
    match format {
        Format::Csv => table(items),
        Format::Jsonl => {
            let mut out = Vec::new();
            for item in items {
                serde_json::to_writer(&mut out, &Line::from(item)).map_err(ApiError::Unwritable)?;
                out.push(b'\n');
            }
            Ok(out)
        }
        Format::Json => {
            let lines: Vec<Line<'_>> = items.iter().map(Line::from).collect();
            serde_json::to_vec(&lines).map_err(ApiError::Unwritable)
        }
    }
}

fn table(items: &[ItemText]) -> Result<Vec<u8>, ApiError> {
    let unwritable = |error: String| ApiError::Unwritable(serde_json::Error::custom(error));
    let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    let lines = items.iter().map(|item| {
        let Line { input, ground_truth, output } = Line::from(item);
        [input, ground_truth.unwrap_or_default(), output.unwrap_or_default()]
    });
    for line in std::iter::once(COLUMNS).chain(lines) {
        writer.write_record(line).map_err(|error| unwritable(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| unwritable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;

    use super::super::parse::parse;
    use super::*;

    /// Any text, often one that tables and JSON find hard.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[ ,\"\r\n\ta=]{0,8}",
            Just("[{\"role\":\"user\",\"content\":null,\"tool_calls\":[{\"toolCallId\":1}]}]".to_owned()),
            Just("\u{feff}x".to_owned()),
        ]
    }

    /// An empty ground truth or output is none in every file (spec `api-datasets.md` B.3), so it is none here.
    fn items() -> impl Strategy<Value = Vec<ItemText>> {
        let maybe = || option::of(text().prop_filter("not empty", |text| !text.is_empty()));
        let item = (text(), maybe(), maybe());
        vec(item.prop_map(|(input, ground_truth, output)| ItemText { input, ground_truth, output }), 0..6)
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_unchanged(items in items()) {
            for format in [Format::Csv, Format::Jsonl, Format::Json] {
                let file = String::from_utf8(write(format, &items).unwrap()).unwrap();
                prop_assert_eq!(parse(format, &file).unwrap(), items.clone(), "{:?}", format);
            }
        }

        #[test]
        fn any_file_is_read_or_refused(content in text()) {
            for format in [Format::Csv, Format::Jsonl, Format::Json] {
                let _ = parse(format, &content);
            }
        }
    }
}
