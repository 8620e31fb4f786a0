"""Watching land from its answer, with a signed-in person, at both widths."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.browser
WIDE, PHONE = 1440, 390
NAME, PASSWORD = "nguoi-theo-doi", "sông-Thu-Bồn-27"
PERSON = f"""
import django
django.setup()
from dothi.registry.accounts.services import create_user
create_user({NAME!r}, {PASSWORD!r}, full_name="Người theo dõi", email="theo-doi@example.vn")
"""
POINT = "/tra-cuu/?diem=15.5650,108.4875"


@pytest.fixture(scope="module", autouse=True)
def person(site, workspace_environment):
    subprocess.run([sys.executable, "-c", PERSON], env=workspace_environment, check=True)


def free_of_barriers(axe, page):
    found = axe.run(page).response["violations"]
    grave = [
        f"{item['id']}: {item['nodes'][0]['html'][:160]}"
        for item in found
        if item["impact"] in {"serious", "critical"}
    ]
    assert not grave, "\n".join(grave)


@pytest.mark.parametrize("width", [pytest.param(WIDE, marks=pytest.mark.slow), PHONE])
def test_land_is_watched_and_forgotten(visit, axe, width):
    visitor, name = visit(width), f"Nhà {width}"
    page = visitor.open(POINT)
    page.locator("#theo-doi").get_by_role("link", name="Đăng nhập").click()
    page.fill("[name=login]", NAME)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/tra-cuu/?diem=*")
    page.get_by_label("Tên gợi nhớ").fill(name)
    visitor.picture("theo-doi-hoi", whole=True)
    assert visitor.width_needed() <= width
    free_of_barriers(axe, page)
    page.get_by_role("button", name="Theo dõi nơi này").click()
    page.wait_for_url("**/tra-cuu/theo-doi/")
    assert page.get_by_role("link", name=name).count() == 1
    visitor.picture("theo-doi", whole=True)
    assert visitor.width_needed() <= width
    free_of_barriers(axe, page)
    page.get_by_role("link", name=name).click()
    assert "15,56500" in page.locator(".land-answer h2").inner_text()
    page.go_back()
    page.get_by_role("button", name=re.compile(rf"Bỏ theo dõi.*{name}")).click()
    page.get_by_role("link", name=name).wait_for(state="detached")
