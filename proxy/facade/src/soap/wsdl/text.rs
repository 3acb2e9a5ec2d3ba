// SPDX-License-Identifier: EUPL-1.2
//! The text of a description.

use std::borrow::Cow;

/// The text of a document in UTF-8, or in Latin-1 if it says so; the declaration of the latter is adapted.
pub(crate) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    let text: String = bytes.iter().copied().map(char::from).collect();
    let declaration = text.strip_prefix("<?xml")?.split("?>").next()?;
    let lower = declaration.to_ascii_lowercase();
    // What Windows-1252 has in its second column is not in Latin-1, and not in names either.
    let name = ["iso-8859-1", "windows-1252"].into_iter().find(|name| lower.contains(name))?;
    let at = "<?xml".len() + lower.find(name)?;
    Some(Cow::Owned(format!("{}UTF-8{}", &text[..at], &text[at + name.len()..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        assert_eq!(decode("\u{feff}<ä/>".as_bytes()).unwrap(), "<ä/>");
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><d>\xE4</d>";
        assert_eq!(decode(latin).unwrap(), "<?xml version='1.0' encoding='UTF-8'?><d>ä</d>");
        assert_eq!(decode(b"<?xml version='1.0'?><d>\xE4</d>"), None);
        assert_eq!(decode(b"\xFF\xFE<\0d\0"), None);
    }
}
