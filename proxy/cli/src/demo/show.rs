// SPDX-License-Identifier: EUPL-1.2
//! Messages for eyes: indented, coloured, long values shortened.

use quick_xml::events::Event;
use quick_xml::{Reader, Writer};

use crate::output::Paint;

/// Longest line shown whole.
const MAX_LINE: usize = 110;

/// XML, indented.
pub(super) fn xml(bytes: &[u8], paint: Paint) -> String {
    let Ok(text) = std::str::from_utf8(bytes) else { return format!("{} bytes", bytes.len()) };
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Text(text)) if text.trim().is_empty() => {}
            Ok(event) => {
                if writer.write_event(event).is_err() {
                    return text.to_owned();
                }
            }
            Err(_) => return text.to_owned(),
        }
    }
    String::from_utf8_lossy(&writer.into_inner())
        .lines()
        .map(|line| {
            let indent = line.len() - line.trim_start().len();
            let line = shorten(line);
            let (tag, rest) = line[indent..].split_at(line[indent..].find('>').map_or(0, |i| i + 1));
            match rest.rsplit_once("</") {
                Some((value, end)) => {
                    format!(
                        "{}{}{value}{}",
                        &line[..indent],
                        paint.cyan(tag),
                        paint.cyan(&format!("</{end}"))
                    )
                }
                None => format!("{}{}{rest}", &line[..indent], paint.cyan(tag)),
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// JSON, indented.
pub(super) fn json(bytes: &[u8], paint: Paint) -> String {
    let text = match serde_json::from_slice::<serde_json::Value>(bytes) {
        Ok(value) => serde_json::to_string_pretty(&value).unwrap_or_default(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    };
    text.lines()
        .map(|line| {
            let line = shorten(line);
            match line.split_once("\": ") {
                Some((name, value)) => format!("{}: {value}", paint.cyan(&format!("{name}\""))),
                None => line,
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// The first bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    const SHOWN: usize = 32;
    let mut text: Vec<String> = bytes.iter().take(SHOWN).map(|b| format!("{b:02x}")).collect();
    if bytes.len() > SHOWN {
        text.push(format!("… {} bytes", bytes.len()));
    }
    text.join(" ")
}

/// Every line behind a bar.
pub(super) fn quote(text: &str, bar: &str) -> String {
    text.lines().map(|line| format!("  {bar} {line}\n")).collect()
}

fn shorten(line: &str) -> String {
    if line.chars().count() <= MAX_LINE {
        return line.to_owned();
    }
    let head: String = line.chars().take(MAX_LINE - 30).collect();
    let tail: String = line.chars().skip(line.chars().count() - 25).collect();
    format!("{head} … {tail}")
}
