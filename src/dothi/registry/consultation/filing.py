"""Statements come in: through the page from anybody, or on paper through an officer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dothi.base.text import clean
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.consultation import photos
from dothi.registry.consultation.grouping import MODERATE, join_alike
from dothi.registry.consultation.guarding import Sender, doubts_about
from dothi.registry.consultation.models import Channel, Consultation, Photo, State, Statement
from dothi.registry.consultation.people import Person, forget_old, keep_person
from dothi.registry.consultation.placing import Drawn, commune_at, commune_called, read_drawing
from dothi.registry.consultation.refusals import missing, not_open, refusal
from dothi.registry.consultation.storing import keep
from dothi.registry.consultation.themes import guess
from dothi.registry.land.extracts import code_of, new_code

SPEAK = "consultation.speak"
LONGEST = 5000
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it is sent. ``shape`` is GeoJSON text, ``place`` words where nothing was drawn."""

    text: str
    place: str = ""
    shape: str = ""
    person: Person = field(default_factory=Person)
    pictures: tuple[bytes, ...] = ()
    language: str = "vi"


def file_statement(user: Any, consultation: Consultation, said: Said, sender: Sender) -> Statement:
    """Take a statement through the page. Raises :class:`InputError` for what cannot be taken.

    Codes: ``consultation.not-open`` outside the period, ``…missing`` without text, ``…too-many`` over the
    limits of :mod:`.guarding`, those of :mod:`.placing` and of :mod:`.photos`.
    """
    require(user, SPEAK)
    now = timezone.now()
    today = timezone.localdate(now)
    if consultation.withdrawn_at is not None or not consultation.opens_on <= today <= consultation.closes_on:
        raise not_open(consultation.opens_on, consultation.closes_on, today)
    ready = read_said(said)
    doubts = doubts_about(consultation, sender, said.text, now.timestamp())
    person = user if getattr(user, "is_authenticated", False) else None
    with transaction.atomic():
        row = write_statement(consultation, said, ready, today, Channel.WEB, made_by=person, doubts=doubts)
        trail.record(None, "consultation.speak", row, {"number": row.number, "doubts": doubts})
    forget_old(now)
    return row


def enter_statement(
    user: Any, consultation: Consultation, said: Said, channel: str, received_on: date
) -> Statement:
    """Enter a statement that came on paper, by mail or at a meeting, with the day it really came.

    A day before or after the period is kept as it is, and told; one that has not come is refused
    (``consultation.future``).
    """
    require(user, MODERATE, consultation)
    if channel not in Channel.values or channel == Channel.WEB:
        raise missing("channel", "Chưa chọn cách nhận", "How it came is missing")
    if received_on > timezone.localdate():
        raise refusal("future", "received_on", "Ngày nhận chưa đến", "The day of receipt has not come yet")
    ready = read_said(said)
    with transaction.atomic():
        row = write_statement(consultation, said, ready, received_on, channel, entered_by=user)
        trail.record(user, "consultation.enter", row, {"number": row.number, "channel": channel})
    return row


def statement_of(code: str) -> Statement | None:
    """The statement of a receipt, however it was typed."""
    found = Statement.objects.filter(code=code_of(code))
    return found.select_related("consultation", "answer", "group").first()


@dataclass(frozen=True, slots=True)
class Ready:
    """What of a statement was read and found sound before anything is written."""

    drawn: Drawn | None
    pictures: tuple[photos.Encoded, ...]


def read_said(said: Said) -> Ready:
    """Read text, drawing and pictures; raises :class:`InputError` for what cannot be taken."""
    if len(clean(said.text)) < SHORTEST:
        raise missing("text", "Chưa viết ý kiến", "There is no text")
    if len(said.text) > LONGEST:
        raise refusal(
            "long",
            "text",
            f"Ý kiến dài hơn {LONGEST} ký tự",
            f"The statement is longer than {LONGEST} characters",
            ("Viết gọn lại, hoặc gửi làm nhiều ý kiến", "Shorten it, or send several"),
        )
    if len(said.pictures) > photos.MOST:
        raise refusal(
            "photos-many",
            "photos",
            f"Chỉ kèm được {photos.MOST} ảnh",
            f"At most {photos.MOST} pictures can be added",
        )
    return Ready(read_drawing(said.shape), tuple(photos.encode_photo(one) for one in said.pictures))


def write_statement(
    consultation: Consultation, said: Said, ready: Ready, day: date, channel: str, **more: Any
) -> Statement:
    """One row with everything that hangs on it; numbers are given under the consultation's lock."""
    Consultation.objects.select_for_update().get(pk=consultation.pk)
    last = Statement.objects.filter(consultation=consultation).aggregate(last=Max("number"))["last"] or 0
    drawn = ready.drawn
    west, south, east, north = drawn.box if drawn else (None, None, None, None)
    place = clean(said.place)[:200]
    today = timezone.localdate()
    row = Statement.objects.create(
        consultation=consultation,
        code=new_code(),
        number=last + 1,
        channel=channel,
        text=said.text.strip(),
        place=place,
        shape=drawn.shape if drawn else None,
        west=west,
        south=south,
        east=east,
        north=north,
        area_m2=drawn.area_m2 if drawn else None,
        commune_key=commune_at(drawn.shape, today)
        if drawn
        else commune_called(place, today)
        if place
        else "",
        theme=guess(said.text),
        received_on=day,
        language=said.language,
        illustrative=consultation.illustrative,
        state=State.RECEIVED,
        **more,
    )
    keep_person(row, said.person)
    for picture in ready.pictures:
        kept = keep([picture.content], photos.MOST_BYTES)
        Photo.objects.create(
            statement=row, sha256=kept.sha256, width=picture.width, height=picture.height, size=kept.size
        )
    join_alike(row)
    return row
