// SPDX-License-Identifier: EUPL-1.2
//! The schema for schemas (part 1, appendix A) as tables: which attributes and children each construct has.

use super::lexical::Lexical;

/// A construct where it stands: `xs:element` at the top is another one than in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    Schema,
    TopElement,
    LocalElement,
    AllElement,
    TopAttribute,
    LocalAttribute,
    TopComplexType,
    LocalComplexType,
    SimpleContent,
    ComplexContent,
    SimpleRestriction,
    SimpleExtension,
    ComplexDerivation,
    TopSimpleType,
    LocalSimpleType,
    Restriction,
    List,
    Union,
    TopGroup,
    GroupRef,
    NamedAll,
    NamedModel,
    All,
    Model,
    Any,
    AnyAttribute,
    TopAttributeGroup,
    AttributeGroupRef,
    Key,
    Keyref,
    Selector,
    Field,
    Notation,
    Include,
    Import,
    Redefine,
    Annotation,
    Appinfo,
    Documentation,
    BoundFacet,
    LengthFacet,
    DigitsFacet,
    WhiteSpaceFacet,
    ValueFacet,
}

/// Attribute, what it may be, whether it has to be there.
pub(super) type Attribute = (&'static str, Lexical, bool);

/// Children that may stand at one place of the content.
pub(super) struct Slot {
    pub(super) children: &'static [(&'static str, Context)],
    pub(super) min: usize,
    pub(super) max: usize,
}

use Context as C;
use Lexical as L;

const MANY: usize = usize::MAX;

// a macro, because only a literal lives for ever
macro_rules! slot {
    ($children:expr, $min:expr, $max:expr $(,)?) => {
        Slot { children: $children, min: $min, max: $max }
    };
}

const ANNOTATION: Slot = slot!(&[("annotation", C::Annotation)], 0, 1);
const ATTRIBUTES: Slot =
    slot!(&[("attribute", C::LocalAttribute), ("attributeGroup", C::AttributeGroupRef)], 0, MANY);
const ANY_ATTRIBUTE: Slot = slot!(&[("anyAttribute", C::AnyAttribute)], 0, 1);
const MODEL_GROUP: Slot =
    slot!(&[("group", C::GroupRef), ("all", C::All), ("choice", C::Model), ("sequence", C::Model)], 0, 1,);
const INNER_SIMPLE: Slot = slot!(&[("simpleType", C::LocalSimpleType)], 0, 1);
const FACETS: Slot = slot!(
    &[
        ("minExclusive", C::BoundFacet),
        ("minInclusive", C::BoundFacet),
        ("maxExclusive", C::BoundFacet),
        ("maxInclusive", C::BoundFacet),
        ("totalDigits", C::DigitsFacet),
        ("fractionDigits", C::LengthFacet),
        ("length", C::LengthFacet),
        ("minLength", C::LengthFacet),
        ("maxLength", C::LengthFacet),
        ("enumeration", C::ValueFacet),
        ("whiteSpace", C::WhiteSpaceFacet),
        ("pattern", C::ValueFacet),
    ],
    0,
    MANY,
);

