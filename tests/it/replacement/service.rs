// SPDX-License-Identifier: EUPL-1.2
//! What a developer writes into the generated `main.rs`: a few operations, the others not yet.

use std::error::Error;

use tokio::net::TcpListener;

use melderegister_service::failure::{Answer, Context, Failure};
use melderegister_service::service::{LesePersonFault, Melderegister};
use melderegister_service::{app, types};

struct Replacement;

impl Melderegister for Replacement {
    async fn lese_person(
        &self,
        _: Context,
        input: types::LesePersonRequest,
    ) -> Answer<types::LesePersonAntwort, LesePersonFault> {
        let person_id = input.person_id;
        if person_id == "MR00000011" {
            let befristet_bis = "2027-12-31".parse().map_err(|_| Failure::internal("no date"))?;
            let fault = types::Auskunftssperre { person_id, befristet_bis };
            return Err(Failure::coded(LesePersonFault::Auskunftssperre(fault), "Auskunftssperre", "Server"));
        }
        let fault = types::PersonNichtGefunden { person_id, hinweis: None };
        Err(Failure::coded(LesePersonFault::PersonNichtGefunden(fault), "PersonNichtGefunden", "Server"))
    }

    async fn benachrichtige(
        &self,
        _: Context,
        _: types::BenachrichtigeRequest,
    ) -> Answer<(), std::convert::Infallible> {
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on {}", listener.local_addr()?);
    axum::serve(listener, app(Replacement)).await?;
    Ok(())
}
