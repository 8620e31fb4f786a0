"""Long work of this app: writing a workbook of bodies and handovers."""

from __future__ import annotations

from typing import Any

from dothi.registry.accounts.models import User
from dothi.registry.bodies.services import correct_body, correct_handover, record_body, record_handover
from dothi.registry.bodies.sheets import BodyChange, HandoverChange, read_bodies
from dothi.registry.jobs.work import Running, job_kind
from dothi.registry.worksheets.models import SentWorkbook
from dothi.registry.worksheets.sending import read_again, written

SHEET_KIND = "bodies.sheet"


@job_kind(SHEET_KIND, title_vi="Ghi cơ quan từ Excel", title_en="Write bodies from Excel")
def write_sheet(run: Running) -> dict[str, Any] | None:
    """Read the kept workbook again and record all of it, or nothing if a row no longer holds."""
    sent = SentWorkbook.objects.select_related("owner").get(pk=run.payload["sent"])
    run.progress(0, 2, "Đang đọc tệp")
    report = read_again(sent, read_bodies)
    effects = [row.effect for row in report.rows if row.effect is not None]
    run.progress(1, 2, "Đang ghi")
    with run.commit({"sent": str(sent.pk)}) as result:
        for effect in effects:
            _write(sent.owner, effect)
        result["rows"] = len(effects)
        written(sent, {"count": len(effects)})
    return None


def _write(user: User, effect: BodyChange | HandoverChange) -> None:
    if isinstance(effect, BodyChange):
        if effect.key:
            correct_body(user, effect.key, effect.seen, effect.entry)
        else:
            record_body(user, effect.entry)
    elif effect.seen:
        correct_handover(user, effect.seen, effect.entry)
    else:
        record_handover(user, effect.entry)
