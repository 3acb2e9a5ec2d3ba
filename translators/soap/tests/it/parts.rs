// SPDX-License-Identifier: EUPL-1.2
//! Multipart bodies in pieces: the same parts wherever the pieces are cut, and what is refused.

use fachwerk_message::{CodecError, ErrorKind};
use fachwerk_soap::{PartEvent, PartHead, PartLimits, Parts};
use proptest::prelude::*;

const MEDIA: &str = "multipart/related; boundary=\"b 1\"";

/// Heads and contents, where the bytes come in pieces of this size.
fn parts(media: &str, bytes: &[u8], size: usize) -> Result<Vec<(PartHead, Vec<u8>)>, Box<CodecError>> {
    read(media, bytes, size, PartLimits::default())
}

fn read(
    media: &str,
    bytes: &[u8],
    size: usize,
    limits: PartLimits,
) -> Result<Vec<(PartHead, Vec<u8>)>, Box<CodecError>> {
    let mut parts = Parts::new(media, limits)?;
    let mut found = Vec::new();
    let mut pieces = bytes.chunks(size.max(1));
    let mut open = false;
    loop {
        match parts.next_event()? {
            Some(PartEvent::Begin(head)) => {
                assert!(!open);
                open = true;
                found.push((head, Vec::new()));
            }
            Some(PartEvent::Content(content)) => {
                assert!(open && !content.is_empty());
                found.last_mut().unwrap().1.extend_from_slice(&content);
            }
            Some(PartEvent::End) => {
                assert!(open);
                open = false;
            }
            Some(PartEvent::Last) => {
                assert!(!open);
                return Ok(found);
            }
            None => match pieces.next() {
                Some(piece) => parts.push(piece),
                None => parts.complete(),
            },
        }
    }
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = b"preamble\r\n".to_vec();
    for (fields, content) in parts {
        bytes.extend_from_slice(format!("--b 1  \r\n{fields}\r\n\r\n").as_bytes());
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"--b 1--\r\nepilogue\r\n--b 1\r\n");
    bytes
}

#[test]
fn parts_are_the_same_wherever_pieces_are_cut() {
    let bytes = package(&[
        ("Content-Type: text/xml\r\nContent-ID: <root%40x>", b"<a/>"),
        (
            "Content-Disposition: form-data;\r\n name=\"photo\"; filename=x\r\nContent-Type: APPLICATION/octet-stream",
            b"\r\n--b 11\r\n--b\r\n\r\n--b 1x",
        ),
        ("Content-ID: <e>", b""),
        ("Content-Transfer-Encoding: base64\r\nContent-Type: image/png\rX: y", b"RmFj\r\naHdl\r\ncms"),
        ("Content-Transfer-Encoding: Quoted-Printable", b"a=C3=A4 =\r\nb  \r\nc"),
    ]);
    let whole = parts(MEDIA, &bytes, bytes.len()).unwrap();
    let id = |id: &str| Some(id.to_owned());
    assert_eq!(
        whole[0],
        (PartHead { content_id: id("root@x"), content_type: id("text/xml"), name: None }, b"<a/>".to_vec())
    );
    assert_eq!(
        whole[1].0,
        PartHead { name: id("photo"), ..PartHead::default() },
        "octet-stream says nothing"
    );
    assert_eq!(whole[1].1, b"\r\n--b 11\r\n--b\r\n\r\n--b 1x");
    assert_eq!(whole[2].1, b"");
    assert_eq!(
        whole[3],
        (PartHead::default(), b"Fachwerk".to_vec()),
        "a media type that could be two header fields"
    );
    assert_eq!(whole[4].1, "a\u{e4} b\r\nc".as_bytes());
    for size in 1..40 {
        assert_eq!(parts(MEDIA, &bytes, size).unwrap(), whole, "pieces of {size}");
    }
    // With line feeds only, as some write it.
    let bare: Vec<u8> = b"--b\nContent-ID: <a>\n\nx\n--b\n\ny\n--b--".to_vec();
    for size in 1..bare.len() {
        let found = parts("multipart/related; boundary=b", &bare, size).unwrap();
        assert_eq!(
            found.iter().map(|(_, content)| content.as_slice()).collect::<Vec<_>>(),
            [b"x", b"y"],
            "{size}"
        );
    }
}

