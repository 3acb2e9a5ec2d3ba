//! From the types to the messages and back.

use crate::wire::{Invalid, Wire, field, required};
use crate::{messages, types};

impl Wire<messages::SuchePersonRequestHeaders> for types::SuchePersonRequestHeaders {
    fn into_wire(self) -> messages::SuchePersonRequestHeaders {
        messages::SuchePersonRequestHeaders {
            mandant: self.mandant.into_wire(),
        }
    }

    fn from_wire(wire: messages::SuchePersonRequestHeaders) -> Result<Self, Invalid> {
        Ok(Self {
            mandant: field("mandant", wire.mandant)?,
        })
    }
}

impl Wire<messages::Mandant> for types::Mandant {
    fn into_wire(self) -> messages::Mandant {
        messages::Mandant {
            ags: self.ags.into_wire(),
            kennung: self.kennung.into_wire(),
        }
    }

    fn from_wire(wire: messages::Mandant) -> Result<Self, Invalid> {
        Ok(Self {
            ags: field("ags", wire.ags)?,
            kennung: field("kennung", wire.kennung)?,
        })
    }
}

impl Wire<messages::Suchkriterien> for types::Suchkriterien {
    fn into_wire(self) -> messages::Suchkriterien {
        messages::Suchkriterien {
            person_id: self.person_id.into_wire(),
            familienname: self.familienname.into_wire(),
            vorname: self.vorname.into_wire(),
            geburtsdatum: self.geburtsdatum.into_wire(),
            geschlecht: self.geschlecht.into_wire(),
            familienstand: self.familienstand.into_wire(),
            ags: self.ags.into_wire(),
            staatsangehoerigkeiten: self.staatsangehoerigkeiten.into_wire(),
        }
    }

    fn from_wire(wire: messages::Suchkriterien) -> Result<Self, Invalid> {
        Ok(Self {
            person_id: field("person_id", wire.person_id)?,
            familienname: field("familienname", wire.familienname)?,
            vorname: field("vorname", wire.vorname)?,
            geburtsdatum: field("geburtsdatum", wire.geburtsdatum)?,
            geschlecht: field("geschlecht", wire.geschlecht)?,
            familienstand: field("familienstand", wire.familienstand)?,
            ags: field("ags", wire.ags)?,
            staatsangehoerigkeiten: field("staatsangehoerigkeiten", wire.staatsangehoerigkeiten)?,
        })
    }
}

impl Wire<messages::SuchePersonRequest> for types::SuchePersonRequest {
    fn into_wire(self) -> messages::SuchePersonRequest {
        messages::SuchePersonRequest {
            headers: self.headers.into_wire(),
            kriterien: Some(self.kriterien.into_wire()),
            limit: self.limit.into_wire(),
            versatz: self.versatz.into_wire(),
        }
    }

    fn from_wire(wire: messages::SuchePersonRequest) -> Result<Self, Invalid> {
        Ok(Self {
            headers: field("headers", wire.headers)?,
            kriterien: required("kriterien", wire.kriterien)?,
            limit: field("limit", wire.limit)?,
            versatz: field("versatz", wire.versatz)?,
        })
    }
}

impl Wire<messages::SuchePersonAntwort> for types::SuchePersonAntwort {
    fn into_wire(self) -> messages::SuchePersonAntwort {
        messages::SuchePersonAntwort {
            treffer: self.treffer.into_wire(),
            gesamtzahl: self.gesamtzahl.into_wire(),
            weitere: self.weitere.into_wire(),
        }
    }

    fn from_wire(wire: messages::SuchePersonAntwort) -> Result<Self, Invalid> {
        Ok(Self {
            treffer: field("treffer", wire.treffer)?,
            gesamtzahl: field("gesamtzahl", wire.gesamtzahl)?,
            weitere: field("weitere", wire.weitere)?,
        })
    }
}

impl Wire<messages::UngueltigeAnfrage> for types::UngueltigeAnfrage {
    fn into_wire(self) -> messages::UngueltigeAnfrage {
        messages::UngueltigeAnfrage {
            fehler: self.fehler.into_wire(),
        }
    }

    fn from_wire(wire: messages::UngueltigeAnfrage) -> Result<Self, Invalid> {
        Ok(Self {
            fehler: field("fehler", wire.fehler)?,
        })
    }
}

impl Wire<messages::LesePersonRequestHeaders> for types::LesePersonRequestHeaders {
    fn into_wire(self) -> messages::LesePersonRequestHeaders {
        messages::LesePersonRequestHeaders {
            mandant: self.mandant.into_wire(),
        }
    }

