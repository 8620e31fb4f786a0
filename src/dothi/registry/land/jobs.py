"""Long work of this app: many parcels at once; whose watched land a version of a plan may concern."""

from __future__ import annotations

from typing import Any

from dothi.registry.jobs.work import Running, enqueue, job_kind
from dothi.registry.land.batch import KIND, answer_all
from dothi.registry.land.illustrating import ILLUSTRATE_KIND, illustrated_now
from dothi.registry.land.watches import COMPARE_KIND, TELL_KIND, watches_near
from dothi.registry.plans.models import PlanVersion


@job_kind(KIND, title_vi="Tra cứu đất hàng loạt", title_en="Look up many parcels")
def look_up(run: Running) -> dict[str, Any] | None:
    """Ask about every parcel; the files are written anew where a worker broke off."""
    return answer_all(run.job, run.progress)


@job_kind(ILLUSTRATE_KIND, title_vi="Vẽ bản đồ địa chính minh họa", title_en="Draw an illustrative cadastre")
def illustrate(run: Running) -> dict[str, Any] | None:
    """Draw the parcels of an invented plan; those there are left alone."""
    return illustrated_now(run.payload)


@job_kind(
    COMPARE_KIND, title_vi="Tìm nơi theo dõi có thể thay đổi", title_en="Find watched land that may change"
)
def compare(run: Running) -> dict[str, Any] | None:
    """Hand in one job for each watch near the plan, so that one that fails stops no other."""
    near = watches_near(PlanVersion.objects.get(pk=run.payload["version"]))
    moments = {name: run.payload[name] for name in ("day", "before", "after")}
    with run.commit({"watches": len(near)}):
        for number in near:
            enqueue(TELL_KIND, {"watch": number, **moments}, None)
    return None
