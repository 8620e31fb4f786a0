"""Where allauth asks us: closed sign-up, safe redirects, passwords and sessions on record, sealed secrets."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from dothi.registry.accounts.access import can
from dothi.registry.accounts.models import User
from dothi.registry.accounts.services import set_password
from dothi.registry.audit import trail

_NONCE = 12


def shown_name(user: User) -> str:
    """Name of a person on screen."""
    return user.get_full_name()


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with a password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts are made by an administrator."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of the very site that was asked, never another that happens to be allowed."""
        request = context.request
        return bool(
            url_has_allowed_host_and_scheme(
                url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
            )
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk for those who have one, one's own account for the others."""
        return reverse("office:desk" if can(request.user, "desk.view") else "account:home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Back to one's own account."""
        return reverse("account:home")

    def set_password(self, user: User, password: str) -> None:
        """Change, set and reset all pass here, so all are on record with the change itself."""
        visitor = getattr(context.request, "user", None)
        actor = visitor if visitor is not None and visitor.is_authenticated else user
        set_password(user, password, actor=actor, checked=True)


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Sessions that a person ends."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """End them, with one entry on record for each person."""
        with transaction.atomic():
            ended: dict[int, int] = {}
            for session in sessions:
                ended[session.user_id] = ended.get(session.user_id, 0) + 1
                session.end()
            request = context.request
            for person, count in ended.items():
                trail.record(
                    request.user, "account.sessions_ended", f"accounts.user:{person}", {"count": count}
                )


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Accounts opened by the office's own provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Single sign-on opens accounts that exist and makes none."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second-factor secrets, sealed under a key derived from the secret key."""

    def get_totp_label(self, user: User) -> str:
        """The user name: an e-mail address need not stand in a phone."""
        return user.username

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        nonce = secrets.token_bytes(_NONCE)
        return base64.b64encode(nonce + AESGCM(_factor_key()).encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what :meth:`encrypt` sealed."""
        sealed = base64.b64decode(encrypted_text)
        return AESGCM(_factor_key()).decrypt(sealed[:_NONCE], sealed[_NONCE:], None).decode()


def _factor_key() -> bytes:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"dothi.second-factor")
    return derive.derive(settings.SECRET_KEY.encode())
