# SPDX-License-Identifier: EUPL-1.2
"""Messages as trees of values: the form in which those of different stacks are held against each other.

A tree says what XML Schema says of a message (elements, attributes, nil, the type that xsi:type names, typed values) and
leaves out what a programming language has no place for: prefixes, and order between elements of different names.
"""

import base64
import dataclasses
import datetime
import decimal
import re

import isodate
from lxml import etree

INTEGERS = {
    "integer", "long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
}
NUMBERS = INTEGERS | {"decimal"}
FLOATS = {"float", "double"}
MOMENTS = {"dateTime", "date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"}


@dataclasses.dataclass
class Node:
    """An element or attribute."""

    kind: str = "complex"  # built-in type of the value, or `complex`, `any`
    value: object = None  # its text, a list of texts (xs:list), or None
    nil: bool = False
    xsi_type: str = None
    attributes: dict = dataclasses.field(default_factory=dict)
    children: list = dataclasses.field(default_factory=list)  # (local name, Node) in the order of the document
    any: list = dataclasses.field(default_factory=list)  # elements of wildcards, as text; they are children as well
    wild: bool = False  # it is such a child, or content of xs:anyType
    text: str = None  # of content of xs:anyType
    mixed: bool = False
    array: bool = False  # of SOAP encoding: the names of its items do not matter
    items: list = None  # of what may be an array, as nodes
    defaults: dict = dataclasses.field(default_factory=dict)  # of attributes that are not there

    def by_name(self):
        found = {}
        for name, child in self.children:
            found.setdefault(name, []).append(child)
        return found


XSI = "http://www.w3.org/2001/XMLSchema-instance"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def untyped(element):
    """The tree of an element that no schema describes."""
    node = Node(kind="untyped", wild=True)
    for name, value in element.attrib.items():
        qname = etree.QName(name)
        if qname.namespace != XSI:
            node.attributes[qname.localname] = Node(kind="untyped", value=value)
        elif qname.localname == "nil":
            node.nil = value.strip() in ("true", "1")
        elif qname.localname == "type":
            node.xsi_type = value.rpartition(":")[2]
    children = [child for child in element if isinstance(child.tag, str)]
    node.children = [(etree.QName(child).localname, untyped(child)) for child in children]
    texts = [element.text, *(child.tail for child in element)]
    text = "".join(text for text in texts if text)
    if text.strip() or not children:
        node.value = text or None
    node.mixed = bool(children and text.strip())
    if children and not node.mixed:
        node.kind = "complex"
    return node


class NotOfItsType(ValueError):
    """A text that is no value of its type."""


ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")


def moment(kind, text):
    """Date and time as numbers: (year, month, day, hour, minute, second, zone in minutes), None where there is none."""
    zone = None
    match = ZONE.search(text)
    if match:
        text = text[: match.start()]
        zone = 0 if match[1] == "Z" else int(match[1][0] + "1") * (int(match[1][1:3]) * 60 + int(match[1][4:6]))
    date, clock = [None] * 3, [None] * 3
    if kind in ("dateTime", "time"):
        day, _, at = text.rpartition("T")
        if kind == "dateTime" and not day:
            raise NotOfItsType(text)
        hours = re.fullmatch(r"(\d\d):(\d\d):(\d\d(?:\.\d+)?)", at)
        if not hours:
            raise NotOfItsType(text)
        clock = [int(hours[1]), int(hours[2]), decimal.Decimal(hours[3])]
        text = day
    patterns = {
        "dateTime": r"(-?\d{4,})-(\d\d)-(\d\d)", "date": r"(-?\d{4,})-(\d\d)-(\d\d)", "time": r"()()()",
        "gYear": r"(-?\d{4,})()()", "gYearMonth": r"(-?\d{4,})-(\d\d)()", "gMonth": r"()--(\d\d)()",
        "gMonthDay": r"()--(\d\d)-(\d\d)", "gDay": r"()()---(\d\d)",
    }
    match = re.fullmatch(patterns[kind], text)
    if not match:
        raise NotOfItsType(text)
    date = [int(part) if part else None for part in match.groups()]
    return (*date, *clock, zone)


