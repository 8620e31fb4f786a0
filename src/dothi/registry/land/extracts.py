"""Extracts of answers: made, found again by their code, compared with what holds today, set on paper."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.base.errors import DothiError, Fault, InputError
from dothi.land.extract import SHORT, Stamp, digest_of, land_of, statement_of
from dothi.land.extract_changes import Comparison, compare
from dothi.land.extract_content import Drawn, Outlined, Paper
from dothi.land.extract_map import Sheet, Styles, sheet_of, zones_around
from dothi.land.extract_paper import extract_pdf
from dothi.land.extract_restrictions import Restriction, restrictions_around
from dothi.land.piece import Piece
from dothi.land.plans import LayerOnRecord
from dothi.land.protection import distances_of
from dothi.land.record import Words
from dothi.law.tables.protection_distances import ProtectionDistance
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.land.asked import Asked, province
from dothi.registry.land.asking import CURRENT_USE, ask
from dothi.registry.land.models import Extract, ThemeLayer
from dothi.registry.land.sources import reader
from dothi.registry.lawbook import current_law
from dothi.registry.plans.models import PlanLayer

ACTION = "plans.view"
MOST_CHARACTERS = 1_000_000
"""Length of a statement that is kept; a parcel's is a few thousand."""
LANGUAGES = ("vi", "en")
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LETTERS, _GROUP = 12, 4
_NO_LETTER = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True)
class Kept:
    """An extract on record, with what its statement says where it is still whole."""

    row: Extract

    @cached_property
    def whole(self) -> bool:
        """Whether the statement is the one that was handed out under this code."""
        return digest_of(self.row.statement) == self.row.digest and self.said["code"] == self.row.code

    @cached_property
    def said(self) -> Mapping[str, Any]:
        """The statement as read. Only of one that is whole is it known to be JSON."""
        read: Mapping[str, Any] = json.loads(self.row.statement)
        return read

    @property
    def short(self) -> str:
        """The digits of the digest that the paper bears large."""
        return self.row.digest[:SHORT]

    def agrees(self, digits: str) -> bool:
        """Whether digits read off a paper, at least the short ones, are those of this extract."""
        given = re.sub(r"[^0-9a-f]", "", digits.lower())
        return len(given) >= SHORT and self.row.digest.startswith(given)


def make_extract(
    user: Any, asked: Asked, day: date, known_on: date | None = None, *, language: str = "vi"
) -> Extract:
    """Ask about a piece of land and keep the answer under a new code.

    ``user`` is ``None`` for the public and for a command. Raises :class:`InputError`
    (``land.extract-too-long``) for an answer that no paper holds, :class:`UnusableError` without a province.
    """
    require(user, ACTION)
    moment = timezone.localtime().replace(microsecond=0)
    code = new_code()
    answer = ask(asked.piece, day, known_on, asked.notes)
    statement = statement_of(answer, asked.piece, Stamp(code, moment, language, province()))
    if len(statement) > MOST_CHARACTERS:
        raise InputError(_TOO_LONG)
    person = user if getattr(user, "is_authenticated", False) else None
    with transaction.atomic():
        row = Extract.objects.create(
            code=code,
            digest=digest_of(statement),
            statement=statement,
            language=language,
            as_of=day,
            as_known_on=known_on,
            made_at=moment,
            made_by=person,
        )
        trail.record(person, "land.extract", row, {"code": code, "digest": row.digest})
    return row


def kept(code: str) -> Kept | None:
    """The extract of a code, however it was typed; ``None`` where there is none."""
    row = Extract.objects.filter(code=code_of(code)).first()
    return None if row is None else Kept(row)


def compared(extract: Kept, day: date) -> Comparison:
    """The same land asked again on ``day``, as known now."""
    return compare(extract.said["answer"], ask(land_of(extract.said), day))


def pdf_of(extract: Kept, address: str, styles: Styles) -> bytes:
    """The paper of an extract; ``address`` is that of the page which confirms it."""
    said = extract.said
    land = land_of(said)
    sheet = sheet_of(land)
    drawn = {
        level["level"]: _drawn(level, land, sheet)
        for level in said["answer"]["levels"]
        if level["verdict"] == "applies"
    }
    restrictions = {
        theme["theme"]: _outlined(theme, land, sheet, date.fromisoformat(said["answer"]["as_of"]))
        for theme in said["answer"]["themes"]
        if theme["theme"] != CURRENT_USE and any(zone["layer"] for zone in theme["zones"])
    }
    return extract_pdf(said, Paper(extract.row.digest, address, styles, drawn, restrictions))


def _outlined(theme: Mapping[str, Any], land: Piece, sheet: Sheet, day: date) -> Outlined:
    """A restriction around the land, of the layers that the statement names, with the rings of its works."""
    title = theme["title"]
    names = dict.fromkeys(zone["layer"] for zone in theme["zones"] if zone["layer"])
    kinds = dict(ThemeLayer.objects.filter(layer__in=names).values_list("layer", "facility"))
    rules = current_law().of(ProtectionDistance).in_force(day)
    shapes: list[Restriction] = []
    try:
        for name in names:
            layer = LayerOnRecord(name, "other", *reader(name, title["vi"]))
            distances = distances_of(rules, kinds[name]) if kinds.get(name) else None
            shapes += restrictions_around(land, layer, distances, sheet.box)
        return Outlined(shapes)
    except DothiError as error:
        fault = error.faults[0]
        return Outlined(
            (),
            Words(
                f"Chưa vẽ được «{title['vi']}»: {fault.sentence()}",
                f"“{title['en'] or title['vi']}” cannot be drawn: {fault.sentence('en')}",
            ),
        )


def _drawn(level: Mapping[str, Any], land: Piece, sheet: Sheet) -> Drawn:
    """Zones around the land, of the versions that the statement names."""
    layers: list[LayerOnRecord] = []
    for plan in level["plans"]:
        if plan["verdict"] == "applies":
            rows = PlanLayer.objects.filter(
                version__plan__key=plan["plan"], version__number=plan["version"], role="zones"
            )
            layers += [LayerOnRecord(row.name, row.role, *reader(row.name, row.title)) for row in rows]
    try:
        return Drawn(zones_around(land, layers, sheet))
    except DothiError as error:
        fault = error.faults[0]
        return Drawn(
            (),
            Words(
                f"Chưa vẽ được bản đồ: {fault.sentence()}", f"The map cannot be drawn: {fault.sentence('en')}"
            ),
        )


def code_of(text: str) -> str:
    """A code as it is kept, however it was typed."""
    return _grouped(_NO_LETTER.sub("", text.upper()))


def new_code() -> str:
    """A code nobody can guess: three groups of four signs that are not mistaken for each other."""
    return _grouped("".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS)))


def _grouped(plain: str) -> str:
    return "-".join(plain[at : at + _GROUP] for at in range(0, len(plain), _GROUP))


_TOO_LONG = Fault(
    "land.extract-too-long",
    "Nơi này chạm quá nhiều ô quy hoạch để ghi vào một tờ",
    "This place meets too many zones for one sheet",
    remedy_vi="Hỏi từng thửa đất",
    remedy_en="Ask about each parcel by itself",
)
