"""Long work of this app: reading a document that was sent, writing a workbook that was sent back."""

from __future__ import annotations

from typing import Any

from dothi.registry.jobs.work import Running, job_kind
from dothi.registry.programmes import refusals
from dothi.registry.programmes.models import Edition, EditionState
from dothi.registry.programmes.opening import READ_KIND, fill, prepare, read_document
from dothi.registry.programmes.review import apply_many
from dothi.registry.programmes.sheet_reading import read_sheets
from dothi.registry.worksheets.models import SentWorkbook
from dothi.registry.worksheets.sending import read_again, written

SHEET_KIND = "programmes.sheet"


@job_kind(READ_KIND, title_vi="Đọc văn bản chương trình", title_en="Read a programme document")
def read(run: Running) -> dict[str, Any] | None:
    """Read the kept file and write its items, all of them or none."""
    edition = Edition.objects.select_related("document", "follows__document", "programme").get(
        pk=run.payload["edition"]
    )
    run.progress(0, 2, "Đang đọc văn bản")
    _, found = read_document(edition.document)
    prepared = prepare(edition, found)
    run.progress(1, 2, "Đang ghi các mục")
    with run.commit({"edition": edition.pk}) as result:
        edition.refresh_from_db(fields=["state"])
        if edition.state != EditionState.READING:
            raise refusals.not_in_review(edition)
        result["items"] = fill(edition, prepared)
        run.progress(2, 2, "Đã đọc xong")
    return None


@job_kind(SHEET_KIND, title_vi="Ghi các mục từ Excel", title_en="Write items from Excel")
def write_sheet(run: Running) -> dict[str, Any] | None:
    """Read the kept workbook again and make all its changes in one step, or none if a row no longer holds."""
    sent = SentWorkbook.objects.select_related("owner").get(pk=run.payload["sent"])
    edition = Edition.objects.select_related("document").get(pk=sent.subject)
    run.progress(0, 2, "Đang đọc tệp")
    report = read_again(sent, lambda book: read_sheets(book, edition))
    effects = [row.effect for row in report.rows if row.effect is not None]
    run.progress(1, 2, "Đang ghi các mục")
    with run.commit({"sent": str(sent.pk), "edition": edition.pk}) as result:
        step = apply_many(sent.owner, edition.pk, effects)
        result["items"], result["step"] = len(effects), step.number
        written(sent, {"count": len(effects), "step": step.number})
    return None
