"""Opens a document of every report with another reader of DOCX: parts, headings, tables, fields, links, properties, languages."""

import datetime
import pathlib
import sys
import zipfile

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree

FIELDS = ("TOC ", "PAGE", "NUMPAGES", "PAGEREF _Toc")
counted = {"tables": 0, "rows": 0, "headings": 0, "lying": 0}
paths = sorted(pathlib.Path(sys.argv[1]).glob("*.docx"))
assert len(paths) >= 20, paths

for path in paths:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        for item in package.infolist():
            assert item.date_time == (1980, 1, 1, 0, 0, 0) and item.external_attr >> 16 & 0o777 == 0o644, (path, item)
            etree.fromstring(package.read(item))
    document = docx.Document(path)
    about = document.core_properties
    assert about.title and about.category and about.language == "en-GB", path
    assert about.created == about.modified == datetime.datetime(2026, 6, 30, tzinfo=about.created.tzinfo), (path, about.created)
    assert document.paragraphs[-1].text.startswith("Made by isms "), path

    titles = [it for it in document.paragraphs if it.style.name == "Title"]
    assert [it.text for it in titles] == [about.title], path
    headings = [it for it in document.paragraphs if it.style.name.startswith("Heading")]
    assert headings, path
    for it in headings:
        assert it._p.findall(qn("w:bookmarkStart")) and it.style.paragraph_format.keep_with_next, (path, it.text)
    levels = [int(it.style.name[-1]) for it in headings]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in zip(levels, levels[1:])), (path, levels)

    pages = iter(document.sections)
    section = next(pages)
    for block in document.element.body:
        if block.tag == qn("w:tbl"):
            columns = [int(it.get(qn("w:w"))) for it in block.tblGrid]
            room = (section.page_width - section.left_margin - section.right_margin) // 635
            assert abs(sum(columns) - room) <= 1 or sum(columns) < room and block.tblPr.find(qn("w:tblStyle")).get(qn("w:val")) == "IsmsPlain", (path, columns, room)
            assert block.tblPr.find(qn("w:tblCaption")) is not None, path
            table = docx.table.Table(block, document)
            if table.style.name == "Isms Table":
                head, *rows = block.tr_lst
                assert head.trPr.find(qn("w:tblHeader")) is not None and rows, path
                assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in block.tr_lst), path
                # Above the bars of a picture stands nothing.
                titles_of_columns = " | ".join(cell.text for cell in table.rows[0].cells).rstrip(" |").split(" | ")
                assert len(titles_of_columns) > 1 and all(titles_of_columns), (path, titles_of_columns)
                counted["tables"] += 1
                counted["rows"] += len(rows)
        elif block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            section = next(pages, None)
    lying = [it for it in document.sections if it.orientation == WD_ORIENT.LANDSCAPE]
    assert all(it.page_width > it.page_height for it in lying), path
    assert lying or path.stem != "soa", path
    for it in document.sections:
        assert about.title[:70] in it.header.paragraphs[1].text and "Page " in it.footer.paragraphs[0].text, path

    parts = [document.part, *(rel.target_part for rel in document.part.rels.values() if not rel.is_external)]
    for part in parts:
        for field in etree.fromstring(part.blob).iter(qn("w:instrText")):
            assert field.text.strip().startswith(FIELDS), (path, field.text)
        for rel in part.rels.values():
            assert not rel.is_external or rel.target_ref.startswith(("https://", "http://", "mailto:")), (path, rel.target_ref)
    counted["headings"] += len(headings)
    counted["lying"] += len(lying)

print(f"  {len(paths)} documents: {', '.join(f'{number} {what}' for what, number in counted.items())}")
