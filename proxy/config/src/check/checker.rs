// SPDX-License-Identifier: EUPL-1.2
//! Collects mistakes while leaves are read.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::yaml::{At, position};
use crate::{Mistake, units};

/// Collects mistakes while leaves are read. What is wrong is replaced by the default, so that the rest can be
/// checked too; with a mistake collected nobody sees it.
pub(super) struct Checker<'a> {
    directory: &'a Path,
    mistakes: Vec<Mistake>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(directory: &'a Path) -> Self {
        Self { directory, mistakes: Vec::new() }
    }

    /// The mistakes in the order of the file, those without a place first.
    pub(super) fn finish(mut self) -> Vec<Mistake> {
        self.mistakes.sort_by_key(|mistake| mistake.position);
        self.mistakes
    }

    pub(super) fn mistake<T>(
        &mut self,
        code: &'static str,
        at: &At<T>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        let (message, advice) = (message.into(), advice.into());
        self.mistakes.push(Mistake { code, position: Some(position(at)), message, advice });
    }

    /// A key that must be there and is not; `parent` is where it belongs.
    pub(super) fn missing(&mut self, parent: Option<crate::Position>, key: &str, advice: &str) {
        self.mistakes.push(Mistake {
            code: "FW-3103",
            position: parent,
            message: format!("`{key}` is missing"),
            advice: advice.to_owned(),
        });
    }

    pub(super) fn duration(&mut self, leaf: Option<&At<String>>, default: Duration) -> Duration {
        self.leaf("FW-3104", leaf, default, "write it as `500ms`, `30s`, `5m` or `1h`", units::duration)
    }

    pub(super) fn size(&mut self, leaf: Option<&At<String>>, default: u64) -> u64 {
        self.leaf("FW-3105", leaf, default, "write it as `512`, `64KiB`, `1MiB` or `1GiB`", units::size)
    }

    /// Of what is not held in memory.
    pub(super) fn passing_size(&mut self, leaf: Option<&At<String>>, default: u64) -> u64 {
        let advice = "write it as `512`, `64KiB`, `1MiB` or `1GiB`";
        self.leaf("FW-3105", leaf, default, advice, units::passing_size)
    }

    pub(super) fn number(
        &mut self,
        leaf: Option<&At<String>>,
        default: usize,
        range: RangeInclusive<usize>,
    ) -> usize {
        let advice = format!("write a whole number from {} to {}", range.start(), range.end());
        self.leaf("FW-3106", leaf, default, &advice, |text| match text.trim().parse() {
            Ok(number) if range.contains(&number) => Ok(number),
            Ok(_) => Err("it is out of range"),
            Err(_) => Err("it must be a whole number"),
        })
    }

    pub(super) fn word<T: Copy>(&mut self, leaf: Option<&At<String>>, default: T, words: &[(&str, T)]) -> T {
        let allowed = words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        self.leaf("FW-3110", leaf, default, &format!("write one of {allowed}"), |text| {
            let found = words.iter().find(|(word, _)| *word == text);
            found.map(|(_, value)| *value).ok_or("it is not one of the words allowed here")
        })
    }

    /// A path of a file or directory, relative to that of the configuration.
    pub(super) fn file(&mut self, leaf: Option<&At<String>>) -> Option<PathBuf> {
        let leaf = leaf?;
        if leaf.value.is_empty() {
            self.mistake("FW-3109", leaf, "the path is empty", "write the path of a file or directory");
            return None;
        }
        Some(self.directory.join(&leaf.value))
    }

    fn leaf<T>(
        &mut self,
        code: &'static str,
        leaf: Option<&At<String>>,
        default: T,
        advice: &str,
        read: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> T {
        let Some(leaf) = leaf else { return default };
        read(&leaf.value).unwrap_or_else(|why| {
            self.mistake(code, leaf, format!("`{}` is wrong: {why}", leaf.value), advice);
            default
        })
    }
}
