// SPDX-License-Identifier: EUPL-1.2
//! Writes a message anew, the same and yet in other bytes, as protobuf allows.

use fastrand::Rng;
use prost::encoding::{WireType, decode_key, decode_varint, encode_key, encode_varint};
use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};

/// Fields in another order, repeated numbers unpacked or packed in pieces, submessages in pieces, numbers and strings
/// preceded by ones that do not count.
pub(crate) fn rearrange(message: &MessageDescriptor, mut bytes: &[u8], rng: &mut Rng) -> Vec<u8> {
    // Of each field its pieces in order.
    let mut fields: Vec<(u32, Vec<Vec<u8>>)> = Vec::new();
    while !bytes.is_empty() {
        let (number, wire) = decode_key(&mut bytes).unwrap();
        let field = message.get_field(number).unwrap();
        let payload = take(wire, &mut bytes);
        let pieces = pieces(&field, wire, payload, rng);
        match fields.iter_mut().find(|(n, _)| *n == number) {
            Some((_, all)) => all.extend(pieces),
            None => fields.push((number, pieces)),
        }
    }
    let mut out = Vec::new();
    while !fields.is_empty() {
        let index = rng.usize(..fields.len());
        let (_, pieces) = &mut fields[index];
        out.extend(pieces.remove(0));
        if pieces.is_empty() {
            fields.swap_remove(index);
        }
    }
    out
}

fn take<'b>(wire: WireType, bytes: &mut &'b [u8]) -> &'b [u8] {
    let length = match wire {
        WireType::SixtyFourBit => 8,
        WireType::ThirtyTwoBit => 4,
        WireType::LengthDelimited => decode_varint(bytes).unwrap() as usize,
        WireType::Varint => bytes.iter().position(|b| *b < 0x80).unwrap() + 1,
        other => panic!("{other:?}"),
    };
    let (payload, rest) = bytes.split_at(length);
    *bytes = rest;
    payload
}

fn put(number: u32, wire: WireType, payload: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut out = Vec::new();
    encode_key(number, wire, &mut out);
    if wire == WireType::LengthDelimited {
        encode_varint(payload.len() as u64, &mut out);
        if rng.u8(..) < 20 {
            // A varint may be longer than it has to be.
            *out.last_mut().unwrap() |= 0x80;
            out.push(0);
        }
    }
    out.extend_from_slice(payload);
    out
}

fn pieces(field: &FieldDescriptor, wire: WireType, payload: &[u8], rng: &mut Rng) -> Vec<Vec<u8>> {
    let number = field.number();
    if let Kind::Message(inner) = field.kind() {
        let mut bytes = rearrange(&inner, payload, rng);
        if !field.is_list() && !field.is_map() && rng.bool() {
            // Cut between two fields.
            let mut rest = bytes.as_slice();
            let mut cuts = vec![0];
            while !rest.is_empty() {
                let (_, wire) = decode_key(&mut rest).unwrap();
                take(wire, &mut rest);
                cuts.push(bytes.len() - rest.len());
            }
            let second = bytes.split_off(cuts[rng.usize(..cuts.len())]);
            return vec![put(number, wire, &bytes, rng), put(number, wire, &second, rng)];
        }
        return vec![put(number, wire, &bytes, rng)];
    }
    if field.is_list() && field.is_packed() {
        let single = match field.kind() {
            Kind::Double => WireType::SixtyFourBit,
            Kind::Float => WireType::ThirtyTwoBit,
            _ => WireType::Varint,
        };
        let mut rest = payload;
        let mut all = Vec::new();
        while !rest.is_empty() {
            let mut packed = Vec::new();
            for _ in 0..rng.usize(..3) {
                if !rest.is_empty() {
                    packed.extend_from_slice(take(single, &mut rest));
                }
            }
            all.push(put(number, WireType::LengthDelimited, &packed, rng));
            if !rest.is_empty() && rng.bool() {
                let one = take(single, &mut rest);
                all.push(put(number, single, one, rng));
            }
        }
        return all;
    }
    let mut all = vec![put(number, wire, payload, rng)];
    if !field.is_list() && rng.u8(..) < 50 {
        let other: &[u8] = match wire {
            WireType::Varint => &[1],
            WireType::SixtyFourBit => &[1; 8],
            WireType::ThirtyTwoBit => &[1; 4],
            _ => b"other",
        };
        all.insert(0, put(number, wire, other, rng));
    }
    all
}
