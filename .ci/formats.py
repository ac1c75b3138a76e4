"""Reads the formats of `isms check` as the programs would that they are made for.

Usage: formats.py REPOSITORY REPORTS SARIF_SCHEMA SARIF_VALIDATION JUNIT_SCHEMA
- REPORTS has one file for each format, all of one run over REPOSITORY, named as the format;
- SARIF: its JSON Schema, the rules of its validator for GitHub, and sarif-tools;
- JUnit: the common XML Schema, and junitparser; GitLab and rdjson: schemas written from their documentation;
- workflow commands are decoded as the runner of GitHub does;
- every format marks the same characters of the same files, each in its own unit of columns.
"""

import json
import pathlib
import re
import sys
import urllib.parse

from junitparser import JUnitXml
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from lxml import etree
from sarif import loader

repository, reports, sarif_schema, sarif_validation, junit_schema = map(pathlib.Path, sys.argv[1:6])
wrong = []

# The validator asks for the web page of the tool, which is not required. It does so of every file that it looks at.
WEB_PAGE = "SARIF2005"

PATH = {"type": "string", "pattern": "^[^/.]", "minLength": 1}
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": PATH,
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}
POINT = {
    "type": "object",
    "required": ["line", "column"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
    "additionalProperties": False,
}
RDJSON = {
    "type": "object",
    "required": ["source", "diagnostics"],
    "additionalProperties": False,
    "properties": {
        "source": {"type": "object", "required": ["name"], "properties": {"name": {"const": "isms"}}},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location", "severity", "code"],
                "additionalProperties": False,
                "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {"type": "object", "required": ["value"], "properties": {"value": {"type": "string"}}},
                    "location": {
                        "type": "object",
                        "required": ["path", "range"],
                        "additionalProperties": False,
                        "properties": {
                            "path": PATH,
                            "range": {"type": "object", "required": ["start"], "properties": {"start": POINT, "end": POINT}},
                        },
                    },
                },
            },
        },
    },
}


def text(name):
    return (reports / name).read_bytes().decode("utf-8")


def data(name):
    return json.loads(text(name))


def expect(what, condition):
    if not condition:
        wrong.append(what)


def valid(what, schema, value):
    found = validator_for(schema, default=Draft202012Validator)(schema).iter_errors(value)
    wrong.extend(f"{what}: {error.json_path}: {error.message[:160]}" for error in found)


