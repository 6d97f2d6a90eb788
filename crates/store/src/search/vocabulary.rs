//! The distinct words of each project: which of them have a fragment in them.
//!
//! Words stand in blocks of some dozens, and what is looked up by three letters is the block: random numbers and names are many,
//! and a row and an entry for each of them would be larger than the index of the runs. A word may stand in more than one block:
//! after a restart those who write know only the first of them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem;

use query::text::{Need, is_solo};
use rusqlite::{Connection, OptionalExtension, params};

use super::{SLOT_SHIFT, slot_of};
use crate::StoreError;

/// More words in a block would lead to more blocks that do not have what is looked for.
const BLOCK_WORDS: usize = 64;
/// The first blocks of a project, which have its most frequent words, are known again after a restart.
const REMEMBERED_BLOCKS: usize = 1_000;
/// Words that are known to be in a block already; twice as many at the most.
const KNOWN_WORDS: usize = 500_000;
/// A fragment in more words than these says too little.
const MOST_WORDS: usize = 1_000;
/// So many letters of a fragment are looked up; the rest is compared.
const MOST_LETTERS: usize = 24;
/// Stands before the first letter of a word. It is for private use, so it is in no word.
const EDGE: char = '\u{e000}';

/// What a fragment leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Words {
    /// These, and no others.
    All(Vec<String>),
    /// Too many to look for.
    TooMany,
}

/// How much one question may look up.
pub(super) struct Effort {
    /// Words that may yet be found.
    words: usize,
    /// Blocks that may yet be looked at.
    blocks: usize,
}

impl Effort {
    pub(super) fn new() -> Effort {
        Effort { words: 2 * MOST_WORDS, blocks: 20_000 }
    }
}

/// The words of a project that a need leads to.
pub(super) fn find(connection: &Connection, slot: i64, need: &Need, effort: &mut Effort) -> Result<Words, StoreError> {
    let (text, has): (&str, fn(&str, &str) -> bool) = match need {
        Need::OneOf(terms) => return Ok(Words::All(terms.clone())),
        Need::Prefix(text) => (text, |word, start| word.starts_with(start)),
        Need::Within(text) => (text, |word, part| word.contains(part)),
    };
    let letters: Vec<char> = text.chars().take(MOST_LETTERS).collect();
    let mut fragments = BTreeSet::new();
    push_fragments(&letters, &mut fragments);
    if matches!(need, Need::Prefix(_)) {
        fragments.extend(edge(&letters));
    }
    let fragments: Vec<String> = fragments.into_iter().map(|fragment| format!("\"{fragment}\"")).collect();
    let mut select = connection.prepare_cached(
        "SELECT block.words
           FROM fragment
           JOIN block ON block.id = fragment.rowid
          WHERE fragment MATCH ?1
            AND fragment.rowid BETWEEN ?2 AND ?3
          ORDER BY fragment.rowid DESC",
    )?;
    let mut rows = select.query(params![fragments.join(" AND "), first_of(slot), last_of(slot)])?;
    let mut found = HashSet::new();
    while let Some(row) = rows.next()? {
        let words = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        found.extend(words.split(' ').filter(|word| has(word, text)).map(str::to_owned));
        effort.blocks = effort.blocks.saturating_sub(1);
        if found.len() > effort.words.min(MOST_WORDS) || effort.blocks == 0 {
            return Ok(Words::TooMany);
        }
    }
    effort.words -= found.len();
    Ok(Words::All(found.into_iter().collect()))
}

