#!/usr/bin/env python3
"""Puts what must never become active into the records of a copy of the example. Usage: hostile.py FOLDER"""

import hashlib
import pathlib
import sys

root = pathlib.Path(sys.argv[1])

PROSE = """
<script>window.pwned = 1; alert("script in a policy")</script>

<img src="https://pwned.example/pixel.png" onerror="window.pwned = 2">
<iframe src="https://pwned.example/"></iframe>
<style>body { display: none }</style>
<svg onload="window.pwned = 3"><a href="javascript:alert(4)">svg</a></svg>

![a picture](https://pwned.example/picture.png) [click](javascript:window.pwned=5) [data](data:text/html,<script>alert(6)</script>)
[vb](vbscript:alert(7)) [case](JaVaScRiPt:alert(8)) [entity](&#106;avascript:alert(9)) [quote](https://pwned.example/"onmouseover="alert(10))

A line with ](javascript:alert(11)) and a bidi override \u202egnp.exe and a control character \u0007.

<b onclick="alert(12)">bold</b> <!-- <script>alert(13)</script> --> </main></body><script>window.pwned = 14</script>
"""

TITLE = "\"</title><script>window.pwned = 15</script> ](javascript:alert(16)) =HYPERLINK(1) \\u202Etxt.exe \\u0007 <img src=x onerror=alert(17)>\""

EVIDENCE = """kind: evidence
id: EV-900
title: {title}
owner: {owner}
classification: internal
controls: [A.5.1]
form: export
source_system: "<script>window.pwned = 18</script>"
period_from: 2026-04-01
period_to: 2026-05-31
collected_on: 2026-06-01
collected_by: {person}
file: "{file}"
sha256: {digest}
status: accepted
"""

policy = root / "clauses/05-leadership/information-security-policy.md"
policy.write_text(policy.read_text(encoding="utf-8") + PROSE, encoding="utf-8")

risk = next((root / "clauses/06-planning/risks").glob("R-001-*.yaml"))
lines = risk.read_text(encoding="utf-8").splitlines()
owner = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("owner:"))
lines = [f"title: {TITLE}" if line.startswith("title:") else line for line in lines]
risk.write_text("\n".join(lines) + "\n", encoding="utf-8")

person = next(iter(sorted((root / "clauses/05-leadership/people").glob("*.yaml")))).stem
folder = root / "annex-a/5-organizational/5.01-policies-for-information-security/evidence"
content = b"<!doctype html><script>window.pwned = 19; alert(19)</script>"
name = "..report <img src=x onerror=alert(20)>#%2e%2e.html"
(folder / name).write_bytes(content)
record = EVIDENCE.format(title=TITLE, owner=owner, person=person, file=name.replace("..", "__", 1), digest=hashlib.sha256(content).hexdigest())
(folder / name).rename(folder / name.replace("..", "__", 1))
(folder / "EV-900-hostile.yaml").write_text(record, encoding="utf-8")
