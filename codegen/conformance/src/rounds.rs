// SPDX-License-Identifier: EUPL-1.2
//! One sample through all pairs of codecs.

use fachwerk_message::value::Patterns;
use fachwerk_message::{CodecError, PathStyle, Recorded, Result, Sink, Validate};
use fachwerk_sample::Sampler;

use crate::codecs::{Codecs, Message, record};
use crate::difference::difference;
use crate::finding::class_of;
use crate::proto::Descriptors;
use crate::schema::Schemas;
use crate::{Check, Finding, Record};

/// What is needed for one sample.
pub(crate) struct Rounds<'a> {
    pub(crate) codecs: &'a Codecs<'a>,
    pub(crate) patterns: &'a Patterns,
    pub(crate) schemas: Option<&'a Schemas>,
    pub(crate) descriptors: Option<&'a Descriptors>,
}

/// The wire forms of one sample.
#[derive(Debug, Default)]
pub(crate) struct Wire {
    pub(crate) soap: Vec<u8>,
    pub(crate) json: Vec<u8>,
    pub(crate) protobuf: Vec<u8>,
    pub(crate) protobuf_made: bool,
}

/// A check that is under way.
struct Step<'a> {
    check: Check,
    place: &'a str,
}

impl Step<'_> {
    /// A codec's error while doing something.
    fn codec(&self, doing: &str) -> impl FnOnce(Box<CodecError>) -> Finding {
        move |error| {
            let class = format!("{doing}: {}", class_of(&error.to_string()));
            Finding::of_class(self.check, class, self.place, format!("{doing}: {error}"))
        }
    }

    fn finding(&self, class: impl Into<String>, message: impl Into<String>) -> Finding {
        Finding::of_class(self.check, class, self.place, message)
    }
}

/// A form that SOAP becomes and comes back from.
struct Form<'a> {
    name: &'static str,
    from_soap: &'a dyn Fn(&[u8]) -> Result<Vec<u8>>,
    read: &'a Read<'a>,
}

/// Tells the events of a message's bytes.
type Read<'a> = dyn Fn(&[u8], &mut dyn Sink) -> Result<()> + 'a;

impl Form<'_> {
    fn first(&self, step: &Step<'_>, soap: &[u8]) -> std::result::Result<Vec<u8>, Finding> {
        (self.from_soap)(soap).map_err(step.codec(&format!("SOAP to {}", self.name)))
    }
}

