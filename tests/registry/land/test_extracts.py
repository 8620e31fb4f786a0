"""Extracts on record: found by their code, told when altered, compared with what holds later."""

from __future__ import annotations

import hashlib
import io
import json
import re
from datetime import date
from typing import Any

import pypdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from dothi.base.errors import InputError
from dothi.land.extract_changes import Standing
from dothi.land.extract_map import FunctionStyle
from dothi.land.record import Words
from dothi.registry.audit.models import AuditEntry
from dothi.registry.land import extracts
from dothi.registry.land.asked import Asked, by_corners, by_point
from dothi.registry.land.extracts import compared, kept, make_extract, pdf_of
from dothi.registry.land.models import Extract
from dothi.registry.plans import lake as plans_lake
from dothi.registry.plans.models import PlanVersion

pytestmark = pytest.mark.usefixtures("world", "quang_nam")
# 20 x 30 m of the western zone: housing since 1/5/2023, road since 1/7/2025.
CORNERS = "1 1722510 577410\n2 1722510 577430\n3 1722540 577430\n4 1722540 577410"
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
STYLES = {"": FunctionStyle("", Words("Chưa rõ", "Not known"), "#cfccc4")}


def parcel() -> Asked:
    return by_corners(CORNERS, registered_m2=500)


def test_an_extract_keeps_what_was_answered_letter_by_letter() -> None:
    row = make_extract(None, parcel(), AFTER)
    stored = Extract.objects.get(code=row.code)
    assert stored.digest == hashlib.sha256(stored.statement.encode()).hexdigest()
    said = json.loads(stored.statement)
    general = next(level for level in said["answer"]["levels"] if level["level"] == "general")
    assert (said["code"], said["epsg"], said["province"]["vi"]) == (row.code, 5899, "Quảng Nam")
    assert general["plans"][0]["hash"] == PlanVersion.objects.get(number=2).digest
    assert general["plans"][0]["zones"][0]["share"]["m2"] == pytest.approx(600)
    assert said["answer"]["registered_m2"] == 500
    assert "VN-2000" in said["answer"]["notes"][0]["vi"]
    assert said["made_at"].endswith("+07:00")
    assert (stored.as_of, stored.as_known_on, stored.made_by) == (AFTER, None, None)
    assert kept(row.code).whole


def test_codes_are_told_apart_by_eye_and_never_repeat() -> None:
    codes = {make_extract(None, parcel(), AFTER).code for _ in range(5)}
    assert len(codes) == 5
    assert all(re.fullmatch(r"([2-9A-HJKMNP-Z]{4}-){2}[2-9A-HJKMNP-Z]{4}", code) for code in codes)


def test_a_code_is_found_however_it_is_typed() -> None:
    code = make_extract(None, parcel(), AFTER).code
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert kept(typed).row.code == code
    for typed in ("", "AAAA-AAAA-AAAA", code[:-1], code + "A", "'; --"):
        assert kept(typed) is None


def test_who_made_it_is_kept_for_people_who_signed_in_only(world: Any) -> None:
    assert make_extract(world.planner, parcel(), AFTER).made_by == world.planner
    row = make_extract(AnonymousUser(), parcel(), AFTER)
    assert row.made_by is None
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert (entry.action, entry.actor_id, entry.personal) == ("land.extract", None, {})
    assert entry.details == {"code": row.code, "digest": row.digest}


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("statement", "replace(statement, '600', '900')"),
        ("statement", "statement || ' '"),
        ("digest", "'" + "0" * 64 + "'"),
        ("code", "'2222-2222-2222'"),
        ("statement", "'no json'"),
    ],
)
def test_a_record_that_was_altered_is_told(column: str, change: str) -> None:
    code = make_extract(None, parcel(), AFTER).code
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE land_extract SET {column} = {change}")
    found = kept("2222-2222-2222" if column == "code" else code)
    assert not found.whole


