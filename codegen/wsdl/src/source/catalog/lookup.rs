// SPDX-License-Identifier: EUPL-1.2
//! Asking a catalog (OASIS XML Catalogs 1.1, sections 7.1 and 7.2).

use super::super::location::{is_remote, join};
use super::{Catalog, File, Identifier, Match};

impl Catalog {
    /// Where the copy of a location, or else the schema of a namespace, is.
    pub(super) fn find(&self, location: Option<&str>, namespace: Option<&str>) -> Option<String> {
        let location = location.map(str::trim).filter(|l| !l.is_empty());
        let namespace = namespace.map(str::trim).filter(|n| !n.is_empty());
        let by_location =
            location.and_then(|location| self.ask(&[Identifier::System, Identifier::Uri], location));
        by_location.or_else(|| {
            let namespace = namespace?;
            self.ask(&[Identifier::Uri, Identifier::Public], namespace)
        })
    }

    fn ask(&self, identifiers: &[Identifier], text: &str) -> Option<String> {
        let mut open: Vec<usize> = self.entries.iter().rev().copied().collect();
        // catalogs may refer to each other in circles
        let mut asked = vec![false; self.files.len()];
        while let Some(index) = open.pop() {
            if std::mem::replace(&mut asked[index], true) {
                continue;
            }
            let file = &self.files[index];
            if let Some(target) = file.ask(identifiers, text) {
                return Some(target);
            }
            let mut delegates: Vec<(usize, usize)> = file
                .delegates
                .iter()
                .filter(|(of, prefix, _)| identifiers.contains(of) && text.starts_with(prefix.as_str()))
                .map(|(_, prefix, catalog)| (prefix.len(), *catalog))
                .collect();
            if delegates.is_empty() {
                open.extend(file.next.iter().rev());
            } else {
                // the longest prefix is asked first, and nobody else
                delegates.sort_by_key(|(length, _)| *length);
                open = delegates.into_iter().map(|(_, catalog)| catalog).collect();
            }
        }
        None
    }
}

impl File {
    /// An entry for the whole identifier, then the longest beginning, then the longest end.
    fn ask(&self, identifiers: &[Identifier], text: &str) -> Option<String> {
        let own = || self.rules.iter().filter(|rule| identifiers.contains(&rule.identifier));
        let longest = |matches: Match| {
            let fits = |key: &str| match matches {
                Match::Prefix => text.starts_with(key),
                _ => text.ends_with(key),
            };
            let fitting = own().filter(|rule| rule.matches == matches && fits(&rule.key));
            // the first of equally long ones
            fitting.reduce(|best, rule| if rule.key.len() > best.key.len() { rule } else { best })
        };
        if let Some(rule) = own().find(|rule| rule.matches == Match::Whole && rule.key == text) {
            return Some(rule.target.clone());
        }
        if let Some(rule) = longest(Match::Prefix) {
            let rest = &text[rule.key.len()..];
            if is_remote(&rule.target) {
                return Some(format!("{}{rest}", rule.target));
            }
            // the rest is as little trusted as any location: it does not leave the directory
            let outside = rest.split(['/', '\\']).any(|segment| segment == "..");
            return join("", &format!("{}{rest}", rule.target)).filter(|_| !outside);
        }
        longest(Match::Suffix).map(|rule| rule.target.clone())
    }
}
