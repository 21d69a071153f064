"""Tables as files for spreadsheets; no cell can be a formula: by its type, in CSV by an apostrophe."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from flask import Response, current_app
from flask_babel import gettext
from xlsxwriter import Workbook

from rules.text import not_a_formula

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cell = str | int | float
Rows = Iterable[Sequence[Cell]]


def sheet(kind: str, name: str, heads: Sequence[str], rows: Rows) -> Response:
    """Return a file to download: `kind` is csv or xlsx, `name` has no ending."""
    above = [gettext("Demonstration data")] if current_app.config["ENV"] == "demo" else []
    content = xlsx(above, heads, rows) if kind == "xlsx" else _csv(above, heads, rows)
    answer = Response(content, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def xlsx(above: Sequence[str], heads: Sequence[str], rows: Rows) -> bytes:
    """Return a workbook with one sheet, lines above the heads, and no formula."""
    written = BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        table = book.add_worksheet()
        bold = book.add_format({"bold": True})
        first = len(above)
        for line, text in enumerate(above):
            table.write_string(line, 0, text, bold)
        for column, head in enumerate(heads):
            table.write_string(first, column, head, bold)
        for line, row in enumerate(rows, first + 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int | float):
                    table.write_number(line, column, cell)
                else:
                    table.write_string(line, column, cell)
        table.freeze_panes(first + 1, 0)
        table.autofit()
    return written.getvalue()


def _csv(above: Sequence[str], heads: Sequence[str], rows: Rows) -> bytes:
    written = StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows([line] for line in above)
    writer.writerow(heads)
    writer.writerows(
        [cell if isinstance(cell, int | float) else not_a_formula(cell) for cell in row] for row in rows
    )
    return written.getvalue().encode("utf-8-sig")  # the mark tells Excel that it is UTF-8
