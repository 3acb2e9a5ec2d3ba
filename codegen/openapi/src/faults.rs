// SPDX-License-Identifier: EUPL-1.2
//! Answers when something goes wrong: problem details (RFC 9457), `application/problem+json`.
//!
//! # Declared faults: 422
//!
//! A fault that the WSDL declares for the operation is an outcome that the caller has to handle, whatever SOAP fault code
//! it came with. It is answered with the status that the facade gives it, `422 Unprocessable Content` where nobody says
//! otherwise, so that the document can say so:
//!
//! ```json
//! {
//!   "type": "urn:fachwerk:fault:Melderegister:lesePerson:PersonNichtGefunden",
//!   "title": "PersonNichtGefunden",
//!   "status": 422,
//!   "detail": "the fault's faultstring (SOAP 1.1) or Reason (SOAP 1.2)",
//!   "faultCode": "Client",
//!   "fault": { "PersonNichtGefunden": { "personId": "MR00000001" } },
//!   "code": "FW-4200",
//!   "requestId": "…"
//! }
//! ```
//!
//! * `type` is [`fault_type`] of service, operation and fault (facade names of the first two, the fault's name in the
//!   WSDL).
//! * `title` is the fault's name.
//! * `faultCode` is the SOAP fault code: `Client`, `Server` (SOAP 1.1), `Sender`, `Receiver` (SOAP 1.2), the whole of
//!   `Client.Authentication`, or `{namespace}local`. `faultSubcodes` are those of SOAP 1.2, from the outside in;
//!   `faultLanguage` is the language of `detail`, where the service tells it; `faultReasons` are the same in other
//!   languages; `faultRole` and `faultNode` say who gave up.
//! * `fault` has exactly one member, named after the fault; its value is the detail's object, typed like every message.
//!
//! # Everything else
//!
//! `type` is `urn:fachwerk:problem:<name>`; names, codes and statuses are those of `docs/errors.md`, FW-4nnn.
//!
//! | status | when |
//! |---|---|
//! | 400 | the request is not JSON, or not a message of this operation: `errors` lists what is wrong; or the service answers with a fault that is not declared and blames the caller: `faultCode` |
//! | 404, 405, 406, 408, 413, 415 | no such path, not `POST`, no acceptable media type, too slow, too large, not `application/json` |
//! | 502 | the service answers with a fault that is not declared and blames the service: `faultCode`; or it cannot be reached; or its answer is not SOAP or not a message of this operation |
//! | 500, 503, 504 | the proxy fails, is not ready; the service does not answer in time |

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use fachwerk_mapping::{Fault, MessageRole, Operation, OperationId};

use crate::Options;
use crate::nodes::{Node, node, pointer, reference};
use crate::schema::Schemas;
use crate::text;
use crate::tree::{Tree, tree};

/// Name of the component that all problems share.
pub const PROBLEM: &str = "Problem";

/// Status of declared faults.
pub const FAULT_STATUS: u16 = fachwerk_mapping::FAULT_STATUS;
/// Statuses that also other problems of the request have.
const SHARED: [u16; 7] = [400, 404, 405, 406, 408, 413, 415];

/// `code` of declared faults.
const FAULT_CODE: &str = "FW-4200";

/// What codes look like.
const CODE: &str = "^FW-[0-9]{4}$";

/// Media type of problem details.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// `type` of a declared fault's problem details. Characters that a URN cannot have are percent-encoded (RFC 8141).
///
/// ```
/// use fachwerk_openapi::faults::fault_type;
/// assert_eq!(fault_type("Dienst", "lesePerson", "Größe"), "urn:fachwerk:fault:Dienst:lesePerson:Gr%C3%B6%C3%9Fe");
/// ```
pub fn fault_type(service: &str, operation: &str, fault: &str) -> String {
    let mut urn = String::from("urn:fachwerk:fault");
    for part in [service, operation, fault] {
        urn.push(':');
        for byte in part.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                urn.push(byte as char);
            } else {
                let _ = write!(urn, "%{byte:02X}");
            }
        }
    }
    urn
}

