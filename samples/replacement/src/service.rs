//! What a replacement has to do: a trait for each service, with a method for each operation. A method that is
//! not written answers that it is not implemented.
#![allow(
    clippy::large_enum_variant,
    reason = "faults are as large as the contract has them"
)]

use std::convert::Infallible;
use std::future::ready;

use crate::failure::{Answer, Context, DeclaredFault, Failure};
use crate::problem::Detail;
use crate::wire::encode;
use crate::{json, messages, types};

/// Ein Dienst, zwei Ports: SOAP 1.1 und SOAP 1.2 unter derselben Adresse.
pub trait Melderegister: Send + Sync + 'static {
    /// Sucht Personen nach PersonId oder nach Name und, auf Wunsch, Geburtsdatum. Lesend.
    /// Searches persons; the hits are paged. Read only.
    ///
    /// Declared faults: `UngueltigeAnfrage`.
    fn suche_person(
        &self,
        context: Context,
        input: types::SuchePersonRequest,
    ) -> impl Future<Output = Answer<types::SuchePersonAntwort, SuchePersonFault>> + Send {
        let _ = (context, input);
        let failure = Failure::not_implemented("suchePerson");
        ready(Err(failure))
    }

    /// Liest den Datensatz einer Person mit Anschriften. Lesend.
    /// Reads one person with addresses. Read only.
    ///
    /// Declared faults: `PersonNichtGefunden`, `Auskunftssperre`.
    fn lese_person(
        &self,
        context: Context,
        input: types::LesePersonRequest,
    ) -> impl Future<Output = Answer<types::LesePersonAntwort, LesePersonFault>> + Send {
        let _ = (context, input);
        let failure = Failure::not_implemented("lesePerson");
        ready(Err(failure))
    }

    /// Meldet einen Umzug und quittiert ihn. Schreibend.
    /// Registers a move and returns a receipt. Writes.
    ///
    /// Declared faults: `PersonNichtGefunden`, `UngueltigeAnfrage`, `Auskunftssperre`.
    fn melde_umzug(
        &self,
        context: Context,
        input: types::MeldeUmzugRequest,
    ) -> impl Future<Output = Answer<types::MeldeUmzugAntwort, MeldeUmzugFault>> + Send {
        let _ = (context, input);
        let failure = Failure::not_implemented("meldeUmzug");
        ready(Err(failure))
    }

    /// Stellt eine Meldebescheinigung als PDF aus. Lesend.
    /// Issues a certificate of registration as PDF. Read only.
    ///
    /// Declared faults: `PersonNichtGefunden`, `Auskunftssperre`.
    fn hole_bescheinigung(
        &self,
        context: Context,
        input: types::HoleBescheinigungRequest,
    ) -> impl Future<Output = Answer<types::HoleBescheinigungAntwort, HoleBescheinigungFault>> + Send
    {
        let _ = (context, input);
        let failure = Failure::not_implemented("holeBescheinigung");
        ready(Err(failure))
    }

    /// Nimmt eine Benachrichtigung entgegen; es gibt keine Antwort. Schreibend.
    /// Accepts a notification; one way, no answer. Writes.
    ///
    /// One-way: callers are told that the message was taken.
    fn benachrichtige(
        &self,
        context: Context,
        input: types::BenachrichtigeRequest,
    ) -> impl Future<Output = Answer<(), Infallible>> + Send {
        let _ = (context, input);
        let failure = Failure::not_implemented("benachrichtige");
        ready(Err(failure))
    }
}

/// The faults that `suchePerson` declares.
#[derive(Debug, Clone, PartialEq)]
pub enum SuchePersonFault {
    UngueltigeAnfrage(types::UngueltigeAnfrage),
}

impl DeclaredFault for SuchePersonFault {
    fn into_detail(self) -> serde_json::Result<Detail> {
        Ok(match self {
            Self::UngueltigeAnfrage(fault) => Detail {
                name: "UngueltigeAnfrage",
                problem_type: "urn:fachwerk:fault:Melderegister:suchePerson:UngueltigeAnfrage",
                status: 422,
                service: "Melderegister",
                json: json::written(&fault)?,
                message: "example.fachwerk.ns.melderegister.dienst.v1.UngueltigeAnfrage",
                protobuf: encode::<messages::UngueltigeAnfrage, _>(fault),
            },
        })
    }
}

/// The faults that `lesePerson` declares.
#[derive(Debug, Clone, PartialEq)]
pub enum LesePersonFault {
    PersonNichtGefunden(types::PersonNichtGefunden),
    Auskunftssperre(types::Auskunftssperre),
}

