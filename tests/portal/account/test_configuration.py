"""Sign-in settings follow from the office's own: https, proxy, single sign-on."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from dothi.base.errors import UnusableError
from dothi.portal.account.configuration import form_targets, has_single_sign_on, sign_in_settings
from dothi.portal.account.urls import addresses
from dothi.settings import Settings

OIDC = {
    "oidc_issuer": "https://dang-nhap.example.vn/realms/so",
    "oidc_client_id": "dothi",
    "oidc_client_secret": "bi-mat",
    "oidc_name": "Tài khoản Sở",
}


def names(patterns) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        inner = getattr(pattern, "url_patterns", None)
        found |= names(inner) if inner is not None else {pattern.name}
    return found


def test_without_a_provider_there_is_no_single_sign_on() -> None:
    settings = Settings()
    assert not has_single_sign_on(settings)
    assert form_targets(settings) == []
    assert sign_in_settings(settings)["SOCIALACCOUNT_PROVIDERS"] == {}
    assert not any("openid" in name for name in names(addresses(with_single_sign_on=False)))


def test_a_provider_is_built_from_the_settings() -> None:
    settings = Settings(**OIDC)
    [app] = sign_in_settings(settings)["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert (app["client_id"], app["secret"], app["name"]) == ("dothi", "bi-mat", "Tài khoản Sở")
    assert app["settings"]["server_url"] == "https://dang-nhap.example.vn/realms/so"
    assert form_targets(settings) == ["https://dang-nhap.example.vn"]
    assert {"openid_connect_login", "openid_connect_callback"} <= names(addresses(with_single_sign_on=True))


@pytest.mark.parametrize("missing", ["oidc_issuer", "oidc_client_id", "oidc_client_secret"])
def test_half_a_provider_is_refused(missing) -> None:
    with pytest.raises(UnusableError) as caught:
        sign_in_settings(Settings(**{**OIDC, missing: ""}))
    assert caught.value.code == "settings.oidc"


def test_an_issuer_that_is_no_address_is_refused() -> None:
    with pytest.raises(UnusableError):
        sign_in_settings(Settings(**{**OIDC, "oidc_issuer": "dang-nhap.example.vn"}))


def test_addresses_of_clients_are_read_from_the_proxy_only_behind_one() -> None:
    assert sign_in_settings(Settings())["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert sign_in_settings(Settings(behind_proxy=True))["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


@pytest.mark.parametrize(
    ("address", "secure"), [("https://dothi.example.vn", True), ("http://127.0.0.1:8000", False)]
)
def test_https_makes_every_cookie_secure(tmp_path, address, secure) -> None:
    """Settings are read at start-up, so a process of its own reads them."""
    code = (
        "import json; from dothi.portal import django_settings as s;"
        "print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0]))"
    )
    environment = {
        **os.environ,
        "DOTHI_WORKSPACE": str(tmp_path),
        "DOTHI_PUBLIC_URL": address,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [secure] * 3
