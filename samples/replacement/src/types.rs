//! The types of the contract: what operations take and answer, with the facade's JSON.
#![allow(
    clippy::large_enum_variant,
    reason = "alternatives are as large as the contract has them"
)]

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{json, values};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuchePersonRequestHeaders {
    /// Optionaler SOAP-Kopf: für welche Gemeinde der Aufruf erfolgt.
    ///
    /// Optional SOAP header: the municipality on whose behalf the call is made.
    #[serde(rename = "Mandant")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandant: Option<Mandant>,
}

/// Gemeinde und Kennung der aufrufenden Stelle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mandant {
    /// Amtlicher Gemeindeschlüssel, acht Ziffern, zum Beispiel 08111000 (Stuttgart).
    ///
    /// Official municipality key, eight digits.
    ///
    /// Required; pattern `[0-9]{8}`.
    pub ags: String,
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Required; length 1 to 200.
    pub kennung: String,
}

/// Genau eines: die PersonId oder der Name, auf Wunsch mit Vorname und Geburtsdatum; dazu
/// einschränkende Angaben.
///
/// Exactly one of person id or name (optionally with birth date), plus optional restrictions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suchkriterien {
    /// Ordnungsmerkmal einer Person im Melderegister: MR und acht Ziffern.
    ///
    /// Pattern `MR[0-9]{8}`.
    #[serde(rename = "personId")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<String>,
    /// Familienname; ein Stern am Ende sucht nach dem Anfang.
    ///
    /// Length 1 to 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub familienname: Option<String>,
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Length 1 to 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vorname: Option<String>,
    /// xs:date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geburtsdatum: Option<values::Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geschlecht: Option<Geschlecht>,
    /// Treffer haben einen der genannten Familienstände.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub familienstand: Vec<Familienstand>,
    /// Amtlicher Gemeindeschlüssel, acht Ziffern, zum Beispiel 08111000 (Stuttgart).
    ///
    /// Official municipality key, eight digits.
    ///
    /// Pattern `[0-9]{8}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ags: Option<String>,
    /// Staaten, durch Leerzeichen getrennt.
    ///
    /// States, separated by blanks (an xs:list).
    ///
    /// List items: length 3, pattern `[A-Z]{3}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staatsangehoerigkeiten: Option<Vec<String>>,
}

/// Anfrage der Personensuche.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuchePersonRequest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<SuchePersonRequestHeaders>,
    /// Required.
    pub kriterien: Suchkriterien,
    /// Höchstzahl der Treffer einer Seite, 1 bis 100.
    ///
    /// At least 1; at most 100; default `20`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i32>,
    /// Zahl der zu überspringenden Treffer.
    ///
    /// xs:integer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versatz: Option<values::Integer>,
}

/// Ergebnis der Personensuche, geordnet nach PersonId.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuchePersonAntwort {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub treffer: Vec<Treffer>,
    /// Zahl aller Treffer, unabhängig von der Seite.
    ///
    /// Required.
    #[serde(with = "json::exact")]
    pub gesamtzahl: i64,
    /// Es gibt Treffer nach dieser Seite.
    ///
    /// Required.
    pub weitere: bool,
}

/// Die Anfrage ist schemagültig, aber fachlich nicht ausführbar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UngueltigeAnfrage {
    /// Required; at least 1 item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fehler: Vec<Feldfehler>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LesePersonRequestHeaders {
    /// Optionaler SOAP-Kopf: für welche Gemeinde der Aufruf erfolgt.
    ///
    /// Optional SOAP header: the municipality on whose behalf the call is made.
    #[serde(rename = "Mandant")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandant: Option<Mandant>,
}

/// Ein Treffer der Suche.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treffer {
    /// Ordnungsmerkmal einer Person im Melderegister: MR und acht Ziffern.
    ///
    /// Required; pattern `MR[0-9]{8}`.
    #[serde(rename = "personId")]
    pub person_id: String,
    /// Default `false`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auskunftssperre: Option<bool>,
    /// Required.
    pub name: Name,
    /// Required; xs:date.
    pub geburtsdatum: values::Date,
    /// Aktueller Wohnort; fehlt bei Auskunftssperre.
    ///
    /// Length 1 to 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ort: Option<String>,
}

/// Ein fachlich ungültiges Feld der Anfrage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feldfehler {
    /// Required.
    pub code: i32,
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Required; length 1 to 200.
    pub feld: String,
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Required; length 1 to 200.
    pub meldung: String,
}

