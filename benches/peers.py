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
"""

import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent.parent
ROUNDS = 3


def install(folder):
    tools = folder / "venv"
    if not (tools / "bin/doorstop").exists():
        venv.create(tools, with_pip=True)
        packages = ["doorstop", "check-jsonschema", "yamllint"]
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


def as_doorstop(found, folder):
    """Two documents: half of the records as parents, the rest as their children, with as many links as records have references."""
    shutil.rmtree(folder, ignore_errors=True)
    paths = [path for kind in sorted(found) for path in found[kind]]
    half = len(paths) // 2
    for prefix, parent, part in (("PAR", None, paths[:half]), ("KID", "PAR", paths[half:])):
        place = folder / prefix.lower()
        place.mkdir(parents=True)
        above = f"  parent: {parent}\n" if parent else ""
        (place / ".doorstop.yml").write_text(f"settings:\n  digits: 6\n{above}  prefix: {prefix}\n  sep: '-'\n")
        for number, path in enumerate(part, 1):
            text = path.read_text(encoding="utf-8")
            references = len(re.findall(r"\b[A-Z]{1,4}-[0-9]{3,}\b", text)) - 1
            links = sorted({1 + (number * 7 + step) % max(half, 1) for step in range(references)}) if parent else []
            items = "".join(f"- PAR-{link:06}: null\n" for link in links)
            body = "\n".join("  " + line for line in text.splitlines())
            (place / f"{prefix}-{number:06}.yml").write_text(
                "active: true\nderived: false\nheader: ''\n"
                f"level: 1.{number}\nlinks:{' []' if not items else ''}\n{items}normative: true\nref: ''\nreviewed: null\ntext: |\n{body}\n"
            )
    subprocess.run("git init -q && git add -A", shell=True, cwd=folder, check=True)


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
