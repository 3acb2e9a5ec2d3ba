# SPDX-License-Identifier: EUPL-1.2
"""Trees of Fachwerk's JSON, read as `openapi.yaml` says (docs/openapi-extensions.md)."""

import yaml
from lxml import etree

from tree import PARSER, Node, untyped

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FORMATS = {"int64": "long", "uint64": "unsignedLong", "integer": "integer", "decimal": "decimal", "float": "float", "double": "double"}


class Unreadable(ValueError):
    """The document does not say how to read a message."""


class Facade:
    """One OpenAPI document."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.document = yaml.load(file, LOADER)
        self.operations = {}
        for path, methods in self.document["paths"].items():
            for method in methods.values():
                if isinstance(method, dict) and "operationId" in method:
                    # Names of the facade, which are unique; those of the WSDL are in the extension.
                    self.operations[tuple(path.strip("/").split("/"))] = method

    def message(self, service, operation, role):
        """Schema of a message, and what the operation says of it."""
        method = self.operations[service, operation]
        if role == "input":
            content = method.get("requestBody", {}).get("content", {})
        else:
            content = method["responses"].get("200", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return schema, method["x-fachwerk"].get(role, {})

    def resolve(self, schema):
        """What a schema says once references are followed, and what stands beside the first reference."""
        beside = {}
        while "$ref" in schema:
            beside = {**{k: v for k, v in schema.items() if k != "$ref"}, **beside}
            target = self.document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            schema = target
        if "allOf" in schema:
            parts = [schema, *(self.resolve(part)[0] for part in schema["allOf"])]
            properties = {name: target for part in parts for name, target in part.get("properties", {}).items()}
            of_parts = {k: v for part in parts[1:] for k, v in part.items() if k in ("xml", "x-fachwerk")}
            schema = {**of_parts, **{k: v for k, v in schema.items() if k != "allOf"}, "properties": properties}
        return schema, beside

    def tree(self, value, schema):
        """The tree of one element or attribute."""
        schema, beside = self.resolve(schema)
        if value is None:
            return Node(nil=True)
        extension = schema.get("x-fachwerk", {})
        if "oneOf" in schema and "discriminator" not in schema and not schema.get("properties"):
            return self.one_of(value, schema, beside)
        if "discriminator" in schema:
            node = self.tree(value, {"$ref": schema["discriminator"]["mapping"][value["@type"]]})
            if value["@type"] != extension.get("declared"):
                node.xsi_type = extension["variants"][value["@type"]]
            return node
        if isinstance(value, dict):
            node = Node(nil=value.get("@nil") is True, mixed=bool(extension.get("mixed")))
            self.members(node, value, schema)
            return node
        if isinstance(value, list) and "arrayType" in extension:
            return Node(array=True, children=[("item", self.tree(item, schema["items"])) for item in value])
        if isinstance(value, list):  # xs:list
            items, _ = self.resolve(schema.get("items", {}))
            return Node(kind=self.kind(items), value=[self.text(item) for item in value])
        kind = self.kind({**schema, **{k: v for k, v in beside.items() if k != "x-fachwerk"}})
        if kind == "anyType":
            node = untyped(etree.fromstring(value, PARSER))
            node.text = value
            return node
        return Node(kind=kind, value=self.text(value))

    def one_of(self, value, schema, beside):
        extension = schema.get("x-fachwerk", {})
        choices = [choice for choice in schema["oneOf"] if choice.get("type") != "null"]
        if extension.get("components") and isinstance(value, dict) and value.get("@type") in extension["components"]:
            node = self.tree(value, {"$ref": extension["components"][value["@type"]]})
            if value["@type"] != extension.get("declared"):
                node.xsi_type = extension["variants"][value["@type"]]
            return node
        nil = isinstance(value, dict) and value.get("@nil") is True
        for choice in choices:
            target, _ = self.resolve(choice)
            is_nil = "@nil" in target.get("properties", {})
            if is_nil == nil:
                return self.tree(value, choice)
        return self.tree(value, choices[0])

    def members(self, node, value, schema):
        properties = schema.get("properties", {})
        for name, target in properties.items():
            if name in value and not name.startswith("@"):
                self.member(node, name, value[name], target)
            elif not name.startswith("@"):
                self.absent(node, name, target)
        missing = [name for name in value if name not in properties and not name.startswith("@")]
        if missing:
            raise Unreadable(f"{missing} of {sorted(properties)}")

    def absent(self, node, name, schema):
        """A default of an attribute: it belongs to the reader, who may add it or not."""
        resolved, beside = self.resolve(schema)
        xml = beside.get("xml", schema.get("xml", {}))
        for said in (beside, schema, resolved):
            for default in (said.get("default"), said.get("const"), *(said.get("x-fachwerk", {}).get(k) for k in ("default", "fixed"))):
                if default is not None and xml.get("attribute"):
                    node.defaults[xml.get("name", name)] = Node(kind=self.kind(resolved), value=self.text(default))
                    return

    def member(self, node, name, value, schema):
        resolved, beside = self.resolve(schema)
        own = beside.get("x-fachwerk", {}) if beside else schema.get("x-fachwerk", {})
        kind = own.get("kind")
        xml = {**resolved.get("xml", {}), **beside.get("xml", {})} if not beside else beside.get("xml", {})
        if kind == "text":
            inner = self.tree(value, schema)
            node.kind, node.value = inner.kind, inner.value
        elif kind == "group":
            items = value if isinstance(value, list) else [value]
            for item in items:
                group = resolved["items"] if isinstance(value, list) else schema
                if "text" in item and node.mixed and not isinstance(item["text"], dict | list):
                    node.value = (node.value or "") + item["text"]
                    continue
                self.members(node, item, self.resolve(group)[0])
        elif kind == "any":
            for text in value if isinstance(value, list) else [value]:
                node.any.append(text)
                element = etree.fromstring(text, PARSER)
                node.children.append((etree.QName(element).localname, untyped(element)))
        elif kind == "anyAttribute":
            for attribute, text in value.items():
                name = attribute.rpartition("}")[2]
                node.attributes[name] = Node(kind="untyped", value=text, wild=True, text=attribute)
        elif kind == "headers":
            headers = Node()
            self.members(headers, value, resolved)
            node.children.append(("(headers)", headers))
        elif kind == "attachments":
            raise Unreadable("attachments")
        elif xml.get("attribute"):
            node.attributes[xml.get("name", name)] = self.tree(value, schema)
        elif isinstance(value, list) and "items" in resolved and not self.is_list(resolved, own):
            items = resolved["items"]
            inner, within = self.resolve(items)
            for item in value:
                self.element(node, name, item, items, inner, within.get("xml", inner.get("xml", {}) if not within else {}))
        else:
            self.element(node, name, value, schema, resolved, xml)

    def element(self, node, name, value, schema, resolved, xml):
        family = resolved.get("x-fachwerk", {})
        if family.get("kind") == "substitution" and isinstance(value, dict):
            head = family["variants"][value["@type"]]
            child = self.tree(value, schema)
            child.xsi_type = None
            if set(value) <= {"@type", "value"} and child.kind != "complex":
                child.attributes = {}
            node.children.append((head.rpartition("}")[2], child))
            return
        node.children.append((xml.get("name", name), self.tree(value, schema)))

    @staticmethod
    def is_list(resolved, own):
        """Whether an array is the value of one element: a list, or an array of SOAP encoding."""
        extension = resolved.get("x-fachwerk", {})
        return "list" in (extension.get("variety"), own.get("variety")) or "arrayType" in extension

    @staticmethod
    def kind(schema):
        extension = schema.get("x-fachwerk", {})
        for name in (extension.get("base"), extension.get("type")):
            if name and name.startswith("xs:"):
                return name[3:]
        if schema.get("contentEncoding") == "base64":
            return "base64Binary"
        if schema.get("contentEncoding") == "base16":
            return "hexBinary"
        types = schema.get("type")
        types = types if isinstance(types, list) else [types]
        if "integer" in types:
            return "int"
        if "boolean" in types:
            return "boolean"
        return FORMATS.get(schema.get("format"), "double" if "number" in types else "string")

    @staticmethod
    def text(value):
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else repr(value)
