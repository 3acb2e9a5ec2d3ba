// SPDX-License-Identifier: EUPL-1.2
use std::fmt::Write as _;

use fachwerk_message::Result;
use fachwerk_xml::{Document, TagKind, Tags, Token, Tokenizer};

use crate::codecs::limits;

/// A tokenizer that goes on piece by piece finds what one over the whole text finds. The first byte says how many bytes
/// come at a time.
pub fn pieces(data: &[u8]) {
    let Some((step, bytes)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(document) = Document::decode(bytes, None, &limits()) else { return };
    // Another encoding is for those who have the whole document.
    if document.text().len() != text.len() {
        return;
    }
    let whole = whole(bytes);
    let pieces = cut(bytes, usize::from(*step) + 1);
    assert_eq!(pieces.concat(), bytes);
    let found = in_pieces(&pieces);
    match (&whole, &found) {
        (Ok(whole), Ok(found)) => assert_eq!(found, whole, "{text:?}"),
        (Err(_), Err(_)) => {}
        _ => panic!("{whole:?} as a whole, {found:?} in pieces: {text:?}"),
    }
}

/// Pieces that end behind tags, cut while the bytes come.
fn cut(bytes: &[u8], step: usize) -> Vec<&[u8]> {
    let (mut tags, mut pieces, mut from) = (Tags::default(), Vec::new(), 0);
    for end in (0..bytes.len()).step_by(step).chain([bytes.len()]) {
        while let Some(tag) = tags.next(&bytes[from..end]) {
            if tag.kind == TagKind::Strange {
                pieces.push(&bytes[from..]);
                return pieces;
            }
            pieces.push(&bytes[from..from + tag.end]);
            from += tag.end;
            tags.taken(tag.end);
        }
    }
    pieces.push(&bytes[from..]);
    pieces
}

fn whole(bytes: &[u8]) -> Result<String> {
    let mut tokens = Tokenizer::new(bytes, &limits())?;
    let mut shown = String::new();
    while show(&mut tokens, &mut shown)? != Token::Eof {}
    Ok(shown)
}

fn in_pieces(pieces: &[&[u8]]) -> Result<String> {
    let mut shown = String::new();
    let (last, before) = pieces.split_last().expect("a piece");
    let mut tokens: Option<Tokenizer<'_>> = None;
    for piece in before {
        let mut now = match &tokens {
            None => Tokenizer::new(piece, &limits())?,
            Some(tokens) => tokens.go_on(piece)?,
        };
        while now.position() < piece.len() {
            show(&mut now, &mut shown)?;
        }
        tokens = Some(now);
    }
    let mut now = match &tokens {
        None => Tokenizer::new(last, &limits())?,
        Some(tokens) => tokens.go_on(last)?,
    };
    while show(&mut now, &mut shown)? != Token::Eof {}
    Ok(shown)
}

fn show(tokens: &mut Tokenizer<'_>, shown: &mut String) -> Result<Token> {
    let token = tokens.next_token()?;
    let _ = match token {
        Token::Start => {
            let _ = write!(shown, "<{:?} {:?}", tokens.namespace(), tokens.local());
            for attribute in tokens.attributes() {
                let namespace = tokens.attribute_namespace(attribute);
                let _ = write!(shown, " {namespace:?} {:?}={:?}", attribute.local(), attribute.value());
            }
            write!(shown, ">")
        }
        Token::Text => write!(shown, "{:?}", tokens.text()),
        Token::End => write!(shown, "</>"),
        Token::Eof => write!(shown, "."),
    };
    Ok(token)
}
