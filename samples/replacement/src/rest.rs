//! The REST facade: a route for each operation.

use crate::exchange::routes;

routes! {
    /// The routes of `Melderegister`.
    melderegister for Melderegister {
        POST "/Melderegister/suchePerson" => answer suche_person;
        POST "/Melderegister/lesePerson" => answer lese_person;
        POST "/Melderegister/meldeUmzug" => answer melde_umzug;
        POST "/Melderegister/holeBescheinigung" => answer hole_bescheinigung;
        POST "/Melderegister/benachrichtige" => accepted benachrichtige;
    }
}
