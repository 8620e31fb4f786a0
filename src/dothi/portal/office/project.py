"""A project's area against the plans on record: sent as a file, answered at once, nothing of it kept."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import shapely
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dothi.base.dates import format_date
from dothi.base.errors import DothiError, Fault, InputError
from dothi.base.text import clean, slug
from dothi.land.project import Judged, ProjectConformity
from dothi.land.project_files import CRITERIA, STANDINGS, write_workbook
from dothi.law.tables.land_law_uses import LandLawUse
from dothi.portal.asking import Asking
from dothi.portal.asking import asked as address_asked
from dothi.portal.export import CONTENT_TYPE
from dothi.portal.office.comparing.fields import known_field
from dothi.portal.office.comparing.matrices import tiles_of
from dothi.portal.office.span_fields import DayField
from dothi.portal.office.speech import language, sentences
from dothi.portal.public.land.question import asked_land, in_reach, object_in, question_in
from dothi.portal.public.land.words import land_words
from dothi.registry.accounts.access import action
from dothi.registry.land.asked import Asked, by_file, by_geojson
from dothi.registry.land.asking import ask
from dothi.registry.land.batch import ACTION
from dothi.registry.land.comparing.plan_zones import PlanZones
from dothi.registry.land.projects import project_on_record
from dothi.registry.lawbook import current_law
from dothi.registry.places.queries import pack_info
from dothi.registry.plans.queries import plans_on
from dothi.registry.plans.receiving import file_name

LARGEST = 20 * 1024**2
SHAPE, DOWNLOAD = "hinh", "tai"


class ProjectForm(forms.Form):
    """What is asked of a project's area."""

    name = forms.CharField(
        label=gettext_lazy("Tên dự án"), max_length=200, widget=forms.TextInput(attrs={"class": "input"})
    )
    uses = forms.MultipleChoiceField(
        label=gettext_lazy("Mục đích sử dụng đất"),
        required=False,
        help_text=gettext_lazy(
            "Chọn mọi mục đích của dự án; bỏ trống thì không kết luận được theo chức năng"
        ),
        widget=forms.SelectMultiple(attrs={"class": "input", "size": 8}),
    )
    day = DayField(label=gettext_lazy("Ngày hỏi"))
    known_on = known_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = current_law().of(LandLawUse).every_row
        english = language() == "en"
        self.fields["uses"].choices = [(one.code, one.title_en if english else one.title_vi) for one in rows]


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def compare(request: HttpRequest) -> HttpResponse:
    """The form, and what came of it; the result can be downloaded by sending the same area again.

    Land may stand in the address as it does on the page of look-ups: a drawn area, a corner table, a parcel.
    """
    asking = address_asked(request, strict=False)
    known_on = "" if asking.as_known_on is None else format_date(asking.as_known_on)
    first = {"day": format_date(asking.as_of), "known_on": known_on}
    form = ProjectForm(request.POST or None, initial=first)
    context: dict[str, Any] = {"form": form, "largest": LARGEST // 1024**2}
    context |= _named(request, asking)
    if request.method == "POST" and form.is_valid():
        try:
            asked = _area(request)
            given = form.cleaned_data
            found = project_on_record(
                asked.piece, given["name"], given["uses"], given["day"], given["known_on"]
            )
            if request.POST.get(DOWNLOAD) == "xlsx":
                return _workbook(found)
            context |= _result(asked, found, given)
        except DothiError as error:
            context["faults"] = sentences(error)
    context |= {} if "found" in context else _map()
    refused = bool(context.get("faults") or form.errors)
    return render(request, "office/project.html", context, status=422 if refused else 200)


def _named(request: HttpRequest, asking: Asking) -> dict[str, Any]:
    """The land of the address as the form sends it; what cannot be read is said."""
    drawn = request.POST.get(SHAPE, "")
    if drawn:
        return {"shape": drawn}
    question = question_in(request.GET)
    if not question.field:
        return {}
    try:
        land = asked_land(question, asking).piece
    except DothiError as error:
        return {"faults": sentences(error)}
    if not land.is_area:
        return {"faults": [_NO_AREA.sentence(language())]}
    shape = json.dumps(shapely.geometry.mapping(land.wgs84), separators=(",", ":"))
    return {"shape": shape, "area_m2": land.measured_m2}


def _map() -> dict[str, Any]:
    """Where the page's map begins, and zones of the plans in force today to draw by."""
    info = pack_info()
    rows = plans_on(timezone.localdate())
    zones = [PlanZones(row, layer.name) for row in rows for layer in row.layers if layer.role == "zones"]
    return {
        "extent": None if info is None else info.extent,
        "drawn": [tiles_of(one.facts()) for one in zones if one.tiles is not None],
    }


def _area(request: HttpRequest) -> Asked:
    """The area as drawn, or of the file."""
    drawn = request.POST.get(SHAPE, "")
    if drawn:
        return in_reach(by_geojson(object_in(drawn)))
    sent = request.FILES.get("file")
    if sent is None or not 0 < sent.size <= LARGEST:
        raise InputError(_NO_FILE)
    with tempfile.TemporaryDirectory(prefix="project-") as folder:
        path = Path(folder) / file_name(str(sent.name))
        with path.open("wb") as stream:
            for chunk in sent.chunks():
                stream.write(chunk)
        return in_reach(by_file(path))


def _result(asked: Asked, found: ProjectConformity, given: dict[str, Any]) -> dict[str, Any]:
    day = given["day"]
    answer = ask(asked.piece, day, given["known_on"], asked.notes)
    words = land_words(answer, asked.piece, Asking(timezone.localdate(), day, given["known_on"]))
    return {
        "found": found,
        "standing": _said(STANDINGS[found.standing]),
        "lines": [_line(one) for one in found.judged],
        "answer": words,
        "again": [
            ("name", given["name"]),
            ("day", format_date(day)),
            *((("known_on", format_date(given["known_on"])),) if given["known_on"] else ()),
            (SHAPE, json.dumps(shapely.geometry.mapping(answer.shape), separators=(",", ":"))),
            *(("uses", use) for use in given["uses"]),
        ],
    }


def _line(one: Judged) -> dict[str, Any]:
    reason = one.reason.en if language() == "en" else one.reason.vi
    return {
        "title": _said(CRITERIA[one.criterion]),
        "code": one.standing.value,
        "standing": _said(STANDINGS[one.standing]),
        "reason": reason,
        "source": one.source,
        "inside": one.inside_m2,
        "outside": one.outside_m2,
    }


def _said(pair: tuple[str, str]) -> str:
    return pair[language() == "en"]


def _workbook(found: ProjectConformity) -> HttpResponse:
    with tempfile.TemporaryDirectory(prefix="project-") as folder:
        path = Path(folder) / "du-an.xlsx"
        write_workbook(found, path)
        response = HttpResponse(path.read_bytes(), content_type=CONTENT_TYPE)
    name = slug(clean(found.name))[:60] or "du-an"
    response["Content-Disposition"] = f'attachment; filename="doi-chieu-{name}.xlsx"'
    return response


_NO_FILE = Fault(
    "project.no-file",
    "Chưa chọn tệp, hoặc tệp rỗng hay quá lớn",
    "No file was chosen, or it is empty or too large",
    remedy_vi=f"Chọn tệp ranh giới dự án, không quá {LARGEST // 1024**2} MB, hoặc vẽ trên bản đồ",
    remedy_en=f"Choose a file with the project's outline, of at most {LARGEST // 1024**2} MB, or draw it",
)
_NO_AREA = Fault(
    "project.no-area",
    "Một điểm không phải là đất của dự án",
    "A point is no land of a project",
    remedy_vi="Vẽ một vùng, hoặc gửi tệp ranh giới",
    remedy_en="Draw an area, or send a file with the outline",
)
