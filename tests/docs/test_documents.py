"""Documents are true to the tree: links lead somewhere, pages can be reached, nothing foreign is named."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
FOREIGN = [
    "/" + "work/",
    "/" + "root/",
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js.",
    "deb.debian" + ".org",
]


def documents(root: Path) -> list[Path]:
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def local_links(page: Path) -> list[Path]:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    return [(page.parent / target).resolve() for target in targets if "://" not in target]


def test_every_local_link_leads_somewhere(root: Path) -> None:
    links = [(page.name, link) for page in documents(root) for link in local_links(page)]
    assert len(links) > 30
    assert [(page, link.name) for page, link in links if not link.exists()] == []


def test_every_document_can_be_reached_from_the_readme(root: Path) -> None:
    seen: set[Path] = set()
    waiting = [root / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        waiting += local_links(page)
    lost = [page.relative_to(root).as_posix() for page in documents(root) if page not in seen]
    assert sorted(lost) == ["CHANGELOG.md", "CONTRIBUTING.md"]


def test_readme_has_exactly_two_set_up_commands(root: Path) -> None:
    setup = (root / "README.md").read_text(encoding="utf-8").split("```sh")[1].split("```")[0]
    commands = [line.split("#")[0].strip() for line in setup.strip().splitlines()]
    assert commands == ["make demo", "make test"]


def tracked(root: Path) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    return [root / name for name in listed.stdout.decode().split("\0") if name]


@pytest.mark.parametrize("word", FOREIGN)
def test_the_project_names_no_host_and_no_path_of_a_machine(root: Path, word: str) -> None:
    binary = {".woff2", ".mo", ".png"}
    files = [path for path in tracked(root) if path.is_file() and path.suffix not in binary]
    assert len(files) > 50
    found = [p.relative_to(root).as_posix() for p in files if word.encode() in p.read_bytes()]
    assert found == []


def test_glossary_terms_are_unique_and_bilingual(root: Path) -> None:
    text = (root / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")][1:]
    terms = [row[0].strip() for row in rows]
    assert len(terms) > 40
    assert terms == sorted(set(terms))
    assert all(len(row) == 3 and all(cell.strip() for cell in row) for row in rows)


def test_decisions_are_listed_and_numbered_without_gaps(root: Path) -> None:
    folder = root / "docs" / "adr"
    numbers = sorted(int(path.name[:4]) for path in folder.glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert all(path.name in index for path in folder.glob("[0-9]*.md"))
