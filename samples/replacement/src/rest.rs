//! The REST facade: a route for each operation.

use crate::exchange::routes;

routes! {
    /// The routes of `Melderegister`.
    melderegister for Melderegister {
        POST "/Melderegister/suchePerson" => answer OK suche_person;
        POST "/Melderegister/lesePerson" => answer OK lese_person;
        POST "/Melderegister/meldeUmzug" => answer OK melde_umzug;
        POST "/Melderegister/holeBescheinigung" => answer OK hole_bescheinigung;
        POST "/Melderegister/benachrichtige" => one_way ACCEPTED benachrichtige;
    }
}
