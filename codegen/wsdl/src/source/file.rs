// SPDX-License-Identifier: EUPL-1.2
//! The file that a path of a document means.

use super::{Source, SourceError, is_remote};

/// The bytes of a file, or of the one whose name is written as in a URL.
pub(crate) fn read(source: &dyn Source, path: &str, limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
    match (source.read(path, limit), percent_decoded(path)) {
        (Ok(None), Some(plain)) => source.read(&plain, limit),
        (read, _) => read,
    }
}

/// `foo%20bar.xsd` is a URL for `foo bar.xsd`. Separators stay encoded: they would change the meaning of the path.
fn percent_decoded(path: &str) -> Option<String> {
    if !path.contains('%') || is_remote(path) {
        return None;
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let digits = tail.get(..2).and_then(|d| std::str::from_utf8(d).ok());
        match digits.and_then(|d| u8::from_str_radix(d, 16).ok()).filter(|_| byte == b'%') {
            Some(b'/' | b'\\' | 0) => return None,
            Some(decoded) => {
                bytes.push(decoded);
                rest = &tail[2..];
            }
            None => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    let plain = String::from_utf8(bytes).ok()?;
    // `%2e%2e` must not become `..`
    (!plain.split('/').any(|segment| segment == ".." || segment == ".")).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::percent_decoded;

    #[test]
    fn decodes_names_only() {
        assert_eq!(percent_decoded("a%20b.xsd").as_deref(), Some("a b.xsd"));
        for odd in ["%2e%2e/a", "a%2fb", "a%00", "a"] {
            assert_eq!(percent_decoded(odd), None, "{odd}");
        }
        assert_eq!(percent_decoded("100%").as_deref(), Some("100%"));
    }
}
