//! The gRPC facade: a route for each method.

use crate::messages;
use crate::unary::{Empty, methods};

methods! {
    /// The methods of `Melderegister`.
    melderegister for Melderegister {
        "/example.fachwerk.ns.melderegister.dienst.v1.Melderegister/SuchePerson" => suche_person(messages::SuchePersonRequest) -> messages::SuchePersonAntwort;
        "/example.fachwerk.ns.melderegister.dienst.v1.Melderegister/LesePerson" => lese_person(messages::LesePersonRequest) -> messages::LesePersonAntwort;
        "/example.fachwerk.ns.melderegister.dienst.v1.Melderegister/MeldeUmzug" => melde_umzug(messages::MeldeUmzugRequest) -> messages::MeldeUmzugAntwort;
        "/example.fachwerk.ns.melderegister.dienst.v1.Melderegister/HoleBescheinigung" => hole_bescheinigung(messages::HoleBescheinigungRequest) -> messages::HoleBescheinigungAntwort;
        "/example.fachwerk.ns.melderegister.dienst.v1.Melderegister/Benachrichtige" => benachrichtige(messages::BenachrichtigeRequest) -> Empty;
    }
}
