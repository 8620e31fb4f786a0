"""An invented consultation for a demonstration: labelled wherever it shows, every person in it nobody."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any

import shapely
from django.db import transaction
from django.utils import timezone

from dothi.illustration.records import MARK
from dothi.illustration.script import PlanScript, read_script
from dothi.registry.audit import trail
from dothi.registry.consultation.filing import Said, read_said, write_statement
from dothi.registry.consultation.ground import ground_of
from dothi.registry.consultation.illustrative_words import ANSWERS, CAMPAIGN, OPINIONS, SUPERVISED
from dothi.registry.consultation.models import Answer, Channel, Consultation, State, Statement
from dothi.registry.consultation.opening import ConsultationEntry, open_consultation
from dothi.registry.consultation.people import Person
from dothi.registry.places.models import Unit
from dothi.registry.plans.models import Plan, PlanVersion
from dothi.registry.plans.placing import province_folder
from dothi.registry.plans.services import PlanEntry, create_plan
from dothi.registry.supervision.services import (
    SupervisionEntry,
    add_finding,
    open_supervision,
    recommend,
    respond,
)

KEY = "minh-hoa-lay-y-kien"
SINCE, LASTS, PROMISED = 12, 30, 45
"""Days ago it opened, days it is open, days from opening until the answers were promised."""
_SEED = 20_261_201
_ABOUT = (
    "Đợt lấy ý kiến minh họa: đồ án, ý kiến, tên người và trả lời đều do phần mềm dựng.\n"
    "Cơ quan hỏi: vị trí công viên và trường học, bề rộng các đường mới, cách thoát nước mùa mưa."
)


def create_illustrative(user: Any, unit_key: str, *, with_plan: bool) -> Consultation:
    """Make it once: on the first invented general plan, or on an invented regulation where none is drawn."""
    row = Consultation.objects.filter(key=KEY).first()
    if row is not None:
        return row
    today = timezone.localdate()
    opens = today - timedelta(days=SINCE)
    kind, subject, name = _subject(with_plan=with_plan)
    ground = ground_of(None, unit_key)
    entry = ConsultationEntry(
        kind,
        subject,
        f"Lấy ý kiến về {name} (minh họa)",
        _ABOUT,
        opens,
        opens + timedelta(days=LASTS),
        opens + timedelta(days=PROMISED),
        title_en="Consultation of a demonstration (illustrative)",
        contact="Cơ quan minh họa",
        unit_key=unit_key,
        area=ground.shape if ground else None,
        box=ground.box if ground else None,
        illustrative=True,
    )
    with transaction.atomic():
        row = open_consultation(None, entry, KEY)
        statements = list(_statements(row, opens, today))
        _moderate(user, row, statements, today)
        trail.record(user, "consultation.illustrate", row, {"statements": len(statements)})
        _supervise(today)
    return row


def hear_illustrative(version: PlanVersion, **_signal: Any) -> None:
    """Lay the drawing of an invented plan before the invented consultation on it, once it is published."""
    if not version.plan.illustrative:
        return
    for row in Consultation.objects.filter(key=KEY, subject_kind="plan", subject_key=version.plan.key):
        row.plan_version = version
        ground = ground_of(version, row.unit_key)
        if ground is not None:
            row.area = ground.shape
            row.west, row.south, row.east, row.north = ground.box
        row.save()


def _supervise(today: date) -> None:
    """One invented supervision of it, public: a recommendation that was followed, and one that waits."""
    begun = today - timedelta(days=8)
    entry = SupervisionEntry(
        "front",
        "Ủy ban Mặt trận minh họa",
        "Giám sát việc lấy ý kiến cộng đồng (minh họa)",
        "Việc công khai tài liệu, treo bản vẽ và trả lời người dân. Dữ liệu minh họa.",
        begun,
        today + timedelta(days=60),
        public=True,
        illustrative=True,
    )
    row = open_supervision(None, entry)
    for text, asked, answered in SUPERVISED:
        finding = add_finding(
            None, row, subject_kind="other", subject_key="Đợt lấy ý kiến minh họa", text=text, found_on=begun
        )
        made = recommend(None, finding, asked, "Cơ quan minh họa", today + timedelta(days=10))
        if answered:
            respond(None, made.pk, "done", answered, today - timedelta(days=2))


def _subject(*, with_plan: bool) -> tuple[str, str, str]:
    folder = province_folder()
    plans: list[PlanScript] = list(read_script(folder).plans) if with_plan and folder is not None else []
    found = next((plan for plan in plans if plan.level == "general" and not plan.revises), None)
    if found is None:
        return "regulation", "MH-QC", "quy chế quản lý kiến trúc đô thị"
    if not Plan.objects.filter(key=found.key).exists():
        entry = PlanEntry(
            f"{found.name} {MARK}",
            found.level,
            found.scale,
            title_en=f"{found.name_en} (illustrative)",
            illustrative=True,
        )
        create_plan(None, entry, found.key)
    return "plan", found.key, found.name[:1].lower() + found.name[1:]


def _statements(row: Consultation, opens: date, today: date) -> Any:
    """Every invented opinion in its place, over the days since the opening; the first a day too early."""
    chance = random.Random(_SEED)  # noqa: S311 - the same places every time
    outline = Unit.objects.as_known_on().filter(key=row.unit_key).exclude(outline=None).first()
    ground = shapely.geometry.shape(outline.outline) if outline is not None else None
    texts = [*OPINIONS, *CAMPAIGN]
    for number, text in enumerate(texts):
        way = Channel.WEB if number % 5 else (Channel.PAPER, Channel.MEETING, Channel.MAIL)[number // 5 % 3]
        day = opens + timedelta(days=number * ((today - opens).days + 1) // len(texts) - (number == 0))
        shape = _shape(chance, ground, number) if ground is not None and way == Channel.WEB else ""
        person = Person(f"Người góp ý minh họa {number + 1}", "0900 000 000") if number % 3 == 0 else Person()
        said = Said(text, "" if shape else "Tam Kỳ", shape, person)
        yield write_statement(row, said, read_said(said), day, way)


def _shape(chance: random.Random, ground: Any, number: int) -> str:
    """A point in most cases, a line or an area in some, around two places where many speak."""
    west, south, east, north = ground.bounds
    span = min(east - west, north - south)
    centre = ground.representative_point()
    while True:
        near = number % 4 != 0
        spread = span * (0.08 if near else 0.35)
        x, y = (
            chance.gauss(centre.x + (span * 0.12 if number % 2 else 0), spread),
            chance.gauss(centre.y, spread),
        )
        if ground.contains(shapely.Point(x, y)):
            break
    size = span * 0.02
    match number % 6:
        case 1:
            points = [[x - size, y], [x, y + size * 0.4], [x + size, y]]
            return json.dumps({"type": "LineString", "coordinates": points})
        case 2:
            ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
            return json.dumps({"type": "Polygon", "coordinates": [ring]})
        case _:
            return json.dumps({"type": "Point", "coordinates": [x, y]})


def _moderate(user: Any, row: Consultation, statements: list[Statement], today: date) -> None:
    """Most are accepted, many answered (the campaign with one answer), one hidden, the last still wait."""
    for statement in statements:
        statement.refresh_from_db()
    campaign = [one for one in statements if one.text in CAMPAIGN]
    others = [one for one in statements if one.text not in CAMPAIGN]
    waiting = {one.pk for one in others[-5:]}
    hidden = others[-6]
    Statement.objects.filter(pk=hidden.pk).update(
        state=State.HIDDEN, hidden_because="Quảng cáo, không liên quan (minh họa)"
    )
    shown = [one for one in statements if one.pk not in waiting and one.pk != hidden.pk]
    Statement.objects.filter(pk__in=[one.pk for one in shown]).update(state=State.ACCEPTED)
    for at, (outcome, text) in enumerate(ANSWERS):
        reached = campaign if at == 0 else [others[at - 1]]
        given = Answer.objects.create(
            consultation=row,
            outcome=outcome,
            text=text,
            answered_on=today - timedelta(days=at % 4),
            answered_by=user,
        )
        Statement.objects.filter(pk__in=[one.pk for one in reached]).update(
            state=State.ANSWERED, answer=given
        )
