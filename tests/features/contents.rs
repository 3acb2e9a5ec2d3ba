// SPDX-License-Identifier: EUPL-1.2
//! The table of all features in docs/mapping.md.

use crate::Outcome;
use crate::page::Page;

const BEGIN: &str = "<!-- features: written by a test -->\n";
const END: &str = "<!-- end of features -->\n";

/// The rules with a table of what is on the pages.
pub(crate) fn with_contents(rules: &str, pages: &[Page]) -> Outcome<String> {
    let (before, rest) = rules.split_once(BEGIN).ok_or("there is no begin of features")?;
    let (_, after) = rest.split_once(END).ok_or("there is no end of features")?;
    let mut table = String::new();
    for page in pages {
        let file = page.path.file_name().unwrap_or_default().to_string_lossy();
        table.push_str(&format!("\n**[{}](mapping/{file})**\n\n| feature | |\n|---|---|\n", page.title()));
        for section in &page.sections {
            let clause = section.clause().ok_or_else(|| format!("{}: no clause", section.title))?;
            let anchor = anchor(&section.title);
            table.push_str(&format!("| [{}](mapping/{file}#{anchor}) | {clause} |\n", section.title));
        }
    }
    Ok(format!("{before}{BEGIN}{table}\n{END}{after}"))
}

/// What a heading is called in links: letters, digits, hyphens and underscores in lower case, spaces as hyphens.
fn anchor(title: &str) -> String {
    title
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c => c.is_alphanumeric().then_some(c),
        })
        .collect()
}

#[test]
fn headings_are_linked_as_renderers_do_it() {
    assert_eq!(anchor("`xs:any`: one, two (or more)"), "xsany-one-two-or-more");
}
