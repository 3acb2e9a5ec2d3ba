# SPDX-License-Identifier: EUPL-1.2
"""Clients that openapi-generator makes of OpenAPI documents: do they compile?

    check.py --peers DIR --out DIR [--languages java,typescript] DOCUMENT…

One process of the generator, one of javac and one of tsc for all documents. One line of JSON for each document and
language; the last line has the totals. Exit status 1 if anything was not made or does not compile.
"""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys
import time

ERRORS_SHOWN = 5


def configuration(language, document, out, package):
    """What openapi-generator's batch mode reads."""
    common = {"inputSpec": str(document), "outputDir": str(out), "globalProperties": {"apiTests": "false", "modelTests": "false", "apiDocs": "false", "modelDocs": "false"}}
    if language == "java":
        names = {part + "Package": f"example.{package}{suffix}" for part, suffix in (("invoker", ""), ("api", ".api"), ("model", ".model"))}
        return common | {"generatorName": "java", "library": "native", "additionalProperties": names | {"hideGenerationTimestamp": True}}
    return common | {"generatorName": "typescript-fetch", "additionalProperties": {"supportsES6": True}}


def generate(jar, configurations):
    command = ["java", "-Xmx2g", "-jar", str(jar), "batch", "--threads", "2", *map(str, configurations)]
    return subprocess.run(command, capture_output=True, text=True, timeout=1500, check=False)


def javac(peers, sources, out):
    listing = out / "sources.txt"
    listing.write_text("".join(f'"{source}"\n' for source in sources))
    command = ["javac", "-J-Xmx2g", "-proc:none", "-nowarn", "-Xmaxerrs", "10000", "-d", str(out / "classes"), "-cp", f"{peers}/java-client/*", f"@{listing}"]
    return subprocess.run(command, capture_output=True, text=True, timeout=1500, check=False)


def tsc(peers, sources, out):
    project = out / "tsconfig.json"
    options = {"noEmit": True, "strict": True, "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "lib": ["es2022", "dom"], "types": []}
    project.write_text(json.dumps({"compilerOptions": options, "files": [str(source) for source in sources]}))
    command = [f"{peers}/node_modules/.bin/tsc", "--pretty", "false", "--project", str(project)]
    return subprocess.run(command, capture_output=True, text=True, timeout=1500, check=False)


def errors_by_directory(text):
    """Compilers' errors, by the directory of the client they are in."""
    found = collections.defaultdict(list)
    for line in text.splitlines():
        match = re.match(r".*?/?((?:java|typescript)/c\d+)/\S+?(?::\d+: error:|\(\d+,\d+\): error)", line)
        if match:
            found[match.group(1)].append(line)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--languages", default="java,typescript")
    parser.add_argument("documents", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    out = arguments.out.resolve()
    peers = arguments.peers.resolve()
    jar = next(iter(sorted((peers / "openapi-generator").glob("*.jar"), reverse=True)))
    began = time.monotonic()
    totals = collections.Counter()
    for language in arguments.languages.split(","):
        directory = out / language
        directory.mkdir(parents=True, exist_ok=True)
        configurations = []
        for index, document in enumerate(arguments.documents):
            path = directory / f"c{index:02}.json"
            path.write_text(json.dumps(configuration(language, document.resolve(), directory / f"c{index:02}", f"c{index:02}")))
            configurations.append(path)
        made = generate(jar, configurations)
        (directory / "generator.log").write_text(made.stdout + made.stderr)
        if language == "java":
            sources = sorted(directory.glob("c*/src/main/**/*.java"))
            said = javac(peers, sources, directory)
        else:
            sources = sorted(directory.glob("c*/**/*.ts"))
            said = tsc(peers, sources, out / language)
        (directory / "compiler.log").write_text(said.stdout + said.stderr)
        errors = errors_by_directory(said.stdout + said.stderr)
        for index, document in enumerate(arguments.documents):
            name = f"{language}/c{index:02}"
            count = sum(1 for source in sources if f"/{name}/" in str(source))
            verdict = "not made" if count == 0 else "broken" if errors[name] else "compiles"
            totals[f"{language} {verdict}"] += 1
            line = {"document": document.name, "language": language, "verdict": verdict, "sources": count, "errors": errors[name][:ERRORS_SHOWN]}
            print(json.dumps(line), flush=True)
        if said.returncode != 0 and not any(errors.values()):
            print(json.dumps({"compiler": language, "said": (said.stdout + said.stderr)[-2000:]}))
            totals[f"{language} broken"] += 1
    print(json.dumps({"totals": totals, "seconds": round(time.monotonic() - began, 1)}))
    sys.exit(any("compiles" not in key for key in totals))


if __name__ == "__main__":
    main()
