// SPDX-License-Identifier: EUPL-1.2
//! Details of declared faults.

use crate::fault::Declared;
use crate::xml::Writer;

/// Writes the detail element and returns the sentence for people.
pub(crate) fn detail(out: &mut Writer, fault: &Declared) -> &'static str {
    match fault {
        Declared::NotFound { person_id } => {
            out.open("mr:PersonNichtGefunden", &[]);
            out.leaf("mr:personId", person_id);
            out.leaf("mr:hinweis", "Schreibweise prüfen oder nach dem Namen suchen");
            out.close("mr:PersonNichtGefunden");
            "Person nicht gefunden"
        }
        Declared::Invalid(errors) => {
            out.open("mr:UngueltigeAnfrage", &[]);
            for error in errors {
                out.open("mr:fehler", &[("code", &error.code.to_string())]);
                out.leaf("mr:feld", error.field);
                out.leaf("mr:meldung", &error.message);
                out.close("mr:fehler");
            }
            out.close("mr:UngueltigeAnfrage");
            "Ungültige Anfrage"
        }
        Declared::Locked { person_id, until } => {
            out.open("mr:Auskunftssperre", &[]);
            out.leaf("mr:personId", person_id);
            out.leaf("mr:befristetBis", &until.to_string());
            out.close("mr:Auskunftssperre");
            "Auskunftssperre"
        }
    }
}
