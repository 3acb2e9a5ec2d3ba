#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""libxml2 (lxml) as the judge of samples: is what Fachwerk calls valid by a contract valid by its schemas?

    judge_dump.py DUMP [--catalog catalog.tsv] [--builtin DIRECTORY] [--timeout SECONDS] [--json FILE]

DUMP is what `fachwerk conformance --dump DUMP` wrote. For each case the schemas of the entry WSDL and of everything it
imports are put together again, without Fachwerk, and every element in the header, body and fault detail of every sample
is validated by them. Nothing is left out silently: what libxml2 cannot load, and elements without a global declaration
(wrappers of rpc), are counted with the reason. Exit status 1 if a sample is not valid.
"""

import argparse
import json
import multiprocessing
import pathlib
import re
import sys
import tempfile
import urllib.parse
from collections import Counter

from lxml import etree

XS = "http://www.w3.org/2001/XMLSchema"
WSDL = "http://schemas.xmlsoap.org/wsdl/"
SOAP = ("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)


class Closure:
    """All schema documents of a WSDL, rewritten so that libxml2 finds every one of a namespace."""

    def __init__(self, entry, catalog, builtin, directory):
        self.catalog, self.builtin, self.directory = catalog, builtin, directory
        self.files = {}  # source -> (written file, namespace)
        self.by_namespace = {}
        self.included = set()
        self.wsdls = set()
        self.wsdl(entry)

    def find(self, base, location):
        if location in self.catalog:
            return self.catalog[location]
        if location.startswith(("http:", "https:")):
            return None
        location = urllib.parse.unquote(location.replace("file://", "")).replace("\\", "/")
        path = (base.parent / location).resolve()
        return path if path.is_file() else None

    def wsdl(self, path):
        path = path.resolve()
        if path in self.wsdls:
            return
        self.wsdls.add(path)
        root = etree.parse(str(path), PARSER).getroot()
        if root.tag == f"{{{XS}}}schema":
            self.schema(path, root)
            return
        for number, schema in enumerate(root.findall(f"{{{WSDL}}}types/{{{XS}}}schema")):
            # A copy of its own carries the prefixes that the WSDL declares around it.
            self.schema(path, etree.fromstring(etree.tostring(schema, encoding="utf-8")), number)
        for reference in root.findall(f"{{{WSDL}}}import"):
            found = self.find(path, reference.get("location", ""))
            if found:
                self.wsdl(found)

    def schema(self, path, root=None, number=None):
        key = (path, number)
        if key in self.files:
            return self.files[key]
        if root is None:
            root = etree.parse(str(path), PARSER).getroot()
            if root.tag == f"{{{WSDL}}}definitions":
                self.wsdl(path)
                return None
        file = self.directory / f"s{len(self.files)}.xsd"
        namespace = root.get("targetNamespace")
        self.files[key] = (file, namespace)
        self.by_namespace.setdefault(namespace, []).append(key)
        for reference in list(root):
            if not isinstance(reference.tag, str):
                continue
            tag = etree.QName(reference).localname if etree.QName(reference).namespace == XS else ""
            if tag not in ("import", "include", "redefine"):
                continue
            location = reference.get("schemaLocation")
            found = self.find(path, location) if location else None
            if tag == "import":
                wanted = reference.get("namespace")
                if found is None and wanted in self.builtin:
                    found = self.builtin[wanted]
                if found is not None:
                    self.schema(found.resolve())
                if wanted is None:
                    reference.attrib.pop("schemaLocation", None)
                else:
                    reference.set("schemaLocation", self.of_namespace(wanted).name)
            elif found is None:
                root.remove(reference)
            else:
                found = found.resolve()
                there = self.schema(found)
                if there is None:
                    root.remove(reference)
                elif tag == "redefine" or there[1] is None and namespace is not None:
                    # What is redefined, or takes the namespace of who includes it, stands nowhere else.
                    self.included.add((found, None))
                    reference.set("schemaLocation", there[0].name)
                else:
                    root.remove(reference)
        file.write_bytes(etree.tostring(root, encoding="utf-8"))
        return self.files[key]

    def of_namespace(self, namespace):
        return self.directory / f"n{sum(namespace.encode())}-{len(namespace)}-{re.sub(r'[^A-Za-z0-9]', '', namespace)[-30:]}.xsd"

    def different(self, keys):
        """Documents without those that declare nothing that the ones before do not."""
        seen, kept = set(), []
        for key in keys:
            root = etree.parse(str(self.files[key][0]), PARSER).getroot()
            names = {(child.tag, child.get("name")) for child in root if isinstance(child.tag, str) and child.get("name")}
            if names and names <= seen:
                continue
            seen |= names
            kept.append(key)
        return kept

    def settle_imports(self, file, namespace):
        """Imports of namespaces that nobody has lose their location; what is referred to without an import gets one,
        as most processors are content without it."""
        root = etree.parse(str(file), PARSER).getroot()
        imported = {reference.get("namespace") for reference in root.findall(f"{{{XS}}}import")}
        for reference in root.findall(f"{{{XS}}}import"):
            location = reference.get("schemaLocation")
            if location and not (self.directory / location).is_file():
                del reference.attrib["schemaLocation"]
        for other in {uri for node in root.iter() if isinstance(node.tag, str) for uri in node.nsmap.values()}:
            if other in self.by_namespace and other not in imported and other != namespace and other != XS:
                reference = etree.Element(f"{{{XS}}}import", namespace=other)
                reference.set("schemaLocation", self.of_namespace(other).name)
                root.insert(0, reference)
        file.write_bytes(etree.tostring(root, encoding="utf-8"))

    def load(self):
        driver = etree.Element(f"{{{XS}}}schema", nsmap={"xs": XS})
        for namespace, keys in self.by_namespace.items():
            keys = self.different([key for key in keys if key not in self.included])
            if namespace is None:
                for key in keys:
                    etree.SubElement(driver, f"{{{XS}}}include", schemaLocation=self.files[key][0].name)
                continue
            if not keys:
                continue
            whole = etree.Element(f"{{{XS}}}schema", nsmap={"xs": XS}, targetNamespace=namespace)
            for key in keys:
                etree.SubElement(whole, f"{{{XS}}}include", schemaLocation=self.files[key][0].name)
            self.of_namespace(namespace).write_bytes(etree.tostring(whole, encoding="utf-8"))
            etree.SubElement(
                driver, f"{{{XS}}}import", namespace=namespace, schemaLocation=self.of_namespace(namespace).name
            )
        for file, namespace in self.files.values():
            self.settle_imports(file, namespace)
        file = self.directory / "driver.xsd"
        file.write_bytes(etree.tostring(driver, encoding="utf-8"))
        return etree.XMLSchema(etree.parse(str(file), PARSER))


def read_catalog(table):
    """Files by URI, from a table of both."""
    rows = (line.split("\t")[:2] for line in table.read_text().splitlines()[1:])
    return {uri: table.parent / file for uri, file in rows}


def built_in(directory):
    """Well-known schemas by namespace."""
    found = {}
    for file in sorted(directory.glob("*.xsd")):
        found.setdefault(etree.parse(str(file), PARSER).getroot().get("targetNamespace"), file)
    return found


def elements(envelope):
    """What the contract describes: header blocks, body children, children of a fault's detail."""
    for part in envelope:
        for child in part:
            if etree.QName(child).localname == "Fault" and etree.QName(child).namespace in SOAP:
                for detail in child:
                    if etree.QName(detail).localname in ("detail", "Detail"):
                        yield from detail
            else:
                yield child