    fn from_wire(wire: messages::LesePersonRequestHeaders) -> Result<Self, Invalid> {
        Ok(Self {
            mandant: field("mandant", wire.mandant)?,
        })
    }
}

impl Wire<messages::Treffer> for types::Treffer {
    fn into_wire(self) -> messages::Treffer {
        messages::Treffer {
            person_id: self.person_id.into_wire(),
            auskunftssperre: self.auskunftssperre.into_wire(),
            name: Some(self.name.into_wire()),
            geburtsdatum: self.geburtsdatum.into_wire(),
            ort: self.ort.into_wire(),
        }
    }

    fn from_wire(wire: messages::Treffer) -> Result<Self, Invalid> {
        Ok(Self {
            person_id: field("person_id", wire.person_id)?,
            auskunftssperre: field("auskunftssperre", wire.auskunftssperre)?,
            name: required("name", wire.name)?,
            geburtsdatum: field("geburtsdatum", wire.geburtsdatum)?,
            ort: field("ort", wire.ort)?,
        })
    }
}

impl Wire<messages::Feldfehler> for types::Feldfehler {
    fn into_wire(self) -> messages::Feldfehler {
        messages::Feldfehler {
            code: self.code.into_wire(),
            feld: self.feld.into_wire(),
            meldung: self.meldung.into_wire(),
        }
    }

    fn from_wire(wire: messages::Feldfehler) -> Result<Self, Invalid> {
        Ok(Self {
            code: field("code", wire.code)?,
            feld: field("feld", wire.feld)?,
            meldung: field("meldung", wire.meldung)?,
        })
    }
}

impl Wire<messages::Name> for types::Name {
    fn into_wire(self) -> messages::Name {
        messages::Name {
            doktorgrad: self.doktorgrad.into_wire(),
            familienname: self.familienname.into_wire(),
            geburtsname: self.geburtsname.into_wire(),
            vorname: self.vorname.into_wire(),
        }
    }

    fn from_wire(wire: messages::Name) -> Result<Self, Invalid> {
        Ok(Self {
            doktorgrad: field("doktorgrad", wire.doktorgrad)?,
            familienname: field("familienname", wire.familienname)?,
            geburtsname: field("geburtsname", wire.geburtsname)?,
            vorname: field("vorname", wire.vorname)?,
        })
    }
}

impl Wire<messages::LesePersonRequest> for types::LesePersonRequest {
    fn into_wire(self) -> messages::LesePersonRequest {
        messages::LesePersonRequest {
            headers: self.headers.into_wire(),
            person_id: self.person_id.into_wire(),
            mit_historie: self.mit_historie.into_wire(),
        }
    }

    fn from_wire(wire: messages::LesePersonRequest) -> Result<Self, Invalid> {
        Ok(Self {
            headers: field("headers", wire.headers)?,
            person_id: field("person_id", wire.person_id)?,
            mit_historie: field("mit_historie", wire.mit_historie)?,
        })
    }
}

impl Wire<messages::LesePersonAntwort> for types::LesePersonAntwort {
    fn into_wire(self) -> messages::LesePersonAntwort {
        messages::LesePersonAntwort {
            person: Some(self.person.into_wire()),
        }
    }

    fn from_wire(wire: messages::LesePersonAntwort) -> Result<Self, Invalid> {
        Ok(Self {
            person: required("person", wire.person)?,
        })
    }
}

impl Wire<messages::PersonNichtGefunden> for types::PersonNichtGefunden {
    fn into_wire(self) -> messages::PersonNichtGefunden {
        messages::PersonNichtGefunden {
            person_id: self.person_id.into_wire(),
            hinweis: self.hinweis.into_wire(),
        }
    }

    fn from_wire(wire: messages::PersonNichtGefunden) -> Result<Self, Invalid> {
        Ok(Self {
            person_id: field("person_id", wire.person_id)?,
            hinweis: field("hinweis", wire.hinweis)?,
        })
    }
}

impl Wire<messages::Auskunftssperre> for types::Auskunftssperre {
    fn into_wire(self) -> messages::Auskunftssperre {
        messages::Auskunftssperre {
            person_id: self.person_id.into_wire(),
            befristet_bis: self.befristet_bis.into_wire(),
        }
    }

    fn from_wire(wire: messages::Auskunftssperre) -> Result<Self, Invalid> {
        Ok(Self {
            person_id: field("person_id", wire.person_id)?,
            befristet_bis: field("befristet_bis", wire.befristet_bis)?,
        })
    }
}

