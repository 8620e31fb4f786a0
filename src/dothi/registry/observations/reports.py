"""A report kept beside the workbook it speaks of, so that its pages need not read the workbook again."""

from __future__ import annotations

import json
import zlib
from dataclasses import astuple

from dothi.base.errors import Fault
from dothi.registry.observations.checks import Finding
from dothi.registry.observations.sheet import Report, Row


def packed(report: Report) -> bytes:
    """The report as compressed JSON; entries are left out, for writing reads the workbook anew."""
    content = {
        "name": report.name,
        "sheet": report.sheet,
        "letters": report.letters,
        "remarks": [astuple(fault) for fault in report.remarks],
        "examples": report.examples,
        "rows": [
            [row.number, row.cells, [[one.field, astuple(one.fault), one.refuses] for one in row.findings]]
            for row in report.rows
        ],
    }
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(stored: bytes) -> Report:
    """The report that :func:`packed` kept."""
    content = json.loads(zlib.decompress(stored))
    rows = [
        Row(number, cells, [Finding(name, Fault(*fault), refuses) for name, fault, refuses in findings])
        for number, cells, findings in content["rows"]
    ]
    remarks = [Fault(*fault) for fault in content["remarks"]]
    return Report(content["name"], content["sheet"], content["letters"], rows, remarks, content["examples"])
