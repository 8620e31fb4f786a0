"""A workspace is made, finished after a break, and carried from version to version."""

from __future__ import annotations

import json
import signal
import stat
import time

import pytest

from dothi.registry.archive import verify

COUNT = """
import json
from django.apps import apps
names = ["places.Unit", "places.UnitLink", "places.Town", "observations.Observation", "sources.Source"]
print(json.dumps({name: apps.get_model(name).objects.count() for name in names}))
"""
BACK = """
from django.core.management import call_command
call_command("migrate", "usersessions", "zero", verbosity=0)
"""
LATER = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("jobs", "9999_later")
"""


def counts(program) -> dict[str, int]:
    return json.loads(program.python(COUNT))


def test_the_workspace_holds_what_serving_needs(made_program):
    folder = made_program.workspace
    for name in ("secret.key", "dothi.toml"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert not stat.S_IMODE(folder.stat().st_mode) & 0o007
    assert list((folder / "static").rglob("*.css.gz"))
    assert (folder / "run" / "ready").is_file()


def test_the_real_units_and_figures_are_in(made_program):
    """1 province, 18 districts, 244 communes of 2019; 94 communes of Quảng Nam's ground since 1/7/2025."""
    assert counts(made_program)["places.Unit"] >= 1 + 18 + 244 + 94


def test_made_again_nothing_changes(made_program):
    before = counts(made_program)
    key = (made_program.workspace / "secret.key").read_text()
    done = made_program.run("init", str(made_program.workspace))
    assert done.returncode == 0, done.stderr
    assert counts(made_program) == before
    assert (made_program.workspace / "secret.key").read_text() == key


@pytest.mark.parametrize("options", [("--real-only",), ("--province", "quang-ngai")])
def test_other_options_than_it_was_made_with_are_refused(made_program, options):
    done = made_program.run("init", str(made_program.workspace), *options)
    assert done.returncode == 2
    assert done.stderr.count("Lỗi:") == 1


def test_a_folder_with_other_things_is_refused_and_left_alone(program):
    program.workspace.mkdir()
    (program.workspace / "thesis.txt").write_text("mine")
    done = program.run("init", str(program.workspace))
    assert done.returncode == 2
    assert "thư mục mới hoặc rỗng" in done.stderr
    assert [path.name for path in program.workspace.iterdir()] == ["thesis.txt"]


def test_an_unknown_province_makes_no_folder(program):
    done = program.run("init", str(program.workspace), "--province", "atlantis")
    assert done.returncode == 2
    assert "quang-nam" in done.stderr
    assert not program.workspace.exists()


@pytest.mark.parametrize(
    ("mark", "said"),
    [("format = 1\n", "không đọc được"), ("\xff", "không đọc được"), ("= = =", "không đọc được")],
)
def test_a_damaged_mark_is_refused(program, mark, said):
    program.workspace.mkdir()
    (program.workspace / "dothi.toml").write_text(mark, encoding="latin-1")
    done = program.run("init", str(program.workspace))
    assert done.returncode == 2
    assert said in done.stderr


def test_a_workspace_of_a_later_format_is_refused(program):
    program.workspace.mkdir()
    (program.workspace / "dothi.toml").write_text(
        'format = 2\ncreated = 2030-01-01\nprovince = "quang-nam"\nreal_only = false\n'
    )
    done = program.run("serve")
    assert done.returncode == 2
    assert "mới hơn" in done.stderr


def test_a_workspace_that_was_never_finished_says_how_to_finish(program):
    program.workspace.mkdir()
    (program.workspace / "dothi.toml").write_text(
        'format = 1\ncreated = 2026-01-01\nprovince = "quang-nam"\nreal_only = false\n'
    )
    done = program.run("serve")
    assert done.returncode == 2
    assert f"dothi init {program.workspace}" in done.stderr


def test_two_that_prepare_at_once_do_not_meet(made_program):
    import fcntl

    with (made_program.workspace / "run" / "changing.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = made_program.run("init", str(made_program.workspace))
    assert done.returncode == 2
    assert "Chờ lệnh đó xong" in done.stderr


class TestUpgrade:
    @pytest.fixture
    def older(self, ready_program):
        """A workspace whose tables lack the latest migration of one app, as an earlier version left it."""
        ready_program.python(BACK)
        (ready_program.workspace / "run" / "ready").write_text("an earlier version")
        return ready_program

    def test_serve_refuses_and_names_the_command_that_mends_it(self, older):
        done = older.run("serve", "--port", "0")
        assert done.returncode == 2
        assert "dothi upgrade" in done.stderr
        assert done.stderr.count("\n") == 1

    @pytest.mark.slow
    def test_upgrade_backs_up_first_and_then_all_is_ready(self, older):
        before = counts(older)
        done = older.run("upgrade")
        assert done.returncode == 0, done.stderr
        archives = list((older.workspace / "backups").glob("before-upgrade-*.tar.gz"))
        assert len(archives) == 1
        assert "secret.key" in verify(archives[0])["members"]
        assert counts(older) == before
        again = older.run("upgrade")
        assert again.returncode == 0
        assert len(list((older.workspace / "backups").iterdir())) == 1

    @pytest.mark.slow
    def test_a_registry_of_a_later_version_is_left_alone(self, ready_program):
        program = ready_program
        program.python(LATER)
        (program.workspace / "run" / "ready").unlink()
        for command in (("serve",), ("upgrade",), ("init", str(program.workspace))):
            done = program.run(*command)
            assert done.returncode == 2
            assert "jobs.9999_later" in done.stderr
            assert done.stderr.count("\n") == 1


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.6, 1.2, 1.8, 2.4, 3.0, 3.6, 4.4])
def test_killed_at_any_moment_it_is_finished_by_running_it_again(program, made_program, seconds):
    process = program.start("init", str(program.workspace))
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    done = program.run("init", str(program.workspace))
    assert done.returncode == 0, done.stderr
    assert counts(program) == counts(made_program)
    drafts = [path.name for path in program.workspace.iterdir() if path.name.startswith(".")]
    assert all(name.startswith((".dothi.toml-", ".secret-")) for name in drafts)
