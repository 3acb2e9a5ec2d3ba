// SPDX-License-Identifier: EUPL-1.2
//! Twelve people who do not exist.

use crate::lexical::Date;
use crate::record::{Address, Code, Money, Person, PersonName, Place, Remark, Residence};

const STUTTGART: (&str, &str) = ("Stuttgart", "08111000");
const MUNICH: (&str, &str) = ("München", "09162000");
const COLOGNE: (&str, &str) = ("Köln", "05315000");

/// The register's first state.
pub(super) fn all() -> Vec<Person> {
    vec![
        Person {
            marital: Some("VH"),
            birthplace: Some("Öhringen".into()),
            residences: vec![
                home(domestic("Königstraße", 12, Some("a"), "70173", STUTTGART), "2010-05-01", None),
                home(
                    foreign("Wien", &["Währinger Straße 7/3", "1090 Wien"], "AUT"),
                    "2004-09-15",
                    Some("2010-04-30"),
                ),
            ],
            ..person(1, "Müller", &["Jürgen", "Karl"], "m", "1961-03-14", "DEU")
        },
        Person {
            name: PersonName {
                birth: Some("Dvořáková".into()), ..name("Müller", &["Žofia", "Anežka"])
            },
            marital: Some("VH"),
            birthplace: Some("Plzeň".into()),
            nationalities: vec!["DEU".into(), "CZE".into()],
            residences: vec![home(
                domestic("Königstraße", 12, Some("a"), "70173", STUTTGART),
                "2010-05-01",
                None,
            )],
            ..person(2, "Müller", &[], "w", "1964-11-02", "DEU")
        },
        Person {
            marital: Some("LD"),
            residences: vec![
                home(domestic("Sendlinger Straße", 8, None, "80331", MUNICH), "2019-01-01", None),
                Residence {
                    kind: "nebenwohnung",
                    confirmed: None,
                    ..home(domestic("Severinstraße", 101, None, "50678", COLOGNE), "2021-10-15", None)
                },
            ],
            remarks: vec![
                Remark::Note("Akte „A&B“ <neu> angelegt".into()),
                Remark::Deadline(day("2026-06-30")),
                Remark::Note("Rückfrage beim Standesamt Łódź".into()),
                Remark::Claim(Money { amount: "12.50".into(), currency: None }),
                Remark::Claim(Money { amount: "30.00".into(), currency: Some("CHF") }),
            ],
            ..person(3, "Müller-Lüdenscheidt", &["Björn"], "m", "1988-02-29", "DEU")
        },
        Person {
            marital: Some("VH"),
            birthplace: Some("Huế".into()),
            residences: vec![home(domestic("Ehrenstraße", 45, None, "50672", COLOGNE), "2015-08-01", None)],
            ..person(4, "Nguyễn", &["Thị", "Ánh", "Tuyết"], "w", "1979-07-21", "VNM")
        },
        Person {
            marital: Some("GS"),
            residences: vec![home(
                domestic("Schlossstraße", 3, None, "70174", STUTTGART),
                "1999-04-01",
                None,
            )],
            ..person(5, "Özdemir", &["Şükrü"], "m", "1970-12-31", "TUR")
        },
        Person {
            marital: Some("VW"),
            died: Some(day("2024-05-17")),
            residences: vec![home(
                domestic("Marienplatz", 1, None, "80331", MUNICH),
                "1975-01-01",
                Some("2024-05-17"),
            )],
            ..person(6, "Weiß", &["Änne"], "w", "1938-08-09", "DEU")
        },
        Person {
            name: PersonName { degree: Some("Dr.".into()), ..name("Łukasiewicz", &["Grażyna"]) },
            marital: Some("LP"),
            nationalities: vec!["POL".into(), "DEU".into()],
            residences: vec![home(domestic("Hohe Straße", 22, None, "50667", COLOGNE), "2018-03-01", None)],
            ..person(7, "Łukasiewicz", &[], "w", "1983-05-05", "POL")
        },
        Person {
            residences: vec![home(
                foreign("Paris", &["12, rue de l’Église", "Bât. C", "75015 Paris"], "FRA"),
                "2022-07-01",
                None,
            )],
            ..person(8, "D’Amico", &["Élodie"], "w", "1992-09-30", "FRA")
        },
        Person {
            marital: Some("LD"),
            residences: vec![home(
                domestic("Königstraße", 12, Some("a"), "70173", STUTTGART),
                "2010-05-01",
                None,
            )],
            ..person(9, "Müller", &["Őrs", "Matthäus"], "m", "2006-01-20", "DEU")
        },
        Person {
            marital: Some("NB"),
            residences: vec![home(
                domestic("Theresienstraße", 60, None, "80333", MUNICH),
                "2020-02-29",
                None,
            )],
            ..person(10, "Jørgensen", &["Åse"], "d", "1995-04-12", "DNK")
        },
        Person {
            locked_until: Some(day("2027-12-31")),
            residences: vec![home(domestic("Geheimweg", 1, None, "50667", COLOGNE), "2023-01-01", None)],
            ..person(11, "Schmidt", &["Kim"], "x", "1990-10-10", "DEU")
        },
        Person {
            marital: Some("LD"),
            birthplace: Some("Iași".into()),
            residences: vec![home(
                domestic("Breite Straße", 5, None, "70173", STUTTGART),
                "2025-01-15",
                None,
            )],
            ..person(12, "Țîrlea", &["Ștefan"], "m", "2001-06-01", "ROU")
        },
    ]
}

fn person(number: u32, family: &str, given: &[&str], sex: Code, born: &str, state: &str) -> Person {
    Person {
        id: format!("MR{number:08}"),
        name: name(family, given),
        sex,
        marital: None,
        born: day(born),
        birthplace: None,
        died: None,
        nationalities: vec![state.to_owned()],
        residences: Vec::new(),
        remarks: Vec::new(),
        changed: "2025-11-03T08:30:00+01:00".to_owned(),
        revision: 1,
        locked_until: None,
        comment: None,
    }
}

fn name(family: &str, given: &[&str]) -> PersonName {
    let given = given.iter().map(|&name| name.to_owned()).collect();
    PersonName { family: family.to_owned(), birth: None, given, degree: None }
}

fn home(address: Address, from: &str, until: Option<&str>) -> Residence {
    Residence { address, from: day(from), until: until.map(day), kind: "hauptwohnung", confirmed: Some(true) }
}

fn domestic(street: &str, number: u16, suffix: Option<&str>, postcode: &str, town: (&str, &str)) -> Address {
    Address {
        town: town.0.to_owned(),
        extra: None,
        place: Place::Domestic {
            street: street.to_owned(),
            number,
            suffix: suffix.map(str::to_owned),
            postcode: postcode.to_owned(),
            municipality: town.1.to_owned(),
        },
    }
}

fn foreign(town: &str, lines: &[&str], state: &str) -> Address {
    let lines = lines.iter().map(|&line| line.to_owned()).collect();
    Address { town: town.to_owned(), extra: None, place: Place::Foreign { lines, state: state.to_owned() } }
}

/// A date of this file.
fn day(text: &str) -> Date {
    text.parse().expect("dates of the sample are dates")
}

#[cfg(test)]
mod tests {
    #[test]
    fn twelve_people_with_their_own_ids() {
        let all = super::all();
        let ids: std::collections::BTreeSet<_> = all.iter().map(|person| &person.id).collect();
        assert_eq!(ids.len(), 12);
        assert!(all.iter().all(|person| !person.name.given.is_empty()));
        assert_eq!(all.iter().filter(|person| person.locked_until.is_some()).count(), 1);
    }
}
