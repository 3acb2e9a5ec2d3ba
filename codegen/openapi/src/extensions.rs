// SPDX-License-Identifier: EUPL-1.2
//! What `x-fachwerk` says: the way back to the XML where OpenAPI has no word for it.
//!
//! Names of types and elements are written `{namespace}local`, those of XML Schema itself `xs:local`. The standard `xml`
//! object gives a member's element or attribute: `name` where it differs from the member's name, `namespace`,
//! `attribute`. For an array it stands at the items.
//!
//! **Document**: `policies`, what WS-Policy asks of a caller of the SOAP service.
//!
//! **Operation**:
//!
//! | member | meaning |
//! |---|---|
//! | `service`, `operation` | names in the WSDL |
//! | `effect` | effect class: `unknown`, `read`, `idempotent`, `dry-run`, `write` |
//! | `bindings` | ports that offer it, the first is the default: `port`, `protocol`, `soapAction`, `style` |
//! | `input`, `output` | where the object stands in the envelope: `element`, the body's only child; without it each member is a child of the body. `headers`: the member whose members are header blocks |
//! | `faults` | by fault name the `element` of the detail |
//!
//! **Object**:
//!
//! | member | meaning |
//! |---|---|
//! | `type` | complex type |
//! | `kind` | `groupItem`: one occurrence of a repeated group, no element of its own; `message`: several parts of a body |
//! | `content` | the content model over member names, as DTDs write it: `,` in order, `|` exactly one, `&` in any order, `?` `*` `+` `{2,5}` occurrences |
//! | `mixed` | text between the elements |
//! | `incomplete` | the content model has more combinations than the schema says |
//!
//! **Member**:
//!
//! | member | meaning |
//! |---|---|
//! | `kind` | `text`, `group` (items without an element of their own), `any` (wildcard), `anyAttribute`, `substitution`, `headers`; none: an element or attribute |
//! | `namespaces`, `process` | of wildcards |
//! | `default`, `fixed` | where they are not of a simple type, or more than one text means the same value |
//!
//! **Simple type**: `type` (the exact type; none where `type` and `format` say it: `xs:string`, `xs:boolean`, `xs:int`,
//! `xs:float`, `xs:double`), `base` (built-in type with a rule of its
//! own), `whiteSpace` (`replace` or `collapse` of strings), and the facets that JSON Schema cannot say of a string:
//! `minInclusive`, `maxInclusive`, `minExclusive`, `maxExclusive`, `totalDigits`, `fractionDigits`, `length`,
//! `minLength`, `maxLength` (octets), `pattern` (as XML Schema writes it, where `pattern` itself is missing or narrower; a list: all have to match), `enumeration`, `contentTypes`.
//!
//! **Family** (`oneOf` with a discriminator): `kind` is `type` (`xsi:type`) or `substitution`; `variants` gives for each
//! `@type` the type's or element's name; `declared` the one that a message without `@type` means.

use fachwerk_contract::QName;
use fachwerk_contract::schema::XSD;
use fachwerk_mapping::{Mapping, Name};

/// The extension's name.
pub const KEY: &str = "x-fachwerk";

/// A name as extensions write it.
pub(crate) fn qname(name: &QName) -> String {
    if name.namespace == XSD { format!("xs:{}", name.local) } else { name.to_string() }
}

/// An interned name as extensions write it.
pub(crate) fn wire_name(mapping: &Mapping, name: &Name) -> String {
    qname(&QName::new(mapping.namespace(name.namespace), name.local.as_str()))
}
