"""Write a report: one HTML file that needs no other, or a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from dothi.base.errors import Fault, UnusableError
from dothi.base.typesetting import typeset
from dothi.intake.geopackage import whole_file

HTML, PDF = ".html", ".pdf"


def write_report(content: Mapping[str, Any], path: Path) -> None:
    """Write ``content`` (:func:`dothi.intake.report.content.content_of`) by the ending of ``path``.

    Raises :class:`UnusableError` (``report.kind``) for another ending, before anything is written.
    """
    kind = report_kind(path)
    written = html(content).encode() if kind == HTML else pdf(content)
    with whole_file(path) as waiting:
        waiting.write_bytes(written)


def report_kind(path: Path) -> str:
    """The ending by which a report is written, checked."""
    kind = path.suffix.lower()
    if kind in {HTML, PDF}:
        return kind
    raise UnusableError(
        Fault(
            "report.kind",
            f"Không biết viết báo cáo dạng «{path.suffix}»",
            f"A report cannot be written as “{path.suffix}”",
            str(path),
            "Đặt tên tệp kết thúc bằng .html hoặc .pdf",
            "Give the file a name that ends in .html or .pdf",
        )
    )


def html(content: Mapping[str, Any]) -> str:
    """Fill the HTML template; everything but the pictures drawn by ourselves is escaped."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(
        _template("check.html.j2")
    )
    return template.render(**content)


def pdf(content: Mapping[str, Any]) -> bytes:
    """Set the PDF."""
    return typeset(_template("check.typ"), content)


def _template(name: str) -> str:
    return (resources.files("dothi.intake.report") / "templates" / name).read_text(encoding="utf-8")
