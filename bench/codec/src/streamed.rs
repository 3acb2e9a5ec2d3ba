// SPDX-License-Identifier: EUPL-1.2
//! A message without an end, in pieces.

use std::fmt::Write as _;
use std::sync::Arc;

use fachwerk_json::JsonWriter;
use fachwerk_message::{Limits, Result};
use fachwerk_soap::{EnvelopeWriter, SoapError, Version};

use crate::{BEGIN, END, Tables, Way, item};

/// So many bytes are in a piece, or a few more.
const PIECE: usize = 64 << 10;

/// A message that is made, converted and forgotten piece by piece.
#[derive(Debug)]
pub struct Streamed<'t> {
    way: Going<'t>,
    /// Items so far.
    line: u64,
    text: String,
}

#[derive(Debug)]
enum Going<'t> {
    XmlToJson(Box<fachwerk_soap::Incoming<'t>>, Box<JsonWriter<'t>>),
    JsonToXml(Box<fachwerk_json::Incoming<'t>>, Box<EnvelopeWriter<'t>>),
}

impl<'t> Streamed<'t> {
    /// From XML to JSON, or any other way: from JSON to XML.
    pub fn new(tables: &'t Tables, way: Way) -> Self {
        let limits = Limits { max_bytes: usize::MAX, max_nodes: usize::MAX, ..Limits::default() };
        let way = if way == Way::XmlToJson {
            let reader = fachwerk_soap::Incoming::new(&tables.mapping, tables.shape(), &limits);
            let writer = JsonWriter::with_names(&tables.mapping, Arc::clone(&tables.json), Vec::new());
            Going::XmlToJson(Box::new(reader.expect("a plain message")), Box::new(writer))
        } else {
            let reader = fachwerk_json::Incoming::new(&tables.mapping, tables.shape().root, &limits);
            let writer =
                EnvelopeWriter::new(&tables.mapping, &tables.xml, tables.shape(), Version::Soap11, &limits);
            Going::JsonToXml(Box::new(reader), Box::new(writer))
        };
        Self { way, line: 0, text: String::new() }
    }

    /// Append the next piece of the message; `false`: it was the last, because it was to be.
    pub fn next_piece(&mut self, last: bool, out: &mut Vec<u8>) -> bool {
        let text = &mut self.text;
        text.clear();
        let is_xml = matches!(self.way, Going::XmlToJson(..));
        if self.line == 0 {
            text.push_str(if is_xml {
                BEGIN
            } else {
                "{\"OrderNumber\":\"4711-2026\",\"Placed\":\"2026-11-12T08:15:30+01:00\",\"Customer\":{\"id\":815,\
                 \"Name\":\"Jürgen Öhler & Söhne\",\"City\":\"Hückeswagen\"},\"Item\":["
            });
        }
        while text.len() < PIECE {
            self.line += 1;
            let line = self.line;
            if is_xml {
                item(line, text);
                continue;
            }
            if line > 1 {
                text.push(',');
            }
            let _ = write!(
                text,
                "{{\"line\":{},\"Sku\":\"A-{line:06}\",\"Description\":\"Schraube M8 mit Mutter, größer\",\
                 \"Quantity\":{},\"Price\":\"{}.50\",\"Delivery\":\"2026-11-{:02}\",\
                 \"Note\":[\"bitte sorgfältig verpacken\"]}}",
                line,
                line % 90 + 1,
                line % 400,
                line % 28 + 1
            );
        }
        if last {
            text.push_str(if is_xml { END } else { "]}" });
        }
        out.extend_from_slice(text.as_bytes());
        !last
    }

    /// Convert a piece; what it gives is appended.
    pub fn push(&mut self, piece: &[u8], out: &mut Vec<u8>) -> Result<()> {
        match &mut self.way {
            Going::XmlToJson(reader, writer) => {
                reader.push(piece, &mut **writer).map_err(SoapError::into_codec)?;
                writer.take(out);
            }
            Going::JsonToXml(reader, writer) => {
                reader.push(piece, &mut **writer)?;
                writer.take(out);
            }
        }
        Ok(())
    }

    /// The rest.
    pub fn finish(self) -> Result<Vec<u8>> {
        match self.way {
            Going::XmlToJson(reader, mut writer) => {
                reader.finish(&mut *writer).map_err(SoapError::into_codec)?;
                writer.finish()
            }
            Going::JsonToXml(reader, mut writer) => {
                reader.finish(&mut *writer)?;
                writer.finish()
            }
        }
    }
}
