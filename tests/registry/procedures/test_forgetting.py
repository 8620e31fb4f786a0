"""Erasing a person takes their calendar, kept forms and access along; the council's record stays."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from django.http import QueryDict
from django.test import RequestFactory

from dothi.base.time import Bound, Period
from dothi.registry.accounts import kept_forms
from dothi.registry.accounts.access import can
from dothi.registry.accounts.delegations import DelegationEntry, record_delegation
from dothi.registry.accounts.models import Delegation, KeptForm
from dothi.registry.audit.erasure import erase_person
from dothi.registry.procedures.feeds import make_feed, person_of
from dothi.registry.procedures.models import CouncilMember
from dothi.registry.procedures.opinions import add_consultant, add_member


def test_an_erased_person_leaves_no_way_in(world: Any, w: ModuleType) -> None:
    case = w.opened(world)
    add_member(world.planner, case.key, "Khanh", "", "member", username="khanh")
    add_consultant(world.planner, case.key, "khanh")
    token = make_feed(world.consultant)
    given = DelegationEntry(
        "authorised", ("approve",), "QĐ 9", Period(Bound.on(w.OPENED)), "planning-agency", to_username="khanh"
    )
    record_delegation(world.administrator, given)
    request = RequestFactory().post("/x/")
    request.POST = QueryDict(mutable=True)
    request.POST.update({"kept_for": kept_forms.mark_for(world.consultant, "/x/"), "note": "dở dang"})
    assert kept_forms.keep(request) == "/x/"
    erase_person(world.consultant)
    assert person_of(token) is None
    assert not KeptForm.objects.exists()
    assert not Delegation.objects.as_known_on().exists()
    assert not can(world.consultant, "cases.view", case)
    row = CouncilMember.objects.get()
    assert (row.user, row.name) == (None, "Khanh")


def test_a_form_too_long_to_keep_is_not_kept(world: Any) -> None:
    request = RequestFactory().post("/x/")
    request.POST = QueryDict(mutable=True)
    request.POST.update({"kept_for": kept_forms.mark_for(world.planner, "/x/"), "note": "x" * 100_001})
    assert kept_forms.keep(request) == ""
