#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Say what expat and libxml2 think of documents: well-formed, with namespaces, or not.

Standard input holds documents, each after its length in decimal on a line of its own; a length with an `@` before it
is that of a path. For each, one line comes out: the verdict of expat, then that of libxml2; `+` is well-formed. That a namespace name is no URI reference does not count: the
recommendation asks for one, expat does not, and documents that have none are about.
"""

import sys
from xml.parsers import expat

from lxml import etree


def by_expat(document):
    parser = expat.ParserCreate(namespace_separator="|")
    try:
        parser.Parse(document, True)
    except (expat.ExpatError, LookupError, ValueError):
        return "-"
    return "+"


def by_libxml2(document):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        etree.fromstring(document, parser)
    except etree.XMLSyntaxError:
        names_only = all(e.type == etree.ErrorTypes.WAR_NS_URI for e in parser.error_log)
        # It may have stopped there.
        return by_expat(document) if names_only and len(parser.error_log) else "-"
    return "+"


def main():
    stdin = sys.stdin.buffer
    out = []
    while line := stdin.readline():
        line = line.strip().decode("ascii")
        document = stdin.read(int(line.lstrip("@")))
        if line.startswith("@"):
            with open(document.decode(), "rb") as file:
                document = file.read()
        out.append(by_expat(document) + by_libxml2(document))
    print("\n".join(out))


if __name__ == "__main__":
    main()
