// SPDX-License-Identifier: EUPL-1.2
//! Envelopes in other encodings than UTF-8.

use fachwerk_message::{ErrorKind, Limits};
use fachwerk_soap::{Envelope, Package, SoapError};

const TEXT: &str = "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><e:Fault>\
                    <faultcode>e:Server</faultcode><faultstring>Über 5 € für 😀</faultstring></e:Fault></e:Body></e:Envelope>";

/// The reason of the fault in an envelope.
fn reason(content_type: Option<&str>, bytes: &[u8]) -> Result<String, SoapError> {
    let limits = Limits::default();
    let package = Package::open(content_type, bytes, &limits)?;
    let fault = Envelope::open_package(&package, &limits)?.fault()?;
    Ok(fault.reasons[0].text.clone())
}

fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Text as ISO-8859-15, as far as that goes.
fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| if c == '€' { 0xA4 } else { u8::try_from(u32::from(c)).unwrap_or(b'?') }).collect()
}

#[test]
fn envelopes_are_decoded() {
    assert_eq!(reason(Some("text/xml"), TEXT.as_bytes()).unwrap(), "Über 5 € für 😀");
    assert_eq!(reason(Some("text/xml; charset=UTF-16"), &utf_16(TEXT)).unwrap(), "Über 5 € für 😀");
    assert_eq!(reason(None, &utf_16(&format!("\u{FEFF}{TEXT}"))).unwrap(), "Über 5 € für 😀");
    let bytes = latin(TEXT);
    assert_eq!(reason(Some("text/xml; charset=\"iso-8859-15\""), &bytes).unwrap(), "Über 5 € für ?");
    assert_eq!(reason(Some("text/xml;charset=ISO-8859-1"), &bytes).unwrap(), "Über 5 ¤ für ?");
    let declared = [b"<?xml version='1.0' encoding='ISO-8859-15'?>", bytes.as_slice()].concat();
    assert_eq!(reason(None, &declared).unwrap(), "Über 5 € für ?");
    assert_eq!(reason(Some("application/soap+xml; action=a"), &declared).unwrap(), "Über 5 € für ?");
    // What the transport says about it is not what the document says.
    assert_eq!(reason(Some("text/xml; charset=iso-8859-1"), &declared).unwrap(), "Über 5 ¤ für ?");
    let error = reason(Some("text/xml; charset=utf-8"), &declared).unwrap_err().into_codec();
    assert_eq!((error.kind, error.offset), (ErrorKind::Syntax, Some(44 + TEXT.find('Ü').unwrap())));
    let error = reason(Some("text/xml; charset=x"), TEXT.as_bytes()).unwrap_err().into_codec();
    assert_eq!(error.kind, ErrorKind::Unsupported);
}

#[test]
fn parts_have_their_own_encodings() {
    let package = |fields: &str, envelope: &[u8]| {
        let head = format!("--b\r\nContent-Type: application/xop+xml; {fields}\r\nContent-ID: <a>\r\n\r\n");
        [head.as_bytes(), envelope, b"\r\n--b--\r\n"].concat()
    };
    let media = Some("multipart/related; boundary=b; charset=us-ascii");
    assert_eq!(reason(media, &package("charset=iso-8859-15", &latin(TEXT))).unwrap(), "Über 5 € für ?");
    assert_eq!(reason(media, &package("charset=utf-16le", &utf_16(TEXT))).unwrap(), "Über 5 € für 😀");
    // Positions are those in the whole package.
    let broken = TEXT.replace("</faultstring>", "</faultcode>");
    let whole = package("charset=utf-16le", &utf_16(&broken));
    let error = reason(media, &whole).unwrap_err().into_codec();
    let before = broken[..broken.rfind("faultcode>").unwrap()].encode_utf16().count() * 2;
    assert_eq!(error.offset, Some(package("charset=utf-16le", b"").len() - b"\r\n--b--\r\n".len() + before));
    // In base64 there is no position to tell.
    let head = b"--b\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    let whole = [&head[..], b"PGE+5DwvYT4=", b"\r\n--b--\r\n"].concat();
    assert_eq!(reason(media, &whole).unwrap_err().into_codec().kind, ErrorKind::Syntax);
}
