"""The kinds of long work that exist, declared where they are written.

An app declares its kinds in a module named ``jobs`` beside its models; those modules are imported the first
time anyone asks for a kind, in the web process and in the worker alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import autodiscover_modules

from dothi.base.errors import Fault, UnusableError

if TYPE_CHECKING:
    from dothi.registry.jobs.work import Running

    Work = Callable[[Running], dict[str, Any] | None]

_KINDS: dict[str, JobKind] = {}


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of long work: what people read about it and the function that does it."""

    code: str
    title_vi: str
    title_en: str
    work: Work


def job_kind(code: str, *, title_vi: str, title_en: str) -> Callable[[Work], Work]:
    """Declare the decorated function as the work of jobs of kind ``code`` (``room.verb``).

    The function gets a :class:`~dothi.registry.jobs.work.Running`. It may be started more than once, after a
    worker died, so whatever it changes belongs inside ``with run.commit(result):``; a function that changes
    nothing simply returns its result.
    """

    def declare(work: Work) -> Work:
        known = _KINDS.get(code)
        if known is not None and known.work.__module__ != work.__module__:
            raise ValueError(
                f"job kind {code!r} is declared in {known.work.__module__} and {work.__module__}"
            )
        _KINDS[code] = JobKind(code, title_vi, title_en, work)
        return work

    return declare


def kind_of(code: str) -> JobKind:
    """The kind with this code; refuses one that no installed app declares."""
    if code not in _KINDS:
        autodiscover_modules("jobs")
    if code not in _KINDS:
        raise UnusableError(
            Fault(
                "jobs.unknown-kind",
                f"Không có loại công việc «{code}» trong phiên bản này",
                f"This version knows no job of kind “{code}”",
                remedy_vi="Kiểm tra phiên bản của tiến trình xử lý công việc, rồi gửi lại",
                remedy_en="Check the version of the worker process, then submit again",
            )
        )
    return _KINDS[code]


def all_kinds() -> list[JobKind]:
    """Every declared kind, by code."""
    autodiscover_modules("jobs")
    return [_KINDS[code] for code in sorted(_KINDS)]
