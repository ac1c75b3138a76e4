#!/usr/bin/env python3
"""`isms check` beside tools from PyPI that check the same files, or the same references.

Usage: benches/peers.py REPOSITORY [ISMS]

REPOSITORY is one that `cargo bench --bench scale -- --write DIR 1000` has written; ISMS is the program (default:
target/release/isms). The peers are installed into a virtual environment below the temporary folder, which needs a network once; CI
does not run this. The commands take turns, and what counts are the ratios of one run.

What each one does for its time:
  cat                reads the files
  yamllint           parses each file (rules that only concern layout are off)
  check-jsonschema   validates each file against the schema of its kind, one call a kind
  doorstop           the records as items, each linked to one before it where it refers to others; `--no-reformat`, so that it
                     validates items and links and writes nothing
  strictdoc          the same items and links as one document, exported as JSON: it builds the graph of links and refuses dead ones
  trestle            the records as controls of an OSCAL catalogue, validated
"""

import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
import venv

HERE = pathlib.Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("ROUNDS", "3"))


def install(folder):
    tools = folder / "venv"
    if not (tools / "bin/trestle").exists():
        venv.create(tools, with_pip=True)
        packages = ["doorstop", "check-jsonschema", "yamllint", "strictdoc", "compliance-trestle"]
        subprocess.run([tools / "bin/pip", "install", "--quiet", *packages], check=True)
    return tools / "bin"


def records(repository):
    """The YAML records by kind, with the ids they name."""
    found = {}
    for path in sorted(repository.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        kind = re.search(r"^kind: (\S+)$", text, re.M)
        if kind:
            found.setdefault(kind[1], []).append(path)
    return found


def halves(found):
    """Half of the records as parents, the rest as their children."""
    paths = [path for kind in sorted(found) for path in found[kind]]
    return paths[: len(paths) // 2], paths[len(paths) // 2 :]


def links_of(number, text, parents):
    """The numbers of as many parents as the record has references."""
    references = len(re.findall(r"\b[A-Z]{1,4}-[0-9]{3,}\b", text)) - 1
    return sorted({1 + (number * 7 + step) % max(parents, 1) for step in range(references)})


def as_doorstop(found, folder):
    """Two documents, of parents and of children."""
    shutil.rmtree(folder, ignore_errors=True)
    parents, children = halves(found)
    for prefix, parent, part in (("PAR", None, parents), ("KID", "PAR", children)):
        place = folder / prefix.lower()
        place.mkdir(parents=True)
        above = f"  parent: {parent}\n" if parent else ""
        (place / ".doorstop.yml").write_text(f"settings:\n  digits: 6\n{above}  prefix: {prefix}\n  sep: '-'\n")
        for number, path in enumerate(part, 1):
            text = path.read_text(encoding="utf-8")
            links = links_of(number, text, len(parents)) if parent else []
            items = "".join(f"- PAR-{link:06}: null\n" for link in links)
            body = "\n".join("  " + line for line in text.splitlines())
            (place / f"{prefix}-{number:06}.yml").write_text(
                "active: true\nderived: false\nheader: ''\n"
                f"level: 1.{number}\nlinks:{' []' if not items else ''}\n{items}normative: true\nref: ''\nreviewed: null\ntext: |\n{body}\n"
            )
    subprocess.run("git init -q && git add -A", shell=True, cwd=folder, check=True)


def as_strictdoc(found, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    parents, children = halves(found)
    text = "[DOCUMENT]\nTITLE: Records\n"
    for prefix, part in (("PAR", parents), ("KID", children)):
        for number, path in enumerate(part, 1):
            body = path.read_text(encoding="utf-8").rstrip()
            text += f"\n[REQUIREMENT]\nUID: {prefix}-{number:06}\nTITLE: {path.stem}\nSTATEMENT: >>>\n{body}\n<<<\n"
            links = links_of(number, body, len(parents)) if prefix == "KID" else []
            text += "RELATIONS:\n" if links else ""
            text += "".join(f"- TYPE: Parent\n  VALUE: PAR-{link:06}\n" for link in links)
    (folder / "records.sdoc").write_text(text)


def as_oscal(found, folder, trestle):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run([trestle, "init"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    parents, children = halves(found)
    controls = []
    for prefix, part in (("par", parents), ("kid", children)):
        for number, path in enumerate(part, 1):
            body = path.read_text(encoding="utf-8")
            links = links_of(number, body, len(parents)) if prefix == "kid" else []
            control = {"id": f"{prefix}-{number}", "title": path.stem, "parts": [{"name": "statement", "prose": body}]}
            if links:
                control["links"] = [{"href": f"#par-{link}", "rel": "related"} for link in links]
            controls.append(control)
    metadata = {"title": "Records", "last-modified": "2026-06-30T00:00:00+00:00", "version": "1", "oscal-version": "1.1.3"}
    name = str(uuid.uuid5(uuid.NAMESPACE_URL, "records"))
    catalogue = {"catalog": {"uuid": name, "metadata": metadata, "controls": controls}}
    place = folder / "catalogs/records"
    place.mkdir(parents=True)
    (place / "catalog.json").write_text(json.dumps(catalogue))


def seconds(commands, folder):
    start = time.perf_counter()
    for command in commands:
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    repository = pathlib.Path(sys.argv[1]).resolve()
    isms = sys.argv[2] if len(sys.argv) > 2 else HERE / "target/release/isms"
    work = pathlib.Path(tempfile.gettempdir()) / f"isms-peers-{os.getuid()}"
    bin = install(work)
    found = records(repository)
    as_doorstop(found, work / "doorstop")
    as_strictdoc(found, work / "strictdoc")
    as_oscal(found, work / "oscal", bin / "trestle")
    files = [path for paths in found.values() for path in paths]
    schemas = [
        [bin / "check-jsonschema", "--schemafile", HERE / f"schemas/{kind}.schema.json", *paths] for kind, paths in found.items()
    ]
    lint = "{extends: relaxed, rules: {line-length: disable}}"
    contestants = [
        ("cat", [["cat", *files]], repository),
        ("git status", [["git", "status", "--porcelain"]], repository),
        ("isms check", [[isms, "check", "--as-of", "2026-06-30", "--format", "json"]], repository),
        ("yamllint", [[bin / "yamllint", "-d", lint, "."]], repository),
        ("check-jsonschema", schemas, repository),
        ("doorstop", [[bin / "doorstop", "--no-reformat"]], work / "doorstop"),
        # It remembers what it has parsed beside what it writes.
        (
            "strictdoc",
            [["rm", "-rf", work / "exported"], [bin / "strictdoc", "export", ".", "--formats=json", "--output-dir", work / "exported"]],
            work / "strictdoc",
        ),
        ("trestle", [[bin / "trestle", "validate", "-t", "catalog", "-n", "records"]], work / "oscal"),
    ]
    times = {name: [] for name, _, _ in contestants}
    for _ in range(ROUNDS):
        for name, commands, folder in contestants:
            times[name].append(seconds(commands, folder))
    base = statistics.median(times["isms check"])
    print(f"{len(files)} records\n{'':<18}{'seconds':>10}{'x isms check':>14}")
    for name, _, _ in contestants:
        middle = statistics.median(times[name])
        print(f"{name:<18}{middle:>10.2f}{middle / base:>14.1f}")


if __name__ == "__main__":
    main()