/// Name einer natürlichen Person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Length 1 to 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doktorgrad: Option<String>,
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Required; length 1 to 200.
    pub familienname: String,
    /// Familienname bei der Geburt, wenn er abweicht.
    ///
    /// Length 1 to 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geburtsname: Option<String>,
    /// Vornamen in der Reihenfolge der Geburtsurkunde.
    ///
    /// Required; at least 1 item; length 1 to 200.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vorname: Vec<String>,
}

/// Anfrage nach einem Datensatz.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LesePersonRequest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<LesePersonRequestHeaders>,
    /// Ordnungsmerkmal einer Person im Melderegister: MR und acht Ziffern.
    ///
    /// Required; pattern `MR[0-9]{8}`.
    #[serde(rename = "personId")]
    pub person_id: String,
    /// Auch frühere Anschriften ausgeben; ohne Angabe: nein.
    #[serde(rename = "mitHistorie")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mit_historie: Option<bool>,
}

/// Der gelesene Datensatz.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LesePersonAntwort {
    /// Required.
    pub person: Person,
}

/// Zur PersonId gibt es keinen Datensatz.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonNichtGefunden {
    /// Ordnungsmerkmal einer Person im Melderegister: MR und acht Ziffern.
    ///
    /// Required; pattern `MR[0-9]{8}`.
    #[serde(rename = "personId")]
    pub person_id: String,
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Length 1 to 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hinweis: Option<String>,
}

/// Für die Person besteht eine Auskunftssperre nach § 51 BMG.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auskunftssperre {
    /// Ordnungsmerkmal einer Person im Melderegister: MR und acht Ziffern.
    ///
    /// Required; pattern `MR[0-9]{8}`.
    #[serde(rename = "personId")]
    pub person_id: String,
    /// Required; xs:date.
    #[serde(rename = "befristetBis")]
    pub befristet_bis: values::Date,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeldeUmzugRequestHeaders {
    /// Optionaler SOAP-Kopf: für welche Gemeinde der Aufruf erfolgt.
    ///
    /// Optional SOAP header: the municipality on whose behalf the call is made.
    #[serde(rename = "Mandant")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandant: Option<Mandant>,
}

/// Datensatz einer Person mit aktuellen und früheren Anschriften.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Zeitpunkt der letzten Änderung.
    ///
    /// Required; xs:dateTime.
    pub stand: values::DateTime,
    /// Laufende Nummer der Fassung.
    ///
    /// Default `1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fassung: Option<i32>,
    /// Ordnungsmerkmal einer Person im Melderegister: MR und acht Ziffern.
    ///
    /// Required; pattern `MR[0-9]{8}`.
    #[serde(rename = "personId")]
    pub person_id: String,
    /// Required.
    pub name: Name,
    /// Required.
    pub geschlecht: Geschlecht,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub familienstand: Option<Familienstand>,
    /// Required; xs:date.
    pub geburtsdatum: values::Date,
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Length 1 to 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geburtsort: Option<String>,
    /// Sterbedatum; xsi:nil, solange die Person lebt.
    ///
    /// Required; xs:date.
    pub sterbedatum: json::Nillable<values::Date>,
    /// Staaten, durch Leerzeichen getrennt.
    ///
    /// States, separated by blanks (an xs:list).
    ///
    /// Required; list items: length 3, pattern `[A-Z]{3}`.
    pub staatsangehoerigkeiten: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meldeanschrift: Vec<Meldeanschrift>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merkmale: Option<Merkmale>,
}

/// Anschrift in Deutschland.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", tag = "@type")]
#[serde(deny_unknown_fields)]
pub struct InlandsAnschrift {
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Required; length 1 to 200.
    pub ort: String,
    /// Wohnungsgeber oder Anschriftenzusatz.
    ///
    /// Length 1 to 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zusatz: Option<String>,
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Required; length 1 to 200.
    pub strasse: String,
    /// Hausnummer ohne Zusatz.
    ///
    /// Required; at least 1; at most 9999.
    pub hausnummer: i32,
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Length 1 to 200.
    #[serde(rename = "hausnummerZusatz")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hausnummer_zusatz: Option<String>,
    /// Deutsche Postleitzahl.
    ///
    /// Required; pattern `[0-9]{5}`.
    pub postleitzahl: String,
    /// Gemeinde der Wohnung.
    ///
    /// Required; pattern `[0-9]{8}`.
    pub ags: String,
}

impl Serialize for InlandsAnschrift {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for InlandsAnschrift {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = json::members(deserializer, "InlandsAnschrift")?;
        Self::deserialize(members).map_err(D::Error::custom)
    }
}

