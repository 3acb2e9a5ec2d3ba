// SPDX-License-Identifier: EUPL-1.2
//! What integrators decide.

use fachwerk_contract::service::EffectClass;
use fachwerk_mapping::{Lock, RestStyle, derive};
use fachwerk_rest::{Overrides, renamed};

use crate::contracts::{contract, planned, shapes};

const OPERATIONS: &str =
    "getOrder: orderId full?:xs:boolean\n searchOrders: text? state*\n createOrder: name remark?:nil";

fn with(style: RestStyle, overrides: &str) -> Vec<String> {
    let found = planned(&contract("S", OPERATIONS), style, overrides, &Lock::new());
    assert!(found.plan.mistakes.is_empty(), "{:?}", found.plan.mistakes);
    shapes(&found.mapping)
}

fn codes(overrides: &str) -> Vec<&'static str> {
    let found = planned(&contract("S", OPERATIONS), RestStyle::Resource, overrides, &Lock::new());
    found.plan.mistakes.iter().map(|mistake| mistake.code).collect()
}

#[test]
fn what_is_not_said_follows() {
    let found = with(
        RestStyle::Rpc,
        "operations:\n  getOrder: { method: GET, path: '/o/{orderId}' }\n  searchOrders: { method: GET }\n",
    );
    assert_eq!(
        found,
        ["GET /o/{orderId} query:full", "GET /S/searchOrders query:text query:state", "POST /S/createOrder"]
    );
    let found = with(RestStyle::Resource, "operations:\n  S/getOrder: { method: POST }\n");
    assert_eq!(found[0], "POST /orders/{orderId}", "the rest is in the body");
}

#[test]
fn a_decision_takes_the_path_of_a_proposal() {
    let found = planned(
        &contract("S", OPERATIONS),
        RestStyle::Resource,
        "operations:\n  getOrder: { path: '/orders', parameters: [{ name: orderId, in: query }, { name: full, in: query }] }\n",
        &Lock::new(),
    );
    assert_eq!(shapes(&found.mapping)[..2], ["GET /orders query:orderId query:full", "POST /orders/search"]);
}

#[test]
fn effects_and_statuses_are_taken() {
    let found = planned(
        &contract("S", OPERATIONS),
        RestStyle::Rpc,
        "operations:\n  getOrder: { effect: read, tags: [A, B], status: 201 }\n  createOrder: { status: 204 }\n",
        &Lock::new(),
    );
    let statuses: Vec<u16> = found.mapping.operations.iter().map(|operation| operation.status).collect();
    assert_eq!(statuses, [201, 200, 204]);
    assert_eq!(found.mapping.operations[0].effect, EffectClass::Read);
    assert_eq!(found.mapping.operations[0].tags, ["A", "B"]);
    assert_eq!(shapes(&found.mapping)[0], "POST /S/getOrder");
    // Taken back, nothing is left.
    let again = planned(&contract("S", OPERATIONS), RestStyle::Rpc, "", &found.lock);
    assert_eq!(again.mapping.operations[0].effect, EffectClass::Unknown);
    assert!(again.mapping.operations[0].tags.is_empty());
    assert_eq!(again.mapping.operations[0].status, 200);
    assert_eq!(
        again.lock.to_json(),
        planned(&contract("S", OPERATIONS), RestStyle::Rpc, "", &Lock::new()).lock.to_json()
    );
}

#[test]
fn what_is_decided_no_more_is_gone_and_the_proposal_stays() {
    for style in [RestStyle::Rpc, RestStyle::Resource] {
        let contract = contract("S", OPERATIONS);
        let fresh = |overrides| planned(&contract, style, overrides, &Lock::new());
        let other = "operations:\n  createOrder: { tags: [C] }\n";
        let before = fresh(
            "operations:\n  getOrder: { effect: read, tags: [A], status: 202 }\n  createOrder: { tags: [C] }\n",
        );
        let after = planned(&contract, style, other, &before.lock);
        assert_eq!(shapes(&after.mapping), shapes(&before.mapping));
        assert_eq!(after.mapping.operations[0].status, 200);
        assert_eq!(after.lock.to_json(), fresh(other).lock.to_json(), "{style:?}");
    }
}

#[test]
fn what_cannot_be_is_a_mistake() {
    for (overrides, code) in [
        ("getOrders: {}", "FW-1522"),
        ("T/getOrder: {}", "FW-1522"),
        ("getOrder: { method: get }", "FW-1523"),
        ("getOrder: { path: '/o/{orderId}/{full}' }", "FW-1523"),
        ("getOrder: { parameters: [{ name: orderId, in: path }] }", "FW-1523"),
        (
            "getOrder: { path: /o, parameters: [{ name: a, in: query, member: /orderId }, { name: a, in: query, member: /full }] }",
            "FW-1523",
        ),
        ("getOrder: { path: /o, parameters: [{ name: a, in: query, member: orderId }] }", "FW-1523"),
        (
            "getOrder: { path: /o, parameters: [{ name: Host, in: header, member: /orderId }, { name: full, in: query }] }",
            "FW-1523",
        ),
        ("getOrder: { status: 303 }", "FW-1523"),
        ("getOrder: { status: 206 }", "FW-1523"),
        ("getOrder: { faults: { NoOrder: 404 } }", "FW-1523"),
        ("createOrder: { parameters: [{ name: remark, in: query }] }", "FW-1526"),
        (
            "searchOrders: { path: '/orders/{x}', method: POST, parameters: [{ name: x, in: path, member: /text }] }",
            "FW-1523",
        ),
    ] {
        assert_eq!(codes(&format!("operations:\n  {overrides}\n")), [code], "{overrides}");
    }
}

#[test]
fn a_new_name_is_the_name_everywhere_and_stays() {
    let contract = contract("S", OPERATIONS);
    let overrides =
        Overrides::from_yaml("operations:\n  getOrder: { name: orderLesen }\n").expect("overrides");
    // An operation that callers know under another name.
    let (mapping, known, _) = derive(&contract, &Lock::new());
    assert_eq!(mapping.operations[0].rpc_name, "GetOrder");
    let lock = renamed(&mapping, &known, &known, &overrides).expect("a name").expect("another one");
    let (mapping, after, _) = derive(&contract, &lock);
    assert_eq!(
        (mapping.operations[0].name.as_str(), mapping.operations[0].rpc_name.as_str()),
        ("orderLesen", "OrderLesen")
    );
    assert_eq!(mapping.operations[0].path, "/S/orderLesen");
    // Said again, or not at all, nothing changes.
    assert_eq!(renamed(&mapping, &after, &after, &overrides), Ok(None));
    let (mapping, _, _) = derive(&contract, &after);
    assert_eq!(mapping.operations[0].name, "orderLesen");
    let taken = Overrides::from_yaml("operations:\n  getOrder: { name: createOrder }\n").expect("overrides");
    let mistakes = renamed(&mapping, &after, &after, &taken).expect_err("taken");
    assert_eq!(mistakes[0].code, "FW-1524");
}
