//! The messages of the contract as protobuf has them. Enumerations travel as their numbers.
#![allow(
    clippy::large_enum_variant,
    reason = "alternatives are as large as the contract has them"
)]

use bytes::Bytes;

use crate::wire::Wrapper;

#[derive(Clone, PartialEq, prost::Message)]
pub struct SuchePersonRequestHeaders {
    #[prost(message, optional, tag = "1")]
    pub mandant: Option<Mandant>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Mandant {
    #[prost(string, tag = "1")]
    pub ags: String,
    #[prost(string, tag = "2")]
    pub kennung: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Suchkriterien {
    #[prost(string, optional, tag = "1")]
    pub person_id: Option<String>,
    #[prost(string, optional, tag = "2")]
    pub familienname: Option<String>,
    #[prost(string, optional, tag = "3")]
    pub vorname: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub geburtsdatum: Option<String>,
    #[prost(int32, optional, tag = "5")]
    pub geschlecht: Option<i32>,
    #[prost(int32, repeated, tag = "6")]
    pub familienstand: Vec<i32>,
    #[prost(string, optional, tag = "7")]
    pub ags: Option<String>,
    #[prost(message, optional, tag = "8")]
    pub staatsangehoerigkeiten: Option<StringList>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct SuchePersonRequest {
    #[prost(message, optional, tag = "1")]
    pub headers: Option<SuchePersonRequestHeaders>,
    #[prost(message, optional, tag = "2")]
    pub kriterien: Option<Suchkriterien>,
    #[prost(int32, optional, tag = "3")]
    pub limit: Option<i32>,
    #[prost(string, optional, tag = "4")]
    pub versatz: Option<String>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct SuchePersonAntwort {
    #[prost(message, repeated, tag = "1")]
    pub treffer: Vec<Treffer>,
    #[prost(int64, tag = "2")]
    pub gesamtzahl: i64,
    #[prost(bool, tag = "3")]
    pub weitere: bool,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct UngueltigeAnfrage {
    #[prost(message, repeated, tag = "1")]
    pub fehler: Vec<Feldfehler>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct LesePersonRequestHeaders {
    #[prost(message, optional, tag = "1")]
    pub mandant: Option<Mandant>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Treffer {
    #[prost(string, tag = "1")]
    pub person_id: String,
    #[prost(bool, optional, tag = "2")]
    pub auskunftssperre: Option<bool>,
    #[prost(message, optional, tag = "3")]
    pub name: Option<Name>,
    #[prost(string, tag = "4")]
    pub geburtsdatum: String,
    #[prost(string, optional, tag = "5")]
    pub ort: Option<String>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Feldfehler {
    #[prost(int32, tag = "1")]
    pub code: i32,
    #[prost(string, tag = "2")]
    pub feld: String,
    #[prost(string, tag = "3")]
    pub meldung: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Name {
    #[prost(string, optional, tag = "1")]
    pub doktorgrad: Option<String>,
    #[prost(string, tag = "2")]
    pub familienname: String,
    #[prost(string, optional, tag = "3")]
    pub geburtsname: Option<String>,
    #[prost(string, repeated, tag = "4")]
    pub vorname: Vec<String>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct LesePersonRequest {
    #[prost(message, optional, tag = "1")]
    pub headers: Option<LesePersonRequestHeaders>,
    #[prost(string, tag = "2")]
    pub person_id: String,
    #[prost(bool, optional, tag = "3")]
    pub mit_historie: Option<bool>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct LesePersonAntwort {
    #[prost(message, optional, tag = "1")]
    pub person: Option<Person>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct PersonNichtGefunden {
    #[prost(string, tag = "1")]
    pub person_id: String,
    #[prost(string, optional, tag = "2")]
    pub hinweis: Option<String>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Auskunftssperre {
    #[prost(string, tag = "1")]
    pub person_id: String,
    #[prost(string, tag = "2")]
    pub befristet_bis: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct MeldeUmzugRequestHeaders {
    #[prost(message, optional, tag = "1")]
    pub mandant: Option<Mandant>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Person {
    #[prost(string, tag = "1")]
    pub stand: String,
    #[prost(int32, optional, tag = "2")]
    pub fassung: Option<i32>,
    #[prost(string, tag = "3")]
    pub person_id: String,
    #[prost(message, optional, tag = "4")]
    pub name: Option<Name>,
    #[prost(int32, tag = "5")]
    pub geschlecht: i32,
    #[prost(int32, optional, tag = "6")]
    pub familienstand: Option<i32>,
    #[prost(string, tag = "7")]
    pub geburtsdatum: String,
    #[prost(string, optional, tag = "8")]
    pub geburtsort: Option<String>,
    #[prost(message, optional, tag = "9")]
    pub sterbedatum: Option<NillableString>,
    #[prost(string, repeated, tag = "10")]
    pub staatsangehoerigkeiten: Vec<String>,
    #[prost(message, repeated, tag = "11")]
    pub meldeanschrift: Vec<Meldeanschrift>,
    #[prost(message, optional, tag = "12")]
    pub merkmale: Option<Merkmale>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct InlandsAnschrift {
    #[prost(string, tag = "1")]
    pub ort: String,
    #[prost(string, optional, tag = "2")]
    pub zusatz: Option<String>,
    #[prost(string, tag = "3")]
    pub strasse: String,
    #[prost(int32, tag = "4")]
    pub hausnummer: i32,
    #[prost(string, optional, tag = "5")]
    pub hausnummer_zusatz: Option<String>,
    #[prost(string, tag = "6")]
    pub postleitzahl: String,
    #[prost(string, tag = "7")]
    pub ags: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct AuslandsAnschrift {
    #[prost(string, tag = "1")]
    pub staat: String,
    #[prost(string, tag = "2")]
    pub ort: String,
    #[prost(string, optional, tag = "3")]
    pub zusatz: Option<String>,
    #[prost(string, repeated, tag = "4")]
    pub zeile: Vec<String>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Dokument {
    #[prost(string, tag = "1")]
    pub dateiname: String,
    #[prost(string, optional, tag = "2")]
    pub medientyp: Option<String>,
    #[prost(string, optional, tag = "3")]
    pub titel: Option<String>,
    #[prost(bytes = "bytes", tag = "4")]
    pub inhalt: Bytes,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Meldeanschrift {
    #[prost(int32, tag = "1")]
    pub art: i32,
    #[prost(bool, optional, tag = "2")]
    pub bestaetigt: Option<bool>,
    #[prost(message, optional, tag = "3")]
    pub anschrift: Option<AnschriftVariant>,
    #[prost(string, tag = "4")]
    pub von: String,
    #[prost(string, optional, tag = "5")]
    pub bis: Option<String>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Merkmale {
    #[prost(message, repeated, tag = "1")]
    pub items: Vec<MerkmaleItem>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct MerkmaleItem {
    #[prost(oneof = "MerkmaleItemChoice", tags = "1, 2, 3")]
    pub choice: Option<MerkmaleItemChoice>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub enum MerkmaleItemChoice {
    #[prost(string, tag = "1")]
    Vermerk(String),
    #[prost(string, tag = "2")]
    Frist(String),
    #[prost(message, tag = "3")]
    Forderung(Geldbetrag),
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Geldbetrag {
    #[prost(int32, optional, tag = "1")]
    pub waehrung: Option<i32>,
    #[prost(string, tag = "2")]
    pub value: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct MeldeUmzugRequest {
    #[prost(message, optional, tag = "1")]
    pub headers: Option<MeldeUmzugRequestHeaders>,
    #[prost(string, tag = "2")]
    pub person_id: String,
    #[prost(message, optional, tag = "3")]
    pub neue_anschrift: Option<AnschriftVariant>,
    #[prost(int32, tag = "4")]
    pub art: i32,
    #[prost(string, tag = "5")]
    pub einzugsdatum: String,
    #[prost(string, repeated, tag = "6")]
    pub mitziehend: Vec<String>,
    #[prost(message, optional, tag = "7")]
    pub bemerkung: Option<NillableString>,
    #[prost(message, optional, tag = "8")]
    pub bestaetigung: Option<Dokument>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct MeldeUmzugAntwort {
    #[prost(message, optional, tag = "1")]
    pub quittung: Option<Quittung>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct HoleBescheinigungRequestHeaders {
    #[prost(message, optional, tag = "1")]
    pub mandant: Option<Mandant>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct Quittung {
    #[prost(string, tag = "1")]
    pub vorgang: String,
    #[prost(string, tag = "2")]
    pub eingegangen_am: String,
    #[prost(message, optional, tag = "3")]
    pub gebuehr: Option<Geldbetrag>,
    #[prost(string, repeated, tag = "4")]
    pub hinweis: Vec<String>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct HoleBescheinigungRequest {
    #[prost(message, optional, tag = "1")]
    pub headers: Option<HoleBescheinigungRequestHeaders>,
    #[prost(string, tag = "2")]
    pub person_id: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct HoleBescheinigungAntwort {
    #[prost(message, optional, tag = "1")]
    pub bescheinigung: Option<Dokument>,
    #[prost(message, optional, tag = "2")]
    pub gebuehr: Option<Geldbetrag>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct BenachrichtigeRequestHeaders {
    #[prost(message, optional, tag = "1")]
    pub mandant: Option<Mandant>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct BenachrichtigeRequest {
    #[prost(message, optional, tag = "1")]
    pub headers: Option<BenachrichtigeRequestHeaders>,
    #[prost(string, tag = "2")]
    pub person_id: String,
    #[prost(int32, tag = "3")]
    pub ereignis: i32,
    #[prost(string, tag = "4")]
    pub zeitpunkt: String,
    #[prost(message, optional, tag = "5")]
    pub merkmale: Option<Merkmale>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct AnschriftVariant {
    #[prost(oneof = "AnschriftVariantValue", tags = "1, 2")]
    pub value: Option<AnschriftVariantValue>,
}

#[derive(Clone, PartialEq, prost::Oneof)]
pub enum AnschriftVariantValue {
    #[prost(message, tag = "1")]
    InlandsAnschrift(InlandsAnschrift),
    #[prost(message, tag = "2")]
    AuslandsAnschrift(AuslandsAnschrift),
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct NillableString {
    #[prost(bool, tag = "1")]
    pub nil: bool,
    #[prost(string, tag = "2")]
    pub value: String,
}

impl Wrapper for NillableString {
    type Value = String;

    fn wrap(nil: bool, value: Self::Value) -> Self {
        Self { nil, value }
    }

    fn unwrap(self) -> (bool, Self::Value) {
        (self.nil, self.value)
    }
}

#[derive(Clone, PartialEq, prost::Message)]
pub struct StringList {
    #[prost(bool, tag = "1")]
    pub nil: bool,
    #[prost(string, repeated, tag = "2")]
    pub value: Vec<String>,
}

impl Wrapper for StringList {
    type Value = Vec<String>;

    fn wrap(nil: bool, value: Self::Value) -> Self {
        Self { nil, value }
    }

    fn unwrap(self) -> (bool, Self::Value) {
        (self.nil, self.value)
    }
}
