"""The machine that leads a case from stage to stage: nothing else does.

Built for each move from the scheme's rows; the guard is asked before a step and answers with what stands
against it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from transitions import EventData, Machine, MachineError

from dothi.base.errors import Fault, InputError, refuse_all
from dothi.law.tables.procedure_steps import ProcedureStep
from dothi.procedures.scheme import Scheme

Guard = Callable[[ProcedureStep], Sequence[Fault]]


class Life:
    """One case on its way; ``stage`` changes by :meth:`take` only."""

    def __init__(self, scheme: Scheme, variant: str, stage: str, guard: Guard) -> None:
        self.scheme, self.variant, self._guard = scheme, variant, guard
        self.faults: tuple[Fault, ...] = ()
        self._machine = Machine(
            model=self,
            states=[row.stage for row in scheme.stages],
            initial=stage,
            model_attribute="stage",
            auto_transitions=False,
            send_event=True,
        )
        for row in scheme.steps:
            if variant in row.variants:
                self._machine.add_transition(row.step, list(row.sources), row.to_stage, conditions=self._let)

    def take(self, step: str) -> str:
        """Take a step and return the stage reached.

        Raises :class:`InputError` with code ``procedures.wrong-stage`` where the step does not lead on from
        here, or with whatever the guard found.
        """
        self.faults = ()
        before: str = self.stage  # type: ignore[attr-defined]  # set by the machine
        try:
            moved: bool = self.trigger(step)  # type: ignore[attr-defined]
        except (MachineError, AttributeError):
            raise InputError(self._wrong(step, before)) from None
        refuse_all(self.faults)
        if not moved:
            raise InputError(self._wrong(step, before))
        reached: str = self.stage  # type: ignore[attr-defined]
        return reached

    def _let(self, event: EventData) -> bool:
        self.faults = tuple(self._guard(self.scheme.step(_name(event))))
        return not self.faults

    def _wrong(self, step: str, stage: str) -> Fault:
        steps = {row.step: row for row in self.scheme.steps}
        vi = steps[step].title_vi if step in steps else step
        en = steps[step].title_en if step in steps else step
        here = self.scheme.stage(stage)
        return Fault(
            "procedures.wrong-stage",
            f"Không thể «{vi}» khi hồ sơ đang ở giai đoạn «{here.title_vi}»",
            f"“{en}” is not possible while the case is at “{here.title_en}”",
            remedy_vi="Tải lại trang để xem giai đoạn hiện tại và các bước có thể làm",
            remedy_en="Reload the page to see the stage and what can be done now",
        )


def _name(event: EventData) -> str:
    named: Any = event.event
    return str(named.name) if named is not None else ""
