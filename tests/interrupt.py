#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Interrupt each command while a slow reader takes what it prints.

usage: interrupt.py MEMTOOL

The reader's pipe has 4 KiB, so that memtool waits for it at many places; there
it is sent SIGTERM, SIGINT or SIGHUP.  Whatever the place, the document must be
whole, and its exit status the one that memtool ends with.  Prints TAP.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

PLACES = 10
PATIENCE = 120  # seconds, far more than any run takes
F_SETPIPE_SZ = 1031
SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]

# What a command needs to be run at all; the others stand alone.
WORDS = {
    "alloca": "alloca 64k",
    "aligned_alloc": "aligned_alloc 64",
    "calloc": "calloc 64",
    "capset": "capset drop=all",
    "close": "memfd then close",
    "explain": "explain",
    "exit": "fork --as c then exit then mmap 1p --in c",
    "fork": "fork --times 8 --as c then mmap 1p --in c.8",
    "thread": "thread --times 8 --as t then mmap 1p --in t.8",
    "fit": "fit --random 3000",
    "ftruncate": "memfd then ftruncate 8p",
    "help": "help mmap",
    "kmalloc": "kmalloc 300 --demonstrate",
    "layout": "layout --aslr 200",
    "madvise": "madvise dontneed",
    "malloc": "malloc 100 --times 2000",
    "mallopt": "mallopt perturb --value 1",
    "maps": "maps --detail",
    "memalign": "memalign 64",
    "mmap": "mmap 40p --flags +populate then madvise dontneed --length 8p --pages",
    "mprotect": "mprotect read",
    "mremap": "mremap 8p",
    "open": "open /dev/null",
    "poke": "poke 41",
    "posix_memalign": "posix_memalign 64",
    "prctl": "prctl thp_disable",
    "realloc": "realloc 100",
    "reallocarray": "reallocarray 100",
    "seccomp": "seccomp madvise",
    "segments": "segments --demonstrate",
    "setrlimit": "setrlimit memlock=64K:",
    "setuid": "setuid 65534",
    "cgroup": "cgroup pids.max=max",
    "sleep": "sleep 0.3",
    "translate": "translate stack",
    "vmalloc": "vmalloc --demonstrate",
}
NO_DOCUMENT = {"help", "schema"}


# For run: a file of steps.
STEPS = tempfile.NamedTemporaryFile("w", suffix=".steps")
STEPS.write("mmap 40p --as a\ntouch write --on a\nmunmap a\n")
STEPS.flush()
WORDS["run"] = f"run {STEPS.name}"


def start(memtool, words):
    output, theirs = os.pipe()
    fcntl.fcntl(theirs, F_SETPIPE_SZ, 4096)
    process = subprocess.Popen(
        [memtool, *words], stdin=subprocess.DEVNULL, stdout=theirs,
        stderr=subprocess.DEVNULL, restore_signals=True)
    os.close(theirs)
    return process, output


def read_up_to(output, most):
    """Read until so many bytes have come, or the end."""
    got = b""
    while len(got) < most:
        more = os.read(output, min(512, most - len(got)))
        if not more:
            break
        got += more
    return got


def is_ready(process, number, reading):
    """Whether it has ended; or it catches the signal, and waits for the reader."""
    if process.poll() is not None:
        return True
    with open(f"/proc/{process.pid}/status") as file:
        status = dict(line.split(":\t", 1) for line in file if ":\t" in line)
    if "SigCgt" not in status:
        return True  # it has just ended
    caught = int(status["SigCgt"], 16) >> (number - 1) & 1
    return bool(caught) and (not reading or status["State"][0] == "S")


def run(memtool, words, place, number):
    """Returns what it printed, its exit status, and whether it was still there."""
    process, output = start(memtool, words)
    try:
        text = read_up_to(output, place)
        end = time.monotonic() + PATIENCE
        while not is_ready(process, number, place > 0) and time.monotonic() < end:
            time.sleep(0.0005)
        alive = process.poll() is None
        if alive:
            process.send_signal(number)
        text += read_up_to(output, 1 << 30)
        return text, process.wait(PATIENCE), alive
    finally:
        process.kill()
        process.wait()
        os.close(output)


def wrong_with(command, whole, text, status, number):
    if status < 0:
        return f"died of signal {-status}"
    if command in NO_DOCUMENT:
        if text != whole:
            return f"cut after {len(text)} of {len(whole)} bytes"
        return None if status in (0, 128 + number) else f"exit status {status}"
    try:
        document = json.loads(text)
    except ValueError as error:
        return f"no document: {error}: ...{text[-100:]!r}"
    if document["exit_status"] != status:
        return f"exit status {status}, in the document {document['exit_status']}"
    error = document["error"]
    if (status == 128 + number) != bool(error and error["kind"] == "interrupted"):
        return f"exit status {status} with the error {error}"
    return None


def try_command(memtool, command, line):
    words = line.split() if command in NO_DOCUMENT else ["--json", *line.split()]
    whole, status, _ = run(memtool, words, 1 << 30, signal.SIGTERM)
    if status not in (0, 1):
        return f"it ends with {status}"
    places = [len(whole) * i // PLACES for i in range(PLACES)]
    if len(whole) <= 4096:
        places = places[:2]
    for i, place in enumerate(places):
        number = SIGNALS[i % len(SIGNALS)]
        text, status, _ = run(memtool, words, place, number)
        wrong = wrong_with(command, whole, text, status, number)
        if wrong:
            return f"{number.name} after {place} bytes: {wrong}"
    return None


def main():
    memtool = sys.argv[1]
    listed = subprocess.run([memtool, "__complete", ""], stdout=subprocess.PIPE, check=True)
    commands = listed.stdout.decode().split()
    # What a signal does there is decided by the program: tests/cli/trace.sh.
    commands.remove("trace")
    failed = 0
    for number, command in enumerate(commands, 1):
        wrong = try_command(memtool, command, WORDS.get(command, command))
        failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} - {command}, interrupted, is whole")
        if wrong:
            print(f"# {wrong}")
            if command not in WORDS:
                print(f"# {command} was run alone: what it needs stands in WORDS")
        sys.stdout.flush()
    print(f"1..{len(commands)}")
    return 1 if failed else 0


sys.exit(main())
