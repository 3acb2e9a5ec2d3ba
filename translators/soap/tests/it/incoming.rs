// SPDX-License-Identifier: EUPL-1.2
//! Messages in pieces, against the same as a whole.

use fachwerk_mapping::MessageShape;
use fachwerk_message::{CodecError, ErrorKind, Limits, Recorded, Recorder};
use fachwerk_soap::{Envelope, Incoming, SoapError, Version};

use crate::contract::{MAPPING, NAMES, SOAP11, envelope, operation};

type Outcome = Result<Recorded, Box<CodecError>>;

fn whole(input: &str, shape: &MessageShape, limits: &Limits) -> Outcome {
    let mut recorder = Recorder::new();
    Envelope::open(input.as_bytes(), limits)
        .and_then(|envelope| envelope.read(&MAPPING, shape, &mut recorder))
        .map_err(SoapError::into_codec)?;
    Ok(recorder.finish())
}

fn pieces(input: &str, shape: &MessageShape, limits: &Limits, (ahead, step): (usize, usize)) -> Outcome {
    let mut recorder = Recorder::new();
    let mut incoming = Incoming::new(&MAPPING, shape, limits)?.reading_ahead(ahead);
    for piece in input.as_bytes().chunks(step) {
        incoming.push(piece, &mut recorder).map_err(SoapError::into_codec)?;
    }
    incoming.finish(&mut recorder).map_err(SoapError::into_codec)?;
    Ok(recorder.finish())
}

/// Messages that are longer than what lies ahead.
fn messages() -> Vec<(&'static MessageShape, String)> {
    let item = "<t:item line='1'><t:sku>für &amp; wider</t:sku></t:item>\n  <t:item><t:sku><![CDATA[<]]></t:sku></t:item><t:item xmlns:u='urn:t'><u:sku/></t:item><!-- c -->";
    let items = format!("<s:Body><t:searchResponse>{}</t:searchResponse> </s:Body> \n", item.repeat(12));
    let search = "<s:Header><t:tenant><t:id>4</t:id></t:tenant></s:Header><s:Body><t:search mode='a'><t:text>abc</t:text>\
                  <t:limit>3</t:limit></t:search></s:Body>";
    let add = "<s:Body xmlns:r='urn:r'><r:add><a>1</a><b line='4'><t:sku>x</t:sku></b></r:add></s:Body>";
    let multi = "<s:Body><t:first>a</t:first><t:second><t:sku>b</t:sku></t:second></s:Body>";
    vec![
        (operation("search").output.as_ref().unwrap(), items),
        (&operation("search").input, search.to_owned()),
        (&operation("add").input, add.to_owned()),
        (&operation("multi").input, multi.to_owned()),
        (&operation("ping").input, "<s:Body/>".to_owned()),
    ]
}

const CHANGES: &[&str] =
    &["<", ">", "&", "/", "<t:b/>", "x", "\u{fffe}", " a='b'", "]]>", "</t:item>", "<!--", "'"];

#[test]
fn pieces_are_read_as_the_whole() {
    let limits = Limits { max_nodes: 10_000, ..Limits::default() };
    let (mut read, mut refused) = (0, 0);
    for (shape, content) in messages() {
        let content = envelope(SOAP11, &content);
        let changed = (0..content.len()).step_by(3).filter(|at| content.is_char_boundary(*at)).map(|at| {
            let change = CHANGES[at / 3 % CHANGES.len()];
            format!("{}{change}{}", &content[..at], &content[at..])
        });
        for input in [content.clone()].into_iter().chain(changed) {
            let expected = whole(&input, shape, &limits);
            for sizes in [(450, 7), (500, 100), (1 << 20, 1000)] {
                let found = pieces(&input, shape, &limits, sizes);
                match &found {
                    Err(error) if error.kind == ErrorKind::Limit => continue,
                    Err(_) => refused += 1,
                    Ok(_) => read += 1,
                }
                assert_eq!(found, expected, "{sizes:?} {input}");
            }
        }
        let found = pieces(&content, shape, &limits, (450, 7));
        assert_eq!(found, whole(&content, shape, &limits), "{content}");
        assert!(found.is_ok(), "{content}");
    }
    assert!(read > 100 && refused > 1000, "{read} {refused}");
}

#[test]
fn what_is_written_can_be_taken_out_while_it_is_read() {
    let (shape, content) = messages().swap_remove(0);
    let input = envelope(SOAP11, &content);
    let limits = Limits::default();
    let mut writer = fachwerk_soap::EnvelopeWriter::new(&MAPPING, &NAMES, shape, Version::Soap11, &limits);
    let mut incoming = Incoming::new(&MAPPING, shape, &limits).unwrap().reading_ahead(450);
    let (mut out, mut most) = (Vec::new(), 0);
    for piece in input.as_bytes().chunks(10) {
        incoming.push(piece, &mut writer).unwrap();
        let before = out.len();
        writer.take(&mut out);
        most = most.max(out.len() - before);
    }
    incoming.finish(&mut writer).unwrap();
    out.append(&mut writer.finish().unwrap());
    let whole = fachwerk_soap::write_message(&MAPPING, &NAMES, shape, Version::Soap11, &limits, |sink| {
        let envelope = Envelope::open(input.as_bytes(), &limits).map_err(SoapError::into_codec)?;
        envelope.read(&MAPPING, shape, sink).map_err(SoapError::into_codec)
    });
    assert_eq!(String::from_utf8(out).unwrap(), String::from_utf8(whole.unwrap()).unwrap());
    assert!(most > 0 && most < input.len() / 2, "{most}");
}

#[test]
fn limits_hold_for_all_of_it() {
    let (shape, content) = messages().swap_remove(0);
    let input = envelope(SOAP11, &content);
    for limits in [
        Limits { max_bytes: 1500, ..Limits::default() },
        Limits { max_nodes: 20, ..Limits::default() },
        Limits { max_depth: 3, ..Limits::default() },
    ] {
        let error = pieces(&input, shape, &limits, (450, 50)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Limit, "{error}");
    }
    let long = envelope(
        SOAP11,
        &format!("<s:Body><t:search><t:text>{}</t:text></t:search></s:Body>", "x".repeat(2000)),
    );
    let shape = &operation("search").input;
    assert_eq!(pieces(&long, shape, &Limits::default(), (450, 50)).unwrap_err().kind, ErrorKind::Limit);
    assert!(pieces(&long, shape, &Limits::default(), (3000, 50)).is_ok());
}
