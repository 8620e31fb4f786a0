"""What is known of a town: values of standards as intervals, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from dothi.base.text import tone_normalised
from dothi.towns.rules import ZERO
from dothi.towns.schemes import Profile


@dataclass(frozen=True, slots=True)
class Value:
    """A value between ``low`` and ``high``, both included; ``high`` is ``None`` where it has no bound.

    ``source`` is the document cited, ``""`` where none is; ``where`` is the cell it was read from.
    ``assumed`` values were typed in to try something out. ``how`` says how it came about where it was not
    simply read: computed from what, approved when; ``key`` names the source on record, if it is on record.
    """

    low: Fraction = ZERO
    high: Fraction | None = None
    source: str = ""
    day: date | None = None
    where: str = ""
    illustrative: bool = False
    assumed: bool = False
    how: str = ""
    how_en: str = ""
    key: str = ""

    @property
    def span(self) -> tuple[Fraction, Fraction | None]:
        """Lowest and highest value."""
        return self.low, self.high

    @property
    def cited(self) -> bool:
        """Whether a document answers for it."""
        return bool(self.source) and not self.illustrative and not self.assumed

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"a value runs backwards or below nothing: {self.low}, {self.high}")

    @classmethod
    def exactly(cls, value: Fraction | int, source: str = "") -> Value:
        """A value known exactly."""
        return cls(Fraction(value), Fraction(value), source)

    @property
    def exact(self) -> Fraction | None:
        """The value, where it is known exactly."""
        return self.low if self.low == self.high else None

    @property
    def unknown(self) -> bool:
        """Whether nothing is known."""
        return self.low == 0 and self.high is None


UNKNOWN = Value()


def made_up(source: str) -> bool:
    """Whether a source says that it was invented for demonstration, however the tone mark is placed."""
    return "minh họa" in tone_normalised(source).casefold()


@dataclass(frozen=True, slots=True)
class Town:
    """A town with its profile and the values known of it, by the code of the standard.

    ``parts`` holds the values of its communes for Table 2B, by the name of the commune.
    """

    name: str
    profile: Profile = field(default_factory=Profile)
    values: dict[str, Value] = field(default_factory=dict)
    parts: dict[str, dict[str, Value]] = field(default_factory=dict)

    def value(self, code: str) -> Value:
        """What is known of one standard."""
        return self.values.get(code, UNKNOWN)

    @property
    def illustrative(self) -> bool:
        """Whether any value was invented for demonstration."""
        every = [self.values, *self.parts.values()]
        return any(value.illustrative for values in every for value in values.values())
