#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Fachwerk's JSON beside that which another project's tests expect of the same messages.

    samples_json.py [--only WORD]

SAMPLES-JSON.tsv names request and response samples of node-soap: the envelope, and the object that a program gives or
gets. Each envelope becomes JSON by Fachwerk, and both are held against each other as trees of values. Every difference
belongs to a class of explained.py, or fails the run.
"""

import argparse
import json
import os
import pathlib
import sys
import tempfile

import by_node_soap
import explained
import tree
from differential import ROOT, Fachwerk, Refused, shared, skip
from difference import Difference, compare
from judge import Judge
from lxml import etree
from ours import Facade, Unreadable

PAIRS = (("input", "request"), ("output", "response"))


def wsdl_of(directory):
    """The sample's contract; what it imports may lie beside it."""
    own = directory / "soap.wsdl"
    return own if own.is_file() else sorted(directory.glob("*.wsdl"))[0]


def body_of(envelope):
    """The name of what stands in a body; `None` where there is no envelope."""
    try:
        root = etree.fromstring(envelope, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    bodies = [child for child in root if etree.QName(child).localname == "Body"]
    return next((etree.QName(child) for body in bodies for child in body if isinstance(child.tag, str)), None)


def values(tool, facade, directory, envelope, operation, role):
    """The tree of what Fachwerk reads, and the place of the message in the envelope."""
    said = tool.run("convert", "--contract", str(directory), "--from", "soap", "--to", "json", "--operation", operation, "--message", role, stdin=envelope)
    service, _, name = operation.partition("/")
    schema, place = facade.message(service, name, role)
    return facade.tree(json.loads(said), schema), place


def theirs_of(path, place, mine):
    """The tree of their object; it is the content of the body's element."""
    node = by_node_soap.tree(json.loads(path.read_text(encoding="utf-8-sig")))
    if "element" in place:
        # strong-soap's objects have the element of the body as well.
        name = place["element"].rpartition("}")[2]
        inner = [child for n, child in node.children if n == name]
        return inner[0] if len(node.children) == 1 and inner and not any(n == name for n, _ in mine.children) else node
    wrapper = tree.Node()
    wrapper.children = [(mine.children[0][0] if mine.children else "", node)]
    return wrapper


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    table = shared() / "corpus/SAMPLES-JSON.tsv"
    if not table.is_file():
        skip(f"{table} is not there")
    tool = Fachwerk(os.environ.get("FACHWERK_BINARY", str(ROOT / "target/debug/fachwerk")), shared() / "corpus-catalog/catalog.xml")
    if not pathlib.Path(tool.binary).is_file():
        skip(f"{tool.binary} is not built")
    total, same, counts, bad = 0, 0, {}, []
    for line in table.read_text().splitlines()[1:]:
        directory = shared() / "corpus" / line.split("\t")[1].partition("/")[2]
        pairs = [(role, name) for role, name in PAIRS if (directory / f"{name}.xml").is_file() and (directory / f"{name}.json").is_file()]
        if arguments.only not in directory.name or not pairs:
            continue
        options = sorted(path.name for path in directory.glob("*options*"))
        with tempfile.TemporaryDirectory() as scratch:
            try:
                tool.generate(wsdl_of(directory), scratch)
                facade = Facade(pathlib.Path(scratch) / "openapi.yaml")
            except Refused as error:
                facade = error
            for role, name in pairs:
                total += 1
                found = differences(tool, facade, scratch, directory, role, name)
                if not found:
                    same += 1
                for difference in found:
                    difference.around |= frozenset(options)
                    explanation = explained.find("samples", name, difference)
                    if explanation is None:
                        bad.append(f"{directory.name} {name} {difference.path}: {difference.what} {difference.kind} {sorted(difference.around)} ours {str(difference.ours)[:300]!r} theirs {str(difference.theirs)[:200]!r} {options}")
                    else:
                        counts.setdefault(explanation.name, set()).add(f"{directory.name} {name}")
    explained_only = len(set().union(*counts.values())) if counts else 0
    print(f"{total} messages with XML and JSON: {same} the same, {explained_only} with explained differences")
    for name, messages in sorted(counts.items()):
        explanation = explained.BY_NAME[name]
        print(f"{len(messages):>4} messages  {name} ({explanation.fault}): {explanation.reason}\n      such as {min(messages)}")
    for line in bad:
        print(f"NOT EXPLAINED {line}")
    sys.exit(1 if bad or not total else 0)


def differences(tool, facade, scratch, directory, role, name):
    envelope = (directory / f"{name}.xml").read_bytes()
    if isinstance(facade, Refused):
        return [Difference("unloadable", "", "", str(facade), None)]
    operation = next((f"{s}/{o}" for (s, o) in facade.operations if o == directory.name.partition("__")[0]), None)
    if operation is None:
        return [Difference("no operation", "", "", sorted(o for _, o in facade.operations), directory.name)]
    body = body_of(envelope)
    try:
        mine, place = values(tool, facade, scratch, envelope, operation, role)
    except Refused as error:
        verdict, sentence = Judge(wsdl_of(directory), shared() / "corpus-catalog/catalog.tsv").says(envelope)
        element = "" if body is None else body.localname
        return [Difference("refused", directory.name, element, str(error), sentence, frozenset({verdict}))]
    except Unreadable as error:
        return [Difference("unreadable", "", "", str(error), None)]
    mine.children = [(n, child) for n, child in mine.children if n != "(headers)"]
    return compare(mine, theirs_of(directory / f"{name}.json", place, mine), tree.canonical_of_javascript)


if __name__ == "__main__":
    main()
