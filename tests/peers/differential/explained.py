# SPDX-License-Identifier: EUPL-1.2
"""Every class of difference between Fachwerk and the other stacks: why it is there, and who would have to change."""

import dataclasses
import re
from collections.abc import Callable

from tree import FLOATS, MOMENTS, NUMBERS, NotOfItsType, canonical, duration, moment


@dataclasses.dataclass(frozen=True)
class Explanation:
    """A class of differences."""

    name: str
    stack: str
    way: str
    fault: str
    reason: str
    holds: Callable


EXPLANATIONS = []


def explained(name, stack, way, fault, reason):
    """The function below says of a difference whether it is of this class."""

    def keep(holds):
        EXPLANATIONS.append(Explanation(name, stack, way, fault, reason, holds))
        return holds

    return keep


def find(stack, way, difference):
    """The class of a difference."""
    for explanation in EXPLANATIONS:
        if explanation.stack == stack and explanation.way in (way, "both"):
            try:
                if explanation.holds(difference):
                    return explanation
            except (NotOfItsType, ValueError, TypeError, IndexError, AttributeError, KeyError):
                continue
    return None


def texts(value):
    return value if isinstance(value, list) else [value]


def parsed(kind, text):
    return moment(kind, str(text).strip().replace(" ", "T", 1) if kind == "dateTime" else str(text).strip())


def python_has_it(kind, text):
    """Whether Python's types of dates and times have this value."""
    year, _, _, hour, _, second, _ = parsed(kind, text)
    return (year is None or 1 <= year <= 9999) and (hour is None or hour < 24) and (second is None or second < 60)


# --- zeep ---------------------------------------------------------------------------------------------------------


@explained("zeep: defaults are filled in", "zeep", "both", "nobody", "XSD 1, 3.2.4: the default of an attribute belongs to whoever reads; zeep adds it, Fachwerk's JSON leaves it out, because it would change the message")
def _(d):
    return d.what == "default"


@explained("zeep: empty and nil are None", "zeep", "read", "zeep", "an empty element, and one that is nil, is `None` to zeep like one that is not there (XSD 1, 3.3.4 tells them apart)")
def _(d):
    return d.what == "missing" and bool(d.around & {"empty", "nil"}) or d.what == "nil" and d.ours is False and "empty" in d.around


@explained("zeep: nil of a complex type is an object", "zeep", "read", "zeep", "a nil element of a complex type is an object without values to zeep")
def _(d):
    return d.what == "nil" and d.ours is True


@explained("zeep: no zone of dates", "zeep", "both", "zeep", "Python's `date` has no time zone, xs:date has (XSD 2, 3.2.9)")
def _(d):
    return d.what == "value" and d.kind == "date" and all(parsed("date", a)[:3] == parsed("date", b)[:3] and parsed("date", b)[6] is None for a, b in zip(texts(d.ours), texts(d.theirs)))


@explained("zeep: microseconds at most", "zeep", "both", "zeep", "Python's `datetime` and `time` cut seconds after six digits; xs:dateTime and xs:time do not (XSD 2, 3.2.7)")
def _(d):
    def cut(text):
        at = parsed(d.kind, text)
        return (*at[:5], int(at[5] * 1000000), at[6])

    return d.what == "value" and d.kind in ("dateTime", "time") and all(python_has_it(d.kind, a) and cut(a) == cut(b) for a, b in zip(texts(d.ours), texts(d.theirs)))


@explained("zeep: moments that Python has not", "zeep", "both", "zeep", "years before 1 and after 9999, and 24:00:00, are values of XML Schema (XSD 2, 3.2.7) and none of `datetime`: `None`, or an error that zeep keeps to its log")
def _(d):
    return d.kind in MOMENTS and (d.what == "missing" or d.theirs is None) and any(not python_has_it(d.kind, text) for text in texts(d.ours))


@explained("zeep: no value of its type", "zeep", "read", "zeep", "a year or month with a zone is a tuple to zeep, without what XSD 2, 3.2.10 to 3.2.14 say of it")
def _(d):
    return d.what == "value" and d.kind.startswith("g")


