"""Numbers as Vietnamese readers write them: ``1.495.812`` people, ``25,4 %``, ``6–8`` m².

The dot groups thousands and the comma starts the decimals, so ``1.234`` is one thousand two hundred and
thirty-four and ``1,234`` is a little over one. Text that only makes sense the English way (``1,234.5``,
``0.5``, ``1,234,567``) is refused with a sentence instead of being read a thousand times too large or small.

Values are ``Decimal`` throughout. Binary floats are let in at one door, :func:`exact`, for spreadsheet cells.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NoReturn

from dothi.base.errors import Fault, InputError

LONGEST = 40
"""Characters a written number may have; longer text is no number."""

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
_SIGNS = {ord("−"): "-", ord("–"): "-", ord("＋"): "+"}
_PLAIN = r"[0-9]+"
_GROUPED = r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+"
_NUMBER = re.compile(rf"(?P<sign>[+-]?) ?(?P<whole>{_GROUPED}|{_PLAIN})(?:,(?P<part>[0-9]+))?")
_ENGLISH = re.compile(r"[+-]?[0-9.,]*(?:,[0-9]{3}\.[0-9]*|,[0-9]{3},[0-9]{3})[0-9.,]*")
_DOTTED = re.compile(r"[+-]? ?[0-9]+\.[0-9]*")
_RANGE = re.compile(r"(?P<low>[+\-−]? ?[0-9][0-9., ]*?)(?: ?%)? ?[-–—] ?(?P<high>[+\-−]? ?[0-9][0-9., ]*)")


def exact(value: Decimal | float) -> Decimal:
    """Take the number a person sees in a cell: ``0.1`` gives ``Decimal("0.1")``, not its 55 binary digits.

    Raises :class:`InputError` (``number.not-finite``) for infinities and not-a-number.
    """
    number = (
        value if isinstance(value, Decimal) else Decimal(repr(value) if isinstance(value, float) else value)
    )
    if not number.is_finite():
        raise InputError(
            Fault(
                "number.not-finite",
                f"«{value}» không phải là một số hữu hạn",
                f"“{value}” is not a finite number",
                remedy_vi="Sửa công thức hoặc giá trị của ô",
                remedy_en="Mend the formula or the value of the cell",
            )
        )
    return number


def format_number(value: Decimal | int, decimals: int | None = None, *, signed: bool = False) -> str:
    """Write ``value`` with grouped thousands and a decimal comma.

    ``decimals`` rounds half away from zero, which is the one rounding step of a figure; ``None`` writes every
    digit there is. ``signed`` puts a plus before positive values. Floats are a programming error.

    >>> format_number(1495812), format_number(Decimal("25.38"), 1), format_number(-1234)
    ('1.495.812', '25,4', '-1.234')
    """
    if isinstance(value, float):
        raise TypeError("a binary float has no exact digits: pass a Decimal (see exact())")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{number} cannot be written as a number")
    if decimals is not None:
        with localcontext() as context:
            context.prec = max(28, number.adjusted() + decimals + 2)
            number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    digits = f"{number.copy_abs():f}"
    whole, _, part = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if number < 0 else "+" if signed and number > 0 else ""
    return f"{sign}{grouped},{part}" if part else f"{sign}{grouped}"


def format_megabytes(size: int) -> str:
    """Write a number of bytes in megabytes of 1,048,576, rounded up to a tenth: over a limit stays over it.

    >>> format_megabytes(50 << 20), format_megabytes((20 << 20) + 1)
    ('50 MB', '20,1 MB')
    """
    tenths = -(-size * 10 // (1 << 20))
    return f"{format_number(Decimal(tenths) / 10)} MB"


def format_percent(value: Decimal | int, decimals: int = 1, *, signed: bool = False) -> str:
    """Write a percentage that is already in percent: ``Decimal("25.38")`` gives ``25,4 %``."""
    return f"{format_number(value, decimals, signed=signed)} %"


def format_range(low: Decimal | int, high: Decimal | int, decimals: int | None = None) -> str:
    """Write a range with an en dash (``6–8``); in words where an end is negative (``từ -5 đến 3``)."""
    if low > high:
        raise ValueError(f"a range runs backwards: {low} > {high}")
    first, last = format_number(low, decimals), format_number(high, decimals)
    return f"từ {first} đến {last}" if low < 0 else f"{first}–{last}"


def parse_number(text: str) -> Decimal:
    """Read one number written the Vietnamese way; raise :class:`InputError` with a sentence otherwise.

    Codes: ``number.empty``, ``number.too-long``, ``number.english`` (the separators are the English ones),
    ``number.decimal-dot`` (a dot that groups nothing, as in ``25.4`` or ``0.500``), ``number.unreadable``.

    >>> parse_number("1.234"), parse_number("1 495 812"), parse_number("-25,40")
    (Decimal('1234'), Decimal('1495812'), Decimal('-25.40'))
    """
    plain = text.translate(_SPACES).translate(_SIGNS).strip()
    if not plain:
        _refuse("number.empty", text, "Ô trống, không có số", "Empty: there is no number")
    if len(plain) > LONGEST:
        _refuse(
            "number.too-long",
            text,
            f"Chuỗi dài hơn {LONGEST} ký tự không phải là một số",
            f"Text of more than {LONGEST} characters is no number",
        )
    found = _NUMBER.fullmatch(plain)
    if found is None:
        _explain(plain, text)
    whole = found["whole"].replace(".", "").replace(" ", "")
    return Decimal(f"{found['sign']}{whole}.{found['part']}" if found["part"] else f"{found['sign']}{whole}")


def parse_integer(text: str) -> int:
    """Read a whole number; ``12,0`` is whole, ``12,5`` is refused (``number.not-whole``)."""
    number = parse_number(text)
    if number != number.to_integral_value():
        _refuse(
            "number.not-whole",
            text,
            f"«{text.strip()}» không phải là số nguyên",
            f"“{text.strip()}” is not a whole number",
            ("Ghi số nguyên", "Write a whole number"),
        )
    return int(number)


def parse_percent(text: str) -> Decimal:
    """Read a percentage, with or without its sign, as the number before the sign: ``25,4 %`` gives 25.4."""
    return parse_number(text.strip().removesuffix("%"))


def parse_range(text: str) -> tuple[Decimal, Decimal]:
    """Read ``11 - 16%``, ``6–8`` or ``từ -5 đến 3``; a single number is a range of one value.

    Raises :class:`InputError` for ends that cannot be read or run backwards (``number.range-backwards``).
    """
    plain = text.translate(_SPACES).strip().removesuffix("%").strip()
    words = re.fullmatch(r"[Tt]ừ (?P<low>.{1,40}) đến (?P<high>.{1,40})", plain)
    found = words or (_RANGE.fullmatch(plain) if len(plain) <= 2 * LONGEST else None)
    if found is None:
        single = parse_number(plain)
        return single, single
    low, high = parse_percent(found["low"]), parse_percent(found["high"])
    if low > high:
        _refuse(
            "number.range-backwards",
            text,
            f"Khoảng «{text.strip()}» có đầu lớn hơn cuối",
            f"The range “{text.strip()}” runs backwards",
            ("Ghi số nhỏ trước, số lớn sau", "Write the smaller number first"),
        )
    return low, high


def _explain(plain: str, text: str) -> NoReturn:
    shown = text.strip()
    if _ENGLISH.fullmatch(plain):
        _refuse(
            "number.english",
            text,
            f"«{shown}» dùng dấu phẩy để phân nhóm, dấu chấm để ghi phần thập phân",
            f"“{shown}” uses the English separators",
        )
    if _DOTTED.fullmatch(plain):
        _refuse(
            "number.decimal-dot",
            text,
            f"Dấu chấm trong «{shown}» không phân nhóm hàng nghìn được",
            f"The dot in “{shown}” cannot group thousands",
            ("Ghi phần thập phân sau dấu phẩy, ví dụ 25,4", "Write decimals after a comma, as in 25,4"),
        )
    _refuse(
        "number.unreadable",
        text,
        f"«{shown}» không đọc được thành số",
        f"“{shown}” cannot be read as a number",
    )


def _refuse(
    code: str,
    text: str,
    vi: str,
    en: str,
    remedy: tuple[str, str] = (
        "Ghi theo lối Việt Nam: 1.495.812 hoặc 25,4",
        "Write it the Vietnamese way: 1.495.812 or 25,4",
    ),
) -> NoReturn:
    if len(text) > LONGEST:
        vi, en = (
            vi.replace(text.strip(), text.strip()[:LONGEST] + "…"),
            en.replace(text.strip(), text[:LONGEST] + "…"),
        )
    raise InputError(Fault(code, vi, en, remedy_vi=remedy[0], remedy_en=remedy[1]))
