"""Entering a statement that came another way than through the page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dothi.base.errors import DothiError
from dothi.portal import consultations as told
from dothi.portal.office.consultation.forms import PaperForm, refuse
from dothi.portal.office.consultation.queue import MODERATE, managed
from dothi.registry.accounts.access import action
from dothi.registry.consultation.filing import Said, enter_statement
from dothi.registry.consultation.people import Person
from dothi.registry.consultation.photos import MOST, MOST_BYTES


@action(MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """The form; its receipt is shown so that it can be given to who spoke."""
    row = managed(request.user, key)
    form = PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        pictures = tuple(one.read(MOST_BYTES + 1) for one in request.FILES.getlist("photos")[: MOST + 1])
        person = Person(given["name"], given["contact"])
        said = Said(given["text"], given["place"], "", person, pictures, told.language())
        try:
            made = enter_statement(request.user, row, said, given["channel"], given["received_on"])
        except DothiError as error:
            refuse(form, error.faults)
        else:
            when = told.timing(made, row)
            text = _("Đã nhập ý kiến số %(number)s, mã %(code)s.") % {
                "number": made.number,
                "code": made.code,
            }
            messages.success(request, f"{text} {when[:1].upper()}{when[1:]}.".strip() if when else text)
            return redirect(
                "office:statement_enter" if "tiep" in request.POST else "office:consultation", key=key
            )
    context = {"row": row, "title": told.title_of(row), "form": form, "most": MOST}
    return render(request, "office/consultation/enter.html", context, status=422 if form.errors else 200)