@explained("zeep: lists split at any white space", "zeep", "both", "zeep", "items of a list are separated by the white space of XML (XSD 2, 2.5.1.2); zeep splits at a no-break space as well")
def _(d):
    return d.what == "value" and isinstance(d.ours, list) and " ".join(d.ours).split() == " ".join(texts(d.theirs)).split()


@explained("zeep: a valid message it cannot read", "zeep", "read", "zeep", "libxml2 says that the message is valid (or knows no declaration of rpc's wrapper), zeep cannot parse it: repeated choices, several elements of one name, abstract types, xs:schema beside xs:any")
def _(d):
    return d.what == "unable" and "invalid" not in d.around and "Error" in d.theirs


@explained("zeep: nothing read, nothing written", "zeep", "write", "zeep", "its objects come from its reader")
def _(d):
    return d.what == "unable" and d.theirs == "ValueError: nothing was read that could be written"


@explained("zeep: does not write what it read", "zeep", "write", "zeep", "what zeep's reader left out (`None` for empty and nil, within choices and arrays; moments that Python has not) its writer misses, or takes for something else")
def _(d):
    return d.what == "unable" and "invalid" not in d.around


@explained("zeep: writes what is not valid", "zeep", "write", "zeep", "`inf` for INF, prefixes of names in content that are not declared, booleans where 0 or 1 is asked for, empty choices: libxml2 refuses its envelope as well")
def _(d):
    return d.what == "refused" and "invalid" in d.around


@explained("zeep: names in content are text", "zeep", "both", "zeep", "a QName is a name in a namespace (XSD 2, 3.2.18), to zeep it is text with a prefix, without what the prefix stands for")
def _(d):
    return d.kind == "QName" and d.what == "value" or d.what == "refused" and "a qualified name in content has a prefix" in d.ours


@explained("zeep: mixed content without its text", "zeep", "both", "zeep", "of mixed content zeep keeps elements only")
def _(d):
    return "mixed" in d.around and d.what in ("value", "missing")


@explained("zeep: text of types derived from anyType", "zeep", "both", "zeep", "a complex type derived from xs:anyType has mixed content (XSD 1, 3.4.7); zeep keeps its attributes only")
def _(d):
    return d.what == "value" and "/VocabularyElement" in d.path and d.path.rpartition("/")[2].startswith("attribute")


@explained("zeep: xs:anyType as text", "zeep", "write", "zeep", "the elements that zeep read as the content of an xs:anyType are written as `[<Element …>]`")
def _(d):
    return "wild" in d.around and (d.what == "missing" or "<Element" in str(d.theirs))


@explained("zeep: items of arrays", "zeep", "read", "zeep", "empty items of an array of SOAP encoding are left out, so that others take their place")
def _(d):
    return "array" in d.around and d.what in ("missing", "value", "surplus")


@explained("zeep: empty objects are not written", "zeep", "write", "zeep", "objects without values, and nil within lists, are left out within repeated choices and lists")
def _(d):
    return d.what in ("missing", "surplus", "nil") and ("empty" in d.around or d.theirs == "nil")


@explained("zeep: NotSet", "zeep", "write", "zeep", "an attribute that zeep read with its value is written as `NotSet`, zeep's word for what was not given")
def _(d):
    return d.theirs == "NotSet" or "NotSet" in str(d.theirs)


@explained("zeep: INF is inf", "zeep", "write", "zeep", "`INF` (XSD 2, 3.2.4) is written as Python's `inf`; libxml2 has no declaration of rpc's wrapper and cannot say")
def _(d):
    return d.what == "refused" and "is not a number" in d.ours and re.search(r">-?inf<|>nan<|>NAN<", str(d.theirs)) is not None


@explained("zeep: rpc without a namespace", "zeep", "write", "nobody", "WSDL 1.1, 3.5 takes the namespace of rpc's wrapper from `soap:body`, WS-I BP 1.1 R2717 requires it there; where it is missing zeep writes none, Fachwerk and Apache CXF that of the WSDL")
def _(d):
    return d.what == "refused" and "unknown" in d.around and re.search(r"expected `\w+` of namespace", d.ours) is not None


