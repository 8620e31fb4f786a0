"""The filter of calls, walked step by step as the kernel walks it; what it does is tried in test_confine."""

from __future__ import annotations

import ctypes
import platform
import struct

import pytest

from dothi.intake.sandbox import seccomp

X86, ARM, I386 = 0xC000003E, 0xC00000B7, 0x40000003
# The numbers are those of asm/unistd_64.h for x86-64 and of asm-generic/unistd.h for ARM.
REFUSED = {
    X86: {
        "socket": 41,
        "socketpair": 53,
        "setpgid": 109,
        "setsid": 112,
        "unshare": 272,
        "io_uring_setup": 425,
    },
    ARM: {
        "unshare": 97,
        "setpgid": 154,
        "setsid": 157,
        "socket": 198,
        "socketpair": 199,
        "io_uring_setup": 425,
    },
}
ALLOWED = {X86: [0, 1, 9, 40, 42, 56, 59, 61, 231, 424, 426], ARM: [56, 63, 93, 98, 158, 200, 220, 222, 426]}


def walked(code: bytes, machine: int, call: int) -> str:
    """Run a filter: it answers with what it returns; stepping outside is an error."""
    data = struct.pack("=IIQ6Q", call, machine, 0, *[0] * 6)
    at, value = 0, 0
    while True:
        operation, if_true, if_false, number = struct.unpack_from("=HBBI", code, at * 8)
        at += 1
        if operation == 0x20:
            (value,) = struct.unpack_from("=I", data, number)
        elif operation == 0x15:
            at += if_true if value == number else if_false
        elif operation == 0x35:
            at += if_true if value >= number else if_false
        else:
            assert operation == 0x06
            return {0x7FFF0000: "allowed", 0x00050001: "EPERM"}[number]


@pytest.fixture(params=[X86, ARM], ids=["x86_64", "aarch64"])
def machine(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


@pytest.fixture
def code(machine: int) -> bytes:
    return seccomp.filter_for({X86: "x86_64", ARM: "aarch64"}[machine])


def test_calls_that_lead_out_are_refused(machine: int, code: bytes) -> None:
    assert {name: walked(code, machine, call) for name, call in REFUSED[machine].items()} == dict.fromkeys(
        REFUSED[machine], "EPERM"
    )


def test_other_calls_are_allowed(machine: int, code: bytes) -> None:
    assert {walked(code, machine, call) for call in ALLOWED[machine]} == {"allowed"}


def test_calls_with_other_numbers_are_refused_all(machine: int, code: bytes) -> None:
    """As 32-bit programs and x32 make them: what is harmless here may be a socket there."""
    assert {walked(code, I386, call) for call in range(450)} == {"EPERM"}
    assert {walked(code, machine, 0x40000000 + call) for call in range(450)} == {"EPERM"}


def test_an_unknown_processor_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert seccomp.restrict(ctypes.CDLL(None)) is False