/// Forgets some of the words of a project; how many blocks that were.
pub(super) fn delete(tx: &Connection, slot: i64, most_blocks: usize) -> Result<usize, StoreError> {
    let ids: Vec<i64> = tx
        .prepare_cached("SELECT id FROM block WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3")?
        .query_map(params![first_of(slot), last_of(slot), most_blocks], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in &ids {
        tx.prepare_cached("DELETE FROM fragment WHERE rowid = ?1")?.execute([id])?;
        tx.prepare_cached("DELETE FROM block WHERE id = ?1")?.execute([id])?;
    }
    Ok(ids.len())
}

/// What the writer knows of the words that are there.
#[derive(Default)]
pub(super) struct Vocabulary {
    known: Known,
    projects: HashMap<i64, Project>,
}

/// Where the next words of a project go.
struct Project {
    next_block: i64,
    waiting: Vec<String>,
}

impl Vocabulary {
    /// Adds the words of a run that are news. Those of one project come one after the other within a transaction.
    pub(super) fn add(&mut self, tx: &Connection, slot: i64, words: &[&str]) -> Result<(), StoreError> {
        if !self.projects.contains_key(&slot) {
            self.open(tx, slot)?;
        }
        let Some(project) = self.projects.get_mut(&slot) else { return Ok(()) };
        for word in words {
            if is_looked_up_by_fragments(word) && self.known.is_news(slot, word) {
                project.waiting.push((*word).to_owned());
                if project.waiting.len() >= BLOCK_WORDS {
                    project.write(tx)?;
                }
            }
        }
        Ok(())
    }

    /// Writes what waits, before the transaction ends or another project's words come.
    pub(super) fn flush(&mut self, tx: &Connection, slot: i64) -> Result<(), StoreError> {
        match self.projects.get_mut(&slot) {
            Some(project) if !project.waiting.is_empty() => project.write(tx),
            _ => Ok(()),
        }
    }

    /// After a roll-back, or when words were deleted, all is asked for again.
    pub(super) fn forget(&mut self) {
        *self = Vocabulary::default();
    }

    fn open(&mut self, tx: &Connection, slot: i64) -> Result<(), StoreError> {
        let bounds = [first_of(slot), last_of(slot)];
        let newest: Option<i64> = tx
            .prepare_cached("SELECT id FROM block WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1")?
            .query_row(bounds, |row| row.get(0))
            .optional()?;
        let next_block = newest.map_or(bounds[0], |newest| newest + 1);
        self.projects.insert(slot, Project { next_block, waiting: Vec::new() });
        let mut select =
            tx.prepare_cached("SELECT words FROM block WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3")?;
        let mut rows = select.query(params![bounds[0], bounds[1], REMEMBERED_BLOCKS])?;
        while let Some(row) = rows.next()? {
            let words = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            words.split(' ').for_each(|word| _ = self.known.is_news(slot, word));
        }
        Ok(())
    }
}

impl Project {
    fn write(&mut self, tx: &Connection) -> Result<(), StoreError> {
        let words = mem::take(&mut self.waiting);
        let mut fragments = BTreeSet::new();
        for word in &words {
            let letters: Vec<char> = word.chars().collect();
            push_fragments(&letters, &mut fragments);
            fragments.extend(edge(&letters));
        }
        let text = fragments.into_iter().collect::<Vec<String>>().join(" ");
        tx.prepare_cached("INSERT INTO block (id, words) VALUES (?1, ?2)")?
            .execute(params![self.next_block, words.join(" ")])?;
        tx.prepare_cached("INSERT INTO fragment (rowid, text) VALUES (?1, ?2)")?
            .execute(params![self.next_block, text])?;
        self.next_block += 1;
        Ok(())
    }
}

/// Words that were seen lately, as numbers: two that share one among so few are as good as impossible.
#[derive(Default)]
struct Known {
    young: HashSet<u64>,
    old: HashSet<u64>,
}

impl Known {
    fn is_news(&mut self, slot: i64, word: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        (slot, word).hash(&mut hasher);
        let number = hasher.finish();
        if !self.young.insert(number) {
            return false;
        }
        let is_news = !self.old.contains(&number);
        if self.young.len() >= KNOWN_WORDS {
            self.old = mem::take(&mut self.young);
        }
        is_news
    }
}

/// Single letters, and characters that are a word by themselves, are always looked for as a whole.
fn is_looked_up_by_fragments(word: &str) -> bool {
    !is_solo(word) && word.chars().nth(Need::LEAST_PREFIX - 1).is_some()
}

fn push_fragments(letters: &[char], fragments: &mut BTreeSet<String>) {
    fragments.extend(letters.windows(Need::LEAST_WITHIN).map(|window| window.iter().collect::<String>()));
}

fn edge(letters: &[char]) -> Option<String> {
    letters.get(..Need::LEAST_PREFIX).map(|start| std::iter::once(&EDGE).chain(start).collect())
}

fn first_of(slot: i64) -> i64 {
    slot << SLOT_SHIFT
}

fn last_of(slot: i64) -> i64 {
    debug_assert_eq!(slot_of(first_of(slot)), slot);
    first_of(slot) | ((1 << SLOT_SHIFT) - 1)
}