@explained("zeep: rpc without parts", "zeep", "write", "zeep", "the answer of an rpc operation has its wrapper also where it has no parts (WSDL 1.1, 3.5); zeep writes an empty body")
def _(d):
    return d.what == "refused" and "the body is empty" in d.ours


@explained("zeep: operations by name", "zeep", "both", "zeep", "operations may have one name and be told apart by those of their messages (WSDL 1.1, 2.4.5); zeep knows the last one")
def _(d):
    return "OperationOutput" in d.path or d.kind == "string" and d.path == "/name"


@explained("zeep: 0 in a choice", "zeep", "read", "zeep", "the value 0 within a choice is lost")
def _(d):
    return d.what == "missing" and d.kind in NUMBERS and d.ours == "0"


@explained("zeep: dates in another form", "zeep", "write", "zeep", "a type with a pattern for its dates: zeep writes them in the form of Python, which the pattern does not allow")
def _(d):
    return d.what == "refused" and "does not match the pattern" in d.ours and re.search(r"\d{4}-\d\d-\d\d", str(d.theirs)) is not None


# --- node-soap ----------------------------------------------------------------------------------------------------


def instant(kind, text):
    """Milliseconds since 1970, where JavaScript has them; no zone is UTC, as the run has it."""
    import datetime

    year, month, day, hour, minute, second, zone = parsed(kind, text)
    hour, minute, second = hour or 0, minute or 0, second or 0
    days = datetime.date(year, month, day).toordinal()
    return ((days * 24 + hour) * 60 + minute - (zone or 0)) * 60000 + int(second * 1000)


@explained("node-soap: instants instead of dates", "node-soap", "read", "node-soap", "a JavaScript `Date` is an instant in milliseconds: zone, missing zone and further digits are gone (XSD 2, 3.2.7)")
def _(d):
    if d.what != "value" or d.kind not in ("date", "dateTime"):
        return False
    return all(instant(d.kind, a) == instant("dateTime", b["$date"]) for a, b in zip(texts(d.ours), texts(d.theirs)) if isinstance(b, dict))


@explained("node-soap: dates that JavaScript cannot parse", "node-soap", "read", "node-soap", "dates with a zone, years with a sign, 24:00:00 with seconds are values of XML Schema, and `Invalid Date`, or another instant, to `new Date(text)`")
def _(d):
    def odd(text):
        year, _, _, hour, _, second, zone = parsed(d.kind, text)
        return year < 1000 or year > 9999 or hour == 24 or (d.kind == "date" and zone is not None)

    return d.what == "value" and d.kind in ("date", "dateTime") and odd(d.ours) and isinstance(d.theirs, dict)


@explained("node-soap: numbers are doubles", "node-soap", "read", "node-soap", "integers above 2^53 and decimals with more digits than a double has lose them (XSD 2, 3.2.3)")
def _(d):
    return d.what == "value" and d.kind in NUMBERS and isinstance(d.theirs, int | float) and float(d.ours.strip()) == float(d.theirs)


@explained("node-soap: INF is NaN", "node-soap", "read", "node-soap", "`INF` and `-INF` are values of float and double (XSD 2, 3.2.4), `Number(text)` does not know them")
def _(d):
    return d.what == "value" and d.kind in FLOATS and d.ours.strip() in ("INF", "-INF")


@explained("node-soap: empty is null", "node-soap", "read", "node-soap", "an element without content is `null` to node-soap, as one that is nil")
def _(d):
    return d.what == "nil" and d.ours is False and "empty" in d.around


@explained("node-soap: white space at the ends", "node-soap", "read", "node-soap", "pieces of text are trimmed even with `preserveWhitespace`, by what JavaScript takes for white space: U+FEFF and U+00A0 as well")
def _(d):
    return d.what == "nil" and "blank" in d.around or d.what == "value" and isinstance(d.ours, str) and "".join(d.ours.split()) == "".join(str("" if d.theirs is None else d.theirs).replace("\ufeff", "").split())


