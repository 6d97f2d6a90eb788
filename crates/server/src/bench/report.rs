//! The outcome of a measurement: figures, each beside its budget, as a table for people and as JSON for everything else.

use std::fmt;
use std::io::Write;
use std::path::Path;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::error::BenchError;
use super::machine::Machine;

/// Everything that is known of one measurement.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Report {
    mode: &'static str,
    date: model::Timestamp,
    /// What the measured server calls itself; of our own build until a server has said it.
    pub(super) build: String,
    machine: Machine,
    options: Map<String, Value>,
    figures: Vec<Figure>,
}

/// One number.
#[derive(Clone, Debug, Serialize)]
struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    budget: Option<Budget>,
    verdict: Option<&'static str>,
}

/// What a number should be (design, budgets).
#[derive(Clone, Copy, Debug)]
pub(super) enum Budget {
    AtLeast(f64),
    AtMost(f64),
}

impl Budget {
    fn verdict(self, value: f64) -> &'static str {
        let is_met = match self {
            Budget::AtLeast(least) => value >= least,
            Budget::AtMost(most) => value <= most,
        };
        if is_met { "pass" } else { "MISS" }
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Budget::AtLeast(least) => write!(f, ">= {}", Number(*least)),
            Budget::AtMost(most) => write!(f, "<= {}", Number(*most)),
        }
    }
}

impl Serialize for Budget {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Report {
    pub(super) fn new(mode: &'static str, date: model::Timestamp, options: Map<String, Value>) -> Report {
        Report { mode, date, build: crate::build_id().into(), machine: Machine::this(), options, figures: Vec::new() }
    }

    /// Adds a figure without a budget.
    pub(super) fn figure(&mut self, name: impl Into<String>, value: f64, unit: &'static str) {
        self.figures.push(Figure { name: name.into(), value, unit, budget: None, verdict: None });
    }

    /// Adds a figure and judges it.
    pub(super) fn judged(&mut self, name: impl Into<String>, value: f64, unit: &'static str, budget: Budget) {
        let verdict = Some(budget.verdict(value));
        self.figures.push(Figure { name: name.into(), value, unit, budget: Some(budget), verdict });
    }

    /// Prints the table on standard output, and writes the JSON file if there is to be one; nothing when there is no figure.
    pub(super) fn publish(&self, json_file: Option<&Path>) -> Result<(), BenchError> {
        if self.figures.is_empty() {
            return Ok(());
        }
        // Whoever closed standard output wants no table.
        let _ = write!(std::io::stdout().lock(), "{self}");
        let Some(path) = json_file else { return Ok(()) };
        let text =
            serde_json::to_string_pretty(self).expect("a report has only keys that are text, and finite numbers");
        std::fs::write(path, text + "\n").map_err(|source| BenchError::File { path: path.to_path_buf(), source })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Machine { cpu, cores, memory_bytes, kernel } = &self.machine;
        writeln!(f, "perilune bench {}, {}, build {}", self.mode, self.date, self.build)?;
        writeln!(f, "{cpu}, {cores} cores, {} GiB, {kernel}", memory_bytes >> 30)?;
        let options: Vec<String> = self.options.iter().map(|(name, value)| format!("{name} {value}")).collect();
        writeln!(f, "{}", options.join(", ").replace('"', ""))?;
        if self.build.contains("debug") {
            writeln!(f, "A debug build: its figures say nothing about the budgets.")?;
        }
        writeln!(f)?;
        let width = self.figures.iter().map(|figure| figure.name.chars().count()).max().unwrap_or(0);
        for figure in &self.figures {
            let value = Number(figure.value).to_string();
            write!(f, "{:width$}  {value:>12} {:10}", figure.name, figure.unit)?;
            match (figure.budget, figure.verdict) {
                (Some(budget), Some(verdict)) => writeln!(f, "  {:>12}  {verdict}", budget.to_string())?,
                _ => writeln!(f)?,
            }
        }
        Ok(())
    }
}

/// A number with about four digits that mean something.
struct Number(f64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.abs() {
            0.0 => write!(f, "0"),
            size if size >= 1000.0 => {
                let digits = format!("{:.0}", self.0);
                let (thousands, rest) = digits.split_at(digits.len() - 3);
                match thousands.len().checked_sub(3) {
                    Some(at) if at > 0 => write!(f, "{},{},{rest}", &thousands[..at], &thousands[at..]),
                    _ => write!(f, "{thousands},{rest}"),
                }
            }
            size if size >= 100.0 => write!(f, "{:.0}", self.0),
            size if size >= 10.0 => write!(f, "{:.1}", self.0),
            _ if self.0.fract() == 0.0 => write!(f, "{:.0}", self.0),
            _ => write!(f, "{:.3}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use model::Timestamp;

    use super::*;

    #[track_caller]
    fn check(value: f64, want: &str) {
        assert_eq!(Number(value).to_string(), want);
    }

    #[test]
    fn numbers_are_short() {
        check(0.0, "0");
        check(0.45, "0.450");
        check(2.0, "2");
        check(12.34, "12.3");
        check(999.4, "999");
        check(20_000.4, "20,000");
        check(1_234_567.0, "1,234,567");
    }

    #[test]
    fn a_figure_is_judged_by_its_budget() {
        let mut report = Report::new("get", Timestamp::from_micros(0), Map::new());
        report.judged("p95", 1.5, "ms", Budget::AtMost(2.0));
        report.judged("events", 19_999.0, "events/s", Budget::AtLeast(20_000.0));
        report.figure("floor", 0.1, "ms");
        let table = report.to_string();
        let rows: Vec<Vec<&str>> = table.lines().rev().take(3).map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows[2], ["p95", "1.500", "ms", "<=", "2", "pass"]);
        assert_eq!(rows[1], ["events", "19,999", "events/s", ">=", "20,000", "MISS"]);
        assert_eq!(rows[0], ["floor", "0.100", "ms"]);
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(json["figures"][1]["verdict"], "MISS");
        assert_eq!(json["figures"][1]["budget"], ">= 20,000");
    }
}
