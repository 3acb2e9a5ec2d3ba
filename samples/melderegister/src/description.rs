// SPDX-License-Identifier: EUPL-1.2
//! The WSDL and its schemas.

/// The files of the contract: name and content. The first is the WSDL.
pub const FILES: [(&str, &str); 3] = [
    ("melderegister.wsdl", include_str!("../wsdl/melderegister.wsdl")),
    ("melderegister.xsd", include_str!("../wsdl/melderegister.xsd")),
    ("basistypen.xsd", include_str!("../wsdl/basistypen.xsd")),
];

/// Address written in the WSDL.
const DOCUMENTED: &str = "http://localhost:8081/melderegister";

/// What a GET with this query asks for, for a service at `address`.
pub(crate) fn file(query: &str, address: &str) -> Option<String> {
    if query.eq_ignore_ascii_case("wsdl") {
        return Some(rewrite(FILES[0].1, address));
    }
    let (key, name) = query.split_once('=')?;
    let schema = FILES[1..].iter().find(|(known, _)| *known == name);
    schema.filter(|_| key.eq_ignore_ascii_case("xsd")).map(|(_, content)| rewrite(content, address))
}

fn rewrite(content: &str, address: &str) -> String {
    let mut content = content.replace(DOCUMENTED, address);
    for (name, _) in &FILES[1..] {
        let relative = format!("schemaLocation=\"{name}\"");
        content = content.replace(&relative, &format!("schemaLocation=\"{address}?xsd={name}\""));
    }
    content
}
