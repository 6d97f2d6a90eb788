//! What the index holds of one run.

use model::MetadataEntry;
use query::text::{entry_term, folded, key_term, searched, terms};

/// What is searched of a run.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Texts {
    /// JSON.
    pub(crate) input: Option<String>,
    /// JSON.
    pub(crate) output: Option<String>,
    /// Free keys and values.
    pub(crate) metadata: Vec<MetadataEntry>,
}

/// A run as words.
pub(super) struct Document {
    folded: [String; 2],
    /// Terms that stand for entries of metadata.
    entries: Vec<String>,
}

impl Document {
    pub(super) fn of(texts: &Texts) -> Document {
        let side = |json: &Option<String>| json.as_ref().map_or_else(String::new, |json| folded(&searched(json)));
        let entry = |entry: &MetadataEntry| {
            std::iter::once(key_term(&entry.key)).chain(entry_term(&entry.key, entry.value.text()))
        };
        Document {
            folded: [side(&texts.input), side(&texts.output)],
            entries: texts.metadata.iter().flat_map(entry).collect(),
        }
    }

    /// The words of its texts, each once.
    pub(super) fn words(&self) -> Vec<&str> {
        let mut words: Vec<&str> = self.folded.iter().flat_map(|text| terms(text)).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// All that it is found by, a space between.
    pub(super) fn text(&self, words: &[&str]) -> String {
        let entries = self.entries.iter().map(String::as_str);
        let mut text = String::with_capacity(words.iter().map(|word| word.len() + 1).sum());
        for term in words.iter().copied().chain(entries) {
            text.push_str(term);
            text.push(' ');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use model::RawJson;

    use super::*;

    #[test]
    fn a_run_is_found_by_its_words_and_by_its_entries() {
        let texts = Texts {
            input: Some(r#"[{"role":"user","content":"Où est Où?"}]"#.into()),
            output: Some(r#""Dans 東京""#.into()),
            metadata: vec![
                MetadataEntry { key: "plan".into(), value: RawJson::from_checked(r#""pro""#) },
                MetadataEntry { key: "list".into(), value: RawJson::from_checked("[1]") },
            ],
        };
        let document = Document::of(&texts);
        let words = document.words();
        assert_eq!(words, ["dans", "est", "ou", "user", "京", "東"]);
        let entries = [key_term("plan"), entry_term("plan", r#""pro""#).unwrap(), key_term("list")];
        assert_eq!(document.text(&words), format!("dans est ou user 京 東 {} ", entries.join(" ")));
        assert_eq!(Document::of(&Texts::default()).text(&[]), "");
    }
}
