"""What a class of an earlier rule set becomes under a later one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, choices, names, reference, references
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTransition(LawRow):
    """One case of a transition rule, read by :func:`dothi.law.classes.transition`.

    ``from_classes`` may hold ``none`` for a town that had no class; empty means whatever the class.
    ``town_names`` names the towns a case is for, ``kind`` the kind of town.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "class_transitions", "Chuyển tiếp loại đô thị", "Transition of urban classes"
    )

    from_rule_sets: tuple[str, ...] = references("rule_sets")
    from_classes: tuple[str, ...] = choices("special", "I", "II", "III", "IV", "V", "none", required=False)
    town_names: tuple[str, ...] = names()
    kind: str = choice("town-district", "township", "ward-of-former-urban-district", required=False)
    to_class: str = reference("urban_classes")