def test_digits_read_off_a_paper() -> None:
    found = kept(make_extract(None, parcel(), AFTER).code)
    digest = found.row.digest
    spaced = " ".join(found.short[at : at + 4] for at in range(0, 16, 4))
    assert all(found.agrees(text) for text in (digest, digest.upper(), found.short, spaced))
    other = ("0" if digest[0] != "0" else "1") + digest[1:]
    assert not any(found.agrees(text) for text in (other, other[:16], digest[:15], "", digest + "0"))


def test_it_stays_current_while_nothing_changes() -> None:
    found = kept(make_extract(None, parcel(), AFTER).code)
    assert compared(found, date(2026, 12, 1)).standing is Standing.CURRENT


def test_land_along_the_edges_of_a_zone_stays_current(w: Any) -> None:
    # The western zone itself: carried to degrees and back, its edge would touch the zone beside it.
    north, east = w.LEFT.bounds[1], w.LEFT.bounds[0]
    corners = [(north, east), (north, east + 100), (north + 100, east + 100), (north + 100, east)]
    table = "\n".join(f"{at} {x} {y}" for at, (x, y) in enumerate(corners, start=1))
    found = kept(make_extract(None, by_corners(table), AFTER).code)
    assert compared(found, AFTER).standing is Standing.CURRENT


def test_a_later_version_is_told_with_its_zones(w: Any) -> None:
    found = kept(make_extract(None, parcel(), BEFORE).code)
    told = compared(found, AFTER)
    assert told.standing is Standing.CHANGED
    sentences = [one.vi for one in told.changes]
    assert "phiên bản 1 đã được thay bằng phiên bản 2 (MH-02/QĐ)" in sentences[0]
    assert any(f"không còn ô {w.HOUSING}" in text for text in sentences)
    assert any(f"mới có ô {w.ROAD}" in text for text in sentences)


def test_a_layer_out_of_reach_is_not_a_change(lake: Any) -> None:
    found = kept(make_extract(None, parcel(), AFTER).code)
    for layer in PlanVersion.objects.get(number=2).layers.all():
        lake.open_version(layer.name).data_path.unlink()
    plans_lake.opened_layer.cache_clear()
    told = compared(found, date(2026, 12, 1))
    assert (told.standing, told.changes) == (Standing.UNCHECKED, ())
    assert "Không đọc được nội dung đồ án" in told.unread[0].vi


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages).replace("\u200b", ""))


def test_the_paper_bears_code_digest_address_and_figures() -> None:
    found = kept(make_extract(None, parcel(), AFTER).code)
    text = text_of(pdf_of(found, "https://vi-du.vn/trich-luc/x/", STYLES))
    assert found.row.code in text
    assert found.row.digest[:32] in text
    assert "https://vi-du.vn/trich-luc/x/" in text
    assert "600,0 100,0 % 120,0 %" in text.replace("\u00a0", " ")
    assert "MH-02/QĐ, 20/6/2025, UBND tỉnh" in text
    assert "Tỷ lệ khi in khổ A4 đúng cỡ: 1/" in text


def test_the_paper_says_where_its_map_cannot_be_drawn(lake: Any) -> None:
    found = kept(make_extract(None, parcel(), AFTER).code)
    for layer in PlanVersion.objects.get(number=2).layers.filter(role="zones"):
        lake.open_version(layer.name).data_path.unlink()
    plans_lake.opened_layer.cache_clear()
    text = text_of(pdf_of(found, "https://vi-du.vn/", STYLES))
    assert "Chưa vẽ được bản đồ" in text
    assert "600,0" in text


def test_a_point_has_an_extract_too() -> None:
    found = kept(make_extract(None, by_point("1722520 577420"), AFTER, language="en").code)
    assert compared(found, AFTER).standing is Standing.CURRENT
    assert "X 1,722,520.00; Y 577,420.00" in text_of(pdf_of(found, "https://vi-du.vn/", STYLES))


def test_an_answer_that_no_sheet_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracts, "MOST_CHARACTERS", 1000)
    with pytest.raises(InputError) as caught:
        make_extract(None, parcel(), AFTER)
    assert caught.value.faults[0].code == "land.extract-too-long"
    assert not Extract.objects.exists()