impl Wire<messages::MeldeUmzugRequestHeaders> for types::MeldeUmzugRequestHeaders {
    fn into_wire(self) -> messages::MeldeUmzugRequestHeaders {
        messages::MeldeUmzugRequestHeaders {
            mandant: self.mandant.into_wire(),
        }
    }

    fn from_wire(wire: messages::MeldeUmzugRequestHeaders) -> Result<Self, Invalid> {
        Ok(Self {
            mandant: field("mandant", wire.mandant)?,
        })
    }
}

impl Wire<messages::Person> for types::Person {
    fn into_wire(self) -> messages::Person {
        messages::Person {
            stand: self.stand.into_wire(),
            fassung: self.fassung.into_wire(),
            person_id: self.person_id.into_wire(),
            name: Some(self.name.into_wire()),
            geschlecht: self.geschlecht.into_wire(),
            familienstand: self.familienstand.into_wire(),
            geburtsdatum: self.geburtsdatum.into_wire(),
            geburtsort: self.geburtsort.into_wire(),
            sterbedatum: Some(self.sterbedatum.into_wire()),
            staatsangehoerigkeiten: self.staatsangehoerigkeiten.into_wire(),
            meldeanschrift: self.meldeanschrift.into_wire(),
            merkmale: self.merkmale.into_wire(),
        }
    }

    fn from_wire(wire: messages::Person) -> Result<Self, Invalid> {
        Ok(Self {
            stand: field("stand", wire.stand)?,
            fassung: field("fassung", wire.fassung)?,
            person_id: field("person_id", wire.person_id)?,
            name: required("name", wire.name)?,
            geschlecht: field("geschlecht", wire.geschlecht)?,
            familienstand: field("familienstand", wire.familienstand)?,
            geburtsdatum: field("geburtsdatum", wire.geburtsdatum)?,
            geburtsort: field("geburtsort", wire.geburtsort)?,
            sterbedatum: required("sterbedatum", wire.sterbedatum)?,
            staatsangehoerigkeiten: field("staatsangehoerigkeiten", wire.staatsangehoerigkeiten)?,
            meldeanschrift: field("meldeanschrift", wire.meldeanschrift)?,
            merkmale: field("merkmale", wire.merkmale)?,
        })
    }
}

impl Wire<messages::InlandsAnschrift> for types::InlandsAnschrift {
    fn into_wire(self) -> messages::InlandsAnschrift {
        messages::InlandsAnschrift {
            ort: self.ort.into_wire(),
            zusatz: self.zusatz.into_wire(),
            strasse: self.strasse.into_wire(),
            hausnummer: self.hausnummer.into_wire(),
            hausnummer_zusatz: self.hausnummer_zusatz.into_wire(),
            postleitzahl: self.postleitzahl.into_wire(),
            ags: self.ags.into_wire(),
        }
    }

    fn from_wire(wire: messages::InlandsAnschrift) -> Result<Self, Invalid> {
        Ok(Self {
            ort: field("ort", wire.ort)?,
            zusatz: field("zusatz", wire.zusatz)?,
            strasse: field("strasse", wire.strasse)?,
            hausnummer: field("hausnummer", wire.hausnummer)?,
            hausnummer_zusatz: field("hausnummer_zusatz", wire.hausnummer_zusatz)?,
            postleitzahl: field("postleitzahl", wire.postleitzahl)?,
            ags: field("ags", wire.ags)?,
        })
    }
}

impl Wire<messages::AuslandsAnschrift> for types::AuslandsAnschrift {
    fn into_wire(self) -> messages::AuslandsAnschrift {
        messages::AuslandsAnschrift {
            staat: self.staat.into_wire(),
            ort: self.ort.into_wire(),
            zusatz: self.zusatz.into_wire(),
            zeile: self.zeile.into_wire(),
        }
    }

    fn from_wire(wire: messages::AuslandsAnschrift) -> Result<Self, Invalid> {
        Ok(Self {
            staat: field("staat", wire.staat)?,
            ort: field("ort", wire.ort)?,
            zusatz: field("zusatz", wire.zusatz)?,
            zeile: field("zeile", wire.zeile)?,
        })
    }
}

impl Wire<messages::Dokument> for types::Dokument {
    fn into_wire(self) -> messages::Dokument {
        messages::Dokument {
            dateiname: self.dateiname.into_wire(),
            medientyp: self.medientyp.into_wire(),
            titel: self.titel.into_wire(),
            inhalt: self.inhalt.into_wire(),
        }
    }