/// Anschrift außerhalb Deutschlands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", tag = "@type")]
#[serde(deny_unknown_fields)]
pub struct AuslandsAnschrift {
    /// Staat nach ISO 3166-1 alpha-3, zum Beispiel DEU.
    ///
    /// Required; length 3; pattern `[A-Z]{3}`.
    pub staat: String,
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Required; length 1 to 200.
    pub ort: String,
    /// Wohnungsgeber oder Anschriftenzusatz.
    ///
    /// Length 1 to 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zusatz: Option<String>,
    /// Bis zu vier Zeilen in der Schreibweise des Ziellandes.
    ///
    /// Required; 1 to 4 items; length 1 to 200.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zeile: Vec<String>,
}

impl Serialize for AuslandsAnschrift {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for AuslandsAnschrift {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = json::members(deserializer, "AuslandsAnschrift")?;
        Self::deserialize(members).map_err(D::Error::custom)
    }
}

/// Ein Dokument mit Dateiname und Medientyp.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dokument {
    /// Dateiname ohne Pfad.
    ///
    /// Required; length 1 to 120; pattern `[^/\\]+`.
    pub dateiname: String,
    /// Medientyp der Datei.
    ///
    /// Default `application/pdf`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medientyp: Option<String>,
    /// Titel für die Anzeige.
    ///
    /// Length 1 to 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub titel: Option<String>,
    /// Inhalt der Datei.
    ///
    /// Required; media type `application/pdf`.
    pub inhalt: values::Base64Binary,
}

/// Anschrift mit dem Zeitraum, in dem sie gilt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meldeanschrift {
    /// Required.
    pub art: AnschriftArt,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bestaetigt: Option<bool>,
    /// Inlands- oder Auslandsanschrift, erkennbar an xsi:type.
    ///
    /// Required.
    pub anschrift: AnschriftVariant,
    /// Required; xs:date.
    pub von: values::Date,
    /// Ende der Gültigkeit; fehlt bei der aktuellen Anschrift.
    ///
    /// xs:date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bis: Option<values::Date>,
}

/// Vermerke in der Reihenfolge ihrer Eintragung; die Reihenfolge ist bedeutsam.
///
/// A repeated choice: the order between different alternatives carries meaning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merkmale {
    /// Required; at least 1 item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<MerkmaleItem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum MerkmaleItem {
    /// Freier Vermerk.
    ///
    /// Length 1 to 200.
    #[serde(rename = "vermerk")]
    Vermerk(String),
    /// Wiedervorlage.
    ///
    /// xs:date.
    #[serde(rename = "frist")]
    Frist(values::Date),
    /// Offene Gebühr.
    #[serde(rename = "forderung")]
    Forderung(Geldbetrag),
}

/// Betrag mit Währung; ohne Angabe gilt Euro.
///
/// Amount of money: text content with an attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Geldbetrag {
    /// Währung des Betrags.
    ///
    /// Default `EUR`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waehrung: Option<Waehrung>,
    /// Nicht negativer Betrag mit höchstens zwei Nachkommastellen.
    ///
    /// Required; xs:decimal; at least 0; at most 9 digits; at most 2 digits after the point.
    pub value: values::Decimal,
}

/// Meldung eines Umzugs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeldeUmzugRequest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<MeldeUmzugRequestHeaders>,
    /// Ordnungsmerkmal einer Person im Melderegister: MR und acht Ziffern.
    ///
    /// Required; pattern `MR[0-9]{8}`.
    #[serde(rename = "personId")]
    pub person_id: String,
    /// Required.
    #[serde(rename = "neueAnschrift")]
    pub neue_anschrift: AnschriftVariant,
    /// Required.
    pub art: AnschriftArt,
    /// Required; xs:date.
    pub einzugsdatum: values::Date,
    /// Weitere Personen, die mit umziehen.
    ///
    /// At most 9 items; pattern `MR[0-9]{8}`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mitziehend: Vec<String>,
    /// Bemerkung; xsi:nil löscht eine frühere Bemerkung, Fehlen lässt sie unverändert.
    ///
    /// Length at most 1000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "json::present")]
    pub bemerkung: Option<json::Nillable<String>>,
    /// Wohnungsgeberbestätigung nach § 19 BMG.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bestaetigung: Option<Dokument>,
}

