# SPDX-License-Identifier: EUPL-1.2
"""node-soap as reader and writer of messages (node_soap.js does it), and trees of its objects."""

import json
import os
import pathlib
import subprocess

from lxml import etree

from tree import FLOATS, INTEGERS, PARSER, Node, canonical

HERE = pathlib.Path(__file__).parent


class Stack:
    """A process for all WSDLs."""

    def __init__(self, peers, catalog):
        command = ["node", str(HERE / "node_soap.js"), str(peers), *([str(catalog)] if catalog else [])]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "TZ": "UTC"})
        self.count = 0

    def ask(self, **task):
        self.count += 1
        self.process.stdin.write(json.dumps({"id": self.count, **task}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def local(name):
    return name.rpartition(":")[2]


def tree(value):
    """The tree of an object of node-soap."""
    if value is None:
        return Node(nil=True)
    if not isinstance(value, dict) or "$date" in value or "$number" in value:
        return Node(kind="simple", value=value)
    node = Node()
    for name, child in value.items():
        if name in ("attributes", "$attributes") and isinstance(child, dict):  # the second is strong-soap's
            for attribute, text in child.items():
                if attribute == "xsi:nil":
                    node.nil = text in ("true", "1")
                elif attribute == "xsi:type":
                    node.xsi_type = local(text)
                elif attribute in ("xsi_type", "$xsiType"):  # what programs give
                    node.xsi_type = text["type"] if isinstance(text, dict) else local(text)
                else:
                    node.attributes[local(attribute)] = Node(kind="simple", value=text)
        elif name == "$value":
            node.kind, node.value = "simple", child
        else:
            for item in child if isinstance(child, list) else [child]:
                node.children.append((local(name), tree(item)))
    return node


def objects(node):
    """What a program would hand to node-soap for a tree: numbers where a double holds them, else text."""
    if node.nil and not node.attributes:
        return None
    attributes = {name: scalar(child) for name, child in node.attributes.items() if not child.wild}
    for number, child in enumerate(child for child in node.attributes.values() if child.wild):
        namespace, _, name = child.text.removeprefix("{").rpartition("}")
        if namespace:
            attributes[f"xmlns:w{number}"] = namespace
        attributes[f"w{number}:{name}" if namespace else name] = child.value
    if node.xsi_type:
        namespace, _, name = node.xsi_type.removeprefix("{").rpartition("}")
        attributes["xsi_type"] = {"type": name, "xmlns": namespace, "prefix": "xt"}
    if node.nil:
        attributes["xsi:nil"] = "true"
    if node.text is not None:
        return verbatim(node)
    if node.kind != "complex":
        return {"attributes": attributes, "$value": scalar(node)} if attributes else scalar(node)
    made = {"attributes": attributes} if attributes else {}
    for name, children in node.by_name().items():
        children = [child for child in children if not child.wild or child.text]
        if name == "(headers)" or not children:
            continue
        values = [objects(child) for child in children]
        made[name] = values[0] if len(values) == 1 else values
    if node.mixed and node.value:
        made["$value"] = node.value
    if node.any:
        made["$xml"] = "".join(node.any)
    return made


def verbatim(node):
    """Content of xs:anyType as it is."""
    element = etree.fromstring(node.text, PARSER)
    inner = (element.text or "") + "".join(etree.tostring(child).decode() for child in element)
    return {"$xml": inner}


def scalar(node):
    if isinstance(node.value, list):
        return " ".join(node.value)
    if node.value is None:
        return ""
    if node.kind == "boolean":
        return canonical("boolean", node.value)
    if node.kind in INTEGERS and abs(int(node.value)) < 2**53:
        return int(node.value)
    if node.kind in FLOATS and node.value not in ("INF", "-INF", "NaN"):
        return float(node.value)
    return node.value