    fn from_wire(wire: messages::Dokument) -> Result<Self, Invalid> {
        Ok(Self {
            dateiname: field("dateiname", wire.dateiname)?,
            medientyp: field("medientyp", wire.medientyp)?,
            titel: field("titel", wire.titel)?,
            inhalt: field("inhalt", wire.inhalt)?,
        })
    }
}

impl Wire<messages::Meldeanschrift> for types::Meldeanschrift {
    fn into_wire(self) -> messages::Meldeanschrift {
        messages::Meldeanschrift {
            art: self.art.into_wire(),
            bestaetigt: self.bestaetigt.into_wire(),
            anschrift: Some(self.anschrift.into_wire()),
            von: self.von.into_wire(),
            bis: self.bis.into_wire(),
        }
    }

    fn from_wire(wire: messages::Meldeanschrift) -> Result<Self, Invalid> {
        Ok(Self {
            art: field("art", wire.art)?,
            bestaetigt: field("bestaetigt", wire.bestaetigt)?,
            anschrift: required("anschrift", wire.anschrift)?,
            von: field("von", wire.von)?,
            bis: field("bis", wire.bis)?,
        })
    }
}

impl Wire<messages::Merkmale> for types::Merkmale {
    fn into_wire(self) -> messages::Merkmale {
        messages::Merkmale {
            items: self.items.into_wire(),
        }
    }

    fn from_wire(wire: messages::Merkmale) -> Result<Self, Invalid> {
        Ok(Self {
            items: field("items", wire.items)?,
        })
    }
}

impl Wire<messages::MerkmaleItem> for types::MerkmaleItem {
    fn into_wire(self) -> messages::MerkmaleItem {
        messages::MerkmaleItem {
            choice: Some(self.into_wire()),
        }
    }

    fn from_wire(wire: messages::MerkmaleItem) -> Result<Self, Invalid> {
        required("choice", wire.choice)
    }
}

impl Wire<messages::MerkmaleItemChoice> for types::MerkmaleItem {
    fn into_wire(self) -> messages::MerkmaleItemChoice {
        match self {
            Self::Vermerk(value) => messages::MerkmaleItemChoice::Vermerk(value.into_wire()),
            Self::Frist(value) => messages::MerkmaleItemChoice::Frist(value.into_wire()),
            Self::Forderung(value) => messages::MerkmaleItemChoice::Forderung(value.into_wire()),
        }
    }

    fn from_wire(wire: messages::MerkmaleItemChoice) -> Result<Self, Invalid> {
        match wire {
            messages::MerkmaleItemChoice::Vermerk(value) => {
                field("vermerk", value).map(Self::Vermerk)
            }
            messages::MerkmaleItemChoice::Frist(value) => field("frist", value).map(Self::Frist),
            messages::MerkmaleItemChoice::Forderung(value) => {
                field("forderung", value).map(Self::Forderung)
            }
        }
    }
}

impl Wire<messages::Geldbetrag> for types::Geldbetrag {
    fn into_wire(self) -> messages::Geldbetrag {
        messages::Geldbetrag {
            waehrung: self.waehrung.into_wire(),
            value: self.value.into_wire(),
        }
    }

    fn from_wire(wire: messages::Geldbetrag) -> Result<Self, Invalid> {
        Ok(Self {
            waehrung: field("waehrung", wire.waehrung)?,
            value: field("value", wire.value)?,
        })
    }
}

impl Wire<messages::MeldeUmzugRequest> for types::MeldeUmzugRequest {
    fn into_wire(self) -> messages::MeldeUmzugRequest {
        messages::MeldeUmzugRequest {
            headers: self.headers.into_wire(),
            person_id: self.person_id.into_wire(),
            neue_anschrift: Some(self.neue_anschrift.into_wire()),
            art: self.art.into_wire(),
            einzugsdatum: self.einzugsdatum.into_wire(),
            mitziehend: self.mitziehend.into_wire(),
            bemerkung: self.bemerkung.into_wire(),
            bestaetigung: self.bestaetigung.into_wire(),
        }
    }