/// The component that all problems share.
pub(crate) fn problem(error: &str, reason: &str) -> Tree<'static> {
    tree!({
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "properties": {
            "type": {
                "type": "string",
                "format": "uri-reference",
                "description": "Which problem it is: `urn:fachwerk:fault:…` for a fault that the operation declares, `urn:fachwerk:problem:…` otherwise.",
            },
            "title": { "type": "string", "description": "The problem in a few words; the name of a declared fault." },
            "status": { "type": "integer", "format": "int32", "description": "The HTTP status.", "minimum": 100, "maximum": 599 },
            "detail": { "type": "string", "description": "What happened this time, for people." },
            "instance": { "type": "string", "format": "uri-reference", "description": "This occurrence." },
            "code": { "type": "string", "description": "Fachwerk's code of the problem.", "pattern": CODE },
            "requestId": { "type": "string", "description": "The request, as it is named in the log." },
            "faultCode": { "type": "string", "description": "SOAP fault code, if the service answered with a fault." },
            "faultSubcodes": { "type": "array", "description": "SOAP 1.2 subcodes, from the outside in.", "items": { "type": "string" } },
            "faultReasons": {
                "type": "array",
                "description": "What `detail` says, in other languages.",
                "items": (reference(reason)),
            },
            "faultRole": { "type": "string", "description": "Who gave up, in which capacity: SOAP 1.1 `faultactor`, SOAP 1.2 `Role`." },
            "faultNode": { "type": "string", "description": "Who gave up: SOAP 1.2 `Node`." },
            "faultLanguage": { "type": "string", "description": "Language of `detail`, if the service tells it." },
            "errors": {
                "type": "array",
                "description": "Everything that is wrong with the message.",
                "items": (reference(error)),
            },
        },
        "required": ["type", "title", "status", "code"],
    })
}

/// The component for one thing that is wrong with a message.
pub(crate) fn error() -> Node<'static> {
    node([
        ("type", tree!("object")),
        ("description", tree!("One place of a message that is not as the contract has it.")),
        (
            "properties",
            tree!({
                "path": { "type": "string", "description": "Where: JSON Pointer (RFC 6901)." },
                "message": { "type": "string", "description": "What." },
                "code": { "type": "string", "description": "Fachwerk's code of it.", "pattern": CODE },
            }),
        ),
        ("required", tree!(["path", "message"])),
    ])
}

/// The component for what a fault says in another language.
pub(crate) fn reason() -> Node<'static> {
    node([
        ("type", tree!("object")),
        ("description", tree!("What a fault says, in one language.")),
        (
            "properties",
            tree!({
                "language": { "type": "string", "description": "The language, if the service tells it." },
                "text": { "type": "string", "description": "The reason." },
            }),
        ),
        ("required", tree!(["text"])),
    ])
}

/// Responses that all operations share, by component name.
pub(crate) fn shared_responses() -> Tree<'static> {
    tree!({
        "InvalidRequest": {
            "description": "The request is not JSON, not a message of this operation, or refused by the service.",
            "content": { MEDIA_TYPE: {
                "schema": (reference(PROBLEM)),
                "example": {
                    "type": "urn:fachwerk:problem:invalid-request",
                    "title": "The request does not match the contract",
                    "status": 400,
                    "detail": "1 place does not match the contract",
                    "errors": [{ "path": "/member", "message": "required member is missing", "code": "FW-2006" }],
                    "code": "FW-4008",
                },
            } },
        },
        "Problem": {
            "description": "Anything else that went wrong, in the proxy (404, 405, 406, 408, 413, 415, 500, 503) or behind it (502, 504).",
            "content": { MEDIA_TYPE: { "schema": (reference(PROBLEM)) } },
        },
    })
}

/// The responses for the declared faults of an operation, by status.
pub(crate) fn responses<'a>(
    schemas: &mut Schemas<'a>,
    id: OperationId,
    options: &Options<'_>,
) -> BTreeMap<u16, Tree<'a>> {
    let statuses: BTreeSet<u16> =
        schemas.mapping.operation(id).faults.iter().map(|fault| fault.status).collect();
    statuses.into_iter().map(|status| (status, response(schemas, id, options, status))).collect()
}

