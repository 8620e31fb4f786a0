"""What Django and allauth tell of sign-in, written into the record as it happens."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from dothi.registry.accounts.models import User
from dothi.registry.audit import keys, trail

SIGN_IN_SUBJECT = "account.sign_in"


def connect() -> None:
    """Start listening; called once when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="dothi.audit.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="dothi.audit.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="dothi.audit.failed")
    authentication_failed.connect(_second_factor_failed, dispatch_uid="dothi.audit.second_factor_failed")
    post_save.connect(_factor_added, sender=Authenticator, dispatch_uid="dothi.audit.factor_added")
    post_delete.connect(_factor_removed, sender=Authenticator, dispatch_uid="dothi.audit.factor_removed")


def address_of(request: HttpRequest | None) -> str:
    """Address of the client as the proxy setting has it; empty where there is none (a command, a test)."""
    if request is None:
        return ""
    return get_client_ip(request) or ""


def _signed_in(*, request: HttpRequest | None, user: User, **_: Any) -> None:
    with transaction.atomic():
        trail.record(user, "account.signed_in", user, personal={user.pk: {"ip": address_of(request)}})


def _signed_out(*, request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if user is None or user.pk is None:
        return
    with transaction.atomic():
        trail.record(user, "account.signed_out", user, personal={user.pk: {"ip": address_of(request)}})


def _failed(*, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """A wrong password for somebody is sealed under their key; a name nobody has leaves a keyed mark only."""
    name = str(credentials.get("username") or credentials.get("email") or "")
    user = (
        User.objects.filter(username__iexact=name).first() or User.objects.filter(email__iexact=name).first()
        if name
        else None
    )
    address = address_of(request)
    with transaction.atomic():
        if user is not None:
            seen = {"ip": address, "login": name}
            trail.record(None, "account.sign_in_failed", user, personal={user.pk: seen})
        else:
            marks = {"login_mark": keys.mark(name.lower()), "address_mark": keys.mark(address)}
            trail.record(None, "account.sign_in_failed", SIGN_IN_SUBJECT, marks)


def _second_factor_failed(*, request: HttpRequest, user: User, **_: Any) -> None:
    with transaction.atomic():
        trail.record(
            None, "account.second_factor_failed", user, personal={user.pk: {"ip": address_of(request)}}
        )


def _factor_added(*, instance: Authenticator, created: bool, **_: Any) -> None:
    if created:
        _factor_changed("account.second_factor_added", instance)


def _factor_removed(*, instance: Authenticator, **_: Any) -> None:
    _factor_changed("account.second_factor_removed", instance)


def _factor_changed(action: str, factor: Authenticator) -> None:
    request = getattr(context, "request", None)
    visitor = getattr(request, "user", None)
    actor = visitor if visitor is not None and visitor.is_authenticated else None
    with transaction.atomic():
        trail.record(actor, action, f"accounts.user:{factor.user_id}", {"type": factor.type})
