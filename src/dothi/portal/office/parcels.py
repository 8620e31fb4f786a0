"""Looking up many parcels at once: a file in, a job, and a table and a map layer out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dothi.base.dates import format_date
from dothi.base.errors import DothiError
from dothi.land.record import Verdict
from dothi.portal.export import CONTENT_TYPE
from dothi.portal.office.span_fields import DayField
from dothi.portal.office.speech import language, sentences
from dothi.registry.accounts.access import action, can
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import state_of
from dothi.registry.land.batch import ACTION, KIND, LARGEST, MOST, Wanted, hand_in, result_file
from dothi.registry.land.retention import discard_old, kept_until, want

RECENT = 10
KINDS = {"xlsx": CONTENT_TYPE, "gpkg": "application/geopackage+sqlite3"}


class ParcelsForm(forms.Form):
    """What is asked of a file of parcels."""

    day = DayField(
        label=gettext_lazy("Ngày hỏi"),
        help_text=gettext_lazy("Quy hoạch có hiệu lực vào ngày này, ví dụ 30/6/2025"),
    )
    id_field = forms.CharField(
        label=gettext_lazy("Trường số hiệu thửa"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Tên cột trong tệp; bỏ trống thì tìm theo các tên thường dùng"),
        widget=forms.TextInput(attrs={"class": "input input--short"}),
    )
    crs = forms.CharField(
        label=gettext_lazy("Hệ tọa độ"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Mã EPSG, ví dụ 5899; chỉ điền khi tệp không ghi hoặc ghi sai"),
        widget=forms.TextInput(attrs={"class": "input input--short", "inputmode": "numeric"}),
    )


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The form, and the look-ups this person asked for; a file that comes with it is queued."""
    form = ParcelsForm(request.POST or None, initial={"day": format_date(timezone.localdate())})
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "file" not in request.FILES:
            faults = [_("Chưa chọn tệp. Chọn tệp thửa đất rồi bấm «Tra cứu».")]
        else:
            wanted = Wanted(given["day"], given["id_field"].strip(), given["crs"].strip())
            try:
                discard_old(timezone.now())
                job = hand_in(request.user, request.FILES["file"], wanted)
            except DothiError as error:
                faults = sentences(error)
            else:
                return redirect("office:parcels_result", pk=job.pk)
    context = {
        "form": form,
        "faults": faults,
        "most": MOST,
        "largest": LARGEST // 1024**2,
        "recent": Job.objects.filter(owner=request.user, kind=KIND)[:RECENT],
    }
    return render(request, "office/parcels.html", context, status=422 if faults or form.errors else 200)


@action(ACTION)
@require_safe
@never_cache
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, then what came of it; the page may be closed and opened again."""
    job = _own(request, pk)
    state = state_of(job)
    found = state["result"]
    chosen = language()
    context = {
        "job": job,
        "state": state,
        "day": Wanted.from_data(job.payload).day,
        "sentences": [fault[chosen] for fault in state["faults"]],
        "levels": [
            {"title": level[chosen], "counts": [level[verdict.value] for verdict in Verdict]}
            for level in found.get("levels", [])
        ],
        "notes": [note[chosen] for note in found.get("notes", [])],
        "refused": [{**one, "said": one[chosen]} for one in found.get("first_refused", [])],
        "files": [kind for kind in KINDS if result_file(job, kind) is not None],
        "until": kept_until(job),
        "days": settings.DOTHI.batch_days,
    }
    return render(request, "office/parcels_result.html", context)


@action(ACTION)
@require_safe
def download(request: HttpRequest, pk: UUID, kind: str) -> HttpResponseBase:
    """The table or the map layer."""
    job = _own(request, pk)
    path = result_file(job, kind)
    if path is None:
        raise Http404(kind)
    want(job, timezone.now())
    stem = str(job.payload["name"]).rsplit(".", 1)[0]
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{stem}-{path.name}", content_type=KINDS[kind]
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _own(request: HttpRequest, pk: UUID) -> Any:
    """The look-up; 404 where there is none or it is somebody else's."""
    job = Job.objects.filter(pk=pk, kind=KIND).first()
    if job is None or not can(request.user, "jobs.view_own", job):
        raise Http404(str(pk))
    return job
