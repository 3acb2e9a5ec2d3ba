// SPDX-License-Identifier: EUPL-1.2
//! What is proposed, and what is not.

use crate::contracts::proposed;

#[test]
fn the_five_things_one_does_with_a_resource() {
    assert_eq!(
        proposed(
            "PersonService",
            "getPerson: personId\n searchPersons: name? born?:xs:date limit?:xs:int\n createPerson: name born:xs:date\n
             updatePerson: personId name?\n deletePerson: personId\n listPersons: page?:xs:int",
        ),
        [
            "GET /persons/{personId}",
            "GET /persons query:name query:born query:limit",
            "POST /persons",
            "PUT /persons/{personId}",
            "DELETE /persons/{personId}",
            // The search was there first.
            "POST /PersonService/listPersons",
        ]
    );
    assert_eq!(
        proposed(
            "AktenDienst",
            "leseAkte: aktenzeichen\n findeAkten: betreff?\n akteAnlegen: betreff\n aendereAkte: aktenzeichen betreff\n
             loescheAkte: aktenzeichen\n storniereVorgang: vorgangsNr grund?",
        ),
        [
            "GET /akten/{aktenzeichen}",
            "GET /akten query:betreff",
            "POST /akten",
            "PUT /akten/{aktenzeichen}",
            "DELETE /akten/{aktenzeichen}",
            "POST /vorgang/{vorgangsNr}/storniere",
        ]
    );
}

#[test]
fn what_a_url_cannot_carry_stays_in_a_body() {
    assert_eq!(
        proposed(
            "S",
            "searchThings: criteria:t:Thing\n findByName: name:nil\n getThing: id hint?:nil\n searchSpan: span:t:Pair\n
             deleteThing: id reason:t:Thing\n findWidgets: a? b? c? d? e? f? g? h? i? j? k? l? m?",
        ),
        [
            "POST /things/search",
            "POST /s/search",
            "POST /S/getThing",
            "GET /spans query:from query:to",
            "POST /things/{id}/delete",
            "POST /widgets/search",
        ]
    );
}

#[test]
fn what_is_not_clear_stays_as_it_was() {
    assert_eq!(
        proposed(
            "S",
            "ping: \n calculate: a b\n updateThing: a b\n importAndDelete: id\n createOrderAndShip: id\n getHealthz: id\n StartJob: jobId",
        ),
        [
            "POST /S/ping",
            "POST /S/calculate",
            "POST /S/updateThing",
            "POST /S/importAndDelete",
            "POST /S/createOrderAndShip",
            // Below /healthzs nothing else is served.
            "POST /S/getHealthz",
            "POST /S/StartJob",
        ]
    );
}

#[test]
fn what_belongs_to_a_thing_is_below_it() {
    assert_eq!(
        proposed(
            "Shop",
            "getCustomer: customerId\n getInvoice: customerId\n createOrder: customerId article\n listOrders: customerId open?:xs:boolean\n
             getCustomerDetails: customerId\n getCustomerByName: name\n",
        ),
        [
            "GET /customers/{customerId}",
            "GET /customers/{customerId}/invoice",
            "POST /customers/{customerId}/orders",
            "GET /customers/{customerId}/orders query:open",
            "GET /customers/{customerId}/details",
            // At one path there is one name for what identifies.
            "POST /Shop/getCustomerByName",
        ]
    );
}

#[test]
fn what_all_operations_have_is_about_the_caller() {
    let four =
        "getFile: user fileId\n getBox: user boxId\n createTag: user name\n updateDesk: user deskId name";
    let five = format!("{four}\n getKey: user keyId");
    assert_eq!(
        proposed("S", &five),
        [
            "GET /files/{fileId} header:user",
            "GET /boxes/{boxId} header:user",
            "POST /tags header:user",
            "PUT /desks/{deskId} header:user",
            "GET /keys/{keyId} header:user",
        ]
    );
    // Four have no habit yet.
    assert_eq!(proposed("S", four)[0], "GET /files/{fileId} query:user");
}

#[test]
fn arrays_repeat_and_objects_are_taken_apart() {
    assert_eq!(
        proposed("S", "searchItems: id* kind*:xs:int at:t:Pair\n getReport: from:xs:date to?:t:Pair"),
        [
            "GET /items query:id query:kind query:from query:to",
            "GET /report query:from query:to.from query:to"
        ]
    );
}
