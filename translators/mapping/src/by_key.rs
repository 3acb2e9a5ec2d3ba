// SPDX-License-Identifier: EUPL-1.2
//! Small sorted maps: a node of a tree has room for eleven entries, most objects have three.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};

/// What has a key, sorted by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByKey<V> {
    entries: Box<[(String, V)]>,
}

impl<V> ByKey<V> {
    /// What has this key.
    pub fn get(&self, key: &str) -> Option<&V> {
        let found = self.entries.binary_search_by(|(k, _)| k.as_str().cmp(key));
        found.ok().map(|at| &self.entries[at].1)
    }

    /// Whether something has this key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// All that has a key, in the order of the keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    /// Keys with what has them, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &V)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }
}

impl<V> Default for ByKey<V> {
    fn default() -> Self {
        Self { entries: Box::default() }
    }
}

/// Of several with one key the last stays.
impl<V> FromIterator<(String, V)> for ByKey<V> {
    fn from_iter<T: IntoIterator<Item = (String, V)>>(entries: T) -> Self {
        let mut entries: Vec<(String, V)> = entries.into_iter().collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        entries.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                std::mem::swap(later, kept);
            }
            same
        });
        Self { entries: entries.into_boxed_slice() }
    }
}

/// What comes takes the place of what is there.
impl<V> Extend<(String, V)> for ByKey<V> {
    fn extend<T: IntoIterator<Item = (String, V)>>(&mut self, entries: T) {
        let there = std::mem::take(&mut self.entries);
        *self = there.into_iter().chain(entries).collect();
    }
}

impl<V: Serialize> Serialize for ByKey<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for ByKey<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader(PhantomData))
    }
}

struct Reader<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for Reader<V> {
    type Value = ByKey<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::ByKey;

    fn map(entries: &[(&str, u32)]) -> ByKey<u32> {
        entries.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect()
    }

    #[test]
    fn sorted_and_the_last_of_a_key_stays() {
        let mut sorted = map(&[("b", 1), ("a", 2), ("b", 3), ("b", 4)]);
        assert_eq!(sorted, map(&[("a", 2), ("b", 4)]));
        assert_eq!((sorted.get("b"), sorted.get("c"), sorted.contains_key("a")), (Some(&4), None, true));
        sorted.extend([("b".to_owned(), 5), ("0".to_owned(), 6)]);
        assert_eq!(sorted, map(&[("0", 6), ("a", 2), ("b", 5)]));
        assert_eq!(sorted.values().copied().collect::<Vec<_>>(), [6, 2, 5]);
    }

    #[test]
    fn it_is_a_map_in_json() {
        let text = r#"{"a":2,"b":4}"#;
        let read: ByKey<u32> = serde_json::from_str(r#"{"b":1,"a":2,"b":4}"#).unwrap();
        assert_eq!(read, map(&[("a", 2), ("b", 4)]));
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert!(serde_json::from_str::<ByKey<u32>>("[]").is_err());
    }
}
