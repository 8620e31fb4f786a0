"""Errors are sentences for the person who must act.

Every refusal says what is wrong, where, and what to do about it, in Vietnamese with English beside, under a
code that programs can rely on. Codes read ``group.name`` and never change their meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing found wrong.

    ``where`` names file, line, sheet, row or field as far as they are known (``"census.csv, dòng 12"``);
    ``remedy`` is what the reader can do next.
    """

    code: str
    vi: str
    en: str
    where: str = ""
    remedy_vi: str = ""
    remedy_en: str = ""

    def sentence(self, language: str = "vi") -> str:
        """Write the whole message in one language: ``where: what. remedy``."""
        message, remedy = (self.en, self.remedy_en) if language == "en" else (self.vi, self.remedy_vi)
        start = f"{self.where}: {message}" if self.where else message
        return " ".join(part for part in (_closed(start), _closed(remedy)) if part)

    def __str__(self) -> str:
        return self.sentence()


class DothiError(Exception):
    """Something a person must mend; carries one or more faults, never an empty list."""

    def __init__(self, *faults: Fault) -> None:
        if not faults:
            raise ValueError("a DothiError needs at least one fault")
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults: tuple[Fault, ...] = faults

    def __reduce__(self) -> tuple[type[DothiError], tuple[Fault, ...]]:
        """Travel between processes with the faults, not only their text."""
        return type(self), self.faults

    @property
    def code(self) -> str:
        """Code of the first fault."""
        return self.faults[0].code

    def sentences(self, language: str = "vi") -> list[str]:
        """Every fault as a sentence."""
        return [fault.sentence(language) for fault in self.faults]


class InputError(DothiError):
    """The input was read and found wanting (exit code 1)."""


class UnusableError(DothiError):
    """The work could not be done at all: no such file, another kind of file, no workspace (exit code 2)."""


def refuse_all(faults: Sequence[Fault], kind: type[DothiError] = InputError) -> None:
    """Raise one error carrying ``faults``, or return when there are none."""
    if faults:
        raise kind(*faults)


def _closed(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else text + "."
