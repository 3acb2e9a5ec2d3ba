// SPDX-License-Identifier: EUPL-1.2
//! All records together, for people and as one line of JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Check, Measured, Record, Verdict};

/// Characters of a class in the table.
const MAX_CLASS: usize = 110;

/// All records together.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Cases.
    pub cases: usize,
    /// Cases by what came of them.
    pub verdicts: BTreeMap<Verdict, usize>,
    /// How much was measured.
    #[serde(flatten)]
    pub measured: Measured,
    /// What does not hold, by class, the most frequent first.
    pub classes: Vec<Class>,
    /// Milliseconds of all cases together.
    pub total_ms: u64,
    /// The slowest cases with their milliseconds.
    pub slowest: Vec<(String, u64)>,
}

/// Failures with the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Class {
    /// What was checked.
    pub check: Check,
    /// The reason.
    pub reason: String,
    /// How often.
    pub count: usize,
    /// In how many cases.
    pub cases: usize,
    /// Only in inputs of which it is known.
    pub known: bool,
    /// One of the cases.
    pub case: String,
    /// Where.
    pub place: String,
    /// What was said there.
    pub message: String,
}

impl Summary {
    /// Add a record.
    pub fn add(&mut self, record: &Record) {
        self.cases += 1;
        *self.verdicts.entry(record.verdict).or_default() += 1;
        self.measured.add(&record.measured);
        self.total_ms += record.total_ms;
        for finding in &record.findings {
            let same = |c: &&mut Class| c.check == finding.check && c.reason == finding.class;
            match self.classes.iter_mut().find(same) {
                Some(class) => {
                    class.count += finding.count;
                    class.cases += 1;
                    class.known &= finding.known;
                }
                None => self.classes.push(Class {
                    check: finding.check,
                    reason: finding.class.clone(),
                    count: finding.count,
                    cases: 1,
                    known: finding.known,
                    case: record.case.clone(),
                    place: finding.place.clone(),
                    message: finding.message.clone(),
                }),
            }
        }
        self.slowest.push((record.case.clone(), record.total_ms));
        self.slowest.sort_by_key(|(name, ms)| (std::cmp::Reverse(*ms), name.clone()));
        self.slowest.truncate(5);
    }

    /// Whether anything does not hold that is not known of its input.
    pub fn has_findings(&self) -> bool {
        self.verdicts.contains_key(&Verdict::Findings)
    }

    /// The most frequent classes first.
    fn sorted(&self) -> Vec<&Class> {
        let mut classes: Vec<&Class> = self.classes.iter().collect();
        classes.sort_by_key(|c| (c.check, c.known, std::cmp::Reverse(c.count), c.reason.clone()));
        classes
    }

    /// The summary as one line of JSON.
    pub fn to_json(&self) -> String {
        let mut sorted = self.clone();
        sorted.classes = self.sorted().into_iter().cloned().collect();
        serde_json::to_string(&sorted).expect("a summary always serialises")
    }

    /// The summary for people: totals, then a table of every class of failure.
    pub fn to_text(&self) -> String {
        let verdict = |verdict| self.verdicts.get(&verdict).copied().unwrap_or(0);
        let mut out = format!(
            "{} cases: {} with everything equal, {} with nothing but what is known of them, {} with findings\n\
             {} operations of port types, {} of facades; {} messages; {} samples, {} bytes of SOAP; {:.1} s of work\n\n",
            self.cases,
            verdict(Verdict::Equal),
            verdict(Verdict::Known),
            verdict(Verdict::Findings),
            self.measured.operations,
            self.measured.mapped_operations,
            self.measured.messages,
            self.measured.samples,
            self.measured.soap_bytes,
            std::time::Duration::from_millis(self.total_ms).as_secs_f64(),
        );
        out.push_str(&format!("{:<20} {:>10} {:>10} {:>10}\n", "check", "total", "good", "not good"));
        for check in Check::ALL {
            let Some(count) = self.measured.checks.get(&check) else { continue };
            let bad = count.total - count.good;
            out.push_str(&format!("{:<20} {:>10} {:>10} {bad:>10}\n", check.name(), count.total, count.good));
        }
        let classes = self.sorted();
        if !classes.is_empty() {
            out.push_str(&format!("\n{:<20} {:>7} {:>6}  reason\n", "not good", "times", "cases"));
        }
        for class in classes {
            let known = if class.known { " (known of the input)" } else { "" };
            out.push_str(&format!(
                "{:<20} {:>7} {:>6}  {}{known}\n{:37}such as {} {}: {}\n",
                class.check.name(),
                class.count,
                class.cases,
                shortened(&class.reason, MAX_CLASS),
                "",
                class.case,
                class.place,
                shortened(&class.message, 3 * MAX_CLASS),
            ));
        }
        let slowest: Vec<String> = self.slowest.iter().map(|(name, ms)| format!("{name} {ms} ms")).collect();
        out.push_str(&format!("\nslowest: {}\n", slowest.join(", ")));
        out
    }
}

fn shortened(text: &str, length: usize) -> String {
    let line = text.replace('\n', " ");
    match line.char_indices().nth(length) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}
