// SPDX-License-Identifier: EUPL-1.2
//! Something that no message contains.

use std::hash::{BuildHasher, RandomState};

/// 128 bits that nobody can guess, as ASCII letters and digits: parts are written without looking for the boundary in
/// them, so whoever sends them must not know it.
pub(super) fn token() -> String {
    // Keys of the standard library's hash tables are secret and different for each of them.
    let half = || RandomState::new().hash_one(0_u8);
    format!("{:016x}{:016x}", half(), half())
}

#[cfg(test)]
mod tests {
    #[test]
    fn tokens_differ() {
        let tokens: std::collections::HashSet<String> = (0..1000).map(|_| super::token()).collect();
        assert_eq!(tokens.len(), 1000);
        assert!(tokens.iter().all(|token| token.len() == 32));
    }
}
