// SPDX-License-Identifier: EUPL-1.2
use fachwerk_message::{Limits, Result};
use fachwerk_soap::{Envelope, List, Piece, Pieces, SoapError};

use crate::codecs::{MAPPING, operation, record, write_json};

/// An answer that is one list: its items are the same read one by one while the bytes come, and read as a whole; and what
/// is refused in one way is refused in the other. The first byte says how many bytes come at a time.
pub fn list(data: &[u8]) {
    let Some((step, bytes)) = data.split_first() else { return };
    let Some(found) = in_pieces(bytes, usize::from(*step) + 1) else { return };
    let whole = whole(bytes);
    let shown = || String::from_utf8_lossy(bytes).into_owned();
    match (&whole, &found) {
        (Ok(whole), Ok(items)) => {
            let expected = if items.is_empty() {
                "{}".to_owned()
            } else {
                format!(r#"{{"everything":[{}]}}"#, items.join(","))
            };
            assert!(&expected == whole, "{expected} and {whole} of {}", shown());
        }
        (Err(_), Err(_)) => {}
        _ => panic!("{whole:?} as a whole, {found:?} in pieces: {}", shown()),
    }
}

fn limits() -> Limits {
    Limits { max_bytes: 1 << 20, max_depth: 30, ..Limits::default() }
}

fn whole(bytes: &[u8]) -> Result<String> {
    let shape = operation().output.as_ref().expect("an answer");
    let envelope = Envelope::open(bytes, &limits()).map_err(SoapError::into_codec)?;
    let message = record(|sink| envelope.read(&MAPPING, shape, sink).map_err(SoapError::into_codec))?;
    write_json(&message).map(|json| String::from_utf8(json).expect("UTF-8"))
}

/// The items; `None` where the answer is not to be had in pieces.
fn in_pieces(bytes: &[u8], step: usize) -> Option<Result<Vec<String>>> {
    let operation = operation();
    let (shape, stream) = (operation.output.as_ref()?, operation.stream.as_ref()?);
    let mut pieces = Pieces::new(&MAPPING, shape, stream, &limits());
    let mut chunks = bytes.chunks(step);
    let mut next = || loop {
        match pieces.next_piece() {
            Ok(Some(piece)) => return Ok(piece),
            Ok(None) => match chunks.next() {
                Some(chunk) => pieces.push(chunk),
                None => pieces.complete(),
            },
            Err(error) => return Err(error),
        }
    };
    let Ok(Piece::Opening(opening)) = next() else { return None };
    let list = List::open(&opening, &MAPPING, shape, stream, &limits())?;
    let (mut items, mut reader) = (Vec::new(), list.reader());
    let mut one = |piece: &[u8]| -> Result<String> {
        let item = record(|sink| list.item(&mut reader, piece, sink))?;
        let text = String::from_utf8(write_json(&item)?).expect("UTF-8");
        let inner = text.strip_prefix(r#"{"everything":"#).and_then(|rest| rest.strip_suffix('}'));
        Ok(inner.unwrap_or_else(|| panic!("an item is {text}")).to_owned())
    };
    loop {
        match next() {
            Ok(Piece::Item(piece)) => match one(&piece) {
                Ok(item) => items.push(item),
                Err(error) => return Some(Err(error)),
            },
            Ok(Piece::End(piece)) => {
                return Some(list.end(&piece).map(|()| items).map_err(SoapError::into_codec));
            }
            Ok(other) => panic!("{other:?}"),
            Err(error) => return Some(Err(error)),
        }
    }
}
