from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dothi.base.errors import InputError, UnusableError
from dothi.illustration.script import FILE, Script, read_script

HEAD = 'seed = 1\nlabel = "Dữ liệu minh họa"\nprovince_code = "48"\n'
PLAN = """
[[plans]]
key = "{key}"
level = "{level}"
name = "A"
name_en = "A"
scale = 10000
decision = "MH-1"
approved = 2024-01-02
in_force = 2024-01-02
{more}
"""


def written(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as refused:
        read_script(written(folder, text))
    return [f"{fault.code} {fault.where}: {fault.vi}" for fault in refused.value.faults]


def test_the_bundled_script_has_every_level_and_one_revision(bundled: Script) -> None:
    levels = [plan.level for plan in bundled.plans]
    assert {level: levels.count(level) for level in levels} == {
        "provincial": 1,
        "general": 3,
        "zoning": 2,
        "detailed": 2,
    }
    (revision,) = [plan for plan in bundled.plans if plan.revises]
    before = next(plan for plan in bundled.plans if plan.key == revision.revises)
    assert before.ended == revision.in_force
    assert revision.in_force.isoformat() == "2025-07-01"


def test_every_decision_of_the_bundled_script_says_that_it_is_invented(bundled: Script) -> None:
    assert all(plan.decision.startswith("MH-") for plan in bundled.plans)
    assert len({plan.decision for plan in bundled.plans}) == len(bundled.plans)
    assert bundled.label == "Dữ liệu minh họa"


def test_no_plan_comes_into_force_before_its_approval_or_its_upper(bundled: Script) -> None:
    by_key = {plan.key: plan for plan in bundled.plans}
    for plan in bundled.plans:
        assert plan.approved <= plan.in_force
        if plan.upper:
            assert by_key[plan.upper].in_force <= plan.in_force


def test_a_pack_without_a_script_cannot_be_illustrated(tmp_path: Path) -> None:
    with pytest.raises(UnusableError) as refused:
        read_script(tmp_path)
    assert refused.value.code == "illustration.none"


def test_bad_toml_names_the_line(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, HEAD + "[[rivers]\n")
    assert found.startswith("illustration.toml")
    assert "line 4" in found


def test_every_bad_entry_is_named_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        HEAD
        + '[[rivers]]\nname = "A"\npoints = [[0, 0], [0, 0]]\nwidths = [10, "b"]\n'
        + '[[areas]]\nkind = "castle"\nname = ""\nat = [1]\nradius = -5\n'
        + '[[roads]]\nname = "B"\npoints = [[0, 0], [9, 9]]\nwidth = true\nlevels = ["none"]\n',
    )
    told = [line.split(": ", 1)[0].removeprefix("illustration.entry ") for line in found]
    assert told == [f"{FILE}, rivers 1"] * 2 + [f"{FILE}, roads 1"] * 2 + [f"{FILE}, areas 1"] * 4
    assert "«points»" in found[0]
    assert "«widths»" in found[1]


def test_a_plan_stands_after_the_one_it_builds_on(tmp_path: Path) -> None:
    text = (
        HEAD
        + PLAN.format(key="b", level="zoning", more='upper = "a"\nat = [0, 0]\nhectares = 5')
        + PLAN.format(key="a", level="general", more='units = ["x"]')
        + PLAN.format(key="a", level="general", more='units = ["x"]')
    )
    assert [line.split(" ")[0] for line in faults(tmp_path, text)] == [
        "illustration.order",
        "illustration.twice",
    ]


def test_a_plan_needs_ground(tmp_path: Path) -> None:
    text = (
        HEAD
        + PLAN.format(key="a", level="general", more="")
        + PLAN.format(key="b", level="detailed", more='upper = "a"\nhectares = 5')
    )
    assert [line.split(" ")[0] for line in faults(tmp_path, text)] == ["illustration.ground"] * 2


def test_what_is_left_out_takes_its_default(tmp_path: Path) -> None:
    text = HEAD + '[[areas]]\nkind = "lake"\nname = "Hồ"\nat = [1, 2]\nradius = 100\n'
    (area,) = read_script(written(tmp_path, text)).areas
    assert (area.stretch, area.direction, area.island) == (1.0, (1.0, 0.0), False)
    assert tomllib.loads(text)["areas"][0].get("levels") is None
    assert area.levels == ("provincial", "general", "zoning", "detailed")
