// SPDX-License-Identifier: EUPL-1.2
//! `mr:Person` and `mr:Treffer`.

use super::{bool_text, remark};
use crate::record::{Address, Person, PersonName, Place, Residence};
use crate::xml::Writer;

/// `mr:treffer`.
pub(super) fn hit(out: &mut Writer, person: &Person) {
    let mut attributes = vec![("personId", person.id.as_str())];
    if person.locked_until.is_some() {
        attributes.push(("auskunftssperre", "true"));
    }
    out.open("mr:treffer", &attributes);
    name(out, &person.name);
    out.leaf("mr:geburtsdatum", &person.born.to_string());
    if person.locked_until.is_none() {
        out.optional("mr:ort", person.current().map(|residence| residence.address.town.as_str()));
    }
    out.close("mr:treffer");
}

/// `mr:person`.
pub(super) fn full(out: &mut Writer, person: &Person, history: bool) {
    let revision = person.revision.to_string();
    let mut attributes = vec![("stand", person.changed.as_str())];
    if person.revision != 1 {
        attributes.push(("fassung", &revision));
    }
    out.open("mr:person", &attributes);
    out.leaf("mr:personId", &person.id);
    name(out, &person.name);
    out.leaf("mr:geschlecht", person.sex);
    out.optional("mr:familienstand", person.marital);
    out.leaf("mr:geburtsdatum", &person.born.to_string());
    out.optional("mr:geburtsort", person.birthplace.as_deref());
    match person.died {
        Some(day) => out.leaf("mr:sterbedatum", &day.to_string()),
        None => out.raw("<mr:sterbedatum xsi:nil=\"true\"/>"),
    }
    out.leaf("mr:staatsangehoerigkeiten", &person.nationalities.join(" "));
    for entry in person.residences.iter().filter(|entry| history || entry.until.is_none()) {
        residence(out, entry);
    }
    remark::write(out, &person.remarks);
    out.close("mr:person");
}

fn name(out: &mut Writer, name: &PersonName) {
    match &name.degree {
        Some(degree) => out.open("mr:name", &[("doktorgrad", degree)]),
        None => out.open("mr:name", &[]),
    }
    out.leaf("bt:familienname", &name.family);
    out.optional("bt:geburtsname", name.birth.as_deref());
    for given in &name.given {
        out.leaf("bt:vorname", given);
    }
    out.close("mr:name");
}

fn residence(out: &mut Writer, residence: &Residence) {
    let mut attributes = vec![("art", residence.kind)];
    if let Some(confirmed) = residence.confirmed {
        attributes.push(("bestaetigt", bool_text(confirmed)));
    }
    out.open("mr:meldeanschrift", &attributes);
    address(out, &residence.address);
    out.leaf("mr:von", &residence.from.to_string());
    out.optional("mr:bis", residence.until.map(|day| day.to_string()).as_deref());
    out.close("mr:meldeanschrift");
}

fn address(out: &mut Writer, address: &Address) {
    match &address.place {
        Place::Domestic { .. } => out.open("mr:anschrift", &[("xsi:type", "bt:InlandsAnschrift")]),
        Place::Foreign { state, .. } => {
            out.open("mr:anschrift", &[("xsi:type", "bt:AuslandsAnschrift"), ("staat", state)]);
        }
    }
    out.leaf("bt:ort", &address.town);
    out.optional("bt:zusatz", address.extra.as_deref());
    match &address.place {
        Place::Domestic { street, number, suffix, postcode, municipality } => {
            out.leaf("bt:strasse", street);
            out.leaf("bt:hausnummer", &number.to_string());
            out.optional("bt:hausnummerZusatz", suffix.as_deref());
            out.leaf("bt:postleitzahl", postcode);
            out.leaf("bt:ags", municipality);
        }
        Place::Foreign { lines, .. } => {
            for line in lines {
                out.leaf("bt:zeile", line);
            }
        }
    }
    out.close("mr:anschrift");
}
