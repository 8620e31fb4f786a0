"""Every command and every setting stands in its document, and nothing stands there that is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click

from dothi.cli.main import main
from dothi.settings import Settings


def leaves(group: click.Group, path: tuple[str, ...] = ("dothi",)) -> Iterator[tuple[str, set[str]]]:
    """Every command that does something, with its options."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        elif command is not None:
            options = [item for item in command.params if isinstance(item, click.Option)]
            yield (
                " ".join((*path, name)),
                {word for item in options for word in (*item.opts, *item.secondary_opts)},
            )


def rows(page: Path, start: str) -> list[list[str]]:
    lines = page.read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith(start)
    ]


def test_every_command_and_option_stands_in_its_document(root: Path) -> None:
    written: dict[str, set[str]] = {}
    for cells in rows(root / "docs" / "commands.md", "| `dothi "):
        name = re.match(r"`([^`]+)`", cells[0])
        assert name is not None
        assert name.group(1) not in written
        written[name.group(1)] = set(re.findall(r"`([^`]+)`", cells[1])) if len(cells) == 3 else set()
    assert written == dict(leaves(main))


def test_every_setting_stands_in_its_document(root: Path) -> None:
    written = {cells[0].strip("`"): cells[1:] for cells in rows(root / "docs" / "settings.md", "| `DOTHI_")}
    expected = {}
    for item in fields(Settings):
        default = str(int(item.default)) if isinstance(item.default, bool) else str(item.default)
        shown = f"`{default}`" if default else ""
        expected[f"DOTHI_{item.name.upper()}"] = [shown, item.metadata["vi"], item.metadata["en"]]
    assert written == expected
