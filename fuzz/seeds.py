#!/usr/bin/env python3
"""Writes the first inputs of every target into fuzz/seeds, from what the repository has already: the example and the tests."""

import io
import json
import pathlib
import shutil
import zipfile

here = pathlib.Path(__file__).parent
root = here.parent
shutil.rmtree(here / "seeds", ignore_errors=True)
count = {}


def seed(target, content):
    folder = here / "seeds" / target
    folder.mkdir(parents=True, exist_ok=True)
    count[target] = count.get(target, 0) + 1
    (folder / f"{count[target]:04}").write_bytes(content if isinstance(content, bytes) else content.encode())


def zipped(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return out.getvalue()


def records(folder):
    for path in sorted((root / folder).rglob("*")):
        if path.suffix in (".yaml", ".md") and path.stat().st_size < 12_000:
            yield path, path.relative_to(root / folder).as_posix(), path.read_text(encoding="utf-8")


texts = list(records("examples/quayside"))
for path, name, text in texts + list(records("tests/fixtures/base")):
    front = text if path.suffix == ".yaml" else text.split("---\n")[1] if text.startswith("---\n") else ""
    if front:
        seed("yaml", front)
        seed("edit", f"{front}\n===\nR-7")
    if path.suffix == ".md":
        seed("document", text)
        if len(text) < 4000:
            seed("diff", f"{text}\n===\n{text.replace(' must ', ' should ').replace('months', 'years')}")
# Each of these takes long, so some have to do.
for path, name, text in list(records("tests/fixtures/base")) + texts[::10]:
    seed("record", f"{name}\n{text}")
for case in json.loads((root / "tests/fixtures/yaml-test-suite/cases.json").read_text(encoding="utf-8")):
    seed("yaml", case["yaml"])
    seed("edit", case["yaml"] + "\n===\nx")
for before in sorted((root / "tests/fixtures/policy-changes").glob("*/before/**/*.md")):
    after = pathlib.Path(str(before).replace("/before/", "/after/"))
    if after.exists():
        seed("diff", f"{before.read_text(encoding='utf-8')[:2500]}\n===\n{after.read_text(encoding='utf-8')[:2500]}")
for expression in (
    "id == 'ada' and not title", "related(id).title | length > 3", "date_add(as_of, '-30d') < as_of", "record['x-team'] is none",
    "days_between(as_of, as_of) + 1", "{{ id }} is {{ title | upper }}", "{% for a in range(3) %}{{ a ~ id }}{% endfor %}",
    "'a' | replace('a', 'aa') | join('b')", "[1, 2] | sort | first in {'a': 1}", "(1 if id else 2) ** 2 // 3 % 4 - -5.0",
    "{% set x %}{{ id }}{% endset %}{{ x }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1) }}", "id[1:-1:2] | batch(2) | list",
):
    seed("expression", expression)
entry = {"path": "a.txt", "bytes": 1, "sha256": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"}
made = {
    "organisation": "O", "stage": "1", "audience": "auditor", "as_of": "2026-06-30", "isms_version": "0.1.0", "commit": None,
    "tree": None, "tags": [], "since": None, "draft": [],
}
manifest = json.dumps({"schema_version": 1, "pack": made, "files_digest": "0", "files": [entry]})
seed("pack", manifest)
for folder in ("", "audit-pack/", "../"):
    seed("pack", zipped({f"{folder}a.txt": "a", f"{folder}manifest.json": manifest, f"{folder}A.txt": "b"}))
said = "<description>Made by isms from commit 0123abcd, as of 2026-06-30.</description>"
seed("copy", "# A\r\nMade by isms from commit 0123abcd, as of 2026-06-30.\r\n")
seed("copy", zipped({"[Content_Types].xml": "<Types/>", "docProps/core.xml": said, "word/document.xml": "<w/>"}))
seed("table", "risk\nid,title,owner,current.likelihood,actions.1.what,actions.1.due,x-team\r\nR-1,A,ciso,2,Buy,2026-01-31,[1]\r\n,'=B,ada,,,,7\r\n")
seed("table", "person\nRegister;;\n\nID;Name;Active from\nada;Ada B.;31.01.2025\n;Elin;January 5, 2026\n")
seed("table", "control\nNo\tApplicability\tJustification\n8.1\tyes\tWe have\n5.2\tno\t\"two\nlines\"\n")
seed("table", "policy\nid,title,controls,body\nPOL-1,Access,\"A.8.1; A 5.15\",\"# A\n\nText.\n\"\n")
cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
row = '<row r="{}">{}</row>'
sheet = "".join(
    row.format(at + 1, "".join(cell.format("ABC"[column] + str(at + 1), text) for column, text in enumerate(texts)))
    for at, texts in enumerate((("id", "title", "owner"), ("R-1", "A", "ciso"), ("", "B", "bob")))
)
main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
links = "http://schemas.openxmlformats.org/package/2006/relationships"
office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
seed("table", b"risk\n" + zipped({
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/s.xml"/></Relationships>',
    "xl/worksheets/s.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
}))
