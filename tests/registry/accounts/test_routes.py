"""Every route of the portal × every role, against one reviewed file: ``route_roles.csv``.

A row names a route by its whole pattern, a method, sample arguments and, for each role, what must happen:
``ok`` (the view answers, be it with a refusal of what was sent), ``sign-in``, ``denied`` or ``not-found``.
The column ``signed_in`` is an account without any role. A route without a row fails, and so does a row
without a route. For new routes, ``pytest tests/registry/accounts/test_routes.py -k has_a_row`` prints the
rows to add, with question marks where somebody has to decide; nothing here fills them in.
"""

from __future__ import annotations

import csv
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from dothi.base.time import Period
from dothi.registry.accounts.grants import SIGNED_IN
from dothi.registry.accounts.models import Delegation, RoleAssignment, User
from dothi.registry.accounts.roles import roles
from dothi.registry.audit.models import AuditEntry
from dothi.registry.bodies.models import Body, Handover
from dothi.registry.consultation.models import Answer, Consultation, Statement
from dothi.registry.jobs.models import Job
from dothi.registry.observations.models import ImportBatch, Observation
from dothi.registry.places.models import Town, Unit
from dothi.registry.plans.models import Plan, Submission
from dothi.registry.procedures.opinions import OpinionEntry, add_member, record_opinion
from dothi.registry.procedures.papers import add_document
from dothi.registry.procedures.services import CaseEntry, DutyEntry, name_duty, open_case
from dothi.registry.programmes.models import Document, Edition, EditionPeriod, Item, Programme
from dothi.registry.sources.models import Source
from dothi.registry.towns.models import TownValue
from dothi.registry.worksheets.models import SentWorkbook

FILE = Path(__file__).with_name("route_roles.csv")
COLUMNS = ["public", SIGNED_IN, *(role for role in roles() if role != "public")]
OUTCOMES = {"ok", "sign-in", "denied", "not-found"}
SIGN_IN = "/tai-khoan/dang-nhap/"
ANSWERS = {400, 409, 422}


@dataclass(frozen=True)
class Row:
    line: int
    route: str
    method: str
    kwargs: dict[str, str]
    expected: dict[str, str]


def rows() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        assert reader.fieldnames == ["route", "method", "kwargs", *COLUMNS], "one column for each role"
        return [
            Row(
                reader.line_num,
                row["route"],
                row["method"],
                json.loads(row["kwargs"] or "{}"),
                {column: row[column] for column in COLUMNS},
            )
            for row in reader
        ]


def walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, whole)
        else:
            yield whole, pattern


def all_routes() -> dict[str, URLPattern]:
    return dict(walk(get_resolver(settings.ROOT_URLCONF)))


def test_every_route_has_a_row() -> None:
    listed = {row.route for row in rows()}
    missing = [
        f"{route},GET,{json.dumps(dict.fromkeys(pattern.pattern.regex.groupindex, '?'))},"
        + ",".join("?" for _ in COLUMNS)
        for route, pattern in all_routes().items()
        if route not in listed
    ]
    assert not missing, "rows to add and decide:\n" + "\n".join(missing)


def test_every_row_has_a_route() -> None:
    routes = all_routes()
    assert [f"dòng {row.line}: {row.route}" for row in rows() if row.route not in routes] == []


def test_no_row_is_there_twice_and_every_cell_is_decided() -> None:
    listed = rows()
    twice = Counter((row.route, row.method, json.dumps(row.kwargs)) for row in listed)
    assert [key for key, count in twice.items() if count > 1] == []
    assert [row.line for row in listed if not set(row.expected.values()) <= OUTCOMES] == []


@pytest.fixture
def people(db: None) -> dict[str, User]:
    made = {}
    for role in COLUMNS[1:]:
        user = made[role] = User.objects.create(username=role)
        if role == SIGNED_IN:
            continue
        held = RoleAssignment(user=user, role=role, unit_key="2c-1" if role == "commune_officer" else "")
        held.period = Period.between(date(2020, 1, 1))
        held.save()
    return made


