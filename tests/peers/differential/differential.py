#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Fachwerk beside two other stacks, zeep and node-soap: do all three see the same values in the same messages?

    differential.py [--all | --every N] [--samples N] [--only WORD] [--jobs N] [--differences FILE]

operations.tsv names operations of the reference contracts. For each, Fachwerk makes samples of its messages, and
tells their values as JSON, which `openapi.yaml` says how to read. Then for each stack

    read    the stack parses the sample: are its objects the values of the JSON?
    write   the stack writes a message with these values: does Fachwerk read the values of the JSON from it?

Every difference belongs to a class of explained.py, which says why it is there and who would have to change, or fails the
run. Without `--all` each tenth operation is taken. Exit status 1 on a difference that nobody explained.
"""

import argparse
import json
import logging
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from collections import Counter

import by_node_soap
import by_zeep
import explained
import tree
from difference import Difference, compare
from judge import Judge
from ours import Facade, Unreadable

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
STACKS = ("zeep", "node-soap")


class Refused(Exception):
    """Fachwerk says that something is wrong."""


class Fachwerk:
    """The binary."""

    def __init__(self, binary, catalog):
        self.binary, self.catalog = binary, catalog

    def run(self, *arguments, stdin=None):
        done = subprocess.run([self.binary, *arguments], input=stdin, capture_output=True, timeout=120)
        if done.returncode > 1 or (done.returncode and not done.stdout):
            raise Refused(done.stderr.decode(errors="replace").strip())
        return done.stdout

    def generate(self, wsdl, directory):
        self.run("generate", str(wsdl), "--catalog", str(self.catalog), "--out", str(directory))

    def samples(self, facade, operation, role, count):
        said = self.run("sample", "--contract", str(facade), "--operation", operation, "--message", role, "--count", str(count))
        return [line for line in said.decode().split("\n") if line]

    def values(self, facade, operation, role, envelope):
        said = self.run("convert", "--contract", str(facade), "--from", "soap", "--to", "json", "--operation", operation,
                        "--message", role, stdin=envelope if isinstance(envelope, bytes) else envelope.encode())
        return json.loads(said)


class Case:
    """One contract with all that read and write its messages."""

    def __init__(self, arguments, entry, operations, scratch):
        self.arguments, self.entry, self.operations = arguments, entry, operations
        self.results = []
        self.tool = Fachwerk(arguments.binary, arguments.catalog)
        self.directory = pathlib.Path(scratch) / "facade"
        wsdl = arguments.corpus / entry
        self.tool.generate(wsdl, self.directory)
        self.facade = Facade(self.directory / "openapi.yaml")
        self.loaded = {}
        catalog = arguments.catalog.with_suffix(".tsv")
        rows = (line.split("\t")[:2] for line in catalog.read_text().splitlines()[1:])
        for name, load in (
            ("zeep", lambda: by_zeep.Stack(wsdl, {uri: catalog.parent / file for uri, file in rows})),
            ("node-soap", lambda: self.node(wsdl, catalog)),
        ):
            try:
                self.loaded[name] = load()
            except Exception as error:  # whatever a stack dies of says that it cannot load the contract
                self.loaded[name] = f"{type(error).__name__}: {error}"
        self.wsdl = str(wsdl)
        self.judge = Judge(self.wsdl, catalog)

    def node(self, wsdl, catalog):
        stack = by_node_soap.Stack(self.arguments.peers, catalog)
        stack.ask(wsdl=str(wsdl), do="load")
        return stack

    def examine(self):
        for service, operation in self.operations:
            for role in ("input", "output"):
                schema, place = self.facade.message(service, operation, role)
                if schema is None:
                    self.results.append((service, operation, role, "", "nothing", 0, []))
                    continue
                extension = self.facade.operations[service, operation]["x-fachwerk"]
                for number, envelope in enumerate(self.tool.samples(self.directory, f"{service}/{operation}", role, self.arguments.samples)):
                    values = self.tool.values(self.directory, f"{service}/{operation}", role, envelope)
                    try:
                        mine = self.facade.tree(values, schema)
                    except Unreadable as error:
                        self.results.append((service, operation, role, "", "unreadable", number, [Difference("unreadable", "", "", str(error), None)]))
                        continue
                    message = Message(self, service, operation, role, extension, envelope, schema, place, mine)
                    for stack in STACKS:
                        for way in ("read", "write"):
                            found = message.differences(stack, way)
                            self.results.append((service, operation, role, stack, way, number, found))


class Message:
    def __init__(self, case, service, operation, role, extension, envelope, schema, place, mine):
        self.case, self.name, self.operation, self.role = case, f"{service}/{operation}", extension["operation"], role
        self.binding = extension["bindings"][0]
        self.envelope, self.schema, self.place, self.mine = envelope, schema, place, mine
        self.objects = {}

    def differences(self, stack, way):
        loaded = self.case.loaded[stack]
        if isinstance(loaded, str):
            return [Difference("unloadable", "", "", None, loaded)]
        name = "zeep" if stack == "zeep" else "node_soap"
        try:
            return getattr(self, f"{way}_{name}")(loaded)
        except Refused as error:
            verdict, sentence = self.case.judge.says(self.theirs.encode())
            return [Difference("refused", "", "", str(error), f"{sentence} {self.theirs}", frozenset({verdict}))]
        except Exception as error:  # a stack that cannot is a difference, whatever it says
            verdict, _ = self.case.judge.says(self.envelope.encode())
            return [Difference("unable", "", "", self.envelope, f"{type(error).__name__}: {error}", frozenset({verdict}))]

    def headers(self):
        return next((child for name, child in self.mine.children if name == "(headers)"), None)

    def without_headers(self, node):
        return tree.Node(**{**vars(node), "children": [(n, c) for n, c in node.children if n != "(headers)"]})

    # --- zeep

    def read_zeep(self, stack):
        message = stack.message(self.binding["port"], self.operation, self.role)
        value, headers = stack.read(message, self.envelope.encode())
        self.objects["zeep"] = (message, value, headers)
        theirs = by_zeep.tree(value) or tree.Node()
        if message.body is not None and not getattr(message, "_is_body_wrapped", False) and "element" not in self.place:
            wrapper = tree.Node()
            if theirs.kind != "complex" or theirs.children or theirs.attributes or theirs.any or value is not None:
                wrapper.children.append((message.body.name, theirs))
            theirs = wrapper
        mine = self.mine
        if self.headers() is not None:
            theirs.children.append(("(headers)", by_zeep.tree(headers) or tree.Node()))
        return compare(mine, theirs, tree.canonical_of_python, types=False)

    def write_zeep(self, stack):
        if "zeep" not in self.objects:
            raise ValueError("nothing was read that could be written")
        message, value, headers = self.objects["zeep"]
        node = self.mine if "element" in self.place else self.mine.children[0][1] if self.mine.children else tree.Node()
        if message.body is not None and getattr(message, "_is_body_wrapped", False):
            node = self.mine
        value = by_zeep.completed(value, node)
        if headers is not None and self.headers() is not None:
            headers = by_zeep.completed(headers, self.headers())
        return self.back(stack.write(message, value, headers))

    # --- node-soap

    def read_node_soap(self, stack):
        value = stack.ask(wsdl=self.case.wsdl, do="read", xml=self.envelope)["value"]
        theirs = by_node_soap.tree(value.get("Body"))
        if "element" in self.place:
            if len(theirs.children) != 1:
                raise ValueError(f"the body has {[name for name, _ in theirs.children]}")
            theirs = theirs.children[0][1]
        elif theirs.nil:
            theirs = tree.Node()
        if self.headers() is not None and value.get("Header"):
            theirs.children.append(("(headers)", by_node_soap.tree(value["Header"])))
        return compare(self.mine, theirs, tree.canonical_of_javascript)

    def write_node_soap(self, stack):
        mine = self.without_headers(self.mine)
        if "element" not in self.place:
            # Its functions take the content of the body's only element.
            if len(mine.children) != 1:
                raise ValueError(f"a body of {len(mine.children)} elements")
            mine = mine.children[0][1]
        written = stack.ask(wsdl=self.case.wsdl, do="write", operation=self.operation, role=self.role, port=self.binding["port"],
                            value=by_node_soap.objects(mine))
        if "xml" not in written:
            raise ValueError("nothing was written")
        return self.back(written["xml"].encode(), without_headers=True)

    # --- both

    def back(self, envelope, without_headers=False):
        self.theirs = envelope.decode()
        values = self.case.tool.values(self.case.directory, self.name, self.role, envelope)
        again = self.case.facade.tree(values, self.schema)
        mine = self.without_headers(self.mine) if without_headers else self.mine
        return compare(mine, again, tree.canonical)


def plain(difference):
    """Without objects of a stack, which only their process knows."""
    for name in ("ours", "theirs"):
        value = getattr(difference, name)
        if not isinstance(value, str | bool | int | float | None):
            setattr(difference, name, str(value) if not isinstance(value, dict | list) else json.loads(json.dumps(value, default=str)))
    return difference


def examine(arguments, entry, operations, answer):
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as scratch:
        try:
            case = Case(arguments, entry, operations, scratch)
            case.examine()
            answer.send([(*result[:6], [plain(difference) for difference in result[6]]) for result in case.results])
            for stack in case.loaded.values():
                if isinstance(stack, by_node_soap.Stack):
                    stack.close()
        except Exception as error:  # said for the contract, and a failure
            import traceback
            answer.send(f"{type(error).__name__}: {error}\n{traceback.format_exc()}")


def in_time(task):
    """The results of one contract, from a process that may be ended."""
    arguments, entry, operations = task
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=examine, args=(arguments, entry, operations, sender))
    process.start()
    sender.close()
    try:
        out = receiver.recv() if receiver.poll(arguments.timeout) else f"no end within {arguments.timeout} s"
    except EOFError:
        out = "it crashed"
    process.kill()
    process.join()
    return entry, out


def shared():
    return pathlib.Path(os.environ.get("FACHWERK_SHARED", ROOT.parent / "shared"))


def skip(reason):
    if os.environ.get("CI") == "true":
        sys.exit(f"missing: {reason}")
    print(f"skipped: {reason}")
    sys.exit(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--samples", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="")
    parser.add_argument("--timeout", type=float, default=180)
    parser.add_argument("--list", type=pathlib.Path, default=HERE / "operations.tsv")
    parser.add_argument("--differences", type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.binary = os.environ.get("FACHWERK_BINARY", str(ROOT / "target/debug/fachwerk"))
    arguments.peers = ROOT / ".peers"
    arguments.corpus, arguments.catalog = shared() / "corpus", shared() / "corpus-catalog/catalog.xml"
    if not arguments.corpus.is_dir():
        skip(f"{arguments.corpus} is not there")
    if not (arguments.peers / "node_modules/soap").is_dir():
        skip("node-soap is not installed (tests/peers/install)")
    if not pathlib.Path(arguments.binary).is_file():
        skip(f"{arguments.binary} is not built")
    rows = [tuple(line.split("\t")) for line in arguments.list.read_text().splitlines()[1:]]
    rows = [row for row in rows if arguments.only in row[0]]
    if not arguments.all:
        rows = rows[:: arguments.every]
    entries = {}
    for entry, service, operation, *_ in rows:
        entries.setdefault(entry, []).append((service, operation))
    began = time.monotonic()
    report = Report()
    with multiprocessing.pool.ThreadPool(arguments.jobs) as pool:
        for entry, results in pool.imap(in_time, [(arguments, e, o) for e, o in entries.items()]):
            report.add(entry, results)
    if arguments.differences:
        arguments.differences.write_text("".join(json.dumps(line, ensure_ascii=False, default=str) + "\n" for line in report.lines))
    print(f"{len(rows)} operations of {len(entries)} contracts, {time.monotonic() - began:.0f} s")
    sys.exit(report.tell())


class Report:
    def __init__(self):
        self.lines, self.failed, self.unexplained = [], [], []
        self.messages, self.same, self.classes, self.examples = Counter(), Counter(), Counter(), {}
        self.touched = Counter()

    def add(self, entry, results):
        if isinstance(results, str):
            self.failed.append(f"{entry}: {results}")
            return
        for service, operation, role, stack, way, number, found in results:
            if way == "nothing":
                continue
            self.messages[stack, way] += 1
            if not found:
                self.same[stack, way] += 1
            seen = set()
            for difference in found:
                where = f"{entry} {service}/{operation} {role} {number} {difference.path}"
                explanation = explained.find(stack, way, difference)
                line = {"class": explanation and explanation.name, "stack": stack, "way": way, "where": where,
                        **vars(difference), "around": sorted(difference.around)}
                self.lines.append(line)
                if explanation is None:
                    self.unexplained.append(line)
                    continue
                seen.add(explanation.name)
                self.classes[stack, way, explanation.name] += 1
                self.examples.setdefault(explanation.name, line)
            for name in seen:
                self.touched[stack, way, name] += 1
            if found and all(explained.find(stack, way, d) for d in found):
                self.touched[stack, way, "explained"] += 1

    def tell(self):
        for (stack, way), count in sorted(self.messages.items()):
            explained_only = self.touched[stack, way, "explained"]
            print(f"{stack:<10} {way:<6} {count:>5} messages: {self.same[stack, way]} the same, {explained_only} with explained differences, "
                  f"{count - self.same[stack, way] - explained_only} with others")
        print()
        for (stack, way, name), count in sorted(self.classes.items()):
            explanation = explained.BY_NAME[name]
            print(f"{stack:<10} {way:<6} {count:>6} in {self.touched[stack, way, name]:>4} messages  {name} ({explanation.fault}): {explanation.reason}")
        for line in self.failed:
            print(f"FAILED {line}")
        for line in self.unexplained[:40]:
            print(f"NOT EXPLAINED {line['stack']} {line['way']} {line['where']}: {line['what']} {line['kind']} ours {str(line['ours'])[:200]!r} theirs {str(line['theirs'])[:300]!r}")
        if len(self.unexplained) > 40:
            print(f"… and {len(self.unexplained) - 40} more")
        return 1 if self.failed or self.unexplained or not self.messages else 0


if __name__ == "__main__":
    import multiprocessing.pool

    main()