@explained("node-soap: attributes of SOAP encoding", "node-soap", "read", "nobody", "encodingStyle, arrayType and the like say how something is written, and are no values; node-soap shows all attributes")
def _(d):
    return d.what == "surplus" and d.path.rpartition("@")[2] in ("encodingStyle", "arrayType", "href", "id", "root")


@explained("node-soap: types by local name", "node-soap", "read", "node-soap", "a type that is called boolean, integer or date is taken for that of XML Schema, whatever its namespace")
def _(d):
    return d.what == "value" and d.kind not in NUMBERS | FLOATS | {"boolean"} and isinstance(d.theirs, bool | int | float | dict)


@explained("node-soap: names in content are text", "node-soap", "read", "node-soap", "a QName is a name in a namespace (XSD 2, 3.2.18), to node-soap it is text with a prefix, without what the prefix stands for")
def _(d):
    return d.kind == "QName" and d.what == "value"


@explained("node-soap: one element in a body", "node-soap", "write", "node-soap", "a message of several parts has several elements in its body (WSDL 1.1, 3.5); its functions write one")
def _(d):
    return d.what == "unable" and "a body of" in d.theirs


@explained("node-soap: one piece of mixed content", "node-soap", "read", "node-soap", "of text between elements the last piece is kept, or text replaces the elements")
def _(d):
    return "mixed" in d.around


@explained("node-soap: xsi:type as it stands", "node-soap", "read", "nobody", "the type that the declaration has anyway, or one of a simple type, is checked and not kept by Fachwerk (docs/mapping.md); node-soap shows the attribute")
def _(d):
    return d.what == "type" and d.ours is None


@explained("node-soap: a valid message it cannot read", "node-soap", "read", "node-soap", "libxml2 says that the message is valid (or knows no declaration of rpc's wrapper), node-soap cannot parse it")
def _(d):
    return d.what == "unable" and "invalid" not in d.around and "Error" in d.theirs


@explained("node-soap: writes what is not valid", "node-soap", "write", "node-soap", "wrong namespaces, prefixes without declaration, missing attributes: libxml2 refuses its envelope as well")
def _(d):
    return d.what == "refused" and "invalid" in d.around


@explained("node-soap: another namespace", "node-soap", "write", "node-soap", "prefixes of imported files stand for something else in the file that imports them; elements of included types get that of their parent; rpc's wrapper that of the last WSDL read. libxml2 cannot say: it cannot load the schemas, or has no declaration of rpc's wrapper")
def _(d):
    return d.what == "refused" and "unknown" in d.around and re.search(r"is in namespace|of namespace", d.ours) is not None


@explained("node-soap: a member called attributes", "node-soap", "both", "node-soap", "`attributes` is node-soap's word for attributes, and the name of an element here")
def _(d):
    return d.path.startswith("/product/")


@explained("node-soap: operations by name", "node-soap", "both", "node-soap", "operations may have one name and be told apart by those of their messages (WSDL 1.1, 2.4.5); node-soap knows one")
def _(d):
    return d.what == "refused" and re.search("Operation(Out|In)putMsg", d.ours) is not None


@explained("node-soap: $xml alone", "node-soap", "write", "node-soap", "what a wildcard takes is handed over as `$xml`, which replaces everything that stands beside it, text and elements")
def _(d):
    return d.what == "missing" and ("wild" in d.around or "/VocabularyList" in d.path) or d.what == "refused" and "unknown" in d.around and "`schema` is missing" in d.ours


@explained("node-soap: nil in lists", "node-soap", "write", "node-soap", "`null` within an array is written as an empty element")
def _(d):
    return d.what == "nil" and d.ours is True and d.path.endswith("]")


# --- samples of others with their JSON ------------------------------------------------------------------------------


@explained("samples: not valid", "samples", "both", "the sample", "the envelope is not valid by its own schema, libxml2 says so as well; node-soap does not look")
def _(d):
    return d.what == "refused" and "invalid" in d.around


@explained("samples: another element", "samples", "both", "the sample", "the body has another element than the one that the WSDL names, or one in another namespace, or none")
def _(d):
    return d.what == "refused" and re.search(r"expected `\w+` of namespace|the body is empty|is in namespace|is not a SOAP envelope", d.ours) is not None


