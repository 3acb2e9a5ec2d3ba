// SPDX-License-Identifier: EUPL-1.2
//! The stable codes of everything this crate has to say about an input.

use std::fmt;

use crate::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal $severity:ident;)*) => {
        /// What a [`Diagnostic`](crate::Diagnostic) is about. Numbers never change their meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The number after `FW-`.
            pub fn number(self) -> u16 {
                match self { $(Self::$name => $number,)* }
            }

            /// How bad it is; one code has one severity.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// The name of the code, as in `ImportNotFound`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }
        }
    };
}

codes! {
    // --- files ------------------------------------------------------------------------------------
    /// An entry cannot be read.
    EntryUnreadable = 1001 Error;
    /// A file is larger than the limit, or all files together are.
    TooLarge = 1002 Error;
    /// More files than the limit.
    TooManyFiles = 1003 Error;
    /// The bytes are not in the encoding the document declares, or the encoding is not supported.
    Encoding = 1004 Error;
    /// A location that may not be read: absolute, outside the archive, outside the root directory.
    LocationRefused = 1005 Error;
    /// A remote location, while network access is not allowed.
    RemoteLocation = 1006 Error;
    /// An imported or included file does not exist.
    ImportNotFound = 1007 Error;
    /// A file is read from well above the entry's directory.
    FarOutside = 1008 Note;
    /// The encoding declared is not the one used.
    EncodingMismatch = 1009 Warning;
    /// So many diagnostics that the rest is left out.
    TooManyDiagnostics = 1010 Note;
    /// A remote file that could not be fetched.
    FetchFailed = 1015 Error;

    // --- XML --------------------------------------------------------------------------------------
    /// Not a well-formed XML document.
    NotWellFormed = 1101 Error;
    /// A document type declaration where none may be.
    DoctypeRefused = 1102 Error;
    /// A document type declaration in a schema document is passed over.
    DoctypeIgnored = 1103 Note;
    /// A reference to an entity other than the five of XML.
    EntityRefused = 1104 Error;
    /// A prefix without a declaration.
    UndeclaredPrefix = 1105 Error;
    /// Elements nested too deeply.
    TooDeep = 1106 Error;
    /// Too many attributes, or one that is too long.
    TooManyAttributes = 1107 Error;
    /// An attribute twice on one element.
    DuplicateAttribute = 1108 Error;
    /// A name that is not an XML name.
    BadName = 1109 Error;
    /// The root element is neither a WSDL nor a schema.
    UnexpectedRoot = 1110 Error;

    // --- WSDL -------------------------------------------------------------------------------------
    /// A version of WSDL 2.0 that is not supported.
    Wsdl20 = 1201 Error;
    /// An attribute that has to be there is missing.
    MissingAttribute = 1202 Error;
    /// A binding of a protocol that is not supported; it is skipped with its ports.
    UnsupportedBinding = 1203 Warning;
    /// A message that is not declared.
    UnknownMessage = 1204 Error;
    /// A port type that is not declared.
    UnknownPortType = 1205 Error;
    /// A binding that is not declared.
    UnknownBinding = 1206 Error;
    /// A bound operation that the port type does not have.
    UnknownOperation = 1207 Warning;
    /// A message part that the message does not have.
    UnknownPart = 1208 Warning;
    /// A part has neither `element` nor `type`; it is read as `xs:anyType`.
    PartWithoutContent = 1209 Warning;
    /// No binding or no service: SOAP 1.1 over HTTP is assumed.
    BindingAssumed = 1210 Note;
    /// An operation is left out, because something it needs is missing.
    OperationLeftOut = 1211 Warning;
    /// A policy that is referred to is not there.
    UnknownPolicy = 1212 Warning;
    /// A required extension that is not understood.
    UnknownExtension = 1213 Warning;
    /// A WSDL component declared twice; the first is kept.
    DuplicateDefinition = 1214 Warning;
    /// A name that only resolves in the target namespace.
    NameInTargetNamespace = 1215 Warning;
    /// Overloaded operations whose bindings cannot be told apart.
    AmbiguousOverload = 1216 Warning;
    /// An element where WSDL has none.
    UnexpectedDefinition = 1217 Warning;
    /// A value that WSDL does not know.
    BadDefinitionValue = 1218 Warning;
    /// No operation at all is left.
    NothingToOffer = 1219 Warning;
    /// A declared fault is left out, because something it needs is missing.
    FaultLeftOut = 1220 Warning;
    /// An element, attribute or part is read as anything, because its type is missing or cannot be built.
    ReadAsAnything = 1221 Warning;
    /// A message of WSDL 2.0 whose content no element describes; it takes anything.
    ContentNotDescribed = 1222 Note;
    /// The RPC signature of an operation of WSDL 2.0 is not used.
    SignatureIgnored = 1223 Note;
    /// A namespace name that is not a URI.
    NamespaceNotUri = 1224 Warning;
    /// A binding without `soap:binding`: its operations tell the protocol.
    ProtocolAssumed = 1225 Warning;
    /// A binding without operations: those of the port type are bound with the defaults.
    OperationsAssumed = 1226 Warning;

    // --- XML Schema -------------------------------------------------------------------------------
    /// An element where XML Schema has none.
    UnexpectedElement = 1301 Warning;
    /// A value that the attribute may not have.
    BadValue = 1302 Error;
    /// A reference to a component that is not declared.
    Undeclared = 1303 Error;
    /// A component that is defined by itself.
    Circular = 1304 Error;
    /// A construct of XML Schema 1.1 that is not evaluated.
    Xsd11 = 1305 Warning;
    /// An XML Schema namespace of before 2001.
    OldSchemaNamespace = 1306 Note;
    /// The document has another target namespace than the import or include says.
    NamespaceMismatch = 1307 Warning;
    /// A component declared twice and differently; the first is kept.
    DuplicateComponent = 1308 Warning;
    /// A redefinition of something that is not there.
    RedefinitionOfNothing = 1309 Error;
    /// A type or group is left out, because something it needs is missing.
    ComponentLeftOut = 1310 Warning;
    /// An unprefixed reference that only resolves in the target namespace.
    ReferenceInTargetNamespace = 1311 Warning;
    /// A schema component without a name.
    MissingName = 1312 Error;
    /// A derivation that XML Schema does not allow.
    BadDerivation = 1313 Error;
    /// Derivation steps, or groups in groups, beyond the limit.
    DerivationTooDeep = 1314 Error;
    /// An attribute that XML Schema does not have there.
    UnknownAttribute = 1315 Warning;

    // --- constraints of XML Schema, only where asked for ------------------------------------------
    /// Not valid by the schema for schemas, or against a constraint on the XML representation.
    SchemaStructure = 1316 Error;
    /// A reference into a namespace that the document does not import.
    NotImported = 1317 Error;
    /// A component declared twice in one schema.
    DuplicateDeclaration = 1318 Error;
    /// A simple type that may not be made like this.
    SimpleTypeProperties = 1319 Error;
    /// A facet that the type does not have, whose value is none, or that allows more than the base.
    FacetInvalid = 1320 Error;
    /// A default or fixed value that its type does not allow.
    ValueInvalid = 1321 Error;
    /// An element declaration that may not be like this.
    ElementProperties = 1322 Error;
    /// Attribute declarations or uses that may not be like this.
    AttributeProperties = 1323 Error;
    /// A complex type that may not be derived like this.
    ComplexTypeProperties = 1324 Error;
    /// A restriction that allows more than its base.
    RestrictionInvalid = 1325 Error;
    /// An `xs:all` where it cannot stand.
    AllLimited = 1326 Error;
    /// A content model in which an element may be one of two particles.
    Ambiguous = 1327 Error;
    /// One element name with two types in one content model.
    ElementsInconsistent = 1328 Error;
    /// An identity constraint that refers to no key, or to one with other fields.
    IdentityConstraintInvalid = 1329 Error;
    /// A redefinition that XML Schema does not allow.
    RedefinitionInvalid = 1330 Error;
    /// A content model too large for a constraint to be looked at.
    NotEvaluated = 1331 Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FW-{}", self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn numbers_are_unique_and_ascending() {
        assert!(Code::ALL.windows(2).all(|pair| pair[0].number() < pair[1].number()));
        assert_eq!(Code::Undeclared.to_string(), "FW-1303");
    }
}