def lines(path):
    """The lines of a file with their ends, as bytes, without a byte order mark."""
    content = (repository / path).read_bytes().removeprefix(b"\xef\xbb\xbf")
    return re.findall(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", content) + [b""]


def marked(path, start, end, encoding):
    """The bytes between two (line, column), in code units of an encoding."""
    width = 2 if encoding == "utf-16-le" else 1
    rows = [line.decode("utf-8", "replace").encode(encoding) for line in lines(path)[start[0] - 1 : end[0]]]
    rows = rows or [b""]
    rows[-1] = rows[-1][: (end[1] - 1) * width]
    rows[0] = rows[0][(start[1] - 1) * width :]
    return b"".join(rows).decode(encoding)


def check_places(findings, results, diagnostics):
    expect("the formats have different numbers of findings", len(findings) == len(results) == len(diagnostics))
    for finding, result, diagnostic in zip(findings, results, diagnostics):
        place = finding["location"]
        path = place["path"]
        content = (repository / path).read_bytes()
        should = content[place["start"]["byte"] : place["end"]["byte"]].decode("utf-8", "replace")
        physical = result["locations"][0]["physicalLocation"]
        region = physical["region"]
        start, end = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
        expect(f"SARIF names {physical}, not {path}", urllib.parse.unquote(physical["artifactLocation"]["uri"]) == path)
        expect(f"SARIF marks something else in {path}: {region}", marked(path, start, end, "utf-16-le") == should)
        expect(f"rdjson names another file than {path}", diagnostic["location"]["path"] == path)
        start, end = ((point["line"], point["column"]) for point in diagnostic["location"]["range"].values())
        expect(f"rdjson marks something else in {path}: {start}", marked(path, start, end, "utf-8") == should)


def check_sarif(findings):
    log = data("sarif")
    valid("SARIF", json.loads(sarif_schema.read_text(encoding="utf-8-sig")), log)
    verdict = json.loads(sarif_validation.read_text(encoding="utf-8-sig"))["runs"][0]
    expect("the validator of SARIF did not finish", verdict["invocations"][0]["executionSuccessful"])
    expect("the validator of SARIF did not look at the file", any(result["ruleId"] == WEB_PAGE for result in verdict["results"]))
    complaints = [result for result in verdict["results"] if result["ruleId"] != WEB_PAGE]
    wrong.extend(f"SARIF: {one['ruleId']}: {one['message']} {one['locations'][0].get('physicalLocation')}"[:300] for one in complaints)
    read = loader.load_sarif_file(str(reports / "sarif"))
    read.init_path_prefix_stripping()
    expect("sarif-tools reads another number of findings", len(list(read.get_records())) == len(findings))
    return log["runs"][0]["results"]


def check_junit(findings):
    schema = etree.XMLSchema(etree.parse(junit_schema))
    schema.validate(etree.fromstring((reports / "junit").read_bytes()).getroottree())
    wrong.extend(f"JUnit: {error}" for error in schema.error_log)
    suites = list(JUnitXml.fromfile(str(reports / "junit")))
    cases = [case for suite in suites for case in suite]
    names = {(case.classname, case.name) for case in cases}
    expect("JUnit has names twice", len(names) == len(cases))
    expect("JUnit has another number of findings", sum(bool(case.result) for case in cases) == len(findings))
    expect("JUnit counts wrongly", all(suite.tests == len(list(suite)) for suite in suites))


def check_github(findings):
    count = {"error": 0, "warning": 0, "notice": 0}
    by_place = {(finding["location"]["path"], str(finding["location"]["start"]["line"])) for finding in findings}
    rows = text("github").splitlines()
    for row in rows:
        command = re.fullmatch(r"::(error|warning|notice) (.*?)::(.*)", row)
        if not command:
            wrong.append(f"this is no annotation: {row}")
            continue
        count[command[1]] += 1
        properties = dict(pair.split("=", 1) for pair in command[2].split(","))
        properties = {name: urllib.parse.unquote(value) for name, value in properties.items()}
        if "file" in properties:
            expect(f"an annotation stands nowhere: {row}", (properties["file"], properties["line"]) in by_place)
        else:
            expect(f"an annotation without a file: {row}", row is rows[-1])
    expect(f"GitHub would drop some of {count}", all(number <= 10 for number in count.values()))


def main():
    findings = data("json")["findings"]
    expect("nothing was found, so nothing was tried", len(findings) > 20)
    expect("JSON Lines differs from JSON", [json.loads(line) for line in text("jsonl").splitlines()] == findings)
    valid("GitLab", GITLAB, data("gitlab"))
    expect("GitLab would merge findings", len({item["fingerprint"] for item in data("gitlab")}) == len(findings))
    valid("rdjson", RDJSON, data("rdjson"))
    check_places(findings, check_sarif(findings), data("rdjson")["diagnostics"])
    check_junit(findings)
    check_github(findings)
    rows = [line for line in text("markdown").splitlines() if re.match(r"\| (error|warning|info) \|", line)]
    expect("Markdown has another number of findings", len(rows) == len(findings))
    for path in reports.iterdir():
        expect(f"{path.name} knows where it was made", str(repository) not in path.read_text(encoding="utf-8"))
    print(f"{len(findings)} findings in {len(list(reports.iterdir()))} formats: {len(wrong)} wrong")
    print("\n".join(wrong[:40]))
    sys.exit(1 if wrong else 0)


main()
