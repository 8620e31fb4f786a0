"""A phone draws a statement on the map of a consultation, gets a receipt, and follows it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = 390
OPEN = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from dothi.registry.consultation.ground import ground_of
from dothi.registry.consultation.opening import ConsultationEntry, open_consultation
from dothi.registry.places.models import Unit
ward = Unit.objects.as_known_on().filter(folded="phuong tam ky", level=3, key__startswith="2c-").first()
ground, today = ground_of(None, ward.key), timezone.localdate()
entry = ConsultationEntry(
    "regulation", "thu", "Quy chế quản lý kiến trúc phường Tam Kỳ (minh họa)", "Ý kiến về quy chế", today,
    today + timedelta(days=20), today + timedelta(days=30), unit_key=ward.key, area=ground.shape,
    box=ground.box, illustrative=True,
)
open_consultation(None, entry, "thu-tren-dien-thoai")
"""
ACCEPT = """
import sys, django
django.setup()
from dothi.registry.consultation.models import Answer, Statement
from django.utils import timezone
row = Statement.objects.get(code=sys.argv[1])
print(row.commune_key, row.doubts, row.shape["type"])
given = Answer.objects.create(
    consultation=row.consultation, outcome="part", text="Sẽ mở rộng", answered_on=timezone.localdate()
)
Statement.objects.filter(pk=row.pk).update(state="answered", answer=given)
"""


def inside(environment: dict[str, str], code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def test_a_phone_draws_and_follows(visit, workspace_environment) -> None:
    inside(workspace_environment, OPEN)
    visitor = visit(PHONE)
    page = visitor.page
    visitor.open("/lay-y-kien/thu-tren-dien-thoai/gui/")
    page.wait_for_timeout(4100)  # a form that is sent at once is marked as sent by a program
    page.fill("[name=text]", "Đường hẹp, gọi tôi 0905 123 456")
    page.fill("[name=name]", "Trần Thị Bình")
    page.click("[data-sketch=area]")
    box = page.locator(".consult-canvas").bounding_box()
    middle = (box["width"] / 2, box["height"] / 2)
    for x, y in ((-30, -30), (30, -30), (0, 40)):
        page.locator(".consult-canvas").click(position={"x": middle[0] + x, "y": middle[1] + y})
        page.wait_for_timeout(350)
    page.click("[data-sketch-done]")
    assert '"Polygon"' in page.input_value("[name=shape]")
    visitor.picture("consultation-speak")
    page.click("text=Gửi ý kiến >> nth=-1")
    page.wait_for_url(re.compile("/y-kien/"))
    receipt = page.locator("h1").inner_text()
    assert "Phường Tam Kỳ" in page.content()
    assert "Trần Thị Bình" not in page.content()
    visitor.picture("consultation-receipt")
    told = inside(workspace_environment, ACCEPT, receipt)
    assert told.split(" ", 1)[1].strip() == "[] Polygon"
    visitor.open("/lay-y-kien/")
    page.fill("#ma", receipt.lower())
    page.click(".consult-find button")
    assert "Sẽ mở rộng" in page.content()
    visitor.open("/lay-y-kien/thu-tren-dien-thoai/")
    shown = page.content()
    assert "gọi tôi […]" in shown
    assert not any(secret in shown for secret in ("0905", "Bình", receipt))
    visitor.picture("consultation-page")
