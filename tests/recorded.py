#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Run the command lines of tests/recorded/lines and compare or record them.

usage: recorded.py compare|record MEMTOOL MACHINE SOURCES [FAMILY...]

MEMTOOL is the binary, MACHINE is tests/machine, SOURCES is the source tree.
"compare" prints TAP, a line for each command line, and a diff of what differs
from the files in tests/recorded.  "record" writes these files anew.

tests/recorded/lines says how a command line is written.  Each is run as text
and as JSON, in an empty directory of its own.  Standard output, standard error
and the exit status count, after recorded_mask.py replaced what differs from
run to run.
"""

import collections
import concurrent.futures
import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import recorded_machine
import recorded_mask

NOBODY = 65534
NOT_PREPARED = 99
SECONDS = 300
SHOWN = 60

MODES = {"text", "json"}
USERS = {"root", "user"}

# What a shell knows when it runs a command line.
PRELUDE = r"""
ulimit -c 0
ulimit -S -s 8192
memtool() {
	"$MEMTOOL" $MODE "$@"
}
# end STATUS: end the job in the background, and the shell.
end() {
	kill $!
	exit "$1"
}
# frozen FILE RECORDED ... -- memtool ARGS...: with recorded texts in the place
# of files in /proc, visible to this memtool only.  Exits 99 if it cannot.
frozen() {
	unshare -m sh -c '
		mount --make-rprivate / || exit 99
		while [ "$1" != -- ]; do
			case $2 in
			. | /*) from=$2 ;;
			*) from=$SOURCES/tests/fixtures/$2 ;;
			esac
			mount --bind "$from" "$1" || exit 99
			shift 2
		done
		shift 2
		exec "$MEMTOOL" $MODE "$@"
	' sh "$@"
}
"""

Line = collections.namedtuple("Line", "family command words")
Result = collections.namedtuple("Result", "out err status")


def read_lines(path):
    """The command lines, in order.  Raises ValueError for a bad one."""
    family, common = None, []
    for number, text in enumerate(path.read_text().splitlines(), 1):
        if text.startswith("== "):
            family, _, words = text[3:].partition(":")
            common = words.split()
            continue
        command, _, words = text.partition("#:")
        command = command.strip()
        if not command or command.startswith("#"):
            continue
        if family is None:
            raise ValueError(f"{path}:{number}: no family begins before it")
        yield Line(family, command, frozenset(common + words.split()))


class Runner:
    """Runs command lines, each in a directory of its own below `work`."""

    def __init__(self, memtool, sources, work):
        self.work = pathlib.Path(work)
        self.work.chmod(0o755)
        # A path of fixed length, where every user may execute it.
        shutil.copy(memtool, self.work / "memtool")
        (self.work / "sources").symlink_to(pathlib.Path(sources).resolve())
        self.processors = sorted(os.sched_getaffinity(0))
        # Of the same length everywhere: it lies on the stack.
        self.environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LC_ALL": "C",
            "TERM": "dumb",
            "MEMTOOL": str(self.work / "memtool"),
            "SOURCES": str(self.work / "sources"),
        }

    def stay_on_one_processor(self, number):
        """The kernel counts some pages in batches of each processor, as those
        that MADV_FREE frees lazily: who moves on leaves them uncounted.  It
        holds for this thread and what it starts."""
        if len(self.processors) > 1:
            one = self.processors[number % len(self.processors)]
            os.sched_setaffinity(0, {one})

    def run(self, number, line, mode):
        folder = self.work / f"{number:04d}"
        folder.mkdir()
        folder.chmod(0o777)
        self.stay_on_one_processor(number)
        who = {}
        if "user" in line.words and os.geteuid() == 0:
            who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        done = subprocess.run(
            ["sh", "-c", PRELUDE + line.command],
            cwd=folder,
            env={**self.environment, "MODE": mode},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
            umask=0o022,
            **who,
        )
        return Result(done.stdout, done.stderr, done.returncode)


def modes_of(line):
    if "text" not in line.words:
        yield "--json"
    if "json" not in line.words:
        yield ""


def told(line, mode, result, places):
    """The lines that are recorded for a command line in one mode."""
    mask = recorded_mask.Mask(places, shape="shape" in line.words)
    out = mask.document(result.out) if mode else mask.text(result.out)
    yield from (f"\\{text}" if text[:2] in ("$ ", "= ", "! ") else text for text in out)
    yield from (f"! {text}" for text in mask.text(result.err))
    yield f"= {result.status}"


def headline(line, mode):
    words = " ".join(sorted(line.words & (USERS | {"shape"})))
    return f"$ {line.command}{'  as JSON' if mode else ''}  #: {words}".rstrip(" #:")


def keep_document(result):
    """For tests/cli/documents.sh, which validates every document."""
    name = os.environ.get("DOCUMENTS")
    if name and result.out.count(b"\n") == 1:
        with open(name, "ab") as file:
            file.write(result.out)


def run_all(lines, runner):
    """What is to be recorded for each command line, by headline; None for a
    line that could not be run here."""
    jobs = [(line, mode) for line in lines for mode in sorted(modes_of(line))]
    places = {str(runner.work): "WORK"}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(
            lambda job: runner.run(job[0], *job[1]), enumerate(jobs)
        )
        said = {line: {} for line in lines}
        for (line, mode), result in zip(jobs, results):
            if said[line] is None:
                continue
            if mode:
                keep_document(result)
            said[line][headline(line, mode)] = list(told(line, mode, result, places))
            if result.status == NOT_PREPARED:
                said[line] = None
    return said


def read_recorded(folder, families):
    """The recorded lines by headline."""
    recorded = {}
    for family in families:
        path = folder / f"{family}.txt"
        for text in path.read_text().splitlines() if path.exists() else ():
            if text.startswith("$ "):
                block = recorded.setdefault((family, text), [])
            elif text:
                block.append(text)
            else:
                block.append("")
    # A blank line follows each block.
    return {key: block[:-1] for key, block in recorded.items()}


def differences(line, said, recorded):
    """The lines of a diff, none where all is as recorded."""
    for head, got in said.items():
        wanted = recorded.get((line.family, head), ["(not recorded)"])
        diff = difflib.unified_diff(wanted, got, "recorded", "now", n=2, lineterm="")
        yield from (text for text in [head, *diff] if got != wanted)


def compare(lines, machine, runner, folder):
    """Print TAP.  Returns whether all is as recorded."""
    recorded = read_recorded(folder, {line.family for line in lines})
    reasons = {line: machine.why_not(line) for line in lines}
    said = run_all([line for line in lines if not reasons[line]], runner)
    failed = 0
    for number, line in enumerate(lines, 1):
        sentence = f"{number} - {line.family}: {line.command}".replace("#", "")
        reason = reasons[line]
        if not reason and said[line] is None:
            reason = "this cannot be mounted here"
        if reason:
            print(f"ok {sentence} # SKIP {reason}")
            continue
        diff = list(differences(line, said[line], recorded))
        failed += bool(diff)
        print(f"{'not ok' if diff else 'ok'} {sentence}")
        for text in diff[:SHOWN]:
            print(f"# {text}")
        if len(diff) > SHOWN:
            print(f"# ... and {len(diff) - SHOWN} more lines")
    print(f"1..{len(lines)}")
    if failed:
        print("# If this change is meant: scripts/record-fixtures, and look at")
        print("# git diff tests/recorded")
    return not failed


def record(lines, machine, runner, folder):
    """Write the recorded files.  What cannot be run here stays as it was."""
    reasons = {line: machine.why_not(line) for line in lines}
    old = read_recorded(folder, {line.family for line in lines})
    said = run_all([line for line in lines if not reasons[line]], runner)
    texts = collections.defaultdict(list)
    for line in lines:
        if reasons[line]:
            print(f"not recorded here ({reasons[line]}): {line.command}", file=sys.stderr)
        for mode in sorted(modes_of(line)):
            head = headline(line, mode)
            block = (said.get(line) or {}).get(head)
            block = block or old.get((line.family, head))
            if block:
                texts[line.family] += [head, *block, ""]
    for family, text in texts.items():
        (folder / f"{family}.txt").write_text("\n".join(text) + "\n")
    return True


def main():
    if len(sys.argv) < 5 or sys.argv[1] not in ("compare", "record"):
        print(__doc__, file=sys.stderr)
        return 2
    what, memtool, program, sources, *families = sys.argv[1:]
    folder = pathlib.Path(sources, "tests/recorded")
    lines = list(read_lines(folder / "lines"))
    heads = [headline(line, mode) for line in lines for mode in modes_of(line)]
    for head, times in collections.Counter(heads).items():
        if times > 1:
            raise ValueError(f"tests/recorded/lines has it twice: {head}")
    if families:
        lines = [line for line in lines if line.family in families]
    if what == "record":
        facts = recorded_machine.facts_of_this_machine()
        (folder / "machine").write_text(
            "".join(f"{key} {value}\n" for key, value in facts.items())
        )
    recorded_machine.fixed_addresses()
    machine = recorded_machine.Machine(program, recorded_machine.read_facts(folder))
    with tempfile.TemporaryDirectory(prefix="mt-", dir="/tmp") as work:
        runner = Runner(memtool, sources, work)
        done = {"compare": compare, "record": record}[what](
            lines, machine, runner, folder
        )
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
