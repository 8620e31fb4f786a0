"""Programmes with their versions, and what can be done with them: send a text, amend, put away."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.base.errors import DothiError
from dothi.base.time import Truth
from dothi.portal.office.programmes.answering import edition_of, progress
from dothi.portal.office.speech import language, sentences
from dothi.programme.sources import SIZE_LIMIT, refuse_too_big
from dothi.registry.accounts.access import action, can
from dothi.registry.jobs.models import Job, JobState
from dothi.registry.programmes import opening
from dothi.registry.programmes.models import (
    Edition,
    EditionPeriod,
    EditionState,
    ItemState,
    Programme,
)

IN_HAND = (EditionState.READING, EditionState.REVIEW)


@action("programmes.see_drafts")
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme: what is in hand and how much of it is left, what is adopted, what was put away."""
    rows: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in versions():
        rows[row["edition"].programme_id].append(row)
    shown = [
        {
            "programme": programme,
            "title": title_of(programme),
            "in_hand": [row for row in rows[programme.pk] if row["edition"].state in IN_HAND],
            "adopted": [row for row in rows[programme.pk] if row["edition"].state == EditionState.ADOPTED],
            "abandoned": [
                row for row in rows[programme.pk] if row["edition"].state == EditionState.ABANDONED
            ],
        }
        for programme in Programme.objects.order_by("title", "pk")
    ]
    context = {
        "programmes": shown,
        "may_review": can(request.user, "programmes.review"),
        "may_adopt": can(request.user, "programmes.adopt"),
    }
    return render(request, "office/programmes.html", context)


class SendForm(forms.Form):
    """The file, and what it is a version of."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("Văn bản"),
        help_text=gettext_lazy("Tệp .txt, .md, .docx hoặc .pdf có chữ, không quá 20 MB"),
        error_messages={
            "required": gettext_lazy("Chưa chọn tệp. Chọn tệp văn bản rồi bấm «Gửi văn bản»."),
            "empty": gettext_lazy("Tệp trống: không có chữ nào để đọc. Chọn tệp khác."),
        },
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.docx,.pdf"}),
    )
    programme = forms.ChoiceField(label=gettext_lazy("Là phiên bản của"), required=False)
    title = forms.CharField(
        label=gettext_lazy("Tên chương trình mới"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Chỉ cần khi gửi chương trình mới; để trống thì lấy tên tệp"),
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(row.key, title_of(row)) for row in Programme.objects.order_by("title", "pk")]
        choices = [("", _("Chương trình mới")), *known]
        field = self.fields["programme"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


@action("programmes.review")
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send a text; it is read by a job, whose page leads to the review."""
    form = SendForm(
        request.POST or None, request.FILES or None, initial={"programme": request.GET.get("cua", "")}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = Programme.objects.filter(key=data["programme"]).first() if data["programme"] else None
        try:
            name = str(data["file"].name)
            refuse_too_big(name, data["file"].size)
            edition = opening.send(request.user, name, data["file"].read(), data["title"], chosen)
        except DothiError as error:
            for text in sentences(error):
                form.add_error("programme" if error.code == "programmes.in_hand" else "file", text)
        else:
            return redirect("office:job", pk=edition.job)
    refused = request.method == "POST"
    context = {"form": form, "limit": SIZE_LIMIT // 1024 // 1024}
    return render(request, "office/programme_send.html", context, status=422 if refused else 200)


@action("programmes.review")
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Open a new version from the one adopted last."""
    programme = Programme.objects.filter(key=request.POST.get("chuong-trinh", "")).first()
    if programme is None:
        messages.error(request, _("Chưa chọn chương trình để lập bản sửa đổi."))
        return redirect("office:programmes")
    try:
        edition = opening.reopen(request.user, programme)
    except DothiError as error:
        messages.error(request, " ".join(sentences(error)))
        return redirect("office:programmes")
    messages.success(request, _("Đã lập bản sửa đổi từ phiên bản đang có. Sửa các mục cần đổi rồi xác lập."))
    return redirect("office:review", pk=edition.pk)


@action("programmes.review")
@require_http_methods(["GET", "HEAD", "POST"])
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a version in hand away, with the reason."""
    edition = edition_of(pk)
    reason = request.POST.get("reason", "")[:1000]
    faults: list[str] = []
    if edition.state not in IN_HAND and request.method != "POST":
        raise Http404(str(pk))
    if request.method == "POST":
        try:
            opening.abandon(request.user, pk, reason)
        except DothiError as error:
            faults = sentences(error)
        else:
            messages.success(request, _("Đã bỏ phiên bản này. Nội dung vẫn đọc được trong danh sách."))
            return redirect("office:programmes")
    context = {"edition": edition, "reason": reason, "faults": faults, "progress": progress(edition)}
    return render(request, "office/programme_abandon.html", context, status=422 if faults else 200)


def versions(*, in_hand: bool = False) -> list[dict[str, Any]]:
    """Versions with what is left of each and the period of the adopted ones. Three queries."""
    today = timezone.localdate()
    rows = Edition.objects.select_related("programme", "document", "opened_by", "adopted_by")
    rows = rows.defer("document__content", "document__text", "document__reading")
    if in_hand:
        rows = rows.filter(state__in=IN_HAND)
    editions = list(
        rows.annotate(
            total=Count("items", filter=Q(items__gone=False)),
            left=Count("items", filter=Q(items__gone=False, items__state=ItemState.UNREVIEWED)),
        ).order_by("programme", "-number", "-opened_at")
    )
    periods = {row.edition_id: row.period for row in EditionPeriod.objects.as_known_on()}
    jobs = Job.objects.in_bulk([edition.job for edition in editions if edition.job])
    return [_version(edition, periods.get(edition.pk), jobs.get(edition.job), today) for edition in editions]


def title_of(programme: Programme) -> str:
    """The programme's title in the reader's language."""
    return (programme.title_en or programme.title) if language() == "en" else programme.title


def _version(edition: Edition, period: Any, job: Job | None, today: Any) -> dict[str, Any]:
    return {
        "edition": edition,
        "total": edition.total,
        "left": edition.left,
        "done": edition.total - edition.left,
        "period": period,
        "in_force": period is not None and period.holds(today) is Truth.YES,
        "corrected": edition.state == EditionState.ADOPTED and period is None,
        "failed": job is not None and job.state == JobState.FAILED,
    }