    fn from_wire(wire: messages::MeldeUmzugRequest) -> Result<Self, Invalid> {
        Ok(Self {
            headers: field("headers", wire.headers)?,
            person_id: field("person_id", wire.person_id)?,
            neue_anschrift: required("neue_anschrift", wire.neue_anschrift)?,
            art: field("art", wire.art)?,
            einzugsdatum: field("einzugsdatum", wire.einzugsdatum)?,
            mitziehend: field("mitziehend", wire.mitziehend)?,
            bemerkung: field("bemerkung", wire.bemerkung)?,
            bestaetigung: field("bestaetigung", wire.bestaetigung)?,
        })
    }
}

impl Wire<messages::MeldeUmzugAntwort> for types::MeldeUmzugAntwort {
    fn into_wire(self) -> messages::MeldeUmzugAntwort {
        messages::MeldeUmzugAntwort {
            quittung: Some(self.quittung.into_wire()),
        }
    }

    fn from_wire(wire: messages::MeldeUmzugAntwort) -> Result<Self, Invalid> {
        Ok(Self {
            quittung: required("quittung", wire.quittung)?,
        })
    }
}

impl Wire<messages::HoleBescheinigungRequestHeaders> for types::HoleBescheinigungRequestHeaders {
    fn into_wire(self) -> messages::HoleBescheinigungRequestHeaders {
        messages::HoleBescheinigungRequestHeaders {
            mandant: self.mandant.into_wire(),
        }
    }

    fn from_wire(wire: messages::HoleBescheinigungRequestHeaders) -> Result<Self, Invalid> {
        Ok(Self {
            mandant: field("mandant", wire.mandant)?,
        })
    }
}

impl Wire<messages::Quittung> for types::Quittung {
    fn into_wire(self) -> messages::Quittung {
        messages::Quittung {
            vorgang: self.vorgang.into_wire(),
            eingegangen_am: self.eingegangen_am.into_wire(),
            gebuehr: Some(self.gebuehr.into_wire()),
            hinweis: self.hinweis.into_wire(),
        }
    }

    fn from_wire(wire: messages::Quittung) -> Result<Self, Invalid> {
        Ok(Self {
            vorgang: field("vorgang", wire.vorgang)?,
            eingegangen_am: field("eingegangen_am", wire.eingegangen_am)?,
            gebuehr: required("gebuehr", wire.gebuehr)?,
            hinweis: field("hinweis", wire.hinweis)?,
        })
    }
}

impl Wire<messages::HoleBescheinigungRequest> for types::HoleBescheinigungRequest {
    fn into_wire(self) -> messages::HoleBescheinigungRequest {
        messages::HoleBescheinigungRequest {
            headers: self.headers.into_wire(),
            person_id: self.person_id.into_wire(),
        }
    }

    fn from_wire(wire: messages::HoleBescheinigungRequest) -> Result<Self, Invalid> {
        Ok(Self {
            headers: field("headers", wire.headers)?,
            person_id: field("person_id", wire.person_id)?,
        })
    }
}

impl Wire<messages::HoleBescheinigungAntwort> for types::HoleBescheinigungAntwort {
    fn into_wire(self) -> messages::HoleBescheinigungAntwort {
        messages::HoleBescheinigungAntwort {
            bescheinigung: Some(self.bescheinigung.into_wire()),
            gebuehr: Some(self.gebuehr.into_wire()),
        }
    }

    fn from_wire(wire: messages::HoleBescheinigungAntwort) -> Result<Self, Invalid> {
        Ok(Self {
            bescheinigung: required("bescheinigung", wire.bescheinigung)?,
            gebuehr: required("gebuehr", wire.gebuehr)?,
        })
    }
}

impl Wire<messages::BenachrichtigeRequestHeaders> for types::BenachrichtigeRequestHeaders {
    fn into_wire(self) -> messages::BenachrichtigeRequestHeaders {
        messages::BenachrichtigeRequestHeaders {
            mandant: self.mandant.into_wire(),
        }
    }

    fn from_wire(wire: messages::BenachrichtigeRequestHeaders) -> Result<Self, Invalid> {
        Ok(Self {
            mandant: field("mandant", wire.mandant)?,
        })
    }
}

impl Wire<messages::BenachrichtigeRequest> for types::BenachrichtigeRequest {
    fn into_wire(self) -> messages::BenachrichtigeRequest {
        messages::BenachrichtigeRequest {
            headers: self.headers.into_wire(),
            person_id: self.person_id.into_wire(),
            ereignis: self.ereignis.into_wire(),
            zeitpunkt: self.zeitpunkt.into_wire(),
            merkmale: self.merkmale.into_wire(),
        }
    }