impl DeclaredFault for LesePersonFault {
    fn into_detail(self) -> serde_json::Result<Detail> {
        Ok(match self {
            Self::PersonNichtGefunden(fault) => Detail {
                name: "PersonNichtGefunden",
                problem_type: "urn:fachwerk:fault:Melderegister:lesePerson:PersonNichtGefunden",
                status: 422,
                service: "Melderegister",
                json: json::written(&fault)?,
                message: "example.fachwerk.ns.melderegister.dienst.v1.PersonNichtGefunden",
                protobuf: encode::<messages::PersonNichtGefunden, _>(fault),
            },
            Self::Auskunftssperre(fault) => Detail {
                name: "Auskunftssperre",
                problem_type: "urn:fachwerk:fault:Melderegister:lesePerson:Auskunftssperre",
                status: 422,
                service: "Melderegister",
                json: json::written(&fault)?,
                message: "example.fachwerk.ns.melderegister.dienst.v1.Auskunftssperre",
                protobuf: encode::<messages::Auskunftssperre, _>(fault),
            },
        })
    }
}

/// The faults that `meldeUmzug` declares.
#[derive(Debug, Clone, PartialEq)]
pub enum MeldeUmzugFault {
    PersonNichtGefunden(types::PersonNichtGefunden),
    UngueltigeAnfrage(types::UngueltigeAnfrage),
    Auskunftssperre(types::Auskunftssperre),
}

impl DeclaredFault for MeldeUmzugFault {
    fn into_detail(self) -> serde_json::Result<Detail> {
        Ok(match self {
            Self::PersonNichtGefunden(fault) => Detail {
                name: "PersonNichtGefunden",
                problem_type: "urn:fachwerk:fault:Melderegister:meldeUmzug:PersonNichtGefunden",
                status: 422,
                service: "Melderegister",
                json: json::written(&fault)?,
                message: "example.fachwerk.ns.melderegister.dienst.v1.PersonNichtGefunden",
                protobuf: encode::<messages::PersonNichtGefunden, _>(fault),
            },
            Self::UngueltigeAnfrage(fault) => Detail {
                name: "UngueltigeAnfrage",
                problem_type: "urn:fachwerk:fault:Melderegister:meldeUmzug:UngueltigeAnfrage",
                status: 422,
                service: "Melderegister",
                json: json::written(&fault)?,
                message: "example.fachwerk.ns.melderegister.dienst.v1.UngueltigeAnfrage",
                protobuf: encode::<messages::UngueltigeAnfrage, _>(fault),
            },
            Self::Auskunftssperre(fault) => Detail {
                name: "Auskunftssperre",
                problem_type: "urn:fachwerk:fault:Melderegister:meldeUmzug:Auskunftssperre",
                status: 422,
                service: "Melderegister",
                json: json::written(&fault)?,
                message: "example.fachwerk.ns.melderegister.dienst.v1.Auskunftssperre",
                protobuf: encode::<messages::Auskunftssperre, _>(fault),
            },
        })
    }
}

/// The faults that `holeBescheinigung` declares.
#[derive(Debug, Clone, PartialEq)]
pub enum HoleBescheinigungFault {
    PersonNichtGefunden(types::PersonNichtGefunden),
    Auskunftssperre(types::Auskunftssperre),
}

impl DeclaredFault for HoleBescheinigungFault {
    fn into_detail(self) -> serde_json::Result<Detail> {
        Ok(match self {
            Self::PersonNichtGefunden(fault) => Detail {
                name: "PersonNichtGefunden",
                problem_type: "urn:fachwerk:fault:Melderegister:holeBescheinigung:PersonNichtGefunden",
                status: 422,
                service: "Melderegister",
                json: json::written(&fault)?,
                message: "example.fachwerk.ns.melderegister.dienst.v1.PersonNichtGefunden",
                protobuf: encode::<messages::PersonNichtGefunden, _>(fault),
            },
            Self::Auskunftssperre(fault) => Detail {
                name: "Auskunftssperre",
                problem_type: "urn:fachwerk:fault:Melderegister:holeBescheinigung:Auskunftssperre",
                status: 422,
                service: "Melderegister",
                json: json::written(&fault)?,
                message: "example.fachwerk.ns.melderegister.dienst.v1.Auskunftssperre",
                protobuf: encode::<messages::Auskunftssperre, _>(fault),
            },
        })
    }
}
