//! The forms of a file of items.

/// A form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    /// Comma-separated values with a line of names (RFC 4180).
    Csv,
    /// An object a line.
    Jsonl,
    /// A list of objects.
    Json,
}

impl Format {
    /// Their words.
    pub(super) const WORDS: [&str; 3] = ["csv", "jsonl", "json"];

    /// The form with this word; anything but `csv` and `jsonl` is JSON.
    pub(super) fn from_word(word: &str) -> Format {
        match word {
            "csv" => Format::Csv,
            "jsonl" => Format::Jsonl,
            _ => Format::Json,
        }
    }

    /// Its word, which also ends the name of a file.
    pub(super) fn word(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Json => "json",
        }
    }

    /// What a file of it is on the wire.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8",
            Format::Jsonl => "application/x-ndjson; charset=utf-8",
            Format::Json => "application/json; charset=utf-8",
        }
    }
}

/// What our own files call the three texts of an item.
pub(super) const COLUMNS: [&str; 3] = ["input", "ground_truth", "output"];
/// What others call what should come out; the first that is there counts.
pub(super) const GROUND_TRUTH: [&str; 5] =
    ["ground_truth", "groundtruth", "groundTruth", "expected_output", "expectedoutput"];
/// What others call what did come out.
pub(super) const OUTPUT: [&str; 4] = ["output", "model_output", "prediction", "generated_output"];