def reason(message):
    message = re.sub(r"'[^']*'", "'…'", message)
    return re.sub(r"\{[^}]*\}|\d+", "…", message)[:140]


def judge(case, catalog, builtin, answer):
    out = {"case": case.name, "samples": 0, "elements": 0, "valid": 0, "undeclared": 0, "invalid": {}, "example": {}}
    try:
        entry = pathlib.Path((case / "entry.txt").read_text().strip())
        with tempfile.TemporaryDirectory() as scratch:
            schema = Closure(entry, catalog, builtin, pathlib.Path(scratch)).load()
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError, OSError, ValueError) as error:
        out["unloadable"] = reason(str(error).splitlines()[0])
        out["error"] = str(error).splitlines()[0][:300]
        answer.send(out)
        return
    for file in sorted(case.glob("*.xml")):
        out["samples"] += 1
        for element in elements(etree.parse(str(file), PARSER).getroot()):
            out["elements"] += 1
            # SOAP says where this may stand, schemas need not (SOAP 1.1, section 4.1.1).
            for style in SOAP:
                element.attrib.pop(f"{{{style}}}encodingStyle", None)
            alone = etree.fromstring(etree.tostring(element, with_tail=False, encoding="utf-8"), PARSER)
            if schema.validate(alone):
                out["valid"] += 1
                continue
            first = schema.error_log[0]
            if "No matching global declaration available for the validation root" in first.message:
                out["undeclared"] += 1
                continue
            kind = reason(re.sub(r"^Element '[^']*'(, attribute '[^']*')?: ", "", first.message))
            out["invalid"][kind] = out["invalid"].get(kind, 0) + 1
            out["example"].setdefault(kind, f"{file.name}: {first.message[:300]}")
    answer.send(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dump", type=pathlib.Path)
    parser.add_argument("--catalog", type=pathlib.Path)
    parser.add_argument("--builtin", type=pathlib.Path)
    parser.add_argument("--timeout", type=float, default=120)
    parser.add_argument("--json", type=pathlib.Path)
    arguments = parser.parse_args()
    catalog = read_catalog(arguments.catalog) if arguments.catalog else {}
    builtin = built_in(arguments.builtin) if arguments.builtin else {}
    total, unloadable, invalid, examples, lines = Counter(), Counter(), Counter(), {}, []
    for case in sorted(path for path in arguments.dump.iterdir() if (path / "samples.tsv").is_file()):
        total["cases"] += 1
        receiver, sender = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.Process(target=judge, args=(case, catalog, builtin, sender))
        process.start()
        sender.close()
        try:
            out = receiver.recv() if receiver.poll(arguments.timeout) else {"case": case.name, "unloadable": "takes too long"}
        except EOFError:
            out = {"case": case.name, "unloadable": "libxml2 crashes"}
        process.kill()
        process.join()
        lines.append(out)
        if "unloadable" in out:
            total["cases not loaded"] += 1
            unloadable[out["unloadable"]] += 1
            examples.setdefault(out["unloadable"], f"{out['case']}: {out.get('error', '')}")
            continue
        for key in ("samples", "elements", "valid", "undeclared"):
            total[key] += out[key]
        for kind, count in out["invalid"].items():
            total["invalid"] += count
            invalid[kind] += count
            examples.setdefault(kind, f"{out['case']} {out['example'][kind]}")
    if arguments.json:
        arguments.json.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    print(
        f"{total['cases']} cases, {total['cases not loaded']} that libxml2 cannot load; {total['samples']} samples, "
        f"{total['elements']} elements: {total['valid']} valid, {total['invalid']} not valid, "
        f"{total['undeclared']} without a global declaration (rpc)"
    )
    for title, counts in (("not loaded", unloadable), ("not valid", invalid)):
        for kind, count in counts.most_common():
            print(f"{title:<11} {count:>7}  {kind}\n{'':21}such as {examples[kind]}")
    sys.exit(1 if total["invalid"] else 0)


if __name__ == "__main__":
    main()
