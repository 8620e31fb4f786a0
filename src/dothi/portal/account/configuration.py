"""How people sign in: everything about it that Django and allauth need to be told, from the settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from dothi.base.errors import Fault, UnusableError
from dothi.settings import Settings

OIDC_ID = "co-quan"
"""Name of the one OpenID Connect provider in addresses: /tai-khoan/oidc/co-quan/login/callback/."""

RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "land_extract": "10/m/ip",
    "land_request": "5/m/ip",
}
"""Attempts allowed per address, per account name and per signed-in user."""

ACCOUNT_FORMS = {
    "login": "SignInForm",
    "change_password": "ChangePasswordForm",
    "set_password": "SetPasswordForm",
    "reset_password": "ResetPasswordForm",
    "reset_password_from_key": "ResetPasswordKeyForm",
    "reauthenticate": "ConfirmForm",
}
SECOND_FACTOR_FORMS = {
    "authenticate": "CodeForm",
    "reauthenticate": "ConfirmCodeForm",
    "activate_totp": "ActivateForm",
}


def sign_in_settings(settings: Settings) -> dict[str, Any]:
    """Django's settings for sign-in, second factor, sessions and single sign-on.

    Accounts are made by an administrator, so there is no sign-up; single sign-on only ever opens an account
    that exists already and whose address the provider vouches for.
    """
    values: dict[str, Any] = {
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "account:home",
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1 if settings.behind_proxy else 0,
        "ACCOUNT_ADAPTER": "dothi.portal.account.adapter.AccountAdapter",
        "ACCOUNT_FORMS": _named(ACCOUNT_FORMS),
        "ACCOUNT_LOGIN_METHODS": {"username", "email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "username*", "password1*", "password2*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "[dothi] ",
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "public:map",
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_LOGIN_ON_PASSWORD_RESET": False,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_RATE_LIMITS": RATE_LIMITS,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if settings.https else "http",
        "ACCOUNT_USER_DISPLAY": "dothi.portal.account.adapter.shown_name",
        "MFA_ADAPTER": "dothi.portal.account.adapter.SecondFactorAdapter",
        "MFA_FORMS": _named(SECOND_FACTOR_FORMS),
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_TOTP_ISSUER": "dothi",
        "MFA_TOTP_TOLERANCE": 1,
        "USERSESSIONS_ADAPTER": "dothi.portal.account.adapter.SessionsAdapter",
        "USERSESSIONS_TRACK_ACTIVITY": False,
        "SOCIALACCOUNT_ADAPTER": "dothi.portal.account.adapter.SingleSignOnAdapter",
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_PROVIDERS": {},
    }
    if has_single_sign_on(settings):
        values["SOCIALACCOUNT_PROVIDERS"] = {"openid_connect": {"APPS": [_provider(settings)]}}
    return values


def has_single_sign_on(settings: Settings) -> bool:
    """Whether an OpenID Connect provider is set; half a configuration is refused."""
    parts = (settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
    if not any(parts):
        return False
    if not all(parts) or urlsplit(settings.oidc_issuer).scheme not in {"https", "http"}:
        raise UnusableError(
            Fault(
                "settings.oidc",
                "Cấu hình đăng nhập một lần chưa đủ",
                "Single sign-on is configured only in part",
                where="DOTHI_OIDC_ISSUER, DOTHI_OIDC_CLIENT_ID, DOTHI_OIDC_CLIENT_SECRET",
                remedy_vi="Đặt cả ba, với địa chỉ bắt đầu bằng https://, hoặc bỏ cả ba",
                remedy_en="Set all three, with an address that starts with https://, or none",
            )
        )
    return True


def form_targets(settings: Settings) -> list[str]:
    """Other sites a form may lead to: the single sign-on provider, where one is set (for the CSP)."""
    if not has_single_sign_on(settings):
        return []
    parts = urlsplit(settings.oidc_issuer)
    return [f"{parts.scheme}://{parts.netloc}"]


def _named(forms: dict[str, str]) -> dict[str, str]:
    return {purpose: f"dothi.portal.account.forms.{name}" for purpose, name in forms.items()}


def _provider(settings: Settings) -> dict[str, Any]:
    return {
        "provider_id": OIDC_ID,
        "name": settings.oidc_name,
        "client_id": settings.oidc_client_id,
        "secret": settings.oidc_client_secret,
        "settings": {"server_url": settings.oidc_issuer, "oauth_pkce_enabled": True},
    }
