// SPDX-License-Identifier: EUPL-1.2
//! From byte offsets to lines and columns.

/// One entry for so many bytes; a column is found by counting at most this many.
const STRIDE: usize = 256;

/// Line starts, and character counts at regular offsets: a document of one single line of megabytes is common
/// (generated WSDL), and counting its characters from the start for every component would be quadratic.
#[derive(Debug)]
pub(crate) struct Positions {
    line_starts: Vec<u32>,
    /// Characters before byte `i * STRIDE`; empty where the text is ASCII.
    characters: Vec<u32>,
}

impl Positions {
    pub(crate) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut line_starts = vec![0];
        line_starts.extend(bytes.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(i, _)| i as u32 + 1));
        let mut characters = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for chunk in bytes.chunks(STRIDE) {
                characters.push(count);
                count += starts_of_characters(chunk);
            }
            // for the very end, where it falls on a stride
            characters.push(count);
        }
        Self { line_starts, characters }
    }

    /// Line and column, both from 1.
    pub(crate) fn at(&self, text: &str, offset: usize) -> (u32, u32) {
        let offset = offset.min(text.len());
        let line = self.line_starts.partition_point(|start| *start as usize <= offset);
        let start = self.line_starts[line - 1] as usize;
        (line as u32, self.count(text, offset) - self.count(text, start) + 1)
    }

    /// The text of a line (from 1) without its end, of a long line what is around the column; and where in it the
    /// column is.
    pub(crate) fn snippet(&self, text: &str, line: u32, column: u32) -> (String, u32) {
        const SHOWN: usize = 160;
        const BEFORE: u32 = 40;
        let index = (line.max(1) - 1) as usize;
        let start = self.line_starts.get(index).map_or(text.len(), |s| *s as usize);
        let end = self.line_starts.get(index + 1).map_or(text.len(), |s| *s as usize);
        if end - start <= SHOWN {
            return (text[start..end].trim_end_matches(['\n', '\r']).to_owned(), column.saturating_sub(1));
        }
        let from = self.byte_of(text, self.count(text, start) + column.saturating_sub(BEFORE + 1)).min(end);
        let shown: String = text[from..end].chars().take(SHOWN).collect();
        let cut = from + shown.len() < end;
        let (before, after) = (if from > start { "…" } else { "" }, if cut { "…" } else { "" });
        let caret = if before.is_empty() { column.saturating_sub(1) } else { BEFORE + 1 };
        (format!("{before}{}{after}", shown.trim_end_matches(['\n', '\r'])), caret)
    }

    /// The byte at which a character (from 0) begins.
    fn byte_of(&self, text: &str, character: u32) -> usize {
        if self.characters.is_empty() {
            return (character as usize).min(text.len());
        }
        // bytes that continue a character that began before the stride count for that one
        let stride = self.characters.partition_point(|count| *count <= character).saturating_sub(1);
        let mut left = character - self.characters[stride];
        let bytes = text.as_bytes();
        for (offset, byte) in bytes.iter().enumerate().skip(stride * STRIDE) {
            if (byte & 0xC0) != 0x80 {
                if left == 0 {
                    return offset;
                }
                left -= 1;
            }
        }
        bytes.len()
    }

    fn count(&self, text: &str, offset: usize) -> u32 {
        match self.characters.get(offset / STRIDE) {
            None => offset as u32,
            Some(before) => before + starts_of_characters(&text.as_bytes()[offset / STRIDE * STRIDE..offset]),
        }
    }
}

fn starts_of_characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b & 0xC0) != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::Positions;

    #[test]
    fn columns_count_characters() {
        let text = "a\nä<b/>\r\nüüü<c/>";
        let positions = Positions::new(text);
        assert_eq!(positions.at(text, text.find("<b").unwrap()), (2, 2));
        assert_eq!(positions.at(text, text.find("<c").unwrap()), (3, 4));
        assert_eq!(positions.snippet(text, 2, 1), ("ä<b/>".to_owned(), 0));
        assert_eq!(positions.at(text, usize::MAX), (3, 8));
    }

    #[test]
    fn long_lines_use_the_strides() {
        for filler in ["x", "ä"] {
            let text = format!("{}<a/>", filler.repeat(5_000));
            let positions = Positions::new(&text);
            assert_eq!(positions.at(&text, text.find('<').unwrap()), (1, 5_001));
            assert_eq!(positions.snippet(&text, 1, 5_001), (format!("…{}<a/>", filler.repeat(40)), 41));
            assert_eq!(positions.snippet(&text, 1, 1), (format!("{}…", filler.repeat(160)), 0));
        }
        let text = "ä".repeat(128);
        assert_eq!(Positions::new(&text).at(&text, text.len()), (1, 129));
    }
}
