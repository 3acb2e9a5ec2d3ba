// SPDX-License-Identifier: EUPL-1.2
//! Two parsers that others wrote, expat and libxml2, say what is well-formed. What they take is read here, and what
//! they refuse is refused, but for what is refused whatever it says: DTDs, entities, processing instructions.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fachwerk_message::{ErrorKind, Limits, Result};
use fachwerk_xml::{Document, Token, Tokenizer};

use crate::corpus::{corpus, documents};

/// Documents that use everything there is.
const SEEDS: &[&str] = &[
    "<a/>",
    "<?xml version='1.0' encoding=\"UTF-8\" standalone='yes'?>\r\n<!-- c --><a b='1'>x</a>\n<!-- d -->\n",
    "\u{FEFF}<a><![CDATA[ <&]]]]>]]&gt;<![CDATA[]]></a >",
    "<p:a xmlns:p='urn:p' xmlns='urn:d' p:b='1' b='&lt;&#65;&#x1F600;'><c xmlns=''/><p:d xmlns:p='urn:q' p:e=''/></p:a>",
    "<Größe 名='ü' xml:lang='de'>\u{1F600}&amp;&apos;&quot;&gt;</Größe>",
    "<a b='1' c=\"2\" ><b><c>1</c><c/>\ttext</b>\r\n<d e = 'f' /></a>",
    "<a xmlns:x='http://x' xmlns:y='http://y' x:a='1' y:a='2' a='3'><x:b><y:c>&#x9;</y:c></x:b></a>",
];

/// What goes wrong when it comes where it should not, or is missing where it should be.
const PIECES: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "<b>",
    "</b>",
    "<b/>",
    "&",
    ";",
    "&lt;",
    "&#0;",
    "&#xFFFE;",
    "&#x110000;",
    "&#xD800;",
    "&#65;",
    "&e;",
    "&#",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "--",
    "-",
    "<?xml version='1.0'?>",
    "<?p?>",
    "<?",
    "?>",
    "<!",
    "<!DOCTYPE a>",
    "\0",
    "\u{1}",
    "\u{FFFE}",
    "\u{FFFF}",
    "\u{FEFF}",
    "\u{85}",
    "\u{2028}",
    "\u{7F}",
    "'",
    "\"",
    "=",
    " ",
    "\t",
    "\r",
    "\n",
    ":",
    "::",
    "p:",
    "xmlns",
    "xmlns:",
    " xmlns:p='urn:p'",
    " xmlns:p=''",
    " xmlns=''",
    " xmlns:xml='urn:x'",
    " xmlns:xmlns='urn:x'",
    " xmlns:q='http://www.w3.org/2000/xmlns/'",
    " b='1'",
    " p:b='1'",
    "1",
    "-a",
    ".",
    "\u{B7}",
    "\u{300}",
    "\u{D7}",
    "\u{37E}",
    "ä",
    "x",
    "xml",
    " version='1.0'",
    " encoding='utf-8'",
    " standalone='maybe'",
];

/// Documents with one to three mistakes, or none; the same ones each time.
fn mutated(count: usize) -> Vec<Vec<u8>> {
    let mut random = fastrand::Rng::with_seed(4);
    let mut out = Vec::with_capacity(count);
    for _ in 0..count {
        let mut document = SEEDS[random.usize(..SEEDS.len())].as_bytes().to_vec();
        for _ in 0..random.usize(1..=6).saturating_sub(3).max(1) {
            let at = random.usize(..=document.len());
            let end = random.usize(at..=document.len().min(at + 12));
            match random.u8(..8) {
                0 => drop(document.drain(at..end)),
                1 => {
                    let piece = document[at..end].to_vec();
                    let to = random.usize(..=document.len());
                    document.splice(to..to, piece);
                }
                2 => {
                    if let Some(byte) = document.get_mut(at) {
                        *byte = random.u8(..);
                    }
                }
                3 => document.truncate(at.max(document.len().saturating_sub(6))),
                _ => {
                    let piece = PIECES[random.usize(..PIECES.len())];
                    // Between characters, so that most of it stays UTF-8.
                    let at = (0..=at)
                        .rev()
                        .find(|at| document.get(*at).is_none_or(|b| b & 0xC0 != 0x80))
                        .unwrap_or(0);
                    document.splice(at..at, piece.bytes());
                }
            }
        }
        out.push(document);
    }
    out
}

