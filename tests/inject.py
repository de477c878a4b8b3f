#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Let each system call of memtool fail in turn, and see what it makes of it.

usage: inject.py MEMTOOL [--all] [CHAIN...]

strace(1) injects an error into the Nth call of each name that memtool's two
processes make once main() runs.  Whatever fails, memtool must come to an end,
print a whole document, exit with 3 and name the call, or else show the same
figures as without the error, or null.  A step whose own call got the error is
a result.  Without --all a sample is taken.  Prints TAP; exit status 77: this
cannot be tried here.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ERROR = "EPERM"
PATIENCE = 120  # seconds, far more than any run takes
CHAINS = [
    "mmap 4p then touch write then madvise free then mprotect read",
    "malloc 1000 --times 3 --as a then free --on a then malloc_trim",
    "memfd 2p then mmap --flags shared then poke 41 then peek 1 then msync --pages",
    "brk +1M then alloca 64k then mincore --pages-by mincore then mlock 1p",
    "maps",
    "usercopy then maps --only stack",
    "fit --random 2000",
    "kmalloc 300 --demonstrate",
    "vmalloc",
    "layout",
    "pagesize --hold 0.05",
]
# The C library's name, or the kernel's other one, of a call in a message.
ALIASES = {
    "sendto": ["send"],
    "recvfrom": ["recv"],
    "wait4": ["waitpid"],
    "clone": ["fork"],
    "clone3": ["fork"],
    "openat": ["open"],
    "pread64": ["pread", "reading the recording"],
    "exit_group": ["exit"],
    "newfstatat": ["stat"],
    "rt_sigaction": ["sigaction"],
    "rt_sigprocmask": ["sigaction"],
    "mmap": ["out of memory", os.strerror(12), "Out of memory", ERROR],  # glibc's words, musl's
    "brk": ["out of memory", os.strerror(12), "Out of memory", ERROR],
}
# Some never fail, and glibc 2.31 dies where brk does; without the others no
# program comes to its end.
SPARED = {
    "exit_group", "execve", "rt_sigreturn", "restart_syscall", "getpid", "getppid", "gettid", "brk",
}
# By these an allocator gets its memory, and it may do without one of them.
ALLOCATES = {"brk", "mmap", "munmap", "mprotect", "madvise"}
EVERY = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)")


def stay():
    """On one processor: what one touches another's MADV_FREE may leave."""
    processors = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {processors[os.getpid() % len(processors)]})


