"""allauth's forms as we show them: labels above the fields, no hints inside them."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _


class Plain:
    """A form without placeholders: they vanish when one types and are hard to read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Plain, account.LoginForm):
    """Name and password; the field says that it takes either name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Tên đăng nhập hoặc thư điện tử")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """Old and new password."""


class SetPasswordForm(Plain, account.SetPasswordForm):
    """A first password."""


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    """The address a link goes to."""


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    """A new password for who holds the link."""


class ConfirmForm(Plain, account.ReauthenticateForm):
    """The password once more."""


class CodeForm(Plain, second_factor.AuthenticateForm):
    """A code at sign-in."""


class ConfirmCodeForm(Plain, second_factor.ReauthenticateForm):
    """A code once more."""


class ActivateForm(Plain, totp.ActivateTOTPForm):
    """The first code of a new app."""
