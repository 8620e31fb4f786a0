"""Bring the English catalogue in line with the source, or check that it is.

``tools/messages.py`` collects the strings of templates and code into the catalogue and compiles it;
``--check`` changes nothing and fails when a string is missing, left over, untranslated, or the compiled
catalogue is another.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("src/dothi/portal/locale/en/LC_MESSAGES/django.po")
COLLECT = (
    *(sys.executable, "-m", "django", "makemessages", "--locale", "en", "--no-location", "--no-obsolete"),
    *("--no-wrap", "--extension", "html,txt,py"),
)


def collect(root: Path, workspace: Path) -> None:
    """Let Django collect every string under ``root``'s source into its catalogue."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(root / "src"),
        "DJANGO_SETTINGS_MODULE": "dothi.portal.django_settings",
        "DOTHI_WORKSPACE": str(workspace),
    }
    subprocess.run(
        COLLECT, cwd=root / "src" / "dothi", env=environment, check=True, stdout=subprocess.DEVNULL
    )


def texts(catalogue: polib.POFile) -> set[tuple[str, str]]:
    """Context and text of every live entry."""
    return {(entry.msgctxt or "", entry.msgid) for entry in catalogue if not entry.obsolete}


def complaints(workspace: Path) -> list[str]:
    """What is wrong with the catalogue as it stands."""
    with tempfile.TemporaryDirectory() as room:
        copy = Path(room)
        shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__"))
        collect(copy, workspace)
        needed = texts(polib.pofile(str(copy / CATALOGUE)))
    written = polib.pofile(str(ROOT / CATALOGUE))
    compiled = polib.mofile(str((ROOT / CATALOGUE).with_suffix(".mo")))
    found = [f"missing: {text!r}" for _, text in sorted(needed - texts(written))]
    found += [f"left over: {text!r}" for _, text in sorted(texts(written) - needed)]
    found += [
        f"untranslated: {entry.msgid!r}"
        for entry in [*written.untranslated_entries(), *written.fuzzy_entries()]
    ]
    said = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in compiled}
    meant = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in written.translated_entries()}
    if said != meant:
        found.append("the compiled catalogue is out of date")
    return found


def main() -> int:
    """Run the command; returns its exit code."""
    with tempfile.TemporaryDirectory() as workspace:
        if "--check" not in sys.argv[1:]:
            collect(ROOT, Path(workspace))
            catalogue = polib.pofile(str(ROOT / CATALOGUE))
            catalogue.save_as_mofile(str((ROOT / CATALOGUE).with_suffix(".mo")))
            print(f"{catalogue.percent_translated()} % translated")
            return 0
        found = complaints(Path(workspace))
    for line in found:
        print(line)
    if found:
        print(f"{len(found)} complaints: run make messages and complete {CATALOGUE}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
