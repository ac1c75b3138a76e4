"""Reads what the program reads and writes with other libraries than its own.

Usage: independent.py PROJECT FINDINGS.json EXAMPLE FRESH WORK
- every record of the example and of a fresh tree is valid for its schema (PyYAML with YAML 1.2 scalars, jsonschema);
- every modeline of the fresh tree leads to a schema file;
- the findings keep to their published schema;
- the statement as CSV and JSON is read back by the standard library, and the page parses as HTML without scripts.
"""

import csv
import html.parser
import json
import pathlib
import re
import sys

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

project, findings, example, fresh, work = map(pathlib.Path, sys.argv[1:6])


class Loader(yaml.SafeLoader):
    """YAML 1.2: `yes`, `no`, `on`, `off` and dates are text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if not tag.endswith((":bool", ":timestamp"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))

schemas = {path.name: json.loads(path.read_text()) for path in (project / "schemas").rglob("*.json")}
registry = Registry().with_resources([(schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()])


def validator(name):
    schema = schemas[f"{name}.schema.json"]
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())


def without_nothing(value):
    """A key with nothing behind it says what leaving it out says."""
    if isinstance(value, dict):
        return {key: without_nothing(item) for key, item in value.items() if item is not None}
    return [without_nothing(item) for item in value] if isinstance(value, list) else value


def records(root):
    for path in sorted(root.rglob("*")):
        if path.suffix not in {".yaml", ".md"} or any(part.startswith(".") for part in path.relative_to(root).parts):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            front = re.match(r"---\n(.*?)\n---\n", text, re.S)
            if not front:
                continue
            text = front.group(1)
        data = yaml.load(text, Loader)
        yield path, "isms" if path.name == "isms.yaml" else data["kind"], without_nothing(data)


def main():
    wrong = []
    validators = {}
    count = 0
    for root in (example, fresh):
        for path, kind, data in records(root):
            check = validators.setdefault(kind, validator(kind))
            wrong += [f"{path}: {error.json_path}: {error.message[:120]}" for error in check.iter_errors(data)]
            count += 1
    modelines = 0
    for path in fresh.rglob("*.yaml"):
        found = re.match(r"# yaml-language-server: \$schema=(\S+)", path.read_text(encoding="utf-8"))
        if found:
            modelines += 1
            if not (path.parent / found.group(1)).resolve().is_file():
                wrong.append(f"{path}: the modeline leads nowhere: {found.group(1)}")
    if modelines < 93:
        wrong.append(f"only {modelines} files of a fresh tree have a modeline")
    report = json.loads(findings.read_text())
    wrong += [f"findings: {error.json_path}: {error.message[:120]}" for error in validator("check").iter_errors(report)]
    statement = json.loads((work / "soa.json").read_text())
    with open(work / "soa.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = [row["No."] for row in rows if row["Table"] == "Controls of Annex A"]
    if len(numbers) != 93 or numbers != [row["control"] for row in statement["tables"]["annex_a"]]:
        wrong.append(f"the statement as CSV has {len(numbers)} controls of Annex A")
    tags = []
    parser = html.parser.HTMLParser()
    parser.handle_starttag = lambda tag, attributes: tags.append((tag, dict(attributes)))
    parser.feed((work / "soa.html").read_text(encoding="utf-8"))
    active = [tag for tag, attributes in tags if tag in {"script", "iframe", "object", "img"} or any(name.startswith("on") for name in attributes)]
    if active or sum(tag == "tr" for tag, _ in tags) < 93:
        wrong.append(f"the statement as HTML: {active}")
    print(f"{count} records, {modelines} modelines, {len(report['findings'])} findings, {len(rows)} rows: {len(wrong)} wrong")
    print("\n".join(wrong[:40]))
    sys.exit(1 if wrong else 0)


main()
