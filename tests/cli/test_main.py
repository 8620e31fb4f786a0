"""The command as a whole: quick help, readable words, exit codes."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import click
import pytest
from django.db import OperationalError

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.cli import main as cli

FAULT = Fault("test.bad", "Số dân âm", "Negative people", "dân.xlsx, dòng 12", "Sửa ô C12", "Mend C12")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every command and group below ``group``."""
    context = click.Context(group)
    found: list[tuple[tuple[str, ...], click.Command]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append(((*path, name), command))
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
    return found


ALL = commands(cli.main)


def named(pair: object) -> str:
    return " ".join(pair) if isinstance(pair, tuple) else ""


@pytest.mark.parametrize(("path", "command"), ALL, ids=named)
def test_every_command_says_in_both_languages_what_it_does(path, command):
    text = command.help or ""
    assert "\n\n" in text.strip() or " / " in text, text
    assert any(letter in text for letter in "ăâđêôơưạảấầẩậắằặẹẻếềểệịọỏốồổộớờởợụủứừửựỳỷỹáàãéèíìóòõúùý")


@pytest.mark.parametrize(("path", "command"), ALL, ids=named)
def test_every_option_says_in_both_languages_what_it_does(path, command):
    for option in command.params:
        if isinstance(option, click.Option):
            assert " / " in (option.help or ""), f"{path}: {option.opts}"


HELP = """
import atexit, sys
sys.argv = ["dothi", "--help"]
heavy = {"django", "shapely", "pyproj", "openpyxl", "psycopg", "rich", "cryptography"}
atexit.register(lambda: print("HEAVY", *sorted(heavy & set(sys.modules))))
from dothi.cli.main import run
run()
"""


def run_help() -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=False)


def test_help_lists_every_command_and_imports_nothing_heavy():
    done = run_help()
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "HEAVY"
    for name in cli.COMMANDS:
        assert f"  {name} " in done.stdout


@pytest.fixture
def ending(monkeypatch, capsys):
    """Run the command with a body that ends in some way; returns exit code and what was said."""

    def run(body) -> tuple[int, str]:
        @click.command()
        def ends() -> object:
            return body()

        monkeypatch.setattr(cli, "main", ends)
        monkeypatch.setattr(sys, "argv", ["dothi"])
        monkeypatch.setattr(os, "umask", lambda mask: mask)
        with pytest.raises(SystemExit) as exit_:
            cli.run()
        return exit_.value.code, capsys.readouterr().err

    return run


def raising(error: BaseException):
    def body() -> None:
        raise error

    return body


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        (lambda: None, 0, ""),
        (lambda: 1, 1, ""),
        (lambda: click.get_current_context().exit(1), 1, ""),
        (raising(InputError(FAULT)), 1, "Lỗi: dân.xlsx, dòng 12: Số dân âm. Sửa ô C12.\n"),
        (raising(UnusableError(FAULT, FAULT)), 2, 2 * "Lỗi: dân.xlsx, dòng 12: Số dân âm. Sửa ô C12.\n"),
        (raising(KeyboardInterrupt()), 2, "Đã dừng. / Stopped.\n"),
        (
            raising(OSError(errno.ENOSPC, "No space left on device", "/x")),
            2,
            "Lỗi: /x: No space left on device.\n",
        ),
        (
            raising(OperationalError("no such host\n")),
            2,
            "Lỗi: Cơ sở dữ liệu không dùng được: no such host\n",
        ),
    ],
    ids=["done", "returned", "exit", "wanting", "unusable", "stopped", "disk", "database"],
)
def test_exit_codes_and_sentences(ending, body, code, said):
    ended, told = ending(body)
    assert ended == code
    assert told.strip() == said.strip()


def test_what_nobody_foresaw_is_not_hidden(monkeypatch):
    monkeypatch.setattr(cli, "main", click.command()(raising(ZeroDivisionError())))
    monkeypatch.setattr(sys, "argv", ["dothi"])
    monkeypatch.setattr(os, "umask", lambda mask: mask)
    with pytest.raises(ZeroDivisionError):
        cli.run()


def test_an_unknown_command_could_not_run(program):
    done = program.run("nonsense")
    assert done.returncode == 2
    assert "nonsense" in done.stderr


@pytest.mark.parametrize("command", ["serve", "worker", "upgrade", "backup"])
def test_a_folder_that_is_no_workspace_is_refused_with_the_way_to_make_one(program, command):
    arguments = [str(program.workspace / "x.tar.gz")] if command == "backup" else []
    done = program.run(command, *arguments)
    assert done.returncode == 2
    assert "dothi init" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not program.workspace.exists()


def test_a_reader_that_stops_reading_sees_no_trace(program):
    process = program.start("--help")
    process.stdout.close()
    process.wait(timeout=30)
    assert process.stderr.read() == ""
    process.stderr.close()


ASKING_JSON = [pair for pair in ALL if any("--json" in option.opts for option in pair[1].params)]


@pytest.mark.parametrize(("path", "command"), ASKING_JSON, ids=named)
def test_json_is_printed_also_where_a_command_is_called_wrongly(path, command, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["dothi", *path, "--json", "--khong-co"])
    with pytest.raises(SystemExit) as left:
        cli.run()
    printed = capsys.readouterr()
    told = json.loads(printed.out)
    assert (left.value.code, told["verdict"], told["complete"]) == (2, "unusable", False)
    assert [finding["code"] for finding in told["findings"]] == ["command.usage"]
    assert "--khong-co" in told["findings"][0]["message"]
    assert "--khong-co" in printed.err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (InputError(FAULT), 1, "Số dân âm"),
        (UnusableError(FAULT, FAULT), 2, "Số dân âm"),
        (OSError(errno.ENOSPC, "No space left on device", "a.gpkg"), 2, "No space left"),
        (OperationalError("no such table"), 2, "no such table"),
        (click.Abort(), 2, "Abort"),
    ],
)
def test_json_tells_every_refusal(error, code, said, monkeypatch, capsys):
    def fail(**_options):
        raise error

    monkeypatch.setattr(cli, "main", SimpleNamespace(main=fail))
    monkeypatch.setattr(sys, "argv", ["dothi", "place", "find", "--json"])
    with pytest.raises(SystemExit) as left:
        cli.run()
    told = json.loads(capsys.readouterr().out)
    assert (left.value.code, told["verdict"]) == (code, "unusable")
    assert said in told["findings"][0]["message"]
    assert len(told["findings"]) == len(getattr(error, "faults", [error]))


def test_without_json_nothing_goes_to_the_output(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["dothi", "place", "find", "--khong-co"])
    with pytest.raises(SystemExit):
        cli.run()
    assert capsys.readouterr().out == ""
