"""Rules as data."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from dothi.intake import rules as package
from dothi.intake.checking.context import Options, context_of
from dothi.intake.checking.rule import Exempt, rules
from dothi.intake.layers import Reading


def test_a_module_without_a_rule_is_an_error(monkeypatch, tmp_path) -> None:
    (tmp_path / "geometry_nothing.py").write_text("RULE = None\n")
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    with pytest.raises(ImportError, match="geometry_nothing"):
        rules()
    sys.modules.pop("dothi.intake.rules.geometry_nothing", None)


def test_rule_basis_and_tolerance_in_one_line(law) -> None:
    context = context_of(Reading("plan"), law, Options(day=date(2026, 11, 22), scale=2000))
    named = {rule.code: rule.named(context) for rule in rules()}
    assert named["tiling.sliver"].endswith("thuộc đúng một ô; dung sai 400 mm)")
    assert named["meaning.area-mismatch"].endswith("dung sai 2 ‰)")
    english = {rule.code: rule.named(context, "en") for rule in rules()}
    assert english["tiling.sliver"].endswith("belongs to exactly one zone; tolerance 400 mm)")
    assert len({rule.basis for rule in rules()}) == len({rule.basis_en for rule in rules()})
    assert named["geometry.empty"] == "geometry.empty, đối tượng không có hình (quy ước kiểm tra của dothi)"


def test_every_exemption_has_words() -> None:
    for exempt in Exempt:
        assert exempt.title() != exempt.title("en")
