#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The judge of round trips: is what came back what was sent?

    compare.py WSDL MESSAGES [catalog.tsv]

MESSAGES has one JSON object a line: {"name": …, "original": envelope, "copies": {"json": envelope, …}}. Each original
is validated twice against the schemas of the WSDL, by libxml2 (lxml) and by xmlschema; each copy is validated by
xmlschema and compared with its original by exclusive canonical XML, after everything has been made alike that XML
Schema holds to be equal: prefixes, white space between elements, white space that a type collapses, and the lexical
forms of typed values. Nothing of Fachwerk takes part. The types come from xmlschema, which tells for every element
which declaration it matched.
"""

import base64
import decimal
import json
import pathlib
import re
import sys
import tempfile
from collections import Counter

import xmlschema
from lxml import etree

import judge_dump

XS = "http://www.w3.org/2001/XMLSchema"
BUILT_IN = pathlib.Path(__file__).parent.parent.parent / "codegen/wsdl/src/builtin"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SOAP = {"http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"}
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def load_schemas(wsdl, directory, catalog):
    """All schemas of a WSDL and of what it imports."""
    libxml2 = judge_dump.Closure(wsdl, catalog, judge_dump.built_in(BUILT_IN), directory).load()
    return libxml2, xmlschema.XMLSchema10(str(directory / "driver.xsd"), allow="all")


class Normaliser:
    def __init__(self, schema):
        self.schema = schema
        self.prefixes = {}
        self.ids = set()

    def scalar(self, xsd_type, text, element):
        """One form for all lexical forms of a value."""
        if xsd_type is None:
            return text
        if xsd_type.is_complex():
            if not xsd_type.has_simple_content():
                return text
            xsd_type = xsd_type.content
        if xsd_type.is_list():
            items = xsd_type
            while getattr(items, "item_type", None) is None:
                items = items.base_type
            return " ".join(self.scalar(items.item_type, item, element) for item in text.split())
        if xsd_type.is_union():
            return text
        white_space = getattr(xsd_type, "white_space", None)
        if white_space == "collapse":
            text = " ".join(text.split())
        elif white_space == "replace":
            text = text.translate(str.maketrans("\t\n\r", "   "))
        primitive = xsd_type.root_type.local_name if xsd_type.root_type is not None else ""
        if primitive == "decimal":
            value = decimal.Decimal(text)
            text = format(value.normalize(), "f") if value else "0"
        elif primitive == "boolean":
            text = {"1": "true", "0": "false"}.get(text, text)
        elif primitive in ("float", "double"):
            text = text if text in ("INF", "-INF", "NaN") else repr(float(text))
        elif primitive == "base64Binary":
            text = base64.b64encode(base64.b64decode("".join(text.split()))).decode()
        elif primitive == "hexBinary":
            text = text.upper()
        elif primitive in ("QName", "NOTATION"):
            text = clark(text, element)
        return text

    def tree(self, root):
        """Validate a global element and make it alike; what is wrong with it."""
        root = etree.fromstring(etree.tostring(root, with_tail=False), PARSER)
        matched = []
        errors = [
            f"{error.path}: {error.reason}"
            for error in self.schema.iter_errors(root, extra_validator=lambda e, x: matched.append((e, x)))
        ]
        for element, declaration in matched:
            self.element(element, declaration)
        return root, errors

    def is_id(self, xsd_type):
        return xsd_type is not None and xsd_type.is_simple() and xsd_type.is_derived(self.schema.maps.types[f"{{{XS}}}ID"])

    def message(self, envelope):
        """The canonical parts of an envelope, and what is wrong with them."""
        self.ids.clear()
        canonical, errors = [], []
        for place, element in parts(envelope):
            tree, wrong = self.tree(element)
            errors += wrong
            canonical.append((place, self.canonical(tree)))
        # An IDREF may refer to another part of the document.
        dangling = re.compile("IDREF '(.*)' not found in XML document")
        found = (dangling.search(error) for error in errors)
        return canonical, [e for e, match in zip(errors, found) if not (match and match[1] in self.ids)]

    def element(self, element, declaration):
        xsd_type = declaration.type
        named = element.get(f"{{{XSI}}}type")
        if named is not None:
            xsd_type = self.schema.maps.types.get(clark(named, element), xsd_type)
            element.set(f"{{{XSI}}}type", clark(named, element))
        nil = element.get(f"{{{XSI}}}nil", "").strip()
        if nil:
            element.set(f"{{{XSI}}}nil", {"1": "true", "0": "false"}.get(nil, nil))
        for name, value in element.attrib.items():
            attribute = xsd_type.attributes.get(name) if name[1 : len(XSI) + 1] != XSI else None
            if attribute is not None and getattr(attribute, "type", None) is not None:
                element.set(name, self.scalar(attribute.type, value, element))
                if self.is_id(attribute.type):
                    self.ids.add(element.get(name))
        if xsd_type.has_simple_content() or xsd_type.is_simple():
            text = element.text or ""
            if not text and nil not in ("true", "1"):
                # An empty element has the default of its declaration.
                text = declaration.fixed or declaration.default or ""
            element.text = self.scalar(xsd_type, text, element) if text else None
            if self.is_id(xsd_type):
                self.ids.add(element.text)
        elif not xsd_type.mixed and xsd_type.name != f"{{{XS}}}anyType":
            element.text = None
            for child in element:
                child.tail = None

    def canonical(self, root):
        """Exclusive canonical XML, every namespace with a prefix of its own."""
        return etree.tostring(self.rebuilt(root, None), method="c14n", exclusive=True, with_comments=False)

    def prefix(self, namespace):
        return self.prefixes.setdefault(namespace, f"n{len(self.prefixes)}")

    def rebuilt(self, element, parent):
        namespaces = {etree.QName(name).namespace for name in (element.tag, *element.attrib)} - {None}
        nsmap = {self.prefix(namespace): namespace for namespace in namespaces}
        if parent is None:
            new = etree.Element(element.tag, nsmap=nsmap)
        else:
            new = etree.SubElement(parent, element.tag, nsmap=nsmap)
        for name, value in element.attrib.items():
            new.set(name, value)
        new.text = element.text
        for child in element:
            if isinstance(child.tag, str):
                self.rebuilt(child, new).tail = child.tail
        return new


def clark(name, element):
    """A prefixed name in Clark notation."""
    prefix, _, local = name.strip().rpartition(":")
    namespace = element.nsmap.get(prefix or None)
    return f"{{{namespace}}}{local}" if namespace else local


def parts(text):
    """What a contract describes of an envelope: header blocks, and the body's children or the fault's details."""
    envelope = etree.fromstring(text.encode(), PARSER)
    namespace = etree.QName(envelope).namespace
    if namespace not in SOAP or etree.QName(envelope).localname != "Envelope":
        raise ValueError(f"not an envelope: {envelope.tag}")
    header, body = envelope.find(f"{{{namespace}}}Header"), envelope.find(f"{{{namespace}}}Body")
    found = [("header", block) for block in (header if header is not None else [])]
    for child in body:
        if child.tag != f"{{{namespace}}}Fault":
            found.append(("body", child))
            continue
        detail = child.find("detail")
        detail = child.find(f"{{{namespace}}}Detail") if detail is None else detail
        found.extend(("detail", block) for block in (detail if detail is not None else []))
    for _, element in found:
        for name in list(element.attrib):
            if etree.QName(name).namespace in SOAP:
                del element.attrib[name]
    return found


def main():
    wsdl, messages = map(pathlib.Path, sys.argv[1:3])
    catalog = judge_dump.read_catalog(pathlib.Path(sys.argv[3])) if len(sys.argv) > 3 else {}
    with tempfile.TemporaryDirectory() as directory:
        libxml2, schema = load_schemas(wsdl.resolve(), pathlib.Path(directory), catalog)
        normaliser = Normaliser(schema)
        total = valid = 0
        equal, asked = Counter(), Counter()
        for line in messages.read_text(encoding="utf-8").splitlines():
            message = json.loads(line)
            total += 1
            name = message["name"]

            def complain(what, envelope):
                print(f"{name}: {what}\n    {message['original']}")
                if envelope is not message["original"]:
                    print(f"    {envelope}")

            expected, wrong = normaliser.message(message["original"])
            errors = [f"xmlschema: {error}" for error in wrong]
            for _, element in parts(message["original"]):
                alone = etree.fromstring(etree.tostring(element, with_tail=False), PARSER)
                if not libxml2.validate(alone):
                    errors.append(f"libxml2: {libxml2.error_log.last_error.message}")
            if errors:
                complain(f"the sample is not valid: {errors}", message["original"])
            else:
                valid += 1
            for form, envelope in message["copies"].items():
                asked[form] += 1
                try:
                    got, errors = normaliser.message(envelope)
                except (ValueError, TypeError, etree.XMLSyntaxError) as error:
                    got, errors = [], [f"{type(error).__name__}: {error}"]
                if errors:
                    complain(f"what came back from {form} is not valid: {errors}", envelope)
                elif got != expected:
                    complain(f"what came back from {form} is different\n    {expected}\n    {got}", envelope)
                else:
                    equal[form] += 1
    print(f"{valid} of {total} valid")
    for form in sorted(asked):
        print(f"SOAP -> {form} -> SOAP: {equal[form]} of {asked[form]} equal")
    sys.exit(0 if valid == total and equal == asked and total else 1)


if __name__ == "__main__":
    main()