@explained("samples: white space is trimmed", "samples", "both", "node-soap", "white space of xs:string belongs to the value (XSD 2, 4.3.6); node-soap trims unless `preserveWhitespace` is set")
def _(d):
    return d.what == "value" and isinstance(d.ours, str) and d.ours.split() == str(d.theirs or "").split()


@explained("samples: empty is null", "samples", "both", "node-soap", "an element without content is `null` to node-soap, as one that is nil")
def _(d):
    return d.what == "nil" and d.ours is False and "empty" in d.around


@explained("samples: xsi:type as it stands", "samples", "both", "nobody", "the type that the declaration has anyway, or one of a simple type, is checked and not kept by Fachwerk; node-soap shows the attribute")
def _(d):
    return d.what == "type" and d.ours is None


@explained("samples: text between header blocks", "samples", "both", "the sample", "a SOAP header has elements and white space only (SOAP 1.1, section 4.2; its schema); node-soap pastes the header in as text")
def _(d):
    return d.what == "refused" and "text between header blocks" in d.ours


# Where libxml2 cannot load the schemas, or knows no declaration of rpc's wrapper: read by hand.
BY_HAND = {
    "Dummy__ref_element_should_have_correct_namespace_with_overrideElementKey": "Commande, which an option of node-soap renames, for Order",
    "Dummy__should_handle_inline_types": "elements in a namespace that the schema has not",
    "Dummy__should_use_defined_xml_key_in_first_level_for_rpc": "an element that the message has no part for",
    "Message__": "bstrResourceId for bstrResourceID",
    "RetrieveFareQuoteDateRange__should_handle_child_namespaces": "empty dates",
    "addList__complex_extension_namespace_for_arrays": "an attribute that the type has not",
    "addPrefix__should_add_namespace_on_output_message": "ResultCode for ResponseCode",
    "createData__should_generate_complex_type_request": "a required element is missing",
    "get__complex_extension": "an attribute that the type has not",
    "getAttachments__should_handle_not_MTOM_response": "`cid:` in xs:base64Binary, with nothing that it refers to",
    "multiCall__rpc_stype_request_xsi_attributes": "a part of the message is missing",
    "update__complex_extension": "attributes and elements that the types have not",
}


@explained("samples: not valid, read by hand", "samples", "both", "the sample", "libxml2 cannot say, because it cannot load the schemas or has no declaration of rpc's wrapper; the list in this file says what is wrong")
def _(d):
    return d.what == "refused" and "unknown" in d.around and any(d.path.startswith(name) for name in BY_HAND)


@explained("samples: no operation", "samples", "both", "the sample", "the WSDL declares no operation for the message")
def _(d):
    return d.what in ("unloadable", "no operation")


@explained("samples: CDATA", "samples", "both", "node-soap", "a CDATA section is text (XML 1.0, 2.7); node-soap has programs write the marks themselves, and parses text that begins with an XML declaration")
def _(d):
    return d.what == "value" and (str(d.theirs).startswith("<![CDATA[") or "<?xml" in str(d.ours))


@explained("samples: instants instead of dates", "samples", "both", "node-soap", "a JavaScript `Date` has neither a zone nor the lack of one")
def _(d):
    return d.what == "value" and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", str(d.theirs)) is not None


@explained("samples: an option of node-soap", "samples", "both", "nobody", "the sample's options give values and attributes other names (`valueKey`, `attributesKey`, `overrideElementKey`), or keep xsi:type as an attribute")
def _(d):
    return any("options" in word for word in d.around) and d.what in ("surplus", "missing", "value", "type")


@explained("samples: mixed content", "samples", "both", "node-soap", "node-soap keeps the last piece of text between elements, or none")
def _(d):
    return "mixed" in d.around and d.what in ("value", "nil")


@explained("samples: nil is not there", "samples", "both", "node-soap", "an element that is nil is left out by node-soap, unless `handleNilAsNull` is set")
def _(d):
    return d.what == "missing" and "nil" in d.around


BY_NAME = {explanation.name: explanation for explanation in EXPLANATIONS}
