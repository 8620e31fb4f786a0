"""Adopting a version: what it is called, since when it counts, what is left open, what it changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dothi.base.dates import format_date
from dothi.base.errors import DothiError, Fault
from dothi.portal.comparison import counts_of, pairs_of, row_of
from dothi.portal.item_words import kind_title
from dothi.portal.office.forms import source_choices
from dothi.portal.office.programmes.answering import edition_of, progress
from dothi.portal.office.span_fields import DayField, bound_of
from dothi.portal.office.speech import language, sentence
from dothi.portal.words import word
from dothi.programme.items import KINDS
from dothi.registry.accounts.access import action
from dothi.registry.programmes.adopting import Adoption, adopt
from dothi.registry.programmes.models import Edition, EditionPeriod, EditionState, ItemState
from dothi.registry.sources.models import Source

SHOWN_CHANGES = 12


class AdoptForm(forms.Form):
    """The facts of the adoption, as the signed document gives them."""

    use_required_attribute = False

    title = forms.CharField(
        label=gettext_lazy("Tên chương trình"),
        max_length=400,
        error_messages={"required": gettext_lazy("Ghi tên chương trình.")},
        widget=forms.Textarea(attrs={"rows": 2, "class": "input input--title"}),
    )
    title_en = forms.CharField(
        label=gettext_lazy("Tên tiếng Anh"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input input--title"}),
    )
    decision_number = forms.CharField(
        label=gettext_lazy("Số, ký hiệu"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Để trống nếu văn bản không ghi"),
    )
    decision_date = DayField(label=gettext_lazy("Ngày ban hành"), required=False, help_text="30/6/2025")
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    start = DayField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        either=True,
        help_text=gettext_lazy("Nếu không rõ đúng ngày, ghi ngày sớm nhất có thể"),
    )
    start_last = DayField(
        label=gettext_lazy("Chậm nhất là ngày"),
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi không rõ đúng ngày có hiệu lực"),
    )
    source = forms.ChoiceField(label=gettext_lazy("Văn bản nguồn"), required=False)
    as_unreviewed = forms.BooleanField(label=gettext_lazy("Xác lập kèm dấu «chưa rà soát»"), required=False)
    confirm = forms.BooleanField(
        label=gettext_lazy("Tôi đã đọc lại: phiên bản này được công bố và không sửa được nữa"),
        error_messages={"required": gettext_lazy("Đánh dấu ô này để xác nhận.")},
    )

    def __init__(self, waiting: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        field = self.fields["source"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Chưa chọn")), *source_choices()]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["bound"] = bound_of(self, "start", "start_last")
        if data["bound"] is None and not {"start", "start_last"} & set(self.errors):
            self.add_error("start", _("Ghi ngày có hiệu lực, hoặc hai ngày mà nó nằm giữa."))
        if self.waiting and not data.get("as_unreviewed"):
            self.add_error("as_unreviewed", _("Còn mục chưa ai xem: xem hết các mục, hoặc đánh dấu ô này."))
        return data

    def adoption(self) -> Adoption:
        """The valid form as the services take it."""
        data = self.cleaned_data
        return Adoption(
            start=data["bound"],
            title=data["title"],
            title_en=data["title_en"],
            decision_number=data["decision_number"],
            decision_date=data["decision_date"],
            issuer=data["issuer"],
            source=Source.objects.filter(pk=data["source"]).first() if data["source"] else None,
            as_unreviewed=data["as_unreviewed"],
        )

    def refuse(self, faults: tuple[Fault, ...]) -> None:
        """Put what the services refuse beside the fields it speaks of."""
        names = {"programmes.unreviewed": "as_unreviewed", "programmes.start": "start"}
        for fault in faults:
            bare = Fault(fault.code, fault.vi, fault.en, "", fault.remedy_vi, fault.remedy_en)
            text = sentence(bare)
            self.add_error(names.get(fault.code), text[:1].upper() + text[1:])


@action("programmes.adopt")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def adopt_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the adoption says and does; afterwards the public page of the programme."""
    edition = edition_of(pk)
    if edition.state != EditionState.REVIEW:
        messages.error(request, _("Chỉ xác lập được phiên bản đang rà soát."))
        return redirect("office:programmes")
    left = progress(edition)
    form = AdoptForm(left["left"], request.POST or None, initial=_initial(edition))
    if request.method == "POST" and form.is_valid():
        try:
            made = adopt(request.user, pk, form.adoption())
        except DothiError as error:
            form.refuse(error.faults)
        else:
            said = _("Đã xác lập phiên bản %(number)s. Đây là trang công khai của chương trình.")
            messages.success(request, said % {"number": made.number})
            return redirect("public:programme", key=made.programme.key)
    context = {
        "edition": edition,
        "form": form,
        "progress": left,
        "waiting": _waiting(edition),
        **_against(edition),
    }
    return render(request, "office/programme_adopt.html", context, status=422 if form.errors else 200)


def _initial(edition: Edition) -> dict[str, Any]:
    info = edition.document.reading.get("document") or {}
    title = edition.programme.title
    if title == edition.document.name:
        title = info.get("title") or title
    day = edition.decision_date
    return {
        "title": title,
        "title_en": edition.programme.title_en,
        "decision_number": edition.decision_number,
        "decision_date": format_date(day) if day else "",
        "issuer": edition.issuer,
        "start": "",
        "source": str(edition.source_id or ""),
    }


def _waiting(edition: Edition) -> list[tuple[str, str, int]]:
    """Kinds of which items were not looked at: code, title, how many."""
    rows = (
        edition.items.filter(gone=False, state=ItemState.UNREVIEWED).order_by().values_list("kind", flat=True)
    )
    kinds = list(rows)
    return [(code, kind_title(code), kinds.count(code)) for code in KINDS if code in kinds]


def _against(edition: Edition) -> dict[str, Any]:
    """What adopting changes against the version it follows; nothing for a first version."""
    before = edition.follows
    if before is None:
        return {}
    pairs = pairs_of(before, edition)
    changed = [pair for pair in pairs if pair.state != "same"]
    period = EditionPeriod.objects.as_known_on().filter(edition=before).first()
    return {
        "before": before,
        "before_period": period.period if period else None,
        "counts": [(state, word("compared", state, language()), n) for state, n in counts_of(pairs).items()],
        "rows": [row_of(pair) for pair in changed[:SHOWN_CHANGES]],
        "more": max(0, len(changed) - SHOWN_CHANGES),
    }