/// Quittung der Umzugsmeldung.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeldeUmzugAntwort {
    /// Required.
    pub quittung: Quittung,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoleBescheinigungRequestHeaders {
    /// Optionaler SOAP-Kopf: für welche Gemeinde der Aufruf erfolgt.
    ///
    /// Optional SOAP header: the municipality on whose behalf the call is made.
    #[serde(rename = "Mandant")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandant: Option<Mandant>,
}

/// Nachweis über eine angenommene Meldung.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quittung {
    /// Vorgangsnummer: UMZ, Jahr und laufende Nummer.
    ///
    /// Required; pattern `UMZ-[0-9]{4}-[0-9]{6}`.
    pub vorgang: String,
    /// Required; xs:dateTime.
    #[serde(rename = "eingegangenAm")]
    pub eingegangen_am: values::DateTime,
    /// Required.
    pub gebuehr: Geldbetrag,
    /// Einzeiliger Text mit Zeichen nach DIN 91379, höchstens 200 Zeichen.
    ///
    /// Length 1 to 200.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hinweis: Vec<String>,
}

/// Anforderung einer Meldebescheinigung.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoleBescheinigungRequest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<HoleBescheinigungRequestHeaders>,
    /// Ordnungsmerkmal einer Person im Melderegister: MR und acht Ziffern.
    ///
    /// Required; pattern `MR[0-9]{8}`.
    #[serde(rename = "personId")]
    pub person_id: String,
}

/// Die Bescheinigung als PDF und ihre Gebühr.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoleBescheinigungAntwort {
    /// Required.
    pub bescheinigung: Dokument,
    /// Required.
    pub gebuehr: Geldbetrag,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenachrichtigeRequestHeaders {
    /// Optionaler SOAP-Kopf: für welche Gemeinde der Aufruf erfolgt.
    ///
    /// Optional SOAP header: the municipality on whose behalf the call is made.
    #[serde(rename = "Mandant")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandant: Option<Mandant>,
}

/// Benachrichtigung ohne Antwort.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenachrichtigeRequest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<BenachrichtigeRequestHeaders>,
    /// Ordnungsmerkmal einer Person im Melderegister: MR und acht Ziffern.
    ///
    /// Required; pattern `MR[0-9]{8}`.
    #[serde(rename = "personId")]
    pub person_id: String,
    /// Required.
    pub ereignis: Ereignis,
    /// Required; xs:dateTime.
    pub zeitpunkt: values::DateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merkmale: Option<Merkmale>,
}

/// Exactly one of the alternatives; `@type` says which.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum AnschriftVariant {
    InlandsAnschrift(InlandsAnschrift),
    AuslandsAnschrift(AuslandsAnschrift),
}

impl<'de> Deserialize<'de> for AnschriftVariant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let object = json::Tagged::deserialize(deserializer)?;
        match object.tag() {
            Some("InlandsAnschrift") => json::read(object, Self::InlandsAnschrift),
            Some("AuslandsAnschrift") => json::read(object, Self::AuslandsAnschrift),
            _ => Err(object.unknown("AnschriftVariant")),
        }
    }
}

/// Geschlecht nach § 22 Absatz 3 PStG.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Geschlecht {
    /// weiblich
    #[serde(rename = "w")]
    W,
    /// männlich
    #[serde(rename = "m")]
    M,
    /// divers
    #[serde(rename = "d")]
    D,
    /// keine Angabe
    #[serde(rename = "x")]
    X,
}

/// Familienstand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Familienstand {
    /// ledig
    LD,
    /// verheiratet
    VH,
    /// verwitwet
    VW,
    /// geschieden
    GS,
    /// in eingetragener Lebenspartnerschaft
    LP,
    /// nicht bekannt
    NB,
}

/// Art der Wohnung nach § 21 BMG.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AnschriftArt {
    /// Einzige Wohnung der Person.
    #[serde(rename = "alleinige-wohnung")]
    AlleinigeWohnung,
    /// Vorwiegend benutzte Wohnung.
    #[serde(rename = "hauptwohnung")]
    Hauptwohnung,
    /// Jede weitere Wohnung im Inland.
    #[serde(rename = "nebenwohnung")]
    Nebenwohnung,
}

/// Währung nach ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Waehrung {
    /// Euro
    EUR,
    /// Schweizer Franken
    CHF,
}

/// Anlass einer Benachrichtigung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ereignis {
    /// Geburt
    #[serde(rename = "geburt")]
    Geburt,
    /// Eheschließung
    #[serde(rename = "eheschliessung")]
    Eheschliessung,
    /// Sterbefall
    #[serde(rename = "sterbefall")]
    Sterbefall,
    /// Umzug
    #[serde(rename = "umzug")]
    Umzug,
}
