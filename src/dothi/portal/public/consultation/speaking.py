"""Making a statement, its receipt, and having one's name forgotten."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.base.errors import DothiError, Fault
from dothi.portal import consultations as told
from dothi.portal.public.asks import language
from dothi.portal.public.consultation.listing import MINE
from dothi.portal.public.consultation.map_values import map_values
from dothi.portal.public.consultation.page import crumbs, found_or_404
from dothi.registry.accounts.access import action
from dothi.registry.audit.events import address_of
from dothi.registry.consultation import photos
from dothi.registry.consultation.counting import OPEN, phase_on
from dothi.registry.consultation.filing import LONGEST, Said, file_statement, statement_of
from dothi.registry.consultation.guarding import BITS, Sender, new_token
from dothi.registry.consultation.models import Speaker, State, Statement
from dothi.registry.consultation.people import Person, forget_by_code

MOST_REMEMBERED = 20


class SpeakForm(forms.Form):
    """What somebody wants to say. ``website`` is a trap: people do not see it, programs fill it in."""

    use_required_attribute = False
    text = forms.CharField(
        label=gettext_lazy("Ý kiến của anh/chị"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"class": "input", "rows": 7}),
        help_text=gettext_lazy("Nói điều anh/chị đồng ý, không đồng ý, và vì sao."),
    )
    place = forms.CharField(
        label=gettext_lazy("Nơi góp ý, nếu không vẽ trên bản đồ"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "input"}),
        help_text=gettext_lazy("Tên đường, thôn, khối phố, xã, phường"),
    )
    name = forms.CharField(
        label=gettext_lazy("Họ tên, hoặc tên tổ chức"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=gettext_lazy("Điện thoại, thư điện tử hoặc địa chỉ"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    shape = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40_000)
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_website(self) -> str:
        """Refused with a sentence: a person whose browser filled it in loses nothing."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Để trống ô «Trang mạng»; ô này chỉ để chặn thư rác."))
        return ""

    def refuse(self, faults: tuple[Fault, ...]) -> None:
        """Put the faults of a service beside the fields they speak of."""
        for fault in faults:
            bare = Fault(fault.code, fault.vi, fault.en, "", fault.remedy_vi, fault.remedy_en)
            field = fault.where if fault.where in {"text", "place", "name", "contact"} else None
            self.add_error(field, bare.sentence(language()))


@action("consultation.speak")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def speak(request: HttpRequest, key: str) -> HttpResponse:
    """The form; what is sent becomes a statement with a receipt of its own."""
    row = found_or_404(key)
    form = SpeakForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = file_statement(request.user, row, _said(request, form), _sender(request))
        except DothiError as error:
            form.refuse(error.faults)
        else:
            kept = [made.code, *request.session.get(MINE, [])]
            request.session[MINE] = kept[:MOST_REMEMBERED]
            return HttpResponseRedirect(reverse("public:statement", args=[made.code]))
    today = timezone.localdate()
    context = {
        "row": row,
        "title": told.title_of(row),
        "form": form,
        "is_open": phase_on(row, today) == OPEN,
        "state": told.phase_of(row, today),
        "token": new_token(row),
        "bits": BITS,
        "most_photos": photos.MOST,
        "lost_photos": bool(form.errors and request.FILES.getlist("photos")),
        "map": map_values(row),
        "crumbs": crumbs(row, _("Gửi ý kiến")),
    }
    return render(request, "public/consultation/speak.html", context, status=422 if form.errors else 200)


@action("consultation.view")
@never_cache
@require_safe
def statement(request: HttpRequest, code: str) -> HttpResponse:
    """Where a statement stands, for whoever holds its receipt; nobody's name is on it."""
    row = _of(code)
    of = row.consultation
    state, word = told.state_of(row)
    context: dict[str, Any] = {
        "row": row,
        "consultation": of,
        "title": told.title_of(of),
        "state": state,
        "word": word,
        "commune": told.commune_names([row.commune_key]).get(row.commune_key, ""),
        "channel": told.said(told.CHANNELS, row.channel),
        "timing": told.timing(row, of),
        "late": row.answer is not None and row.answer.answered_on > of.answer_by,
        "overdue": row.state in {State.RECEIVED, State.ACCEPTED} and timezone.localdate() > of.answer_by,
        "alike": row.group.statements.exclude(state=State.HIDDEN).count() - 1 if row.group else 0,
        "photos": row.photos.all(),
        "has_name": Speaker.objects.filter(statement=row).exists(),
        "crumbs": crumbs(of, _("Ý kiến %(code)s") % {"code": row.code}),
    }
    response = render(request, "public/consultation/statement.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@action("consultation.view")
@require_POST
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """Erase name and contact of a statement; whoever holds the receipt may."""
    row = _of(code)
    forget_by_code(row)
    messages.success(request, _("Đã xóa họ tên và cách liên hệ khỏi hệ thống."))
    return HttpResponseRedirect(reverse("public:statement", args=[row.code]))


def _of(code: str) -> Statement:
    row = statement_of(code)
    if row is None:
        raise Http404(code)
    return row


def _said(request: HttpRequest, form: SpeakForm) -> Said:
    given = form.cleaned_data
    sent = request.FILES.getlist("photos")
    return Said(
        given["text"],
        given["place"],
        given["shape"],
        Person(given["name"], given["contact"]),
        tuple(one.read(photos.MOST_BYTES + 1) for one in sent[: photos.MOST + 1]),
        language(),
    )


def _sender(request: HttpRequest) -> Sender:
    return Sender(
        address_of(request),
        request.session.session_key or "",
        request.POST.get("token", "")[:400],
        request.POST.get("nonce", "")[:20],
    )