impl Rounds<'_> {
    /// Take one sample round; its wire forms, as far as they could be made.
    pub(crate) fn go(
        &self,
        sampler: &Sampler<'_>,
        message: &Message<'_>,
        seed: u64,
        out: &mut Record,
    ) -> Option<Wire> {
        let place = format!("{} seed {seed}", message.name);
        let step = |check| Step { check, place: &place };
        let sample = match record(|mut sink| sampler.sample(message.shape.root, seed, &mut sink)) {
            Ok(sample) => sample,
            Err(error) => {
                out.bad(step(Check::Sample).codec("sampling")(error));
                return None;
            }
        };
        let wanted = sample.normalised(self.codecs.mapping);
        out.judge(Check::Valid, self.valid(&step(Check::Valid), &sample));
        let soap = match self.codecs.write_soap(message, &|mut sink| sample.replay(&mut sink)) {
            Ok(soap) => soap,
            Err(error) => {
                out.bad(step(Check::Sample).codec("writing SOAP")(error));
                return None;
            }
        };
        out.good(Check::Sample);
        out.measured.samples += 1;
        out.measured.soap_bytes += soap.len() as u64;
        let mut wire = Wire { soap, ..Wire::default() };
        let outcome = self.over_json(&step(Check::SoapJsonSoap), message, &wanted, &mut wire);
        out.judge(Check::SoapJsonSoap, outcome);
        let outcome = self.over_protobuf(&step(Check::SoapProtobufSoap), message, &wanted, &mut wire);
        out.judge(Check::SoapProtobufSoap, outcome);
        if !wire.json.is_empty() {
            let outcome =
                self.json_protobuf_json(&step(Check::JsonProtobufJson), message, &wanted, &wire.json);
            out.judge(Check::JsonProtobufJson, outcome);
            if let Some(schemas) = self.schemas {
                let outcome = schemas.check(message.shape.root, &wire.json);
                let finding = |(class, text): (String, String)| step(Check::JsonSchema).finding(class, text);
                out.judge(Check::JsonSchema, outcome.map_err(finding));
            }
        }
        // A message without members has no bytes; what matters is whether it could be written.
        if let Some(descriptors) = self.descriptors
            && wire.protobuf_made
        {
            let outcome =
                self.descriptor(&step(Check::Descriptor), descriptors, message, &wanted, &wire.protobuf);
            out.judge(Check::Descriptor, outcome);
        }
        Some(wire)
    }

    fn valid(&self, step: &Step<'_>, sample: &Recorded) -> std::result::Result<(), Finding> {
        let mut validate = Validate::new(
            self.codecs.mapping,
            self.patterns,
            PathStyle::JsonPointer,
            fachwerk_message::Discard,
        );
        sample
            .replay(&mut validate)
            .and_then(|()| validate.accept())
            .map(drop)
            .map_err(step.codec("validating"))
    }

    /// The events must be those of the sample.
    fn same(&self, step: &Step<'_>, wanted: &Recorded, found: &Recorded) -> std::result::Result<(), Finding> {
        let found = found.normalised(self.codecs.mapping);
        if found == *wanted {
            return Ok(());
        }
        let (class, message) = difference(self.codecs.mapping, wanted, &found)
            .unwrap_or_else(|| ("events differ".to_owned(), "the events differ".to_owned()));
        Err(step.finding(class, message))
    }

    fn over_json(
        &self,
        step: &Step<'_>,
        message: &Message<'_>,
        wanted: &Recorded,
        wire: &mut Wire,
    ) -> std::result::Result<(), Finding> {
        let codecs = self.codecs;
        let form = Form {
            name: "JSON",
            from_soap: &|soap| codecs.write_json(&|sink| codecs.read_soap(message, soap, sink)),
            read: &|json, sink| codecs.read_json(message, json, sink),
        };
        wire.json = form.first(step, &wire.soap)?;
        self.there_and_back(step, message, wanted, &form, &wire.json)
    }

    fn over_protobuf(
        &self,
        step: &Step<'_>,
        message: &Message<'_>,
        wanted: &Recorded,
        wire: &mut Wire,
    ) -> std::result::Result<(), Finding> {
        let codecs = self.codecs;
        let form = Form {
            name: "protobuf",
            from_soap: &|soap| codecs.write_protobuf(&|sink| codecs.read_soap(message, soap, sink)),
            read: &|protobuf, sink| codecs.read_protobuf(message, protobuf, sink),
        };
        wire.protobuf = form.first(step, &wire.soap)?;
        wire.protobuf_made = true;
        self.there_and_back(step, message, wanted, &form, &wire.protobuf)
    }

    /// What SOAP became is SOAP again, with the sample's events, and from there the same bytes.
    fn there_and_back(
        &self,
        step: &Step<'_>,
        message: &Message<'_>,
        wanted: &Recorded,
        form: &Form<'_>,
        first: &[u8],
    ) -> std::result::Result<(), Finding> {
        let codecs = self.codecs;
        let soap = codecs
            .write_soap(message, &|sink| (form.read)(first, sink))
            .map_err(step.codec(&format!("{} to SOAP", form.name)))?;
        let back =
            record(|sink| codecs.read_soap(message, &soap, sink)).map_err(step.codec("reading SOAP"))?;
        self.same(step, wanted, &back)?;
        let again = (form.from_soap)(&soap).map_err(step.codec(&format!("SOAP to {} again", form.name)))?;
        same_bytes(step, form.name, first, &again)
    }

    fn json_protobuf_json(
        &self,
        step: &Step<'_>,
        message: &Message<'_>,
        wanted: &Recorded,
        json: &[u8],
    ) -> std::result::Result<(), Finding> {
        let codecs = self.codecs;
        let turn = |json: &[u8]| -> Result<Vec<u8>> {
            let protobuf = codecs.write_protobuf(&|sink| codecs.read_json(message, json, sink))?;
            codecs.write_json(&|sink| codecs.read_protobuf(message, &protobuf, sink))
        };
        // The first turn may put members into the schema's order; from then on they stay where they are.
        let json = turn(json).map_err(step.codec("JSON to protobuf to JSON"))?;
        let back =
            record(|sink| codecs.read_json(message, &json, sink)).map_err(step.codec("reading JSON"))?;
        self.same(step, wanted, &back)?;
        let again = turn(&json).map_err(step.codec("JSON to protobuf to JSON again"))?;
        same_bytes(step, "JSON", &json, &again)
    }

    fn descriptor(
        &self,
        step: &Step<'_>,
        descriptors: &Descriptors,
        message: &Message<'_>,
        wanted: &Recorded,
        protobuf: &[u8],
    ) -> std::result::Result<(), Finding> {
        let name = &self.codecs.mapping.structure(message.shape.root).name;
        let theirs = descriptors
            .encode_again(message, name, protobuf)
            .map_err(|message| step.finding(class_of(&message), message))?;
        let back = record(|sink: &mut dyn Sink| self.codecs.read_protobuf(message, &theirs, sink))
            .map_err(step.codec("reading what prost-reflect writes"))?;
        self.same(step, wanted, &back)
    }
}

fn same_bytes(step: &Step<'_>, form: &str, before: &[u8], after: &[u8]) -> std::result::Result<(), Finding> {
    if before == after {
        return Ok(());
    }
    let at = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let around = |bytes: &[u8]| {
        let start = at.saturating_sub(60);
        String::from_utf8_lossy(bytes.get(start..bytes.len().min(at + 60)).unwrap_or_default()).into_owned()
    };
    let message = format!("other bytes from {at}: {:?} became {:?}", around(before), around(after));
    Err(step.finding(format!("other bytes of {form} in the second turn"), message))
}