fn response<'a>(schemas: &mut Schemas<'a>, id: OperationId, options: &Options<'_>, status: u16) -> Tree<'a> {
    let mapping = schemas.mapping;
    let operation = mapping.operation(id);
    let mut alternatives = Vec::new();
    let mut examples = Node::new();
    let mut lines = Vec::new();
    for (index, fault) in operation.faults.iter().enumerate().filter(|(_, fault)| fault.status == status) {
        let detail = &mapping.structure(fault.message.root).name;
        let component = (fault.name.as_str(), schemas.fault_component(&fault.name, detail, status));
        if !alternatives.contains(&component) {
            alternatives.push(component);
        }
        lines.push(match fault.documentation.as_deref().map(text::line) {
            Some(documentation) if !documentation.is_empty() => {
                format!("* `{}`: {documentation}", fault.name)
            }
            _ => format!("* `{}`", fault.name),
        });
        if let Some(detail) = options.example(id, MessageRole::Fault(index)) {
            let example = example(schemas, operation, fault, detail);
            examples.insert(text::identifier(&fault.name), tree!({ "value": example }));
        }
    }
    let mut description = format!("A fault that the operation declares:\n\n{}", lines.join("\n"));
    let schema = if SHARED.contains(&status) {
        description.push_str("\n\nOr something else is wrong with the request.");
        // A fault's problem details are problem details, too: any of them, not one.
        let components = alternatives.iter().map(|(_, component)| component.as_str()).chain([PROBLEM]);
        tree!({ "anyOf": (Tree::list(components.map(reference))) })
    } else {
        let component = match alternatives.as_slice() {
            [(_, only)] => only.clone(),
            _ => schemas.problems(&operation.name, alternatives),
        };
        Tree::Node(reference(&component))
    };
    let mut media = node([("schema", schema)]);
    if !examples.is_empty() {
        media.insert("examples", Tree::Node(examples));
    }
    tree!({ "description": description, "content": { MEDIA_TYPE: media } })
}

fn example<'a>(schemas: &Schemas<'a>, operation: &Operation, fault: &'a Fault, detail: Tree<'a>) -> Tree<'a> {
    let service = &schemas.mapping.services[operation.service].name;
    tree!({
        "type": (fault_type(service, &operation.name, &fault.name)),
        "title": (&fault.name),
        "status": (fault.status),
        "detail": (&fault.name),
        "faultCode": "Client",
        "fault": { (fault.name.as_str()): detail },
        "code": FAULT_CODE,
    })
}

/// The component for a fault with this name, of which `members` is the component for its `fault` member.
pub(crate) fn component<'a>(fault: &'a str, members: &str, status: u16) -> Node<'a> {
    let own = tree!({
        "type": "object",
        "properties": {
            "title": { "type": "string", "const": fault },
            "status": { "type": "integer", "const": status },
            "code": { "type": "string", "const": FAULT_CODE },
            "fault": (reference(members)),
        },
        "required": ["title", "fault"],
    });
    node([
        ("description", format!("The fault `{fault}` as problem details.").into()),
        ("allOf", tree!([(reference(PROBLEM)), own])),
    ])
}

/// The component for the `fault` member: one member, named after the fault.
pub(crate) fn members<'a>(fault: &'a str, detail: &str) -> Node<'a> {
    node([
        ("type", tree!("object")),
        ("description", format!("The detail of the fault `{fault}`.").into()),
        ("properties", tree!({ fault: (reference(detail)) })),
        ("required", tree!([fault])),
        ("additionalProperties", tree!(false)),
    ])
}

/// The component for an operation with several faults: fault names and their components.
pub(crate) fn alternatives<'a>(operation: &str, faults: Vec<(&'a str, String)>) -> Node<'a> {
    let list = Tree::list(faults.iter().map(|(_, component)| reference(component)));
    let mut schema =
        node([("description", format!("A fault that `{operation}` declares.").into()), ("oneOf", list)]);
    let count = faults.len();
    let mut mapping = Node::with_capacity(count);
    for (name, component) in faults {
        mapping.insert(name, pointer(&component));
    }
    // Faults of the same name and different details are told apart by the detail alone.
    if mapping.len() == count {
        schema.insert("discriminator", tree!({ "propertyName": "title", "mapping": mapping }));
    }
    schema
}
