"""What every page says of consultations: states in words, subjects with their links, communes by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from dothi.portal.public.asks import language
from dothi.registry.consultation import counting
from dothi.registry.consultation.counting import Figures
from dothi.registry.consultation.masking import masked
from dothi.registry.consultation.models import Consultation, State, Statement
from dothi.registry.consultation.themes import title
from dothi.registry.places.models import Unit
from dothi.registry.plans.models import Plan
from dothi.registry.procedures.models import Case
from dothi.registry.programmes.models import Programme

Words = dict[str, tuple[str, str]]

SUBJECTS: Words = {
    "plan": ("Đồ án quy hoạch", "Plan"),
    "case": ("Hồ sơ thủ tục", "Case"),
    "programme": ("Chương trình", "Programme"),
    "regulation": ("Quy chế, quy định", "Regulation"),
}
PHASES: dict[str, tuple[str, str, str]] = {
    counting.UPCOMING: ("open", "Sắp lấy ý kiến", "To come"),
    counting.OPEN: ("current", "Đang lấy ý kiến", "Open"),
    counting.CLOSED: ("ended", "Đã kết thúc", "Closed"),
    counting.WITHDRAWN: ("abandoned", "Đã rút", "Withdrawn"),
}
STATES: dict[str, tuple[str, str, str]] = {
    State.RECEIVED: ("unreviewed", "Chờ duyệt", "To be looked at"),
    State.ACCEPTED: ("submitted", "Chờ trả lời", "Waiting for an answer"),
    State.HIDDEN: ("rejected", "Không đăng", "Kept off the page"),
    State.ANSWERED: ("approved", "Đã trả lời", "Answered"),
}
OUTCOMES: dict[str, tuple[str, str, str]] = {
    "accepted": ("accepted", "Tiếp thu", "Accepted"),
    "part": ("course", "Tiếp thu một phần", "Accepted in part"),
    "not": ("ended", "Không tiếp thu", "Not accepted"),
}
CHANNELS: Words = {
    "web": ("Qua trang này", "On this page"),
    "paper": ("Bằng văn bản", "On paper"),
    "meeting": ("Tại hội nghị", "At a meeting"),
    "mail": ("Qua thư điện tử", "By e-mail"),
    "spoken": ("Nói trực tiếp, điện thoại", "Spoken, by telephone"),
}
NOWHERE = ("Chưa rõ xã, phường", "Commune not known")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a consultation is about, as a link where it has a page."""

    kind: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Count:
    """One line of a table of counts; ``bar`` in parts of a hundred of the greatest."""

    key: str
    title: str
    count: int
    bar: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement as the public sees it: its words without numbers that lead to a person, and no receipt."""

    row: Statement
    text: str
    place: str
    commune: str
    theme: str
    state: tuple[str, str]
    channel: str
    alike: int
    late: bool
    when: str


def pick(words: tuple[str, ...]) -> str:
    """The Vietnamese or the English of the last two words."""
    return words[-1] if language() == "en" else words[-2]


def said(table: Words, code: str) -> str:
    """The word for a code; the code itself where there is none."""
    return pick(table[code]) if code in table else code


def title_of(row: Consultation) -> str:
    """The title in the reader's language."""
    return (row.title_en or row.title) if language() == "en" else row.title


def phase_of(row: Consultation, day: date) -> tuple[str, str]:
    """Code of a state and its word."""
    found = PHASES[counting.phase_on(row, day)]
    return found[0], pick(found)


def state_of(row: Statement) -> tuple[str, str]:
    """Where a statement stands; an answered one tells the outcome."""
    if row.answer is not None and row.answer.outcome in OUTCOMES:
        found = OUTCOMES[row.answer.outcome]
    else:
        found = STATES[State(row.state)]
    return found[0], pick(found)


def subject_of(row: Consultation) -> Subject:
    """The plan, programme or case by its title; of other subjects only their key is known here."""
    models: dict[str, tuple[Any, str]] = {
        "plan": (Plan, "public:plan"),
        "programme": (Programme, "public:programme"),
        "case": (Case, ""),
    }
    kind = said(SUBJECTS, row.subject_kind)
    model, route = models.get(row.subject_kind, (None, ""))
    found = model.objects.filter(key=row.subject_key).first() if model else None
    if found is None:
        return Subject(kind, row.subject_key, "")
    if model is Case:
        return Subject(kind, found.title, "")
    name = (found.title_en or found.title) if language() == "en" else found.title
    try:
        shown = model is Programme or found.versions.exists()
        return Subject(kind, name, reverse(route, args=[row.subject_key]) if shown else "")
    except NoReverseMatch:
        return Subject(kind, name, "")


def commune_names(keys: Iterable[str]) -> dict[str, str]:
    """Names of communes by key, the latest; one query."""
    rows = Unit.objects.as_known_on().filter(key__in=set(keys) - {""}).order_by("starts_latest", "pk")
    return dict(rows.values_list("key", "name"))


def theme_counts(found: Figures) -> list[Count]:
    """Statements by theme."""
    return _counts(found.by_theme, lambda key: title(key, language()) if key else pick(NOWHERE))


def commune_counts(found: Figures) -> list[Count]:
    """Statements by commune; those of which it is not known come last."""
    names = commune_names(found.by_commune)
    rows = _counts(found.by_commune, lambda key: names.get(key, key) if key else pick(NOWHERE))
    return sorted(rows, key=lambda row: not row.key)


def channel_counts(found: Figures) -> list[Count]:
    """Statements by the way they came."""
    return _counts(found.by_channel, lambda key: said(CHANNELS, key))


def outcome_counts(found: Figures) -> list[Count]:
    """Answered statements by outcome, in the order of the table."""
    counts = {code: found.by_outcome.get(code, 0) for code in OUTCOMES}
    return _counts(counts, lambda key: pick(OUTCOMES[key]))


def spoken(rows: Iterable[Statement], consultation: Consultation) -> list[Spoken]:
    """Statements as the public sees them."""
    listed = list(rows)
    names = commune_names(row.commune_key for row in listed)
    sizes = dict(_group_sizes({row.group_id for row in listed if row.group_id}))
    return [
        Spoken(
            row,
            masked(row.text),
            masked(row.place),
            names.get(row.commune_key, row.commune_key),
            title(row.theme, language()) if row.theme else "",
            state_of(row),
            said(CHANNELS, row.channel),
            sizes.get(row.group_id, 1) - 1 if row.group_id else 0,
            row.answer is not None and row.answer.answered_on > consultation.answer_by,
            timing(row, consultation),
        )
        for row in listed
    ]


def timing(row: Statement, consultation: Consultation) -> str:
    """Days before or after the period in which a statement came; empty within it."""
    if row.received_on < consultation.opens_on:
        days = (consultation.opens_on - row.received_on).days
        return pick((f"nhận trước khi mở {days} ngày", f"received {days} days before the opening"))
    if row.received_on > consultation.closes_on:
        days = (row.received_on - consultation.closes_on).days
        return pick((f"nhận sau khi kết thúc {days} ngày", f"received {days} days after the end"))
    return ""


def _group_sizes(groups: set[int]) -> Iterable[tuple[int, int]]:
    from django.db.models import Count as Counted

    rows = Statement.objects.filter(group__in=groups, state__in=counting.SHOWN).order_by()
    return rows.values_list("group").annotate(size=Counted("pk"))


def _counts(counted: dict[str, int], name: Any) -> list[Count]:
    greatest = max(counted.values(), default=0) or 1
    return [Count(key, name(key), count, 100 * count / greatest) for key, count in counted.items()]
