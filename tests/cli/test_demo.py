"""One command shows the portal with an account of every role; the second start does no work twice."""

from __future__ import annotations

import http.client
import json
import re
import signal
import time

import pytest

from dothi.cli.serve import listen
from dothi.law import load_law

INVENTED = """
from django.apps import apps
marked = lambda model: any(field.name == "illustrative" for field in model._meta.fields)
models = [model for model in apps.get_models() if marked(model)]
assert len(models) > 3
print(sum(model.objects.filter(illustrative=True).count() for model in models))
"""


def shown(program, *options: str) -> str:
    """Start the demonstration, read what it prints until it is ready, ask for a page, end it."""
    process = program.start("--workspace", str(program.workspace), "demo", *options)
    lines = []
    try:
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                break
        assert lines, process.stderr.read()
        address = next(line for line in lines if "http://" in line).split("http://")[1].strip()
        connection = http.client.HTTPConnection(address, timeout=10)
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
        connection.close()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=40)
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()
    return "".join(lines)


@pytest.fixture(scope="module")
def free_port() -> int:
    with listen("127.0.0.1", 0) as listener:
        return listener.getsockname()[1]


@pytest.mark.slow
def test_first_start_makes_all_and_the_second_does_none_of_it_again(program, free_port):
    first = shown(program, "--port", str(free_port))
    usernames = [line.split()[0] for line in first.splitlines() if re.match(r"  [a-z]+-", line)]
    roles = [code for code in load_law().roles if code != "public"]
    assert len(usernames) == len(set(usernames)) == len(roles) == 10

    stamp = (program.workspace / "run" / "ready").stat().st_mtime_ns
    assert shown(program, "--port", str(free_port)) == first
    assert (program.workspace / "run" / "ready").stat().st_mtime_ns == stamp

    assert int(program.python(INVENTED)) > 0
    refused = program.run("--workspace", str(program.workspace), "demo", "--real-only")
    assert refused.returncode == 2
    assert "có dữ liệu minh họa" in refused.stderr

    with listen("127.0.0.1", free_port):
        third = shown(program, "--port", str(free_port))
    assert f":{free_port}" not in third


@pytest.mark.slow
def test_real_only_has_no_invented_account_and_no_invented_row(program, free_port):
    text = shown(program, "--real-only", "--port", str(free_port))
    assert "Chỉ dữ liệu thật" in text
    assert not (program.workspace / "demo.password").exists()
    assert program.python(INVENTED) == "0\n"
    done = program.run("account", "list", "--json")
    assert done.returncode == 0
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_illustrative_plans_are_drawn_checked_and_published(program, free_port):
    """Seven plans of the law's levels are there in the end; that of Tam Kỳ answers by its day."""
    process = program.start("--workspace", str(program.workspace), "demo", "--port", str(free_port))
    try:
        address = next(line for line in process.stdout if "http://" in line).split("http://")[1].strip()
        deadline = time.monotonic() + 600
        plans: list = []
        while len(plans) < 7 and time.monotonic() < deadline:
            time.sleep(2)
            plans = asked(address, "/api/v1/plans?ngay=2026-07-01")
        assert sorted(plan["level"] for plan in plans) == [
            *["detailed"] * 2, *["general"] * 2, "provincial", *["zoning"] * 2,
        ]  # fmt: skip
        assert all(plan["illustrative"] for plan in plans)
        numbers = [
            {plan["key"]: plan["version"] for plan in asked(address, f"/api/v1/plans?ngay={day}")}[
                "qhc-tam-ky"
            ]
            for day in ("2025-06-30", "2025-07-01")
        ]
        assert numbers == [1, 2]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def asked(address: str, path: str) -> list:
    connection = http.client.HTTPConnection(address, timeout=10)
    connection.request("GET", path)
    found = json.loads(connection.getresponse().read())["plans"]
    connection.close()
    return found
