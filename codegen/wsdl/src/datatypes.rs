// SPDX-License-Identifier: EUPL-1.2
//! The types that XML Schema brings along.

/// Whether `local` names a type of XML Schema 1.0 part 2, or one that 1.1 added.
pub(crate) fn is_built_in(local: &str) -> bool {
    matches!(
        local,
        "anyType" | "anySimpleType" | "string" | "boolean" | "decimal" | "float" | "double" | "duration" | "dateTime"
            | "time" | "date" | "gYearMonth" | "gYear" | "gMonthDay" | "gDay" | "gMonth" | "hexBinary"
            | "base64Binary" | "anyURI" | "QName" | "NOTATION" | "normalizedString" | "token" | "language"
            | "NMTOKEN" | "NMTOKENS" | "Name" | "NCName" | "ID" | "IDREF" | "IDREFS" | "ENTITY" | "ENTITIES"
            | "integer" | "nonPositiveInteger" | "negativeInteger" | "long" | "int" | "short" | "byte"
            | "nonNegativeInteger" | "unsignedLong" | "unsignedInt" | "unsignedShort" | "unsignedByte"
            | "positiveInteger" | "anyAtomicType" | "dateTimeStamp" | "yearMonthDuration" | "dayTimeDuration"
    )
}
