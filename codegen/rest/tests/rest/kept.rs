// SPDX-License-Identifier: EUPL-1.2
//! What was given out stays, whatever else changes.

use fachwerk_mapping::{Lock, RestStyle};

use crate::contracts::{contract, planned, shapes};

const RESOURCE: RestStyle = RestStyle::Resource;

#[test]
fn paths_stay_when_operations_come_before() {
    let first = planned(&contract("S", "listOrders: page?"), RESOURCE, "", &Lock::new());
    assert_eq!(shapes(&first.mapping), ["GET /orders query:page"]);
    // Alone it would be the first to take the path.
    let second =
        planned(&contract("S", "searchOrders: text?\n listOrders: page?"), RESOURCE, "", &first.lock);
    assert_eq!(shapes(&second.mapping), ["POST /orders/search", "GET /orders query:page"]);
    assert!(second.plan.why[1].iter().any(|why| why.contains("kept")), "{:?}", second.plan.why);
}

#[test]
fn a_route_whose_member_is_gone_is_proposed_anew() {
    let first = planned(&contract("S", "getOrder: orderId"), RESOURCE, "", &Lock::new());
    let second = planned(&contract("S", "getOrder: orderNumber"), RESOURCE, "", &first.lock);
    assert_eq!(shapes(&second.mapping), ["GET /orders/{orderNumber}"]);
}

#[test]
fn a_mapping_derived_from_the_lock_has_the_same_shape() {
    let contract = contract("S", "getOrder: orderId full?:xs:boolean\n createOrder: name\n ping: ");
    let overrides = "operations:\n  createOrder: { method: PUT, path: '/orders/by-name/{name}' }\n";
    let found = planned(&contract, RESOURCE, overrides, &Lock::new());
    let text = found.lock.to_json();
    let lock = Lock::from_json(text.as_bytes()).expect("a lock");
    let (again, after, notes) = fachwerk_mapping::derive(&contract, &lock);
    assert!(notes.is_empty(), "{notes:?}");
    assert_eq!(shapes(&again), shapes(&found.mapping));
    assert_eq!(after.to_json(), text, "derived again it is the same lock");
    for (one, other) in again.operations.iter().zip(&found.mapping.operations) {
        assert_eq!((&one.parameters, one.body), (&other.parameters, other.body));
    }
}

#[test]
fn a_lock_that_cannot_be_served_says_so() {
    let found = planned(&contract("S", "getOrder: orderId"), RESOURCE, "", &Lock::new());
    let changed = contract("S", "getOrder: number");
    let (mapping, _, notes) = fachwerk_mapping::derive(&changed, &found.lock);
    assert_eq!(notes.iter().map(|note| note.code).collect::<Vec<_>>(), ["FW-1520"]);
    assert_eq!(shapes(&mapping), ["POST /S/getOrder"]);
}
