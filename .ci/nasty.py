"""Adds records to an ISMS whose names and texts a careless format would trip over.

Usage: nasty.py ISMS
"""

import pathlib
import sys

root = pathlib.Path(sys.argv[1])
changes = root / "clauses/06-planning/changes"
changes.mkdir(parents=True, exist_ok=True)


def write(name, text):
    (changes / name).write_bytes(text.encode("utf-8"))


HEAD = "kind: change\nid: {}\ntitle: '::error::a title'\n"
# A path and values that end properties, markup, sections and lines.
write(
    "a,b %:1 ü&<.yaml",
    HEAD.format("CHG-901")
    + 'status: "]]>\\e[31m<b>&amp;\\"\\n::error::x"\naffects: ["##[error]x", "[x](https://evil.example)", "%0A::stop-commands::y", "\\0\\uFFFF\\u202E"]\n',
)
# Characters of two, three and four bytes before a place; all kinds of line ends; a byte order mark.
write("crlf.yaml", (HEAD.format("CHG-902") + 'status: proposed\naffects: ["ü€𐐀", nobody, "e\u0301", nobody-2]\n').replace("\n", "\r\n"))
write("mark.yaml", "\ufeff" + HEAD.format("CHG-903") + "statüs𐐀: proposed\n'ü𐐀': [nobody]\n")
# The same gap twice, and more gaps than there are annotations.
write("many.yaml", HEAD.format("CHG-904") + "status: proposed\naffects:\n" + "".join(f"  - R-9{number:02}\n" for number in range(30)) + "  - R-900\n")
# What is no text has no lines.
(changes / "binary.yaml").write_bytes(b"kind: change\nid: CHG-905\ntitle: caf\xe9\n")
