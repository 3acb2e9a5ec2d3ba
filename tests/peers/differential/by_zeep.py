# SPDX-License-Identifier: EUPL-1.2
"""zeep as reader and writer of messages, and trees of its objects."""

import pathlib

import zeep
from lxml import etree
from zeep import xsd
from zeep.settings import Settings
from zeep.transports import Transport
from zeep.xsd.valueobjects import AnyObject, CompoundValue

from tree import Node, untyped


class Offline(Transport):
    """Imports from the network come from the catalog."""

    def __init__(self, catalog):
        super().__init__()
        self.catalog = catalog

    def load(self, url):
        if url.startswith(("http:", "https:")):
            if url not in self.catalog:
                raise OSError(f"{url} is not in the catalog")
            return pathlib.Path(self.catalog[url]).read_bytes()
        return super().load(url)


class Stack:
    """One WSDL."""

    def __init__(self, wsdl, catalog):
        # Strict, so that what is not understood is an error and not a gap.
        self.client = zeep.Client(str(wsdl), transport=Offline(catalog), settings=Settings(strict=True, xml_huge_tree=True))

    def message(self, port, operation, role):
        for service in self.client.wsdl.services.values():
            for name, found in service.ports.items():
                if port in (None, name) and operation in found.binding._operations:
                    return getattr(found.binding._operations[operation], role)
        raise KeyError(operation)

    def read(self, message, xml):
        """What zeep makes of an envelope: body and headers."""
        envelope = etree.fromstring(xml)
        body = envelope.find("soap-env:Body", namespaces=message.nsmap)
        header = envelope.find("soap-env:Header", namespaces=message.nsmap)
        value = None
        if message.body is not None:
            value = message._deserialize_body(body)["body"]
        return value, message._deserialize_headers(header).get("header") if header is not None else None

    def write(self, message, value, headers):
        """The envelope that zeep writes of such objects, as `create_message` and `process_reply`'s counterpart do."""
        if isinstance(value, CompoundValue):
            arguments, named = [], {name: value[name] for name in value}
        else:
            arguments, named = [] if value is None else [value], {}
        if headers is not None:
            named["_soapheaders"] = {name: headers[name] for name in headers if headers[name] is not None}
        return etree.tostring(message.serialize(*arguments, **named).content)


def completed(value, node):
    """An object of zeep as a program would give it: zeep reads `None` where an element is empty or nil, and wants to be
    told which when it writes."""
    if isinstance(value, CompoundValue):
        elements = dict(getattr(value._xsd_type, "elements", []))
        by_name = node.by_name()
        for name in list(value):
            if node.array and isinstance(value[name], list):
                children = [child for _, child in node.children]
                value[name] = [xsd.Nil if child.nil else completed(item, child) for item, child in zip(value[name], children)]
                continue
            value[name] = member(value[name], elements.get(name), by_name, elements)
    return value


def member(value, element, by_name, elements):
    if element is None or not getattr(element, "name", None):
        if isinstance(value, list):
            for item in value:
                if isinstance(item, CompoundValue | dict):
                    for name in list(item):
                        item[name] = member(item[name], elements.get(name), by_name, elements)
        return value
    nodes = by_name.get(element.name, [])
    if isinstance(value, list) and element.accepts_multiple:
        taken = [nodes.pop(0) if nodes else None for _ in value]
        items = [one(item, child, element) for item, child in zip(value, taken)]
        return items + [one(None, nodes.pop(0), element) for _ in list(nodes)]
    if element.accepts_multiple and value is None and nodes:
        return [one(None, nodes.pop(0), element) for _ in list(nodes)]
    return one(value, nodes.pop(0) if nodes else None, element)


def one(value, node, element):
    if node is None:
        return value
    if node.nil and not node.attributes:
        return xsd.Nil
    if value is not None:
        return completed(value, node)
    if node.value is None and not node.children and isinstance(element.type, xsd.ComplexType):
        return element.type()
    return "" if not node.value and not node.children else value


def tree(value):
    """The tree of an object of zeep."""
    if value is None:
        return None
    if isinstance(value, AnyObject):
        return tree(value.value) or Node(nil=True)
    if isinstance(value, CompoundValue):
        node = Node()
        xsd_type = value._xsd_type
        attributes = {name: attribute for name, attribute in xsd_type.attributes if name}
        elements = dict(getattr(xsd_type, "elements", []))
        members(node, {name: value[name] for name in value}, attributes, elements)
        return node
    if isinstance(value, etree._Element):
        return untyped(value)
    if isinstance(value, dict):
        node = Node()
        members(node, value, {}, {})
        return node
    if isinstance(value, list) and any(isinstance(item, etree._Element) for item in value):
        return Node(children=[(etree.QName(item).localname, untyped(item)) for item in value])
    if isinstance(value, list):
        return Node(kind="simple", value=value, items=[tree(item) or Node(nil=True) for item in value])
    return Node(kind="simple", value=value)


def members(node, values, attributes, elements):
    for name, value in values.items():
        if value is None:
            continue
        if name in attributes:
            attribute = attributes[name]
            if isinstance(attribute, xsd.AnyAttribute):
                for attribute_name, text in value.items():
                    node.attributes[etree.QName(attribute_name).localname] = Node(kind="simple", value=text)
            else:
                node.attributes[attribute.qname.localname] = Node(kind="simple", value=value)
        elif name == "_raw_elements":
            node.children += [(etree.QName(element).localname, untyped(element)) for element in value]
        elif name.startswith("_value_"):
            inner(node, value, elements)
            if isinstance(value, list):
                node.items = [tree(item) or Node(nil=True) for item in value]
        else:
            element = elements.get(name)
            # A list is either several elements or the value of one (xs:list). Where names collide, zeep's are not
            # those of the schema.
            several = isinstance(value, list) and (element is None or element.accepts_multiple)
            for item in value if several else [value]:
                child = tree(item)
                local = getattr(element, "name", None) or name
                node.children.append((local, Node(nil=True) if child is None else child))


def inner(node, value, elements):
    """What zeep has no name for: text, items of a repeated group, elements of a wildcard."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, AnyObject):
            element = item.xsd_elm
            child = tree(item.value)
            node.children.append((element.name if element is not None else "any", Node(nil=True) if child is None else child))
        elif isinstance(item, etree._Element):
            node.children.append((etree.QName(item).localname, untyped(item)))
        elif isinstance(item, CompoundValue | dict):
            members(node, {name: item[name] for name in item}, {}, elements)
        elif item is not None:
            node.kind = "simple"
            node.value = value if isinstance(value, list) else item
            return
