#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Choose the operations for differential.py, by what they are made of and not by what comes of them.

    select_operations.py [--count N] > operations.tsv

Contracts of moderate size that both stacks load, those with rare features first, projects in turn; of each, the two
operations whose messages have kinds of content that few chosen ones have yet.
"""

import argparse
import csv
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

import by_node_soap
import by_zeep
from differential import ROOT, Fachwerk, Refused, shared
from ours import Facade

LARGEST = 250_000


def features(facade, schema, seen, found):
    """Kinds of content below a schema."""
    schema, beside = facade.resolve(schema)
    if id(schema) in seen:
        return
    seen.add(id(schema))
    for part in (schema, beside):
        extension = part.get("x-fachwerk", {})
        found.update(f"{name}={extension[name]}" for name in ("kind", "variety", "base") if name in extension)
        found.update(name for name in ("mixed", "attachment", "arrayType", "pattern", "default", "fixed", "whiteSpace") if name in extension)
        if extension.get("type", "").startswith("xs:"):
            found.add(extension["type"])
        if part.get("xml", {}).get("attribute"):
            found.add("attribute")
        if "|" in extension.get("content", ""):
            found.add("choice")
        if "enum" in part:
            found.add("enumeration")
        if isinstance(part.get("type"), list) or any(c.get("type") == "null" for c in part.get("oneOf", [])):
            found.add("nillable")
        elif "type" in part and part["type"] != "object":
            found.add(part["type"])
        for name in ("oneOf", "anyOf", "allOf"):
            for choice in part.get(name, []):
                features(facade, choice, seen, found)
        for target in part.get("discriminator", {}).get("mapping", {}).values():
            features(facade, {"$ref": target}, seen, found)
        for target in part.get("properties", {}).values():
            features(facade, target, seen, found)
        if "items" in part:
            features(facade, part["items"], seen, found)


def in_turn(rows):
    """Contracts in the order in which they are asked: those with rare features first, projects in turn."""
    rest = [(row, frozenset(row["features"].split(";"))) for row in rows]
    covered, by_repo = Counter(), Counter()
    while rest:
        best = max(rest, key=lambda c: sum(1 / (1 + covered[f]) ** 2 for f in c[1]) / (1 + by_repo[c[0]["repo"]]) ** 0.5)
        rest.remove(best)
        covered.update(best[1])
        by_repo[best[0]["repo"]] += 1
        yield best[0]


class Chooser:
    """Loads contracts, and takes the operations of each that add most to what was chosen."""

    def __init__(self, corpus, catalog, binary):
        self.corpus, self.tool = corpus, Fachwerk(binary, catalog)
        table = catalog.with_suffix(".tsv")
        rows = (line.split("\t")[:2] for line in table.read_text().splitlines()[1:])
        self.by_uri = {uri: table.parent / file for uri, file in rows}
        self.node = by_node_soap.Stack(ROOT / ".peers", table)
        self.said, self.covered, self.chosen = Counter(), Counter(), []

    def facade(self, entry):
        """What Fachwerk makes of a contract that the others load as well."""
        with tempfile.TemporaryDirectory() as scratch:
            try:
                self.tool.generate(self.corpus / entry, scratch)
            except Refused:
                self.said["not loaded by Fachwerk"] += 1
                return None
            facade = Facade(Path(scratch) / "openapi.yaml")
        try:
            self.zeep = by_zeep.Stack(self.corpus / entry, self.by_uri)
        except Exception:  # a stack that does not load a contract has nothing to say about it
            self.said["not loaded by zeep"] += 1
            return None
        try:
            self.node.ask(wsdl=str(self.corpus / entry), do="load")
        except ValueError:
            self.said["not loaded by node-soap"] += 1
            return None
        return facade

    def take(self, entry):
        facade = self.facade(entry)
        if facade is None:
            return
        rest = []
        for (service, operation), method in facade.operations.items():
            extension = method["x-fachwerk"]
            binding = extension["bindings"][0]
            found, seen = {f"{binding.get('style', 'document')} {binding['protocol']}"}, set()
            for role in ("input", "output"):
                schema, place = facade.message(service, operation, role)
                found.update(name for name in ("headers", "encoded") if place.get(name))
                if schema is not None:
                    features(facade, schema, seen, found)
            if "kind=attachments" in found or "attachment" in found or not binding["protocol"].startswith("SOAP"):
                self.said["operations with attachments, or without SOAP"] += 1
                continue
            try:
                self.zeep.message(binding["port"], extension["operation"], "input")
                self.node.ask(wsdl=str(self.corpus / entry), do="find", operation=extension["operation"], port=binding["port"])
            except (KeyError, ValueError):
                self.said["operations without a port for one of the stacks"] += 1
                continue
            rest.append((entry, service, operation, frozenset(found)))
        for _ in range(2):
            if rest:
                best = max(rest, key=lambda c: sum(1 / (1 + self.covered[f]) ** 2 for f in c[3]))
                rest.remove(best)
                self.covered.update(best[3])
                self.chosen.append(best)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    arguments = parser.parse_args()
    binary = os.environ.get("FACHWERK_BINARY", str(ROOT / "target/debug/fachwerk"))
    chooser = Chooser(shared() / "corpus", shared() / "corpus-catalog/catalog.xml", binary)
    with open(chooser.corpus / "MANIFEST.tsv", encoding="utf-8", newline="") as file:
        manifest = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [row for row in manifest if int(row["closure_bytes"] or 0) <= LARGEST and row["ops"] not in ("", "0")]
    for row in in_turn(rows):
        if len(chooser.chosen) >= arguments.count:
            break
        chooser.take(row["entry"].partition("/")[2])
    chooser.node.close()
    chosen = chooser.chosen[: arguments.count]
    print("entry\tservice\toperation\tfeatures")
    for entry, service, operation, found in sorted(chosen, key=lambda c: c[:3]):
        print(f"{entry}\t{service}\t{operation}\t{';'.join(sorted(found))}")
    entries = {entry for entry, *_ in chosen}
    print(f"{len(entries)} contracts of {len({e.split('/')[0] for e in entries})} projects; {dict(chooser.said)}", file=sys.stderr)


if __name__ == "__main__":
    main()
