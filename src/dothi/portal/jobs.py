"""Long work that writes to people: it needs the portal's words and addresses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dothi.portal.public.land.watch_mail import send_changes
from dothi.registry.jobs.work import Running, job_kind
from dothi.registry.land.models import Watch
from dothi.registry.land.watches import TELL_KIND, changes_for


@job_kind(TELL_KIND, title_vi="Báo thay đổi ở nơi theo dõi", title_en="Tell of a change on watched land")
def tell(run: Running) -> dict[str, Any] | None:
    """Compare the land before and after a version; a mail goes out only where something changed.

    A run that breaks off after its mail sends it again: rather twice than never.
    """
    watch = Watch.objects.select_related("owner").filter(pk=run.payload["watch"]).first()
    if watch is None or not watch.owner.is_active or not watch.owner.email:
        return {"told": False}
    day = date.fromisoformat(run.payload["day"])
    before, after = (datetime.fromisoformat(run.payload[name]) for name in ("before", "after"))
    changes = changes_for(watch, day, before, after)
    if changes:
        send_changes(watch, changes, day)
    return {"told": bool(changes)}