def strace(memtool, words, *options):
    with tempfile.NamedTemporaryFile("r") as log:
        done = subprocess.run(
            ["strace", "-f", "-qq", "-o", log.name, *options, memtool, "--json", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            preexec_fn=stay,
        )
        return done, log.read()


def calls_of(log):
    """For each name how many calls the processes make in main(), and before."""
    before, counts, begun, first = {}, {}, False, None
    for line in log.splitlines():
        found = EVERY.match(line)
        if not found or "resumed>" in line or "+++" in line or "---" in line:
            continue
        pid, name = found.groups()
        first = first or pid
        begun = begun or name == "memfd_create"
        table = counts if begun else before
        table.setdefault(name, {}).setdefault(pid, 0)
        table[name][pid] += 1
    plan = []
    for name, by_pid in counts.items():
        if name in SPARED:
            continue
        skipped = before.get(name, {}).get(first, 0)
        turns = set()
        for pid, count in by_pid.items():
            start = skipped if pid == first else 0
            turns.update(range(start + 1, start + count + 1))
        # A turn of the child's may be one of the parent's before main().
        plan += [(name, n) for n in sorted(turns) if n > skipped]
    return plan


# What differs from run to run, or with the error itself.
VARIABLE = {
    "duration_ns", "least_ns", "most_ns", "median_ns", "p90_ns", "value", "call", "args", "region", "pid",
    "address", "start", "end", "inode", "device", "argv", "reason", "why", "output",
    "break_before", "break_after", "expect", "repeat", "page_tables", "held", "frame",
    # A page that the subject shares with memtool is its own once memtool writes it.
    "private_dirty", "shared_dirty",
}


def figures(node):
    if isinstance(node, dict):
        return {
            k: figures(v) for k, v in node.items()
            if k not in VARIABLE and not k.startswith("headroom") and not k.endswith("_ns")
        }
    if isinstance(node, list):
        return [figures(n) for n in node]
    # Addresses are random.
    return "0x" if isinstance(node, str) and node.startswith("0x") else node


def differs(wanted, got, path):
    """Where GOT says something else than WANTED, and not null."""
    if got is None or wanted == got:
        return None
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key in got:
            where = differs(wanted.get(key), got[key], path + "." + key)
            if where:
                return where
        return None
    if isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        for i, (a, b) in enumerate(zip(wanted, got)):
            where = differs(a, b, f"{path}[{i}]")
            if where:
                return where
        return None
    return f"{path}: {json.dumps(wanted)[:90]} became {json.dumps(got)[:90]}"


def deltas(step):
    """Only changes: what the whole process has differs from run to run."""
    effect = step.get("effect")
    memory = effect and effect.get("memory")
    if memory:
        effect = dict(effect)
        effect["memory"] = {k: v and v["delta"] for k, v in memory.items()}
        step = dict(step, effect=effect)
    return figures(step)


def seen_otherwise(wanted, got):
    """Pages that were looked at in another way, or not all of them."""
    return wanted and got and (
        got["source"] != wanted["source"]
        or got["counts"]["unknown"] > wanted["counts"]["unknown"]
    )


def judge_steps(base, document, call):
    changed = False
    for wanted, got in zip(base["steps"], document["steps"]):
        if call in ALLOCATES and wanted["data"] and "origin" in wanted["data"]:
            changed = True
        if seen_otherwise(wanted["pages"], got["pages"]):
            got["pages"] = None
        errno = (got["result"]["errno"] or {}).get("name")
        if got["result"]["status"] == "skipped" or errno not in (None, ERROR) or changed:
            changed = True
            continue
        if errno == ERROR or got["result"]["status"] != wanted["result"]["status"]:
            changed = True  # its own call, or one that it is made of
            continue
        if got["effect"] is None and wanted["effect"]:
            got["effect_reason"] = None  # why it is null
        where = differs(deltas(wanted), deltas(got), got["command"])
        if where:
            return where
    return None


def judge(base, done, call):
    if done.returncode not in (0, 1, 3):
        return f"exit status {done.returncode}"
    error = done.stderr.decode("utf-8", "replace")
    try:
        document = json.loads(done.stdout)
    except ValueError:
        # The output itself could not be written.
        if done.returncode == 3 and (call in ("write", "writev") or "memory" in error):
            return None
        return f"no document: {done.stdout[:200]!r} {error[:200]}"
    if document["exit_status"] != done.returncode and "standard output" not in error:
        return f"exit status {done.returncode}, in the document {document['exit_status']}"
    if done.returncode == 3:
        names = [call, *ALIASES.get(call, [])]
        if not any(n in error for n in names) and "standard output" not in error:
            return f"its name is missing: {error.strip()[:200]}"
        return None
    if "steps" in document and "steps" in base:
        return judge_steps(base, document, call)
    return None


def attempt(memtool, words, base, call, turn):
    inject = f"inject={call}:error={ERROR}:when={turn}"
    try:
        done, _ = strace(memtool, words, "-e", f"trace={call}", "-e", inject)
    except subprocess.TimeoutExpired:
        return "it did not come to an end"
    return judge(base, done, call)


def sample(plan):
    """Of each name the first turn and the last."""
    by_name = {}
    for name, turn in plan:
        by_name.setdefault(name, []).append(turn)
    return [(n, t) for n, turns in by_name.items() for t in sorted({turns[0], turns[-1]})]


def try_chain(memtool, chain, everything):
    words = chain.split()
    done, log = strace(memtool, words)
    if done.returncode not in (0, 1):
        yield chain, f"without an error: exit status {done.returncode}"
        return
    base = json.loads(done.stdout)
    plan = calls_of(log)
    plan = plan if everything else sample(plan)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        results = pool.map(lambda p: attempt(memtool, words, base, *p), plan)
        for (call, turn), wrong in zip(plan, results):
            yield f"{chain}: {call} fails, time {turn}", wrong


def can_inject():
    try:
        done = subprocess.run(
            ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=getppid:error=EPERM", "true"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main():
    words = sys.argv[1:]
    everything = "--all" in words
    memtool, *chains = [w for w in words if w != "--all"]
    if not can_inject():
        return 77
    number = failed = 0
    for chain in chains or CHAINS:
        for sentence, wrong in try_chain(memtool, chain, everything):
            number += 1
            if wrong:
                failed += 1
                print(f"not ok {number} - {sentence}\n# {wrong}", flush=True)
            else:
                print(f"ok {number} - {sentence}", flush=True)
    print(f"1..{number}")
    return 1 if failed else 0


sys.exit(main())
