"""An item in one line, in the reader's language: the same words in the terminal, on pages and in sheets."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from dothi.base.numbers import exact, format_number

Words = Mapping[str, tuple[str, str]]

COMPARISONS: Final[Words] = MappingProxyType(
    {
        "=": ("bằng", "equal to"),
        "~": ("khoảng", "about"),
        ">=": ("từ … trở lên", "at least"),
        "<=": ("không quá", "at most"),
        "range": ("trong khoảng", "within"),
    }
)
STATUSES: Final[Words] = MappingProxyType(
    {
        "reach": ("đạt", "reach"),
        "toward": ("hướng đến", "work towards"),
        "equivalent": ("tương đương", "be equivalent to"),
        "recognise": ("được công nhận", "be recognised as"),
        "establish": ("hình thành mới", "be formed as"),
        "administrative": ("trở thành", "become"),
        "smart": ("đô thị thông minh", "smart town"),
        "ecological": ("đô thị sinh thái", "ecological town"),
        "other": ("định hướng khác", "other aim"),
    }
)
CLUSTER_KINDS: Final[Words] = MappingProxyType(
    {
        "cluster": ("cụm", "cluster"),
        "corridor": ("hành lang", "corridor"),
        "chain": ("chuỗi", "chain"),
        "region": ("vùng", "region"),
    }
)
GUESSES: Final[Words] = MappingProxyType(
    {
        "ocr_slip": ("lỗi nhận dạng chữ", "misread letters"),
        "joined_paragraph": ("nối đoạn bị ngắt", "broken paragraph joined"),
        "page_number_inside": ("bỏ qua số trang", "page number passed over"),
        "name_match": ("khớp tên gần đúng", "name matched approximately"),
        "year_from_heading": ("năm lấy từ đề mục", "year taken from the heading"),
        "number_style": ("cách viết số", "way of writing a number"),
        "odd_year": ("năm khó tin, không lấy làm hạn", "a year hard to believe, not taken"),
        "second_document": ("văn bản thứ hai", "second document"),
        "encoding": ("bảng mã", "encoding"),
        "tracked_changes": ("lấy bản cuối của thay đổi được theo dõi", "final text of tracked changes"),
        "no_programme_headings": ("không có đề mục của một chương trình", "no heading of a programme"),
        "left_out": ("không thể là giá trị của ô này", "no possible value of its field"),
    }
)
_SIGNS: Final = MappingProxyType({"=": "", "~": "khoảng ", ">=": "≥ ", "<=": "≤ ", "range": ""})
_SWAP = str.maketrans(".,", ",.")


def said(words: Words, code: str | None, language: str = "vi") -> str:
    """The word for ``code``; the code itself where there is none, so that nothing is hidden."""
    if not code:
        return ""
    pair = words.get(code)
    return code if pair is None else pair[language == "en"]


def value_text(fields: Mapping[str, Any], language: str = "vi") -> str:
    """The wanted value: ``37%``, ``khoảng 6 - 8 m²/người``, ``≥ 80%``; empty for a target without one."""
    sign = fields.get("comparison")
    if not sign:
        return ""
    english = language == "en"
    about = ("about " if english else "khoảng ") if fields.get("approximate") or sign == "~" else ""
    numbers = [_number(n, english=english) for n in (fields.get("min"), fields.get("max")) if n is not None]
    shown = " - ".join(dict.fromkeys(numbers))
    unit = fields.get("unit") or ""
    space = "" if unit.startswith(("%", "‰")) else " "
    mark = "" if sign == "~" else _SIGNS[sign]
    return f"{about}{mark}{shown}{space}{unit}".strip()


def when_text(first: int | None, last: int | None, language: str = "vi") -> str:
    """The year or period: ``đến năm 2025``, ``giai đoạn 2025 - 2030``; empty when the text gives none."""
    english = language == "en"
    if first and last:
        return f"{first} - {last}" if english else f"giai đoạn {first} - {last}"
    if last:
        return f"by {last}" if english else f"đến năm {last}"
    if first:
        return f"from {first}" if english else f"từ năm {first}"
    return ""


def aim_text(fields: Mapping[str, Any], language: str = "vi") -> str:
    """What a town is to become: ``đạt loại III``, ``trở thành thị xã``, ``đô thị thông minh``."""
    parts = [said(STATUSES, fields.get("status"), language)]
    if fields.get("admin_kind"):
        parts.append(str(fields["admin_kind"]))
    if fields.get("class"):
        parts.append(f"{'class' if language == 'en' else 'loại'} {fields['class']}")
    return " ".join(parts)


def summary(kind: str, fields: Mapping[str, Any], text: str, language: str = "vi") -> str:
    """One line that tells an item from its neighbours; ``text`` is its stretch of the source."""
    if kind == "target":
        return _target(fields, language)
    if kind == "town":
        return _with_when(f"{fields['name']}: {aim_text(fields, language)}", fields, language)
    if kind == "cluster":
        named, word = fields["name"], said(CLUSTER_KINDS, fields["kind"], language)
        start = named if named.lower().startswith(word) else f"{word[:1].upper()}{word[1:]} {named}"
        return f"{start}: {', '.join(fields.get('towns') or ())}"
    if kind == "duty":
        return f"{fields['name']}: {short(text)}"
    if kind == "citation":
        told = [fields.get("kind") or "", fields.get("number") or "", fields.get("issuer") or ""]
        return ", ".join(part for part in told if part) or short(text)
    return short(text)


def short(text: str, limit: int = 110) -> str:
    """The text on one line, cut at a word where it is longer than ``limit`` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _target(fields: Mapping[str, Any], language: str) -> str:
    where = f" ({fields['place']})" if fields.get("place") else ""
    value = value_text(fields, language)
    start = f"{fields['indicator']}{where}" + (f": {value}" if value else "")
    when = when_text(fields.get("year_from"), fields.get("year_to"), language)
    return f"{start}, {when}" if when else start


def _with_when(start: str, fields: Mapping[str, Any], language: str) -> str:
    when = when_text(fields.get("period_from"), fields.get("period_to"), language)
    return f"{start}, {when}" if when else start


def _number(value: float, *, english: bool) -> str:
    number = exact(value)
    whole = number == number.to_integral_value()
    written = format_number(number.quantize(Decimal(1)) if whole else number.normalize())
    return written.translate(_SWAP) if english else written
