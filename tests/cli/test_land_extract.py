"""``dothi land extract`` as people run it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner

from dothi.base.errors import UnusableError
from dothi.cli.main import main

POINT = "15.5736, 108.4740"


@pytest.mark.slow
def test_the_paper_and_its_data_are_written_and_kept(made_program: Any, tmp_path: Path) -> None:
    out = tmp_path / "thong-tin.pdf"
    done = made_program.run("land", "extract", POINT, "--out", str(out), "--as-of", "1/7/2025")
    assert done.returncode == 0, done.stderr
    code, address = done.stdout.split()
    digest = hashlib.sha256((tmp_path / "thong-tin.json").read_bytes()).hexdigest()
    assert address == f"http://127.0.0.1:8000/trich-luc/{code}/?ma={digest[:16]}"
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    assert code in text
    assert digest[:32] in text
    kept = made_program.python(
        "from dothi.registry.land.models import Extract\n"
        "print(*Extract.objects.values_list('digest', flat=True))"
    )
    assert digest in kept.split()


def test_a_place_must_be_named_and_the_file_be_a_pdf(tmp_path: Path) -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["-w", str(tmp_path), "land", "extract", *arguments])

    assert "TỌA_ĐỘ, --parcel, --corners, --area" in run("--out", "a.pdf").output
    refused = run(POINT, "--out", "a.docx").exception
    assert isinstance(refused, UnusableError)
    assert refused.code == "extract.kind"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("place", ["21.03, 105.85", "x"])
def test_a_place_that_cannot_be_read_leaves_no_file(made_program: Any, tmp_path: Path, place: str) -> None:
    out = tmp_path / "a.pdf"
    done = made_program.run("land", "extract", place, "--out", str(out))
    assert done.returncode != 0
    assert not out.exists()
