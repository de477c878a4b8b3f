#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Run a command below a restriction that shells know nothing of.

confine.py mdwe COMMAND...            PR_SET_MDWE: no new executable memory
confine.py thp COMMAND...             PR_SET_THP_DISABLE
confine.py CALL ACTION COMMAND...     a filter: CALL is madvise, or madvise:2=25
                                      for that value of argument 2; ACTION an
                                      errno name, trap or kill

Exit status 77: this kernel or machine has no such thing.
"""
import ctypes
import errno
import os
import platform
import struct
import sys

NUMBERS = {
    "x86_64": {"mmap": 9, "munmap": 11, "brk": 12, "prlimit64": 302, "mprotect": 10, "memfd_create": 319, "madvise": 28, "mremap": 25, "mlock": 149, "mseal": 462, "seccomp": 317, "ptrace": 101, "modify_ldt": 154, "execve": 59, "personality": 135},
    "aarch64": {"mmap": 222, "munmap": 215, "brk": 214, "prlimit64": 261, "mprotect": 226, "memfd_create": 279, "madvise": 233, "mremap": 216, "mlock": 228, "mseal": 462, "seccomp": 277, "ptrace": 117, "personality": 92},
}
LOAD, JUMP_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW = 0x7FFF0000

libc = ctypes.CDLL(None, use_errno=True)


def prctl(*args):
    padded = list(args) + [0] * (5 - len(args))
    if libc.prctl(*[ctypes.c_ulong(a) for a in padded]) == -1:
        print("prctl:", os.strerror(ctypes.get_errno()), file=sys.stderr)
        sys.exit(77)


def action_value(action):
    special = {"trap": 0x00030000, "kill": 0x80000000}
    return special.get(action) or 0x00050000 | getattr(errno, action)


def filter_calls(call, action):
    name, _, condition = call.partition(":")
    try:
        number = NUMBERS[platform.machine()][name]
    except KeyError:
        print("no number of", name, "is known here", file=sys.stderr)
        sys.exit(77)
    checks = [(0, number)]
    if condition:
        place, _, value = condition.partition("=")
        checks.append((16 + 8 * int(place), int(value)))
    code = []
    for i, (offset, value) in enumerate(checks):
        to_allow = 2 * (len(checks) - i - 1) + 1
        code.append(struct.pack("=HBBI", LOAD, 0, 0, offset))
        code.append(struct.pack("=HBBI", JUMP_EQUAL, 0, to_allow, value))
    code.append(struct.pack("=HBBI", RETURN, 0, 0, action_value(action)))
    code.append(struct.pack("=HBBI", RETURN, 0, 0, ALLOW))
    program = ctypes.create_string_buffer(b"".join(code))
    head = ctypes.create_string_buffer(
        struct.pack("@HP", len(code), ctypes.addressof(program)))
    prctl(38, 1)  # PR_SET_NO_NEW_PRIVS
    prctl(22, 2, ctypes.addressof(head))  # PR_SET_SECCOMP


def main():
    kind = sys.argv[1]
    if kind == "mdwe":
        prctl(65, 1)
        command = sys.argv[2:]
    elif kind == "thp":
        prctl(41, 1)
        command = sys.argv[2:]
    else:
        filter_calls(kind, sys.argv[2])
        command = sys.argv[3:]
    os.execvp(command[0], command)


main()
