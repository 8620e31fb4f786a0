"""Long work of this app: reading a document that was sent."""

from __future__ import annotations

from typing import Any

from dothi.registry.jobs.work import Running, job_kind
from dothi.registry.programmes import refusals
from dothi.registry.programmes.models import Edition, EditionState
from dothi.registry.programmes.opening import READ_KIND, fill, read_document


@job_kind(READ_KIND, title_vi="Đọc văn bản chương trình", title_en="Read a programme document")
def read(run: Running) -> dict[str, Any] | None:
    """Read the kept file and write its items, all of them or none."""
    edition = Edition.objects.select_related("document", "follows__document", "programme").get(
        pk=run.payload["edition"]
    )
    run.progress(0, 2, "Đang đọc văn bản")
    _, found = read_document(edition.document)
    run.progress(1, 2, "Đang ghi các mục")
    with run.commit({"edition": edition.pk}) as result:
        edition.refresh_from_db(fields=["state"])
        if edition.state != EditionState.READING:
            raise refusals.not_in_review(edition)
        result["items"] = fill(edition, found)
        run.progress(2, 2, "Đã đọc xong")
    return None
