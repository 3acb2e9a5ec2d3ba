// SPDX-License-Identifier: EUPL-1.2
use regex::Regex;

use super::{to_ecma, to_regex};

fn matches(pattern: &str, text: &str) -> bool {
    let regex = to_regex(pattern).unwrap_or_else(|e| panic!("{pattern}: {e}"));
    Regex::new(&regex).unwrap_or_else(|e| panic!("{pattern}: {e}")).is_match(text)
}

#[test]
fn meaning_is_that_of_xml_schema() {
    for (pattern, good, bad) in [
        ("[0-9]{8}", &["08111000"][..], &["0811100", "081110000", "x08111000", "08111000\n"][..]),
        ("^a$", &["^a$"], &["a"]),
        ("a|b", &["a", "b"], &["ab", "xa", "bx"]),
        ("", &[""], &["a"]),
        (".", &["ü", "\u{2028}", "\u{85}", "😀"], &["\n", "\r", "", "ab"]),
        (r"\d", &["7", "٧"], &["x", ""]),
        (r"\D", &["x"], &["٧"]),
        (r"\w+", &["ab1äß", "$", "e\u{301}"], &["a b", "a-b", "a.b", "_"]),
        (r"\W", &["-", " ", "_"], &["a"]),
        (r"\s", &[" ", "\t", "\n", "\r"], &["\u{a0}", "\u{b}", "x"]),
        (r"\S", &["x", "\u{a0}"], &[" "]),
        (r"\i\c*", &["a-1.b:c", "_", ":", "Ümlaut"], &["1a", "-", ""]),
        (r"[\i-[:]][\c-[:]]*", &["a-1"], &["a:b", ":a"]),
        (r"\I\C", &["1 "], &["a ", "1a"]),
        ("[a-z-[aeiou]]", &["b"], &["a", "-"]),
        ("[^a-z-[0-9]]", &["A"], &["a", "5"]),
        ("[a-z-[b-y-[m]]]", &["a", "m", "z"], &["b"]),
        (r"[\w-[\d_]]", &["a"], &["5"]),
        ("[-a]", &["-", "a"], &["b"]),
        ("[a-]", &["-", "a"], &["b"]),
        ("[^-]", &["a"], &["-"]),
        ("[+-.]", &["+", ",", "-", "."], &["/"]),
        (r"[\w\-.]", &["-", "."], &[","]),
        (r"[\s-x]", &[" ", "-", "x"], &["t"]),
        (r"[a-\d]", &["a", "-", "5"], &["b"]),
        (r"[&&~~\-]", &["&", "~", "-"], &["a"]),
        (r"[a^$.|?*+(){}]", &["^", "$", ".", "|", "{", "}"], &["b"]),
        (r"\p{IsGreek}\P{IsGreek}", &["αx"], &["xα", "αα"]),
        (r"\p{Lu}\P{Lu}", &["Äx"], &["xÄ"]),
        (r"\/\@\-\'", &["/@-'"], &["x"]),
        ("a{2}b{1,}c{0,2}d{,1}", &["aab", "aabbccd"], &["ab", "aabccc", "aabdd"]),
        (r"{[A-F]{2}}", &["{AB}"], &["AB"]),
        ("(a|)b?", &["", "a", "b", "ab"], &["aa"]),
        ("<&>\"' #", &["<&>\"' #"], &["<&>\"'#"]),
        ("[0-9|a]", &["|"], &["-"]),
    ] {
        for text in good {
            assert!(matches(pattern, text), "{pattern} should match {text:?}");
        }
        for text in bad {
            assert!(!matches(pattern, text), "{pattern} should not match {text:?}");
        }
    }
}

#[test]
fn other_dialects_are_refused() {
    for bad in [
        "(",
        ")",
        "a)",
        "[",
        "]",
        "[]",
        "[a",
        "[[a]",
        "*",
        "a**",
        "a*?",
        "a++",
        "(?:a)",
        "(?i)a",
        r"\b",
        r"\1",
        r"\x41",
        r"\u0041",
        r"\p",
        r"\p{",
        r"\p{Foo}",
        r"\p{IsFoo}",
        r"\p{Cs}",
        "[z-a]",
        "a{2,1}",
        "a{99999999999}",
        r"a\",
        "a{2}{3}",
        "{2}",
        "[a-z-[b]c]",
    ] {
        assert!(to_regex(bad).is_err(), "{bad}");
    }
    assert!(to_regex(&"(".repeat(100_000)).is_err());
    assert!(to_regex(&"[a-[".repeat(100_000)).is_err());
}

#[test]
fn ecma_keeps_what_people_read() {
    for (pattern, ecma) in [
        (r"\d{5}", r"^(?:\p{Nd}{5})$"),
        (r"[A-Z]{2}-\d+", r"^(?:[A-Z]{2}-\p{Nd}+)$"),
        (r"\s", r"^(?:[\t\n\r ])$"),
        ("^a$", r"^(?:\^a\$)$"),
        ("[äöüß_.\u{301}]*", r"^(?:[äöüß_.\u{301}]*)$"),
        ("[a-c-[b]]", r"^(?:(?:(?![b])[a-c]))$"),
        (r"\w", r"^(?:[\p{L}\p{M}\p{N}\p{S}])$"),
        (".", r"^(?:[^\n\r])$"),
    ] {
        assert_eq!(to_ecma(pattern).unwrap(), ecma);
    }
}
