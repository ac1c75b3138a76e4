"""Opens the Statement of Applicability with another reader of workbooks: rows, types, header, and not one formula."""

import datetime
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
assert book.sheetnames[:2] == ["About", "Controls of Annex A"], book.sheetnames
sheet = book["Controls of Annex A"]
head, *rows = list(sheet.iter_rows(values_only=True))
assert len(rows) == 93, len(rows)
number, evidence = head.index("No."), head.index("Newest evidence")
assert [rows[0][number], rows[-1][number]] == ["A.5.1", "A.8.34"], rows[0]
dates = [row[evidence] for row in rows if row[evidence] is not None]
assert dates and all(isinstance(date, datetime.datetime) for date in dates), dates[:3]
assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref == sheet.dimensions, (sheet.freeze_panes, sheet.auto_filter.ref)
formulas = [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
assert not formulas, formulas
print(f"  {len(book.sheetnames)} sheets, {len(rows)} controls, {len(dates)} dates, no formula")
