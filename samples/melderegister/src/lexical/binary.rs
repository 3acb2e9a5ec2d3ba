// SPDX-License-Identifier: EUPL-1.2
//! `xs:base64Binary`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Lexical;

/// Canonical alphabet, padded; white space is ignored.
pub(crate) fn base64(raw: &str) -> Lexical<Vec<u8>> {
    let compact: String = raw.chars().filter(|c| !matches!(c, ' ' | '\t' | '\n' | '\r')).collect();
    STANDARD.decode(compact).map_err(|error| format!("not xs:base64Binary: {error}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_padded_base64() {
        assert_eq!(super::base64(" JVB\nERg== "), Ok(b"%PDF".to_vec()));
        assert!(super::base64("JVBERg").is_err());
        assert!(super::base64("JV-_").is_err());
    }
}
