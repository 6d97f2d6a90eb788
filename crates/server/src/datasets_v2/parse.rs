//! Files of items, read. Pure functions; what is wrong is told with its line.
//!
//! The table is read by hand, because a cell in quotes means what it says, blanks included, and the `csv` crate does not tell
//! which cells were in quotes.

use serde_json::{Map, Value};
use store::meta::ItemText;

use super::sheet::{Format, GROUND_TRUTH, OUTPUT};

/// How many items a file may have.
pub(super) const MAX_ITEMS: usize = 200_000;

/// The items of a file, in their order. A mark of its encoding at the beginning is no part of it.
pub(super) fn parse(format: Format, content: &str) -> Result<Vec<ItemText>, String> {
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    match format {
        Format::Csv => table(content),
        Format::Jsonl => lines(content),
        Format::Json => list(content),
    }
}

/// A row of a table, and the line that it begins in.
struct Record {
    line: usize,
    cells: Vec<String>,
}

struct Table<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    line: usize,
}

impl Table<'_> {
    /// The next row that is not blank.
    fn record(&mut self) -> Result<Option<Record>, String> {
        loop {
            let line = self.line;
            let (mut cells, mut is_blank) = (Vec::new(), true);
            if self.rest.peek().is_none() {
                return Ok(None);
            }
            loop {
                let (cell, was_quoted) = self.cell()?;
                is_blank &= cell.is_empty() && !was_quoted;
                cells.push(cell);
                match self.rest.next() {
                    Some(',') => {}
                    Some('\r') => {
                        self.rest.next_if_eq(&'\n');
                        self.line += 1;
                        break;
                    }
                    Some(_) => {
                        self.line += 1;
                        break;
                    }
                    None => break,
                }
            }
            if !(is_blank && cells.len() == 1) {
                return Ok(Some(Record { line, cells }));
            }
        }
    }

    /// The text up to the next comma or end of line, and whether it was in quotes. Blanks around the quotes, and around a text
    /// without, are no part of it.
    fn cell(&mut self) -> Result<(String, bool), String> {
        while self.rest.next_if(|letter| matches!(letter, ' ' | '\t')).is_some() {}
        if self.rest.next_if_eq(&'"').is_none() {
            let mut text = String::new();
            while let Some(letter) = self.rest.next_if(|letter| !matches!(letter, ',' | '\n' | '\r')) {
                text.push(letter);
            }
            text.truncate(text.trim_end().len());
            return Ok((text, false));
        }
        let (text, begun) = (self.quoted()?, self.line);
        while self.rest.next_if(|letter| matches!(letter, ' ' | '\t')).is_some() {}
        match self.rest.peek() {
            None | Some(',' | '\n' | '\r') => Ok((text, true)),
            Some(_) => Err(format!("line {begun}: there is text behind the closing quote of a cell")),
        }
    }

    /// The text up to the closing quote; a quote that is doubled is one of the text.
    fn quoted(&mut self) -> Result<String, String> {
        let begun = self.line;
        let mut text = String::new();
        loop {
            match self.rest.next() {
                None => return Err(format!("line {begun}: the quote of a cell is never closed")),
                Some('"') if self.rest.next_if_eq(&'"').is_some() => text.push('"'),
                Some('"') => return Ok(text),
                Some(letter) => {
                    self.line += usize::from(letter == '\n');
                    text.push(letter);
                }
            }
        }
    }
}

fn table(content: &str) -> Result<Vec<ItemText>, String> {
    let mut table = Table { rest: content.chars().peekable(), line: 1 };
    let Some(head) = table.record()? else { return Err("line 1: there is no header row".into()) };
    let names: Vec<String> = head.cells.iter().map(|name| name.trim().to_lowercase()).collect();
    let column = |wanted: &[&str]| wanted.iter().find_map(|wanted| names.iter().position(|name| name == wanted));
    let input =
        column(&["input"]).ok_or_else(|| format!("line {}: the header row has no column \"input\"", head.line))?;
    let (ground_truth, output) = (column(&GROUND_TRUTH), column(&OUTPUT));
    let mut items = Vec::new();
    while let Some(Record { line, mut cells }) = table.record()? {
        if cells.len() > names.len() {
            let (got, want) = (cells.len(), names.len());
            return Err(format!(
                "line {line}: there are {got} cells under a header of {want}; put quotes around commas"
            ));
        }
        // A short row is not filled up: under a header of a hundred thousand names that would cost as much for each.
        let mut text = |at: Option<usize>| at.map(|at| cells.get_mut(at).map(std::mem::take).unwrap_or_default());
        let (ground_truth, output) = (text(ground_truth).and_then(filled), text(output).and_then(filled));
        add(&mut items, ItemText { input: text(Some(input)).unwrap_or_default(), ground_truth, output })?;
    }
    Ok(items)
}

fn lines(content: &str) -> Result<Vec<ItemText>, String> {
    let mut items = Vec::new();
    for (at, line) in content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = format!("line {}", at + 1);
        let value = serde_json::from_str(line).map_err(|error| format!("{place}: no JSON: {error}"))?;
        add(&mut items, item(value, &place)?)?;
    }
    Ok(items)
}

