"""The reports of a check as files, for the consultant: a page, a PDF, findings to lay over the plan, data."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import date
from pathlib import Path

from dothi import __version__
from dothi.intake.report.content import Cover, content_of
from dothi.intake.report.geopackage import write_findings
from dothi.intake.report.write import write_report
from dothi.registry.plans.assessing import Assessment
from dothi.registry.plans.drawing import write_drawing
from dothi.registry.plans.models import Submission
from dothi.registry.plans.receiving import report_folder

FILES = {
    "html": "bao-cao.html",
    "pdf": "bao-cao.pdf",
    "gpkg": "phat-hien.gpkg",
    "json": "phat-hien.json",
    "drawing": "hinh.geojson",
}


def write_reports(submission: Submission, found: Assessment, made: date) -> None:
    """Write every report beside the dossier; those of an earlier check are replaced together."""
    target = report_folder(submission)
    target.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(dir=target.parent, prefix="report-"))
    try:
        cover = Cover(
            file=submission.name,
            sha256=submission.sha256,
            made=made,
            program=f"dothi {__version__}",
            findings_file=FILES["gpkg"],
        )
        content = content_of(found.result, cover)
        write_report(content, room / FILES["html"])
        write_report(content, room / FILES["pdf"])
        write_findings(found.result, room / FILES["gpkg"])
        (room / FILES["json"]).write_text(
            json.dumps(found.result.to_json(), ensure_ascii=False, indent=1), encoding="utf-8"
        )
        write_drawing(found, room / FILES["drawing"])
        shutil.rmtree(target, ignore_errors=True)
        room.replace(target)
    except BaseException:
        shutil.rmtree(room, ignore_errors=True)
        raise


def report_file(submission: Submission, kind: str) -> Path | None:
    """One report; ``None`` where there is none of that kind."""
    name = FILES.get(kind)
    path = report_folder(submission) / name if name else None
    return path if path is not None and path.is_file() else None