@pytest.fixture(scope="session")
def plans_world(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("portal/public/plans")


@pytest.fixture(scope="session")
def ground(plans_world: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    return plans_world.build_ground(tmp_path_factory.mktemp("routes") / "lake")


@pytest.fixture
def plan_samples(
    people: dict[str, User],
    plans_world: ModuleType,
    ground: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[dict[str, str]]:
    """A plan of two published versions, a layer of it, and one in the lake that no version names."""
    with plans_world.served(ground, monkeypatch) as lake:
        plan = plans_world.publish_both(ground, "da-cong-bo")
        stored = plans_world.zones_layer(lake, plans_world.BEFORE, "chua-cong-bo")
        yield {"plan": plan.key, "layer": ground.zones[0].name, "stored": stored.name}


@pytest.fixture
def samples(people: dict[str, User], plan_samples: dict[str, str]) -> dict[str, str]:
    """What ``{name}`` in the file stands for: records of the officer's own ward and of another, and more."""
    from allauth.usersessions.models import UserSession

    source = Source.objects.create(key="nguon", title="Nguồn")
    since = Period.between(date(2025, 7, 1))
    for key, name in (("2c-1", "Phường Một"), ("2c-2", "Phường Hai")):
        unit = Unit(
            key=key, code=key[3:], name=name, folded=name.lower(), kind="phuong", level=3, source=source
        )
        unit.period = since
        unit.save()
    town = Town(key="do-thi-mot", name="Đô thị Một", folded="do thi mot", source=source)
    town.period = since
    town.save()

    def draft(place: str, who: str) -> Observation:
        row = Observation(
            indicator="green-per-person",
            place_key=place,
            value=Decimal("7.5"),
            unit="m²/người",
            source=source,
            entered_by=people[who],
        )
        row.period = Period.between(date(2026, 6, 30), date(2026, 7, 1))
        row.save()
        return row

    batch = ImportBatch.objects.create(owner=people["commune_officer"], name="so-lieu.xlsx", sha256="0" * 64)
    session = UserSession.objects.create(
        user=people["planner"], ip="10.0.0.7", session_key="another", user_agent="x"
    )
    job = Job.objects.create(
        kind="observations.import", owner=people["planner"], payload={"batch": str(batch.pk)}
    )
    a_programme()
    first_role = RoleAssignment.objects.order_by("pk").first()
    edition = an_edition()
    sent = SentWorkbook.objects.create(
        purpose="programmes",
        subject=str(edition.pk),
        owner=people["planner"],
        name="ct.xlsx",
        sha256="0" * 64,
    )
    dossier = a_dossier(people["planner"])
    return {
        **plan_samples,
        **two_cases(people),
        "dossier": str(dossier.pk),
        **a_consultation("", "2c-1"),
        **a_consultation("foreign_", "2c-2"),
        "edition": str(edition.pk),
        "item": str(edition.items.get().pk),
        "handover": str(a_handover().pk),
        "sent": str(sent.pk),
        "draft": str(draft("2c-1", "commune_officer").pk),
        "elsewhere": str(draft("2c-2", "planner").pk),
        "town_value": str(a_town_value(people["planner"], "").pk),
        "own_town_value": str(a_town_value(people["commune_officer"], "2c-1").pk),
        "batch": str(batch.pk),
        "job": str(job.pk),
        "nowhere": str(uuid.UUID(int=7)),
        "session": str(session.pk),
        "user": str(people[SIGNED_IN].pk),
        "role": str(first_role.pk if first_role else ""),
        "source": str(source.pk),
        "unit": str(Unit.objects.get(key="2c-1").pk),
        "town": str(town.pk),
    }


def a_town_value(owner: User, unit: str) -> TownValue:
    """A draft of a value of the town, or of one of its wards."""
    row = TownValue(town_key="do-thi-mot", unit_key=unit, standard="2A.II.05", text="62,5", entered_by=owner)
    row.period = Period.between(date(2026, 6, 30))
    row.save()
    return row


def two_cases(people: dict[str, User]) -> dict[str, str]:
    """A case that lies with the officer's own ward, and one of another ward with the planning agency."""
    found = {}
    for name, ward, held in (
        ("case", "2c-1", {"unit_key": "2c-1"}),
        ("case_elsewhere", "2c-2", {"holder": "planning-agency"}),
    ):
        entry = CaseEntry("plan", "Hồ sơ", date(2026, 3, 2), level="detailed", place_key=ward)
        case = open_case(people["planner"], entry)
        name_duty(people["planner"], case.key, DutyEntry("prepare", "QĐ 1", date(2026, 3, 2), **held))
        found[name] = case.key
    sent = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    document = add_document(people["commune_officer"], found["case"], "task-document", sent)
    member = add_member(
        people["planner"], found["case"], "A", "", "member", username=people["appraisal_council"].username
    )
    opinion = record_opinion(people["commune_officer"], found["case"], OpinionEntry("task-opinions", "Sở"))
    delegation = Delegation(kind="authorised", from_body="x", to_body="y", duties=["review"], decision="QĐ 2")
    delegation.period = Period.between(date(2026, 1, 1))
    delegation.save()
    return {
        **found,
        "case_document": str(document.pk),
        "case_member": str(member.pk),
        "case_opinion": str(opinion.pk),
        "delegation": str(delegation.pk),
    }


def a_dossier(owner: User) -> Submission:
    """A dossier that was checked and found clean."""
    plan = Plan.objects.create(key="do-an-mot", title="Đồ án Một", folded="do an mot", level="general")
    answer = {
        "verdict": "clean",
        "errors": 0,
        "tolerances": {"row": "x", "basis": "x", "confidence": "secondary"},
    }
    return Submission.objects.create(
        plan=plan, name="a.gpkg", size=1, received=1, state="checked", owner=owner, answer=answer
    )


def a_consultation(prefix: str, unit: str) -> dict[str, str]:
    """A consultation that a ward runs, with one answered statement."""
    today = timezone.localdate()
    row = Consultation.objects.create(
        key=f"{prefix}dot".replace("_", "-"), subject_kind="regulation", subject_key="1", title="Đợt",
        about="Hỏi", opens_on=today, closes_on=today, answer_by=today, unit_key=unit,
    )  # fmt: skip
    answer = Answer.objects.create(consultation=row, outcome="not", text="Vì…", answered_on=today)
    statement = Statement.objects.create(
        consultation=row, code=f"{prefix}AAAA".upper()[:12], number=1, channel="web", text="Ý kiến",
        received_on=today, state="answered", answer=answer,
    )  # fmt: skip
    return {
        f"{prefix}consultation": row.key,
        f"{prefix}statement": str(statement.pk),
        f"{prefix}answer": str(answer.pk),
        f"{prefix}receipt": statement.code,
    }


def an_edition() -> Edition:
    """A version under review, of a document of one line."""
    text = "Tỷ lệ đô thị hóa đến năm 2030 đạt 40%."
    node = {"id": "n0", "kind": "document", "parent": None, "start": 0, "end": len(text), "text": text}
    reading = {"nodes": [node], "unplaced": [], "guesses": [], "document": {}}
    document = Document.objects.create(
        name="ct.txt", sha256="0" * 64, content=b"", text=text, reading=reading
    )
    programme = Programme.objects.create(key="chuong-trinh-mot", title="Chương trình Một")
    edition = Edition.objects.create(programme=programme, document=document, state="review")
    Item.objects.create(edition=edition, kind="task", node="n0", start=0, end=len(text))
    return edition


def a_handover() -> Handover:
    """A decision by which a body takes over from another."""
    row = Handover(from_key="co-quan-mot", to_key="co-quan-hai", decision_number="1/QĐ")
    row.period = Period.between(date(2025, 7, 1))
    row.save()
    return row


def a_programme() -> None:
    """A programme with one adopted version, and a body."""
    text = "Tỷ lệ đô thị hóa đến năm 2030 đạt 40%."
    document = Document.objects.create(name="mot.txt", sha256="0" * 64, content=b"", text=text)
    programme = Programme.objects.create(key="chuong-trinh-hai", title="Chương trình Hai")
    edition = Edition.objects.create(programme=programme, document=document, number=1, state="adopted")
    counts = EditionPeriod(edition=edition)
    counts.period = Period.between(date(2022, 1, 1))
    counts.save()
    body = Body(key="co-quan-mot", title="Cơ quan Một", folded="co quan mot", kind="province", origin="law")
    body.period = Period.between(date(2020, 1, 1))
    body.save()


def address(row: Row, samples: dict[str, str]) -> str:
    """The route's pattern with the sample arguments in place."""
    arguments = {name: value.format(**samples) for name, value in row.kwargs.items()}
    return "/" + filled(row.route, arguments)


def filled(route: str, arguments: dict[str, str]) -> str:
    from django.contrib.admindocs.utils import replace_named_groups

    named = replace_named_groups(route) if "(?P" in route else route
    for name, value in arguments.items():
        for kind in ("str", "slug", "int", "uuid", "path"):
            named = named.replace(f"<{kind}:{name}>", value)
        named = named.replace(f"<{name}>", value)
    return named.replace("^", "").replace("$", "")


def outcome(response: Any) -> str:
    where = response.get("Location", "")
    if response.status_code == 401 or where.startswith(SIGN_IN + "?next="):
        return "sign-in"
    if response.status_code == 302 and where == SIGN_IN and response.wsgi_request.method == "POST":
        return "sign-in"
    if response.status_code == 403:
        return "denied"
    if response.status_code == 404:
        return "not-found"
    if response.status_code < 400 or response.status_code in ANSWERS:
        return "ok"
    return f"status {response.status_code}"


def ask(client: Client, row: Row, samples: dict[str, str], session: str) -> str:
    """One request whose every effect is undone."""
    client.cookies.clear()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        response = client.generic(
            row.method,
            address(row, samples),
            content_type="application/x-www-form-urlencoded"
            if row.method == "POST"
            else "application/octet-stream",
        )
        found = outcome(response)
        response.getvalue()  # what is streamed belongs to the answer
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("role", COLUMNS)
def test_each_role_meets_what_the_file_says(
    role: str, people: dict[str, User], samples: dict[str, str]
) -> None:
    cache.clear()
    client, session = Client(), ""
    if role != "public":
        client.force_login(people[role], backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
    samples["entry"] = str(AuditEntry.objects.values_list("pk", flat=True).first() or 1)
    wrong = []
    for row in rows():
        found = ask(client, row, samples, session)
        if found != row.expected[role]:
            wrong.append(f"dòng {row.line}: {row.method} /{row.route}: {row.expected[role]} ≠ {found}")
    assert not wrong, f"{role}:\n" + "\n".join(wrong)
