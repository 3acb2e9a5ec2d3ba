// SPDX-License-Identifier: EUPL-1.2
//! What of the generated files a page shows, line by line as it stands there.

/// The schemas of an OpenAPI document, in order, each with its name. What is left out: that a member is in `namespace`.
pub(crate) fn schemas(yaml: &str, namespace: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = below(&below(&yaml.lines().collect::<Vec<_>>(), "components:"), "  schemas:");
    let mut out: Vec<(String, String)> = Vec::new();
    let usual = format!("namespace: {namespace}");
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        if indent(line) == 4 {
            out.push((line.trim().trim_end_matches(':').trim_matches('"').to_owned(), String::new()));
        }
        let alone = lines.get(at + 1).is_some_and(|l| l.trim() == usual)
            && lines.get(at + 2).is_none_or(|l| indent(l) <= indent(line));
        if line.trim() == "xml:" && alone {
            at += 2;
            continue;
        }
        if let Some((_, text)) = out.last_mut() {
            text.push_str(line.get(4..).unwrap_or_default());
            text.push('\n');
        }
        at += 1;
    }
    out
}

/// The paths of an OpenAPI document, without some keys and what is below them.
pub(crate) fn paths(yaml: &str, without: &[&str]) -> String {
    let lines: Vec<&str> = below(&yaml.lines().collect::<Vec<_>>(), "paths:");
    let mut out = String::from("paths:\n");
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        let key = line.trim().split(':').next().unwrap_or_default().trim_matches('"');
        if without.contains(&key) {
            // A sequence may stand as deep as its key.
            let belongs = |l: &str| {
                l.is_empty()
                    || indent(l) > indent(line)
                    || (indent(l) == indent(line) && l.trim().starts_with("- "))
            };
            while at < lines.len() && belongs(lines[at]) {
                at += 1;
            }
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The lines below a line, as far as they are deeper.
fn below<'a>(lines: &[&'a str], key: &str) -> Vec<&'a str> {
    let depth = indent(key);
    let after = lines.iter().skip_while(|line| **line != key).skip(1);
    after.take_while(|line| line.is_empty() || indent(line) > depth).copied().collect()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Messages, enumerations and services of a .proto file with the comments before them: kind, name, text, in order.
pub(crate) fn definitions(proto: &str) -> Vec<(String, String, String)> {
    let mut out: Vec<(String, String, String)> = Vec::new();
    let mut comment = String::new();
    let mut open = false;
    for line in proto.lines() {
        let mut words = line.split(' ');
        if open {
            let (_, _, text) = out.last_mut().expect("an open definition");
            text.push_str(line);
            text.push('\n');
            open = line != "}";
        } else if line.starts_with("//") {
            comment.push_str(line);
            comment.push('\n');
        } else if let (Some(kind @ ("message" | "enum" | "service")), Some(name)) =
            (words.next(), words.next())
        {
            let text = format!("{}{line}\n", std::mem::take(&mut comment));
            out.push((kind.to_owned(), name.to_owned(), text));
            open = !line.ends_with('}');
        } else {
            comment.clear();
        }
    }
    out
}
