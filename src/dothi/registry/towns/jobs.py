"""Long work of this app: writing a workbook of values as drafts."""

from __future__ import annotations

from typing import Any

from dothi.registry.jobs.work import Running, job_kind
from dothi.registry.towns.checks import Known
from dothi.registry.towns.services import enter
from dothi.registry.towns.sheets import read_values
from dothi.registry.worksheets.models import SentWorkbook
from dothi.registry.worksheets.sending import read_again, written

SHEET_KIND = "town_values.sheet"


@job_kind(SHEET_KIND, title_vi="Ghi số liệu phân loại từ Excel", title_en="Write values of towns from Excel")
def write_sheet(run: Running) -> dict[str, Any] | None:
    """Read the kept workbook again and write all of it as drafts, or nothing if a row no longer holds."""
    sent = SentWorkbook.objects.select_related("owner").get(pk=run.payload["sent"])
    run.progress(0, 2, "Đang đọc tệp")
    report = read_again(sent, read_values)
    effects = [row.effect for row in report.rows if row.effect is not None]
    run.progress(1, 2, "Đang ghi")
    known = Known.load()
    with run.commit({"sent": str(sent.pk)}) as result:
        for effect in effects:
            enter(sent.owner, effect.entry, known, effect.corrects)
        result["rows"] = len(effects)
        written(sent, {"count": len(effects)})
    return None