fn check(input: &[u8]) -> Result<()> {
    let limits = Limits {
        max_bytes: 64 << 20,
        max_attributes: 4096,
        max_depth: 4096,
        max_nodes: 10_000_000,
        max_text_bytes: 64 << 20,
        ..Limits::default()
    };
    let document = Document::decode(input, None, &limits)?;
    let mut tokens = Tokenizer::over(&document, &limits)?;
    while tokens.next_token()? != Token::Eof {}
    Ok(())
}

/// What the judges say, each about every document; `None` where they are not installed.
fn judged(requests: &[u8], count: usize) -> Option<Vec<(bool, bool)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let python = root.join(".peers/venv/bin/python");
    if !python.exists() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is missing", python.display());
        println!("skipped: no judges; tests/peers/install brings them");
        return None;
    }
    let mut child = Command::new(python)
        .arg(root.join("tests/peers/well_formed.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python starts");
    child.stdin.take().expect("a pipe").write_all(requests).expect("the judge reads");
    let output = child.wait_with_output().expect("the judge ends");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("verdicts");
    let verdicts: Vec<(bool, bool)> =
        text.lines().map(|line| (line.starts_with('+'), line.ends_with('+'))).collect();
    assert_eq!(verdicts.len(), count);
    Some(verdicts)
}

#[derive(Default, Debug)]
struct Tally {
    read: usize,
    refused: usize,
    /// Refused whatever it says.
    forbidden: usize,
    /// expat is alone.
    divided: usize,
}

/// Our verdict beside those of the judges; what is wrong with it.
fn compare(tally: &mut Tally, shown: &str, input: &[u8], (expat, libxml2): (bool, bool)) -> Option<String> {
    let ours = check(input);
    if let Err(error) = &ours
        && matches!(error.kind, ErrorKind::Forbidden | ErrorKind::Unsupported)
    {
        tally.forbidden += 1;
        return None;
    }
    let read = ours.is_ok();
    // Not `VersionNum` (section 2.8), which neither of them sees.
    if input.starts_with(b"<?xml version='1.'") && !read {
        return None;
    }
    // Names as in the fourth edition, and any version in the declaration: expat is of its time.
    let other_edition = if expat { input.starts_with(b"<?xml") } else { !input.is_ascii() };
    match read {
        _ if expat != read && other_edition => tally.divided += 1,
        true => tally.read += 1,
        false => tally.refused += 1,
    }
    (read != libxml2 || (read != expat && !other_edition))
        .then(|| format!("{shown}: expat {expat}, libxml2 {libxml2}, here {ours:?}"))
}

#[test]
fn documents_with_mistakes_get_the_verdict_of_the_judges() {
    let documents = mutated(30_000);
    let mut requests = Vec::new();
    for document in &documents {
        let _ = writeln!(requests, "{}", document.len());
        requests.extend_from_slice(document);
    }
    let Some(verdicts) = judged(&requests, documents.len()) else { return };
    let mut tally = Tally::default();
    let wrong: Vec<String> = documents
        .iter()
        .zip(verdicts)
        .filter_map(|(document, verdict)| {
            compare(&mut tally, &format!("{:?}", String::from_utf8_lossy(document)), document, verdict)
        })
        .collect();
    println!("{tally:?}");
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        documents.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
    assert!(tally.read > 2_000 && tally.refused > 10_000, "{tally:?}");
}

#[test]
fn documents_of_the_corpus_get_the_verdict_of_the_judges() {
    let Some(corpus) = corpus() else { return };
    let mut paths: Vec<PathBuf> = Vec::new();
    documents(&corpus, &["xml", "xsd", "wsdl"], &mut paths);
    paths.retain(|path| path.metadata().is_ok_and(|data| data.len() < 300_000));
    paths.sort();
    let mut requests = Vec::new();
    for path in &paths {
        let path = path.to_str().expect("a path in UTF-8");
        let _ = write!(requests, "@{}\n{path}", path.len());
    }
    let Some(verdicts) = judged(&requests, paths.len()) else { return };
    let mut tally = Tally::default();
    let wrong: Vec<String> = paths
        .iter()
        .zip(verdicts)
        .filter_map(|(path, verdict)| {
            let input = std::fs::read(path).expect("a file");
            compare(&mut tally, &path.display().to_string(), &input, verdict)
        })
        .collect();
    println!("{tally:?}");
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), paths.len(), wrong.join("\n"));
    assert!(tally.read > 5_000 && tally.refused > 20, "{tally:?}");
}
