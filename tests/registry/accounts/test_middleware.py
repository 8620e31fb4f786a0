"""No view runs unless its route says what it needs and its visitor can."""

from __future__ import annotations

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.views import View

from dothi.registry.accounts.access import action
from dothi.registry.accounts.middleware import AccessMiddleware
from dothi.registry.accounts.models import User

pytestmark = pytest.mark.django_db


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ran")


@action("places.view")
def for_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ran")


@action("desk.view")
def for_desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ran")


@action("desk.view")
class Desk(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("ran")


@pytest.fixture
def officer() -> User:
    from dothi.registry.accounts.services import grant_role

    user = User.objects.create(username="binh")
    grant_role(user, "planner")
    return user


def pass_through(
    view, user, *, method: str = "get", namespace: str = "", path: str = "/x/?q=1", name: str = "x"
):
    request = getattr(RequestFactory(), method)(path)
    request.user = user
    request.resolver_match = ResolverMatch(
        view, (), {}, url_name=name, namespaces=[namespace] if namespace else []
    )
    return AccessMiddleware(bare).process_view(request, view, (), {})


@pytest.fixture
def nobody():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


@pytest.mark.parametrize("view", [for_desk, Desk.as_view()])
def test_who_can_goes_through(officer, view) -> None:
    assert pass_through(view, officer) is None


def test_the_public_goes_through_where_all_may(nobody) -> None:
    assert pass_through(for_all, nobody) is None


@pytest.mark.parametrize("view", [for_desk, Desk.as_view()])
def test_the_signed_out_are_led_to_sign_in_and_back(settings, nobody, view) -> None:
    response = pass_through(view, nobody)
    assert response.status_code == 302
    assert response["Location"] == "/tai-khoan/dang-nhap/?next=/x/%3Fq%3D1"


@pytest.mark.parametrize(
    ("sent_from", "way_back"),
    [
        ("http://testserver/ban-lam-viec/so-lieu/moi/?q=1", "/ban-lam-viec/so-lieu/moi/%3Fq%3D1"),
        ("https://elsewhere.example/ban-lam-viec/", "/"),
        ("", "/"),
    ],
)
def test_a_form_of_the_signed_out_leads_back_to_its_page_and_is_not_repeated(
    nobody, sent_from: str, way_back: str
) -> None:
    request = RequestFactory().post("/x/", headers={"referer": sent_from})
    request.user = nobody
    request.resolver_match = ResolverMatch(for_desk, (), {}, url_name="x")
    response = AccessMiddleware(bare).process_view(request, for_desk, (), {})
    assert response["Location"] == f"/tai-khoan/dang-nhap/?next={way_back}"


def test_a_program_is_told_that_sign_in_is_needed(nobody) -> None:
    response = pass_through(for_desk, nobody, namespace="api")
    assert response.status_code == 401
    assert b"account.sign-in-needed" in response.content


def test_the_signed_in_who_cannot_are_refused() -> None:
    with pytest.raises(PermissionDenied):
        pass_through(for_desk, User.objects.create(username="an"))


def test_a_route_that_declares_nothing_is_refused_to_everybody(nobody, caplog) -> None:
    from dothi.registry.accounts.services import grant_role

    boss = User.objects.create(username="boss", is_superuser=True)
    grant_role(boss, "administrator")
    for visitor in (nobody, boss):
        with caplog.at_level(logging.ERROR), pytest.raises(PermissionDenied):
            pass_through(bare, visitor, name="forgotten")
    assert "forgotten declares no action" in caplog.text


def test_a_third_partys_route_takes_its_action_from_the_table(officer, nobody) -> None:
    assert pass_through(bare, nobody, name="account_login") is None
    assert pass_through(bare, officer, name="mfa_index") is None
    assert pass_through(bare, nobody, name="mfa_index").status_code == 302
    with pytest.raises(PermissionDenied):
        pass_through(bare, officer, namespace="admin", name="index")


def test_a_view_inside_a_foreign_namespace_needs_that_namespaces_action(officer) -> None:
    """A prefix is no namespace: ``administration:index`` is not ``admin:index``."""
    with pytest.raises(PermissionDenied):
        pass_through(bare, officer, namespace="administration", name="index")
