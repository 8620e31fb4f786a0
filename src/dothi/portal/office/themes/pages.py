"""Layers of themes at the office: by theme, recording one from a file or the lake, withdrawing one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from dothi.base.dates import format_date
from dothi.base.errors import DothiError, InputError
from dothi.base.time import Truth
from dothi.land.protection import EACH
from dothi.law.tables.protection_distances import FACILITIES
from dothi.portal.asking import asked
from dothi.portal.office.span_fields import DayField
from dothi.portal.office.speech import language, sentences
from dothi.portal.public.asks import refused
from dothi.portal.words import word
from dothi.registry.accounts.access import action, can
from dothi.registry.land.comparing.handing import ACTION as SEEING
from dothi.registry.land.models import ThemeLayer
from dothi.registry.land.recording import ACTION, ThemeEntry, withdraw_theme
from dothi.registry.land.theme_sending import EXTENT, FILE, LARGEST, NOWHERE, ThemeSending, hand_in
from dothi.registry.lawbook import current_law


class ThemeForm(forms.Form):
    """What ``dothi land theme add`` asks: the layer, what it speaks of, since when, and for which ground."""

    theme = forms.ChoiceField(label=gettext_lazy("Chủ đề"))
    title = forms.CharField(label=gettext_lazy("Tên lớp"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Tên tiếng Anh"), max_length=200, required=False)
    file = forms.FileField(
        label=gettext_lazy("Tệp của lớp"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "GeoPackage, shapefile nén, GeoJSON, DXF, DGN, KML…; bỏ trống khi dùng lớp trong kho"
        ),
        widget=forms.FileInput(attrs={"class": "input"}),
    )
    layer = forms.CharField(
        label=gettext_lazy("Lớp trong tệp"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Chỉ cần khi tệp có nhiều lớp"),
    )
    lake_layer = forms.RegexField(
        r"^[0-9a-fA-F]{6,64}$",
        label=gettext_lazy("Lớp đã có trong kho"),
        required=False,
        help_text=gettext_lazy("Tên lớp, hoặc ít nhất sáu ký tự đầu; chỉ điền khi không gửi tệp"),
        error_messages={"invalid": gettext_lazy("Tên lớp trong kho chỉ gồm chữ số và các chữ từ a đến f")},
    )
    document = forms.CharField(
        label=gettext_lazy("Văn bản hoặc nguồn"),
        max_length=300,
        help_text=gettext_lazy("Số, ngày của quyết định, hoặc nguồn của lớp"),
    )
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    start = DayField(label=gettext_lazy("Có hiệu lực từ ngày"))
    end = DayField(
        label=gettext_lazy("Hết hiệu lực từ ngày"),
        required=False,
        help_text=gettext_lazy("Ngày đầu tiên không còn hiệu lực; bỏ trống khi chưa biết"),
    )
    scale = forms.IntegerField(
        label=gettext_lazy("Tỷ lệ 1/"),
        min_value=100,
        max_value=1_000_000,
        help_text=gettext_lazy("Ví dụ 10000; quyết định dải hẹp nào không tính"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input input--short"}),
    )
    covers = forms.ChoiceField(
        label=gettext_lazy("Phạm vi lớp trả lời được"),
        required=False,
        choices=[
            (NOWHERE, gettext_lazy("Không nêu: chỉ nói nơi có, nơi khác vẫn là chưa biết")),
            (EXTENT, gettext_lazy("Khung bao của lớp: trong đó, không có hình nghĩa là không có gì")),
            (FILE, gettext_lazy("Các vùng của một tệp khác")),
        ],
    )
    covers_file = forms.FileField(
        label=gettext_lazy("Tệp phạm vi"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Chỉ cần khi chọn phạm vi theo tệp"),
        widget=forms.FileInput(attrs={"class": "input"}),
    )
    facility = forms.ChoiceField(
        label=gettext_lazy("Hình là công trình phải giữ khoảng cách"),
        required=False,
        help_text=gettext_lazy(
            "Nghĩa trang, bãi rác… giữ đất xung quanh theo quy chuẩn; chọn loại để hệ thống tính khoảng cách"
        ),
    )
    illustrative = forms.BooleanField(
        label=gettext_lazy("Đây là dữ liệu minh họa, không phải tài liệu thật"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", _("Chưa chọn")), *theme_titles().items()]
        self.fields["facility"].choices = [
            ("", _("Không: mỗi hình là chính vùng hạn chế")),
            *((code, word("facility", code, language())) for code in (*FACILITIES, EACH)),
        ]
        for name in ("file", "lake_layer", "layer", "covers_file"):
            self.fields[name].needed_at_times = True

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] <= data["start"]:
            self.add_error("end", _("Ngày này phải sau ngày bắt đầu có hiệu lực"))
        if "lake_layer" in data and not data.get("file") and not data["lake_layer"]:
            self.add_error("file", _("Chọn tệp, hoặc ghi tên lớp đã có trong kho"))
        if data.get("file") and data.get("lake_layer"):
            self.add_error("lake_layer", _("Chỉ dùng một nguồn: tệp hoặc lớp trong kho"))
        if data.get("covers") == FILE and not data.get("covers_file"):
            self.add_error("covers_file", _("Chọn tệp phạm vi"))
        return data

    def sending(self) -> ThemeSending:
        """The valid form as the registry takes it."""
        data = self.cleaned_data
        stated = ("theme", "title", "document", "start", "scale", "title_en", "issuer", "end", "illustrative")
        entry = ThemeEntry(**{name: data[name] for name in (*stated, "facility")})
        return ThemeSending(entry, data["lake_layer"], data["layer"].strip(), data["covers"])


def theme_titles() -> dict[str, str]:
    """Themes of the law table, in its order."""
    rows = current_law().tables["land_themes"].every_row
    return {row.code: row.title(language()) for row in rows}


@action(SEEING)
@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """Layers that are, or may be, in force on a day, by theme; ``ngay`` and ``biet`` as everywhere."""
    try:
        asking = asked(request)
    except InputError as error:
        return refused(request, error)
    rows = list(ThemeLayer.objects.as_known_on(asking.as_known_on).possibly_on(asking.as_of))
    groups = [
        {
            "code": code,
            "title": title,
            "rows": [
                {
                    "row": row,
                    "title": (row.title_en or row.title) if language() == "en" else row.title,
                    "certain": row.period.holds(asking.as_of) is Truth.YES,
                }
                for row in rows
                if row.theme == code
            ],
        }
        for code, title in theme_titles().items()
    ]
    context = {
        "groups": groups,
        "count": len(rows),
        "asking": asking,
        "may_record": can(request.user, ACTION),
    }
    return render(request, "office/themes/list.html", context)


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Record a layer: reading and storing it is a job with a page of its own."""
    first = {"start": format_date(timezone.localdate()), "theme": request.GET.get("chu-de", "")}
    form = ThemeForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        covering = data["covers_file"] if data["covers"] == FILE else None
        try:
            job = hand_in(request.user, form.sending(), data["file"], covering)
        except DothiError as error:
            for text in sentences(error):
                form.add_error(None, text)
        else:
            return redirect("office:job", pk=job.pk)
    context = {"form": form, "largest": LARGEST // 1024**2}
    return render(request, "office/themes/add.html", context, status=422 if form.errors else 200)


@action(ACTION)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A page that says what withdrawing does, and the button that does it."""
    row = ThemeLayer.objects.as_known_on().filter(pk=pk).first()
    if row is None:
        raise Http404(str(pk))
    reason = request.POST.get("reason", "")[:300]
    faults: list[str] = []
    if request.method == "POST":
        try:
            withdraw_theme(request.user, pk, reason)
        except DothiError as error:
            faults = sentences(error)
        else:
            messages.success(request, _("Đã rút lớp «%(title)s».") % {"title": row.title})
            return redirect("office:themes")
    context = {
        "row": row,
        "reason": reason,
        "faults": faults,
        "theme": theme_titles().get(row.theme, row.theme),
    }
    return render(request, "office/themes/withdraw.html", context, status=422 if faults else 200)