#[test]
fn what_is_refused() {
    let limits = PartLimits { parts: 3, head_bytes: 200 };
    let refused = |bytes: &[u8], kind: ErrorKind| {
        for size in [1, 7, bytes.len()] {
            let error = read(MEDIA, bytes, size, limits).unwrap_err();
            assert_eq!(error.kind, kind, "{error} in pieces of {size}: {}", String::from_utf8_lossy(bytes));
        }
    };
    for media in ["multipart/related", "multipart/related; boundary=", "multipart/related; boundary=\"a \""] {
        assert_eq!(parts(media, b"", 1).unwrap_err().kind, ErrorKind::Syntax, "{media}");
    }
    let long = format!("multipart/related; boundary={}", "b".repeat(71));
    assert_eq!(parts(&long, b"", 1).unwrap_err().kind, ErrorKind::Syntax);
    // It ends too early.
    let whole = package(&[("Content-ID: <a>", b"x")]);
    let end = whole.windows(7).position(|window| window == b"--b 1--").unwrap();
    for length in 0..end + 7 {
        assert_eq!(parts(MEDIA, &whole[..length], 5).unwrap_err().kind, ErrorKind::Syntax, "{length}");
    }
    assert!(parts(MEDIA, &whole[..end + 7], 5).is_ok());
    // Header fields without end, too many of them, and twice the same.
    refused(format!("--b 1\r\nA: {}", "b".repeat(500)).as_bytes(), ErrorKind::Limit);
    refused(&package(&[(&format!("A: {}", "b".repeat(500)), b"")]), ErrorKind::Limit);
    refused(&package(&[(&"A: b\r\n".repeat(100), b"")]), ErrorKind::Limit);
    refused(&package(&[("Content-ID: <a>\r\ncontent-id: <b>", b"")]), ErrorKind::Syntax);
    refused(&package(&[("no field", b"")]), ErrorKind::Syntax);
    refused(&package(&[("A: b", b"".as_slice()); 4]), ErrorKind::Limit);
    // A boundary whose line does not end.
    refused(format!("--b 1{}", " ".repeat(500)).as_bytes(), ErrorKind::Limit);
    // Transfer encodings.
    refused(&package(&[("Content-Transfer-Encoding: rot13", b"x")]), ErrorKind::Unsupported);
    refused(&package(&[("Content-Transfer-Encoding: base64", b"QQ==QQ==")]), ErrorKind::Syntax);
    refused(&package(&[("Content-Transfer-Encoding: base64", b"Q*==")]), ErrorKind::Syntax);
    refused(&package(&[("Content-Transfer-Encoding: base64", b"QUJDR")]), ErrorKind::Syntax);
    refused(&package(&[("Content-Transfer-Encoding: quoted-printable", b"=XY")]), ErrorKind::Syntax);
    // A line of quoted-printable that does not end is not waited for.
    let long = package(&[("Content-Transfer-Encoding: quoted-printable", &vec![b'x'; 70 << 10])]);
    assert!(read(MEDIA, &long, 7, limits).is_err_and(|error| error.kind == ErrorKind::Limit));
}

proptest! {
    #[test]
    fn any_content_goes_through(contents in proptest::collection::vec("(\r\n|--b 1|--|b 1|x|\n|-|\\PC){0,12}", 0..4), size in 1_usize..50) {
        // Whatever looks like a boundary at the beginning of a line is one.
        prop_assume!(contents.iter().all(|content| !format!("\n{content}").contains("\n--b 1")));
        let heads: Vec<(&str, &[u8])> = contents.iter().map(|content| ("A: b", content.as_bytes())).collect();
        let mut expected: Vec<Vec<u8>> = contents.iter().map(|content| content.clone().into_bytes()).collect();
        let bytes = package(&heads);
        if contents.is_empty() {
            expected.clear();
        }
        let found: Vec<Vec<u8>> = parts(MEDIA, &bytes, size).unwrap().into_iter().map(|(_, content)| content).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn whatever_comes_is_read_or_refused(text in "(--b 1|\r\n|\n|Content-ID: <a>|content-transfer-encoding: base64|=|:| |<a/>|--){0,30}", size in 1_usize..9) {
        let _ = parts(MEDIA, text.as_bytes(), size);
    }
}
