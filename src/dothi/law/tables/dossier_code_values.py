"""What the digits of a dossier's codes stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dothi.law.columns import choice, reference, text
from dothi.law.rows import LawRow, TableInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCodeValue(LawRow):
    """One value of one ``part`` of the code ``part_of``.

    ``plan_kind`` is the kind of plan (QHC, QPK, QCT) it stands for, ``meaning`` the kind of revision: by them
    the codes of one dossier are held against each other.
    """

    table: ClassVar[TableInfo] = TableInfo(
        "dossier_code_values", "Giá trị trong mã của hồ sơ số", "Values in the dossier's codes"
    )

    part_of: str = reference("dossier_codes")
    part: str = text()
    value: str = text()
    plan_kind: str = choice("QHC", "QPK", "QCT", required=False)
    meaning: str = choice("first", "overall", "partial", required=False)
