"""``dothi programme read`` as an officer and a program see it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dothi.base.errors import UnusableError
from dothi.cli.programme import programme

ROOT = Path(__file__).resolve().parents[2]
PROGRAMME = ROOT / "src" / "dothi" / "provinces" / "quang-nam" / "programme-06.txt"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(programme, [str(a) for a in arguments], standalone_mode=False)


def test_json_holds_the_documented_keys_and_the_whole_source() -> None:
    result = run("read", PROGRAMME, "--json")
    assert result.exception is None
    told = json.loads(result.stdout)
    assert set(told) == {
        *("document", "nodes", "viewpoints", "objectives", "targets", "towns", "clusters", "tasks"),
        *("agencies", "citations", "unplaced", "guesses"),
    }
    assert "".join(n["text"] for n in told["nodes"]) == (PROGRAMME).read_text("utf-8")
    assert {"name", "node", "class", "status", "period_from", "period_to", "group", "text"} <= set(
        told["towns"][0]
    )
    names = {g["found"]: g["taken_as"] for g in told["guesses"] if g["reason"] == "name_match"}
    assert names == {"Praq": "P'rao", "ATiên": "A Tiêng"}


def test_summary_is_readable_vietnamese() -> None:
    result = run("read", PROGRAMME)
    assert result.exception is None
    lines = " ".join(result.stdout.split())
    assert "Tỷ lệ đô thị hóa: 37%, đến năm 2025" in lines
    assert "khoảng 6 - 8 m²/người" in lines
    assert "Điện Bàn: trở thành thành phố trực thuộc tỉnh, giai đoạn 2025 - 2030" in lines
    assert "Chưa xếp vào mục nào (3)" in lines
    assert "«Praq» → «P'rao» (0.75)" in lines


def test_a_register_and_a_pack_can_be_named(tmp_path: Path) -> None:
    register = tmp_path / "names.csv"
    register.write_text("key,name,kind\npr,Prak,town\n", encoding="utf-8")
    result = run("read", PROGRAMME, "--json", "--register", register)
    assert {g["taken_as"] for g in json.loads(result.stdout)["guesses"] if g["found"] == "Praq"} == {"Prak"}
    pack = ROOT / "src" / "dothi" / "provinces" / "quang-nam"
    result = run("read", PROGRAMME, "--json", "--province", pack)
    assert {g["taken_as"] for g in json.loads(result.stdout)["guesses"] if g["found"] == "Praq"} == {"P'rao"}


@pytest.mark.parametrize("name", ["none.txt", "binary.txt"])
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 10)
    result = run("read", tmp_path / name)
    assert isinstance(result.exception, UnusableError)
    assert name in str(result.exception)


def test_a_document_is_taken_in_for_review_or_adopted_and_what_is_altered_is_found(
    ready_program: Any, tmp_path: Path
) -> None:
    program = ready_program
    text = tmp_path / "chuong-trinh-thu.txt"
    text.write_text("II. CHỈ TIÊU\n\n- Tỷ lệ đô thị hóa đến năm 2030 đạt 40%.\n", encoding="utf-8")
    refused = program.run("programme", "import", str(text), "--accept-all")
    assert refused.returncode == 1
    assert "--from: chưa ghi ngày có hiệu lực" in refused.stderr
    given = ("programme", "import", str(text), "--key", "thu", "--accept-all", "--json")
    told = json.loads(program.run(*given, "--from", "2023-01-01..2023-06-30").stdout)
    assert (told["version"], told["items"], told["unreviewed"]) == (1, 1, 1)
    again = program.run(*given, "--from", "2023-01-01..2023-06-30")
    assert json.loads(again.stdout) == {"programme": "thu", "changed": False}
    text.write_text(text.read_text("utf-8").replace("40", "41"), encoding="utf-8")
    opened = program.run("programme", "import", str(text), "--key", "thu")
    assert (opened.returncode, "Đã đọc 1 mục vào thu" in opened.stdout) == (0, True)
    waiting = program.run("programme", "import", str(text), "--key", "thu")
    assert waiting.returncode == 1
    assert "đang có một phiên bản được rà soát" in waiting.stderr
    whole = program.run("programme", "verify", "--json")
    assert (whole.returncode, json.loads(whole.stdout)) == (0, {"versions": 2, "altered": []})
    program.python(
        "from dothi.registry.programmes.models import Item\n"
        "item = Item.objects.filter(kind='target', edition__programme__key='nghi-quyet-06').first()\n"
        "item.fields['max'] = 99\n"
        "item.save()"
    )
    broken = program.run("programme", "verify", "--json")
    assert broken.returncode == 1
    assert json.loads(broken.stdout)["altered"] == [{"programme": "nghi-quyet-06", "version": 1}]
