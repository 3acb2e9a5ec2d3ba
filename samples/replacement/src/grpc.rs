//! The gRPC facade: a route for each method.

use crate::messages;
use crate::unary::{Empty, methods};

methods! {
    /// The methods of `Melderegister`.
    melderegister for Melderegister {
        "/example.fachwerk.ns.melderegister.dienst.v1.MelderegisterService/SuchePerson" => suche_person(messages::SuchePersonRequest) -> messages::SuchePersonAntwort;
        "/example.fachwerk.ns.melderegister.dienst.v1.MelderegisterService/LesePerson" => lese_person(messages::LesePersonRequest) -> messages::LesePersonAntwort;
        "/example.fachwerk.ns.melderegister.dienst.v1.MelderegisterService/MeldeUmzug" => melde_umzug(messages::MeldeUmzugRequest) -> messages::MeldeUmzugAntwort;
        "/example.fachwerk.ns.melderegister.dienst.v1.MelderegisterService/HoleBescheinigung" => hole_bescheinigung(messages::HoleBescheinigungRequest) -> messages::HoleBescheinigungAntwort;
        "/example.fachwerk.ns.melderegister.dienst.v1.MelderegisterService/Benachrichtige" => benachrichtige(messages::BenachrichtigeRequest) -> Empty;
    }
}
