"""Reads the PDF of every report as another program does. Usage: pages.py FOLDER"""

import pathlib
import sys

from pypdf import PdfReader
from pypdf.generic import IndirectObject


def resolved(value):
    return value.get_object() if isinstance(value, IndirectObject) else value


def fonts_of(page):
    found = resolved(resolved(page["/Resources"]).get("/Font", {}))
    return [resolved(font) for font in found.values()]


def embedded(font):
    for part in [font] + [resolved(it) for it in resolved(font.get("/DescendantFonts", []))]:
        descriptor = resolved(part.get("/FontDescriptor"))
        if descriptor and any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            return True
    return False


def outline_titles(entries):
    for entry in entries:
        if isinstance(entry, list):
            yield from outline_titles(entry)
        else:
            yield entry.title


def check(path):
    reader = PdfReader(path)
    root = reader.trailer["/Root"]
    words = "\n".join(page.extract_text() for page in reader.pages)
    title = reader.metadata.title
    assert title and reader.metadata.author == "Quayside Ledger", (path, reader.metadata)
    assert str(reader.metadata.creation_date or "").startswith("2026-06-30"), (path, reader.metadata.creation_date)
    assert resolved(root["/MarkInfo"])["/Marked"] and "/StructTreeRoot" in root, f"{path} is not tagged"
    assert str(root["/Lang"]).startswith("en"), path
    assert "pdfaid:part" in resolved(root["/Metadata"]).get_data().decode(), f"{path} is no PDF/A"
    assert title in list(outline_titles(reader.outline)), f"{path} has no outline"
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        # How wide a blank is depends on the letters beside it: the reader may see none, or two.
        closed = "".join(text.split())
        assert f"{number}/{len(reader.pages)}" in closed, f"{path}: page {number} has no number: {text[-400:]!r}"
        assert "As of 2026-06-30" in text and "Quayside" in text, f"{path}: page {number} has no running lines"
        assert all(embedded(font) for font in fonts_of(page)), f"{path}: page {number} has a font that is not embedded"
        for annotation in resolved(page.get("/Annots", [])):
            action = resolved(resolved(annotation).get("/A", {}))
            assert action.get("/S") in (None, "/URI", "/GoTo"), f"{path}: {action}"
            assert str(action.get("/URI", "https:")).split(":")[0] in ("https", "http", "mailto"), f"{path}: {action}"
    assert "/JavaScript" not in str(root) and "/OpenAction" not in root, path
    return reader, words


folder = pathlib.Path(sys.argv[1])
paths = sorted(folder.glob("*.pdf"))
assert len(paths) >= 20, paths
pages = 0
for path in paths:
    reader, words = check(path)
    pages += len(reader.pages)
    if path.stem == "soa":
        lying = [page for page in reader.pages if page.mediabox.width > page.mediabox.height]
        assert lying and len(lying) < len(reader.pages), "the statement has pages of one kind only"
        for number in ["A.5.1", "A.5.37", "A.6.8", "A.7.14", "A.8.34", "X.1"]:
            assert number in words, f"{number} is not in the statement"
        heads = sum("Justification" in page.extract_text() for page in lying)
        assert heads >= len(lying) - 3, f"the head of the table is on {heads} of {len(lying)} pages"
    if path.stem == "japanese":
        for word in ["従業員", "сотрудники", "Größe", "Ελληνικά"]:
            assert word in words.replace("\u200b", "").replace("\n", ""), f"{word} is not in the statement"
print(f"{len(paths)} documents of {pages} pages read by another program")
