"""Addresses under ``/tai-khoan/``: one's own account, and those of allauth's pages that are wanted.

allauth's names are kept, for its code refers to them. Left out: sign-up, e-mail management, sign-in codes,
passkeys and the managing of connected accounts.
"""

from __future__ import annotations

from allauth.account import views as sign_in
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as single_sign_on
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.conf import settings
from django.urls import URLPattern, include, path, re_path

from dothi.portal.account import views
from dothi.portal.account.configuration import has_single_sign_on

_own = [
    path("", views.home, name="home"),
    path("phien/<int:pk>/ket-thuc/", views.end_session, name="session_end"),
]

_password = [
    path("dang-nhap/", sign_in.login, name="account_login"),
    path("dang-xuat/", sign_in.logout, name="account_logout"),
    path("da-khoa/", sign_in.account_inactive, name="account_inactive"),
    path("xac-nhan/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/doi/", sign_in.password_change, name="account_change_password"),
    path("mat-khau/dat/", sign_in.password_set, name="account_set_password"),
    path("mat-khau/quen/", sign_in.password_reset, name="account_reset_password"),
    path("mat-khau/quen/da-gui/", sign_in.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mat-khau/dat-lai/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mat-khau/dat-lai/xong/",
        sign_in.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

_second_factor = [
    path("", second_factor.index, name="mfa_index"),
    path("nhap-ma/", second_factor.authenticate, name="mfa_authenticate"),
    path("xac-nhan/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("ung-dung/bat/", totp.activate_totp, name="mfa_activate_totp"),
    path("ung-dung/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("ma-du-phong/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ma-du-phong/tao/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("ma-du-phong/tai/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]

_single_sign_on = [
    path("oidc/<str:provider_id>/login/", openid.login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", openid.callback, name="openid_connect_callback"),
    path("oidc/da-huy/", single_sign_on.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/khong-thanh/", single_sign_on.login_error, name="socialaccount_login_error"),
]


def addresses(*, with_single_sign_on: bool) -> list[URLPattern]:
    """Every address of this room; those of single sign-on only where a provider is set."""
    patterns = [
        path("", include((_own, "account"))),
        *_password,
        path("hai-lop/", include(_second_factor)),
        path("phien/", sessions.list_usersessions, name="usersessions_list"),
    ]
    return [*patterns, *_single_sign_on] if with_single_sign_on else patterns


urlpatterns = addresses(with_single_sign_on=has_single_sign_on(settings.DOTHI))
