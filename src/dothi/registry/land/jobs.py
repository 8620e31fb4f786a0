"""Long work of this app: asking about every parcel of a file."""

from __future__ import annotations

from typing import Any

from dothi.registry.jobs.work import Running, job_kind
from dothi.registry.land.batch import KIND, answer_all


@job_kind(KIND, title_vi="Tra cứu đất hàng loạt", title_en="Look up many parcels")
def look_up(run: Running) -> dict[str, Any] | None:
    """Ask about every parcel; the files are written anew where a worker broke off."""
    return answer_all(run.job, run.progress)