DURATION = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")


def duration(text):
    """Months and seconds (XSD 2, 3.2.6)."""
    match = DURATION.fullmatch(text)
    if not match:
        raise NotOfItsType(text)
    years, months, days, hours, minutes = (int(part or 0) for part in match.groups()[1:6])
    sign = -1 if match[1] else 1
    seconds = decimal.Decimal(match[7] or 0) + minutes * 60 + hours * 3600 + days * 86400
    return (sign * (years * 12 + months), sign * seconds)


def canonical(kind, text):
    """One form for all texts of a value."""
    if kind in ("untyped", "anySimpleType"):
        return text
    if kind in NUMBERS:
        try:
            return decimal.Decimal(text.strip())
        except decimal.InvalidOperation as error:
            raise NotOfItsType(text) from error
    if kind in FLOATS:
        text = text.strip()
        if text in ("INF", "-INF", "NaN"):
            return text
        try:
            value = float(text)
        except ValueError as error:
            raise NotOfItsType(text) from error
        return value
    if kind == "boolean":
        if text.strip() not in ("true", "false", "1", "0"):
            raise NotOfItsType(text)
        return text.strip() in ("true", "1")
    if kind in MOMENTS:
        return moment(kind, text.strip())
    if kind == "duration":
        return duration(text.strip())
    if kind == "base64Binary":
        return base64.b64decode(text)
    if kind == "hexBinary":
        return bytes.fromhex(text)
    return text


def guessed(text, value):
    """A text whose type only the other side knows, in the form of that type."""
    if isinstance(value, bool):
        return canonical("boolean", text)
    if isinstance(value, int | decimal.Decimal):
        return canonical("decimal", text)
    if isinstance(value, float):
        return canonical("double", text)
    if isinstance(value, datetime.datetime):
        return moment("dateTime", text)
    if isinstance(value, datetime.date):
        return moment("date", text)
    if isinstance(value, datetime.time):
        return moment("time", text)
    return text


def canonical_of_python(kind, value):
    """The same form for what zeep makes of a text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, decimal.Decimal | int) and kind not in FLOATS:
        return decimal.Decimal(value)
    if isinstance(value, float | int | decimal.Decimal):
        value = float(value)
        if value != value or value in (float("inf"), float("-inf")):
            return "NaN" if value != value else ("INF" if value > 0 else "-INF")
        return value
    if isinstance(value, datetime.datetime):
        seconds = decimal.Decimal(value.second) + decimal.Decimal(value.microsecond) / 1000000
        return (value.year, value.month, value.day, value.hour, value.minute, seconds, offset(value))
    if isinstance(value, datetime.date):
        return (value.year, value.month, value.day, None, None, None, None)
    if isinstance(value, datetime.time):
        seconds = decimal.Decimal(value.second) + decimal.Decimal(value.microsecond) / 1000000
        return (None, None, None, value.hour, value.minute, seconds, offset(value))
    if isinstance(value, datetime.timedelta | isodate.Duration):
        months = int(getattr(value, "years", 0) * 12 + getattr(value, "months", 0))
        days = getattr(value, "tdelta", value)
        seconds = decimal.Decimal(days.days * 86400 + days.seconds) + decimal.Decimal(days.microseconds) / 1000000
        return (months, seconds)
    if isinstance(value, bytes):
        return value
    if isinstance(value, tuple):  # gYear and the others: numbers and a zone
        return value
    return canonical(kind, value) if isinstance(value, str) else value


def offset(value):
    difference = value.utcoffset()
    return None if difference is None else int(difference.total_seconds()) // 60


def canonical_of_javascript(kind, value):
    """The same form for what node-soap makes of a text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, dict) and "$number" in value:
        return {"Infinity": "INF", "-Infinity": "-INF", "NaN": "NaN"}[value["$number"]]
    if isinstance(value, dict) and "$date" in value:
        return value["$date"]
    if isinstance(value, int | float):
        return decimal.Decimal(repr(value)) if kind in NUMBERS else float(value)
    return canonical(kind, value)