fn list(content: &str) -> Result<Vec<ItemText>, String> {
    let value: Value = serde_json::from_str(content).map_err(|error| format!("no JSON: {error}"))?;
    let list = match value {
        Value::Array(list) => list,
        Value::Object(mut members) => match members.remove("items") {
            Some(Value::Array(list)) => list,
            _ => return Err("an object without a list \"items\"; send a list of objects".into()),
        },
        _ => return Err("send a list of objects".into()),
    };
    let mut items = Vec::new();
    for (at, value) in list.into_iter().enumerate() {
        add(&mut items, item(value, &format!("item {}", at + 1))?)?;
    }
    Ok(items)
}

fn add(items: &mut Vec<ItemText>, item: ItemText) -> Result<(), String> {
    if items.len() == MAX_ITEMS {
        return Err(format!("there are more than {MAX_ITEMS} items; import the rest in another request"));
    }
    items.push(item);
    Ok(())
}

fn item(value: Value, place: &str) -> Result<ItemText, String> {
    let Value::Object(mut members) = value else { return Err(format!("{place}: it is no object")) };
    let input = first_of(&mut members, &["input"]).ok_or_else(|| format!("{place}: there is no \"input\""))?;
    let ground_truth = first_of(&mut members, &GROUND_TRUTH).and_then(filled);
    let output = first_of(&mut members, &OUTPUT).and_then(filled);
    Ok(ItemText { input, ground_truth, output })
}

/// The first member that is there and not null: a text as it is, everything else as JSON.
fn first_of(members: &mut Map<String, Value>, names: &[&str]) -> Option<String> {
    let value = names.iter().find_map(|name| members.remove(*name).filter(|value| !value.is_null()))?;
    Some(match value {
        Value::String(text) => text,
        other => other.to_string(),
    })
}

/// An empty text is none.
fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Input, ground truth, output.
    type Told<'a> = (&'a str, Option<&'a str>, Option<&'a str>);

    #[track_caller]
    fn check(format: Format, content: &str, want: Result<&[Told<'_>], &str>) {
        let got = parse(format, content);
        let want = want.map_err(str::to_owned).map(|items| {
            let text = |text: &Option<&str>| text.map(str::to_owned);
            let item = |(input, truth, output): &Told<'_>| ItemText {
                input: (*input).to_owned(),
                ground_truth: text(truth),
                output: text(output),
            };
            items.iter().map(item).collect::<Vec<_>>()
        });
        assert_eq!(got, want, "{content:?}");
    }

    #[test]
    fn a_table_is_read_with_its_quotes_lines_and_commas() {
        let csv = |content, want| check(Format::Csv, content, want);
        csv("input,ground_truth\n\"a, b\",c\n", Ok(&[("a, b", Some("c"), None)]));
        csv("input\r\n\"two\nlines \"\"q\"\"\"\r\nx", Ok(&[("two\nlines \"q\"", None, None), ("x", None, None)]));
        csv(
            "\u{feff} Output , INPUT ,Expected_Output\n o , i ,  e\n\" o \",\" i \",\"\"",
            Ok(&[("i", Some("e"), Some("o")), (" i ", None, Some(" o "))]),
        );
        csv("input,output\n\n\"\"\n,\n", Ok(&[("", None, None), ("", None, None)]));
        csv("input\n", Ok(&[]));
        csv("", Err("line 1: there is no header row"));
        csv("question\nx", Err("line 1: the header row has no column \"input\""));
        csv("input\n\"a\nb\"\n\"open", Err("line 4: the quote of a cell is never closed"));
        csv("input\n\"a\"b", Err("line 2: there is text behind the closing quote of a cell"));
        csv("input\na,b", Err("line 2: there are 2 cells under a header of 1; put quotes around commas"));
    }

    #[test]
    fn objects_are_read_a_line_each_or_as_a_list() {
        let jsonl = |content, want| check(Format::Jsonl, content, want);
        jsonl(
            "{\"input\":\"\",\"expected_output\":null}\n\n  \n{\"input\":\"b\",\"groundTruth\":\"t\",\"prediction\":\"\"}",
            Ok(&[("", None, None), ("b", Some("t"), None)]),
        );
        jsonl(
            r#"{"input":[{"role":"user","content":null,"tool_calls":[1.10]}],"ground_truth":{"a_b":1},"output":false}"#,
            Ok(&[(r#"[{"role":"user","content":null,"tool_calls":[1.10]}]"#, Some(r#"{"a_b":1}"#), Some("false"))]),
        );
        jsonl("{\"input\":\"a\"}\n\n{\"output\":\"b\"}", Err("line 3: there is no \"input\""));
        jsonl("[1]", Err("line 1: it is no object"));
        check(
            Format::Json,
            r#"[{"input":"a"},{"input":"b","output":"c"}]"#,
            Ok(&[("a", None, None), ("b", None, Some("c"))]),
        );
        check(Format::Json, r#"{"items":[{"input":"a","groundTruth":"t"}]}"#, Ok(&[("a", Some("t"), None)]));
        check(Format::Json, r#"[{"input":"a"},7]"#, Err("item 2: it is no object"));
    }
}
