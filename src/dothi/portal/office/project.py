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
from dothi.portal.export import CONTENT_TYPE
from dothi.portal.office.span_fields import DayField
from dothi.portal.office.speech import language, sentences
from dothi.portal.public.land.question import in_reach, object_in
from dothi.portal.public.land.words import land_words
from dothi.registry.accounts.access import action
from dothi.registry.land.asked import Asked, by_file, by_geojson
from dothi.registry.land.asking import ask
from dothi.registry.land.batch import ACTION
from dothi.registry.land.projects import project_on_record
from dothi.registry.lawbook import current_law
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = current_law().of(LandLawUse).every_row
        english = language() == "en"
        self.fields["uses"].choices = [(one.code, one.title_en if english else one.title_vi) for one in rows]


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def compare(request: HttpRequest) -> HttpResponse:
    """The form, and what came of it; the result can be downloaded by sending the same area again."""
    form = ProjectForm(request.POST or None, initial={"day": format_date(timezone.localdate())})
    context: dict[str, Any] = {"form": form, "largest": LARGEST // 1024**2}
    if request.method == "POST" and form.is_valid():
        try:
            asked = _area(request)
            given = form.cleaned_data
            found = project_on_record(asked.piece, given["name"], given["uses"], given["day"])
            if request.POST.get(DOWNLOAD) == "xlsx":
                return _workbook(found)
            context |= _result(asked, found, given)
        except DothiError as error:
            context["faults"] = sentences(error)
    refused = bool(context.get("faults") or form.errors)
    return render(request, "office/project.html", context, status=422 if refused else 200)


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
    answer = ask(asked.piece, day, None, asked.notes)
    words = land_words(answer, asked.piece, Asking(timezone.localdate(), day))
    return {
        "found": found,
        "standing": _said(STANDINGS[found.standing]),
        "lines": [_line(one) for one in found.judged],
        "answer": words,
        "again": [
            ("name", given["name"]),
            ("day", format_date(day)),
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
    remedy_vi=f"Chọn tệp ranh giới dự án, không quá {LARGEST // 1024**2} MB",
    remedy_en=f"Choose a file with the project's outline, of at most {LARGEST // 1024**2} MB",
)