impl Context {
    /// Attributes besides `id` and those of other namespaces.
    pub(super) fn attributes(self) -> &'static [Attribute] {
        match self {
            C::Schema => &[
                ("targetNamespace", L::Uri, false),
                ("version", L::Any, false),
                ("finalDefault", L::Final, false),
                ("blockDefault", L::Block, false),
                ("attributeFormDefault", L::Form, false),
                ("elementFormDefault", L::Form, false),
            ],
            C::TopElement => &[
                ("name", L::NcName, true),
                ("type", L::QName, false),
                ("substitutionGroup", L::QName, false),
                ("default", L::Any, false),
                ("fixed", L::Any, false),
                ("nillable", L::Boolean, false),
                ("abstract", L::Boolean, false),
                ("final", L::TypeDerivations, false),
                ("block", L::Block, false),
            ],
            C::LocalElement => &[
                ("name", L::NcName, false),
                ("ref", L::QName, false),
                ("type", L::QName, false),
                ("minOccurs", L::Count, false),
                ("maxOccurs", L::MaxOccurs, false),
                ("default", L::Any, false),
                ("fixed", L::Any, false),
                ("nillable", L::Boolean, false),
                ("block", L::Block, false),
                ("form", L::Form, false),
            ],
            C::AllElement => &[
                ("name", L::NcName, false),
                ("ref", L::QName, false),
                ("type", L::QName, false),
                ("minOccurs", L::ZeroOrOne, false),
                ("maxOccurs", L::ZeroOrOne, false),
                ("default", L::Any, false),
                ("fixed", L::Any, false),
                ("nillable", L::Boolean, false),
                ("block", L::Block, false),
                ("form", L::Form, false),
            ],
            C::TopAttribute => &[
                ("name", L::NcName, true),
                ("type", L::QName, false),
                ("default", L::Any, false),
                ("fixed", L::Any, false),
            ],
            C::LocalAttribute => &[
                ("name", L::NcName, false),
                ("ref", L::QName, false),
                ("type", L::QName, false),
                ("use", L::Use, false),
                ("default", L::Any, false),
                ("fixed", L::Any, false),
                ("form", L::Form, false),
            ],
            C::TopComplexType => &[
                ("name", L::NcName, true),
                ("mixed", L::Boolean, false),
                ("abstract", L::Boolean, false),
                ("final", L::TypeDerivations, false),
                ("block", L::TypeDerivations, false),
            ],
            C::LocalComplexType | C::ComplexContent => &[("mixed", L::Boolean, false)],
            C::TopSimpleType => &[("name", L::NcName, true), ("final", L::SimpleFinal, false)],
            C::Restriction => &[("base", L::QName, false)],
            C::SimpleRestriction | C::SimpleExtension | C::ComplexDerivation => &[("base", L::QName, true)],
            C::List => &[("itemType", L::QName, false)],
            C::Union => &[("memberTypes", L::QNames, false)],
            C::TopGroup | C::TopAttributeGroup | C::Key => &[("name", L::NcName, true)],
            C::GroupRef => {
                &[("ref", L::QName, true), ("minOccurs", L::Count, false), ("maxOccurs", L::MaxOccurs, false)]
            }
            C::All => &[("minOccurs", L::ZeroOrOne, false), ("maxOccurs", L::One, false)],
            C::Model => &[("minOccurs", L::Count, false), ("maxOccurs", L::MaxOccurs, false)],
            C::Any => &[
                ("namespace", L::Namespaces, false),
                ("processContents", L::Process, false),
                ("minOccurs", L::Count, false),
                ("maxOccurs", L::MaxOccurs, false),
            ],
            C::AnyAttribute => &[("namespace", L::Namespaces, false), ("processContents", L::Process, false)],
            C::AttributeGroupRef => &[("ref", L::QName, true)],
            C::Keyref => &[("name", L::NcName, true), ("refer", L::QName, true)],
            C::Selector => &[("xpath", L::Selector, true)],
            C::Field => &[("xpath", L::Field, true)],
            C::Notation => &[("name", L::NcName, true), ("public", L::Any, false), ("system", L::Uri, false)],
            C::Include | C::Redefine => &[("schemaLocation", L::Uri, true)],
            C::Import => &[("namespace", L::Uri, false), ("schemaLocation", L::Uri, false)],
            C::Appinfo | C::Documentation => &[("source", L::Uri, false)],
            C::BoundFacet => &[("value", L::Any, true), ("fixed", L::Boolean, false)],
            C::LengthFacet => &[("value", L::Count, true), ("fixed", L::Boolean, false)],
            C::DigitsFacet => &[("value", L::Positive, true), ("fixed", L::Boolean, false)],
            C::WhiteSpaceFacet => &[("value", L::WhiteSpace, true), ("fixed", L::Boolean, false)],
            C::ValueFacet => &[("value", L::Any, true)],
            C::LocalSimpleType | C::SimpleContent | C::NamedAll | C::NamedModel | C::Annotation => &[],
        }
    }

    /// The content, place by place.
    pub(super) fn slots(self) -> &'static [Slot] {
        match self {
            C::Schema => &[
                slot!(
                    &[
                        ("include", C::Include),
                        ("import", C::Import),
                        ("redefine", C::Redefine),
                        ("annotation", C::Annotation),
                    ],
                    0,
                    MANY,
                ),
                slot!(
                    &[
                        ("simpleType", C::TopSimpleType),
                        ("complexType", C::TopComplexType),
                        ("group", C::TopGroup),
                        ("attributeGroup", C::TopAttributeGroup),
                        ("element", C::TopElement),
                        ("attribute", C::TopAttribute),
                        ("notation", C::Notation),
                        ("annotation", C::Annotation),
                    ],
                    0,
                    MANY,
                ),
            ],
            C::TopElement | C::LocalElement | C::AllElement => &[
                ANNOTATION,
                slot!(&[("simpleType", C::LocalSimpleType), ("complexType", C::LocalComplexType)], 0, 1),
                slot!(&[("unique", C::Key), ("key", C::Key), ("keyref", C::Keyref)], 0, MANY),
            ],
            C::TopAttribute | C::LocalAttribute | C::List => &[ANNOTATION, INNER_SIMPLE],
            C::TopComplexType | C::LocalComplexType => &[
                ANNOTATION,
                slot!(&[("simpleContent", C::SimpleContent), ("complexContent", C::ComplexContent)], 0, 1),
                MODEL_GROUP,
                ATTRIBUTES,
                ANY_ATTRIBUTE,
            ],
            C::SimpleContent => &[
                ANNOTATION,
                slot!(&[("restriction", C::SimpleRestriction), ("extension", C::SimpleExtension)], 1, 1),
            ],
            C::ComplexContent => &[
                ANNOTATION,
                slot!(&[("restriction", C::ComplexDerivation), ("extension", C::ComplexDerivation)], 1, 1),
            ],
            C::SimpleRestriction => &[ANNOTATION, INNER_SIMPLE, FACETS, ATTRIBUTES, ANY_ATTRIBUTE],
            C::SimpleExtension | C::TopAttributeGroup => &[ANNOTATION, ATTRIBUTES, ANY_ATTRIBUTE],
            C::ComplexDerivation => &[ANNOTATION, MODEL_GROUP, ATTRIBUTES, ANY_ATTRIBUTE],
            C::TopSimpleType | C::LocalSimpleType => &[
                ANNOTATION,
                slot!(&[("restriction", C::Restriction), ("list", C::List), ("union", C::Union)], 1, 1),
            ],
            C::Restriction => &[ANNOTATION, INNER_SIMPLE, FACETS],
            C::Union => &[ANNOTATION, slot!(&[("simpleType", C::LocalSimpleType)], 0, MANY)],
            C::TopGroup => &[
                ANNOTATION,
                slot!(&[("all", C::NamedAll), ("choice", C::NamedModel), ("sequence", C::NamedModel)], 1, 1),
            ],
            C::All | C::NamedAll => &[ANNOTATION, slot!(&[("element", C::AllElement)], 0, MANY)],
            C::Model | C::NamedModel => &[
                ANNOTATION,
                slot!(
                    &[
                        ("element", C::LocalElement),
                        ("group", C::GroupRef),
                        ("choice", C::Model),
                        ("sequence", C::Model),
                        ("any", C::Any),
                    ],
                    0,
                    MANY,
                ),
            ],
            C::Key | C::Keyref => &[
                ANNOTATION,
                slot!(&[("selector", C::Selector)], 1, 1),
                slot!(&[("field", C::Field)], 1, MANY),
            ],
            C::Redefine => &[slot!(
                &[
                    ("annotation", C::Annotation),
                    ("simpleType", C::TopSimpleType),
                    ("complexType", C::TopComplexType),
                    ("group", C::TopGroup),
                    ("attributeGroup", C::TopAttributeGroup),
                ],
                0,
                MANY,
            )],
            C::Annotation => {
                &[slot!(&[("appinfo", C::Appinfo), ("documentation", C::Documentation)], 0, MANY)]
            }
            C::Appinfo | C::Documentation => &[],
            C::GroupRef
            | C::Any
            | C::AnyAttribute
            | C::AttributeGroupRef
            | C::Selector
            | C::Field
            | C::Notation
            | C::Include
            | C::Import
            | C::BoundFacet
            | C::LengthFacet
            | C::DigitsFacet
            | C::WhiteSpaceFacet
            | C::ValueFacet => &[ANNOTATION],
        }
    }
}
