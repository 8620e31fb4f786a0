"""Long work of this app: many parcels, comparisons, layers of themes, watches, invented current use."""

from __future__ import annotations

from typing import Any

from dothi.registry.jobs.work import Running, enqueue, job_kind
from dothi.registry.land.batch import KIND, answer_all
from dothi.registry.land.comparing import conformity, conversion, exposed, lacking
from dothi.registry.land.comparing.handing import CONFORM, CONVERT, EXPOSE, LACKING
from dothi.registry.land.illustrating import PRESENT_KIND, publish_present
from dothi.registry.land.illustrating_cadastre import ILLUSTRATE_KIND, illustrated_now
from dothi.registry.land.theme_sending import KIND as THEME_KIND
from dothi.registry.land.theme_sending import put_on_record
from dothi.registry.land.watches import COMPARE_KIND, TELL_KIND, watches_near
from dothi.registry.plans.models import PlanVersion


@job_kind(KIND, title_vi="Tra cứu đất hàng loạt", title_en="Look up many parcels")
def look_up(run: Running) -> dict[str, Any] | None:
    """Ask about every parcel; the files are written anew where a worker broke off."""
    return answer_all(run.job, run.progress)


@job_kind(ILLUSTRATE_KIND, title_vi="Vẽ bản đồ địa chính minh họa", title_en="Draw an illustrative cadastre")
def illustrate_parcels(run: Running) -> dict[str, Any] | None:
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


@job_kind(PRESENT_KIND, title_vi="Vẽ hiện trạng minh họa", title_en="Draw illustrative current use")
def illustrate(run: Running) -> dict[str, Any] | None:
    """Draw the invented current use of a demonstration; what is there is left alone."""
    made = publish_present(run.owner, run.progress)
    with run.commit({"published": made}):
        pass
    return None


@job_kind(CONFORM, title_vi="Đối chiếu hai đồ án", title_en="Compare two plans")
def conform(run: Running) -> dict[str, Any] | None:
    """Compare a plan with the plan above it; the files are written anew where a worker broke off."""
    return conformity.compare(run.job, run.progress)


@job_kind(CONVERT, title_vi="Tính chuyển mục đích sử dụng đất", title_en="Conversion of land")
def convert(run: Running) -> dict[str, Any] | None:
    """Lay a plan over current use, likewise."""
    return conversion.compare(run.job, run.progress)


@job_kind(EXPOSE, title_vi="Đo phần có nguy cơ", title_en="What lies in a hazard")
def expose(run: Running) -> dict[str, Any] | None:
    """Lay a hazard on record over zones, works or people, likewise."""
    return exposed.measure(run.job, run.progress)


@job_kind(LACKING, title_vi="Tìm đất chưa có đồ án", title_en="Find land without a plan")
def lack(run: Running) -> dict[str, Any] | None:
    """Measure land without a plan of a level, likewise."""
    return lacking.measure(run.job, run.progress)


@job_kind(THEME_KIND, title_vi="Ghi nhận lớp chủ đề", title_en="Record a layer of a theme")
def record(run: Running) -> dict[str, Any] | None:
    """Store the layer and put it on record, in one commit with the job."""
    put_on_record(run)
    return None