    fn from_wire(wire: messages::BenachrichtigeRequest) -> Result<Self, Invalid> {
        Ok(Self {
            headers: field("headers", wire.headers)?,
            person_id: field("person_id", wire.person_id)?,
            ereignis: field("ereignis", wire.ereignis)?,
            zeitpunkt: field("zeitpunkt", wire.zeitpunkt)?,
            merkmale: field("merkmale", wire.merkmale)?,
        })
    }
}

impl Wire<messages::AnschriftVariant> for types::AnschriftVariant {
    fn into_wire(self) -> messages::AnschriftVariant {
        messages::AnschriftVariant {
            value: Some(self.into_wire()),
        }
    }

    fn from_wire(wire: messages::AnschriftVariant) -> Result<Self, Invalid> {
        required("value", wire.value)
    }
}

impl Wire<messages::AnschriftVariantValue> for types::AnschriftVariant {
    fn into_wire(self) -> messages::AnschriftVariantValue {
        match self {
            Self::InlandsAnschrift(value) => {
                messages::AnschriftVariantValue::InlandsAnschrift(value.into_wire())
            }
            Self::AuslandsAnschrift(value) => {
                messages::AnschriftVariantValue::AuslandsAnschrift(value.into_wire())
            }
        }
    }

    fn from_wire(wire: messages::AnschriftVariantValue) -> Result<Self, Invalid> {
        match wire {
            messages::AnschriftVariantValue::InlandsAnschrift(value) => {
                field("inlands_anschrift", value).map(Self::InlandsAnschrift)
            }
            messages::AnschriftVariantValue::AuslandsAnschrift(value) => {
                field("auslands_anschrift", value).map(Self::AuslandsAnschrift)
            }
        }
    }
}

impl Wire<i32> for types::Geschlecht {
    fn into_wire(self) -> i32 {
        match self {
            Self::W => 1,
            Self::M => 2,
            Self::D => 3,
            Self::X => 4,
        }
    }

    fn from_wire(wire: i32) -> Result<Self, Invalid> {
        match wire {
            1 => Ok(Self::W),
            2 => Ok(Self::M),
            3 => Ok(Self::D),
            4 => Ok(Self::X),
            _ => Err(Invalid::here("is no value of Geschlecht")),
        }
    }
}

impl Wire<i32> for types::Familienstand {
    fn into_wire(self) -> i32 {
        match self {
            Self::LD => 1,
            Self::VH => 2,
            Self::VW => 3,
            Self::GS => 4,
            Self::LP => 5,
            Self::NB => 6,
        }
    }

    fn from_wire(wire: i32) -> Result<Self, Invalid> {
        match wire {
            1 => Ok(Self::LD),
            2 => Ok(Self::VH),
            3 => Ok(Self::VW),
            4 => Ok(Self::GS),
            5 => Ok(Self::LP),
            6 => Ok(Self::NB),
            _ => Err(Invalid::here("is no value of Familienstand")),
        }
    }
}

impl Wire<i32> for types::AnschriftArt {
    fn into_wire(self) -> i32 {
        match self {
            Self::AlleinigeWohnung => 1,
            Self::Hauptwohnung => 2,
            Self::Nebenwohnung => 3,
        }
    }

    fn from_wire(wire: i32) -> Result<Self, Invalid> {
        match wire {
            1 => Ok(Self::AlleinigeWohnung),
            2 => Ok(Self::Hauptwohnung),
            3 => Ok(Self::Nebenwohnung),
            _ => Err(Invalid::here("is no value of AnschriftArt")),
        }
    }
}

impl Wire<i32> for types::Waehrung {
    fn into_wire(self) -> i32 {
        match self {
            Self::EUR => 1,
            Self::CHF => 2,
        }
    }

    fn from_wire(wire: i32) -> Result<Self, Invalid> {
        match wire {
            1 => Ok(Self::EUR),
            2 => Ok(Self::CHF),
            _ => Err(Invalid::here("is no value of Waehrung")),
        }
    }
}

impl Wire<i32> for types::Ereignis {
    fn into_wire(self) -> i32 {
        match self {
            Self::Geburt => 1,
            Self::Eheschliessung => 2,
            Self::Sterbefall => 3,
            Self::Umzug => 4,
        }
    }

    fn from_wire(wire: i32) -> Result<Self, Invalid> {
        match wire {
            1 => Ok(Self::Geburt),
            2 => Ok(Self::Eheschliessung),
            3 => Ok(Self::Sterbefall),
            4 => Ok(Self::Umzug),
            _ => Err(Invalid::here("is no value of Ereignis")),
        }
    }
}
