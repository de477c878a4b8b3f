# SPDX-License-Identifier: GPL-2.0-or-later
"""Replace in memtool's output what differs from run to run, or by machine.

Words in capitals stand for what was replaced.  An address is told by where it
lies: R0 is the first range that the output names, R0+1000 lies within it, A1
is in none.  So a wrong address is still seen, wherever the kernel places
memory.
"""

import json
import re

import recorded_form

WIDTH = 80

# Where Linux places programs, heaps, mappings and stacks on x86-64.
DYNAMIC = r"0*(?:7[ef][0-9a-f]{10}|5[5-7][0-9a-f]{10})"
ADDRESS = re.compile(rf"(?<![0-9a-zA-Z.])(0x)?({DYNAMIC})(?![0-9a-zA-Z])")
RANGE = re.compile(rf"(?<![0-9a-z])({DYNAMIC})-({DYNAMIC})(?![0-9a-z])")

DURATION = r"\d+(?:\.\d+)? (?:ns|us|ms|s)"
AT_THE_EDGE = re.compile(rf"^(.*?)\s+{DURATION}$")

BROKEN = DURATION.replace(" ", r"\s+")
TIMES_OF_CALLS = re.compile(
    rf"\s+{BROKEN}\s+to\s+{BROKEN}\s+each"
    rf"(?:,\s+median\s+{BROKEN},\s+p90\s+{BROKEN})?(?: {{3,}}({DURATION})(?=\n))?"
)

# Of text, and of the strings in a document.
PHRASES = [
    (
        re.compile(rf"{DURATION} to {DURATION} each, median {DURATION}, p90 {DURATION}"),
        "TIME to TIME each, median TIME, p90 TIME",
    ),
    (re.compile(r"\b(process|child of memtool|pid) \(?\d+\)?"), r"\1 PID"),
    (re.compile(r"\b(fork\(\)|pthread_create\(.*?\)) = \d{2,}\b(?! E)"), r"\1 = PID"),
    (re.compile(r"\blimit 0x[0-9a-f]+: CPU \d+, node \d+"), "limit N: CPU N, node N"),
    (re.compile(r"\b((?:sgdt|sidt|smsw|str|sldt)  .*)0x[0-9a-f]+"), r"\1VALUE"),
    (re.compile(r"\b((?:sgdt|sidt)  base )0x[0-9a-f]+"), r"\1VALUE"),
    (re.compile(r"(?:/usr)?/lib\S*/(ld-linux|lib\w+)\S*"), r"LIBRARIES/\1"),
    # Of a real page; the models tell of no frame and no such flags.
    (
        re.compile(r"\bframe( +)0x[0-9a-f]+, physical address 0x[0-9a-f]+"),
        r"frame\1FRAME, physical address FRAME",
    ),
    (re.compile(r"\b(?:[A-Z_0-9]+\|)*UPTODATE[A-Z_0-9|]*"), "PAGE_FLAGS"),
    (re.compile(rf"\bslept for {DURATION}"), "slept for TIME"),
    # How large memtool itself is counts in a limit.
    (re.compile(r"\b(has|mapped|all memory) \d+ [KM]iB, (locked|RLIMIT)"), r"\1 SIZE, \2"),
    (re.compile(r"\bulimit -([dlv]) \d+"), r"ulimit -\1 SIZE"),
    (re.compile(r"\bheadroom [\d.]+ [KM]iB"), "headroom SIZE"),
    (re.compile(r"[\d.]+ [KM]iB beyond the limit"), "SIZE beyond the limit"),
    (re.compile(r"--ulimit (\w+)=\d+"), r"--ulimit \1=SIZE"),
    (re.compile(r"\b(Limit[A-Z]+)=\d+"), r"\1=SIZE"),
    (re.compile(r"\* - (as|data|memlock|stack) \d+, in "), r"* - \1 SIZE, in "),
    # Which there are beside the first depends on the processor.
    (re.compile(r"(\bpage sizes \d+ KiB), .*"), r"\1, SIZES"),
    # Some kernels keep account of pages that were written.
    (re.compile(r"( mr(?: [a-z]{2})*?) sd\b"), r"\1"),
    (re.compile(r"(?:^ +|   )soft-dirty \d+"), ""),
    # They are told where the kernel happened to give pages side by side.
    (re.compile(r"   frames 0x[0-9a-f]+(?:-0x[0-9a-f]+)?"), ""),
    # A document that is shown as text.
    (re.compile(r'("(?:duration_ns|[pt]id|before|after)":\s*)[1-9]\d*'), r"\1N"),
    (re.compile(r'("(?:kernel|libc|version|format_version)":\s*)"[^"]*"'), r'\1"WORD"'),
]

# What lies beside a hole in the address space: libraries, or memtool.
BESIDE = re.compile(rf"^ {{8}}[\d.]+ (?:[KMGT]i)?B (?:after|before) ")
CONTINUED = " " * 11

# By the key of a document, whatever it is in: kept are null, 0 and -1.
FIGURES = {
    "blocked_ns": "TIME",
    "duration_ns": "TIME",
    "least_ns": "TIME",
    "median_ns": "TIME",
    "p90_ns": "TIME",
    "most_ns": "TIME",
    "pid": "PID",
    "tid": "PID",
    "parent": "PID",
    # What is on the stack already depends on the compiler and the kernel.
    "headroom": "SIZE",
    "headroom_to_limit": "SIZE",
    "headroom_to_mapping": "SIZE",
    "pointer_before": "POINTER",
    "pointer_after": "POINTER",
    "inode": "INODE",
    "device": "DEVICE",
}
# The words before a pid in a command line.
TAKES_PID = {"maps", "layout", "segments", "--pid"}

# Counters of memory that other processes, or where the memory lies, can move.
OTHERS_MOVE = {
    "page_tables",
    "private_dirty",
    "proportional",
    "referenced",
    "shared_dirty",
}


def without_others_moves(lines):
    """Of an indented document: the same as mask_memory()."""
    kind = None
    for line in lines:
        opened = re.match(r'\s*"(\w+)":\s*\{$', line)
        if opened:
            kind = opened[1]
        elif kind in OTHERS_MOVE:
            line = re.sub(r'("delta":\s*)-?\d+', r"\1N", line)
        yield line


class Names:
    """Names for the addresses of one output."""

    def __init__(self):
        self.ranges = []
        self.others = []

    def add(self, start, end):
        if start < end and (start, end) not in self.ranges:
            self.ranges.append((start, end))

    def of(self, address):
        for number, (start, end) in enumerate(self.ranges):
            if start == address:
                return f"R{number}"
        for number, (start, end) in enumerate(self.ranges):
            if start < address < end:
                return f"R{number}+{address - start:x}"
        for number, (start, end) in enumerate(self.ranges):
            if address == end:
                return f"R{number}.end"
        if address not in self.others:
            self.others.append(address)
        return f"A{self.others.index(address)}"

    def of_range(self, start, end):
        return f"{self.of(start)}-{end - start:x}"


class Mask:
    def __init__(self, places, shape=False):
        self.places = places
        self.shape = shape
        self.names = Names()

    # --- text ----------------------------------------------------------------

    def text(self, output):
        """The lines of a text, masked."""
        lines = unwrapped(decode(output)).splitlines()
        for line in lines:
            for match in RANGE.finditer(line):
                self.names.add(*(int(word, 16) for word in match.groups()))
        lines = [self.string(line) for line in times_to_heads(lines)]
        lines = list(without_others_moves(lines))
        lines = list(without_neighbours(lines))
        return recorded_form.shape_of_text(lines) if self.shape else lines

    def string(self, text):
        for place, word in self.places.items():
            text = re.sub(rf"{re.escape(place)}(/\d{{4}})?", word, text)
        text = RANGE.sub(
            lambda m: self.names.of_range(int(m[1], 16), int(m[2], 16)), text
        )
        text = ADDRESS.sub(lambda m: self.names.of(int(m[2], 16)), text)
        for pattern, word in PHRASES:
            text = pattern.sub(word, text)
        return text

    # --- documents -------------------------------------------------------------

    def document(self, output):
        """The lines of a document, masked, its keys sorted."""
        try:
            document = json.loads(decode(output))
        except ValueError:
            return self.text(output)
        self.find_ranges(document)
        document = self.value(mask_document(document), None)
        if self.shape:
            document = recorded_form.shape_of(document)
        return list(recorded_form.lines_of(document, "", ""))

    def find_ranges(self, value):
        if isinstance(value, dict):
            start, end = ends_of(value)
            if start is not None:
                self.names.add(start, end)
            # Sorted, so that the names do not depend on the order of keys.
            for key in sorted(value):
                self.find_ranges(value[key])
        elif isinstance(value, list):
            for item in value:
                self.find_ranges(item)

    def value(self, value, key):
        if isinstance(value, dict):
            start, end = ends_of(value)
            value = {k: self.value(value[k], k) for k in sorted(value)}
            if start is not None:
                value["end"] = f"start+{end - start:x}"
            return value
        if isinstance(value, list):
            return [self.value(item, key) for item in value]
        if key in FIGURES and value not in (None, 0, -1, "00:00"):
            return FIGURES[key]
        return self.string(value) if isinstance(value, str) else value


def decode(output):
    return output.decode("utf-8", "backslashreplace")


def times_of_calls(match):
    """Where their line breaks depends on their digits."""
    edge = match[1]
    return "   TIME to TIME each" + ("\n" + edge.rjust(WIDTH) if edge else "")


def unwrapped(text):
    """A pid may have more digits, and what follows it be on the next line."""
    text = TIMES_OF_CALLS.sub(times_of_calls, text)
    text = re.sub(r"(\bprocess)\n +(\d+)\b", r"\1 \2", text)
    return re.sub(r"(\bprocess \d+ runs .*)\n +((?:(?:fs )?and )?gs)$", r"\1 \2", text, flags=re.M)


def ends_of(value):
    """The range that an object tells of, or None twice."""
    try:
        words = value["start"], value["end"]
        if all(re.fullmatch(rf"0x{DYNAMIC}", word) for word in words):
            return tuple(int(word, 16) for word in words)
    except (KeyError, TypeError):
        pass
    return None, None


def times_to_heads(lines):
    """A duration stands at the right edge of the first line with room for it,
    which depends on its digits.  It goes to the head of its step."""
    head, left = 0, []
    for line in without_page_tables(lines):
        width = len(re.sub(r"\033\[[\d;]*m", "", line))
        match = AT_THE_EDGE.match(line) if width == WIDTH else None
        if not line:
            head = len(left) + 1
        if match:
            line = match[1]
        if match and line.strip():
            left.append(line)
        elif not match:
            left.append(line)
        if match:
            left[head] += "   TIME"
    return left


def without_page_tables(lines):
    """Whether a region needs another page table depends on where it lies."""
    joins = False
    for line in lines:
        if joins and line.startswith(" " * 6):
            yield f"{before}   {line.strip()}"
            joins = False
            continue
        if joins:
            yield before
        before, count = re.subn(r"(^ +|   )page tables [+-][\d.]+ [KM]iB", "", line)
        # Without it there may have been room for what follows it.
        joins = count > 0
        if joins and not before.strip():
            before = "   no visible effect"
        if not joins:
            yield line
    if joins:
        yield before


def without_neighbours(lines):
    beside = False
    for line in lines:
        if beside and line.startswith(CONTINUED):
            continue
        beside = BESIDE.match(line)
        yield "        NEIGHBOURS" if beside else line


def mask_document(document):
    """Replace what the machine and the build say of themselves."""
    if not isinstance(document, dict):
        return document
    host = document.get("host")
    if isinstance(host, dict):
        host.update(kernel="KERNEL", libc=re.sub(r"[\d.]+", "VERSION", str(host.get("libc"))))
    document["format_version"] = "VERSION"
    own = document.get("memtool")
    if isinstance(own, dict):
        own["version"] = "VERSION"
        own["argv"] = [
            "PID" if before in TAKES_PID and re.fullmatch(r"[1-9]\d{0,6}", word) else word
            for before, word in zip([""] + own["argv"], own["argv"])
        ]
    mask_memory({"effect": document.get("total")})
    for step in document.get("steps") or ():
        mask_memory(step)
        if step["command"] in ("fork", "thread") and step["result"]["status"] == "ok":
            step["result"]["value"] = "PID"
    mask_objects(document)
    return document


def mask_objects(value):
    """What other keys of the same object say is of this machine."""
    if isinstance(value, list):
        for item in value:
            mask_objects(item)
    if not isinstance(value, dict):
        return
    for item in value.values():
        mask_objects(item)
    if "consecutive" in value:  # as the kernel happened to give them
        value["frame"] = value["consecutive"] = "FRAMES"
    if isinstance(value.get("frame"), dict) and value["frame"].get("number"):
        value["frame"].update(number="FRAME", flags="PAGE_FLAGS")
        value["physical"] = "FRAME"
    if value.get("name") == "CPU number":
        value.update(cpu="N", node="N", limit="N")
    if "instruction" in value and "value" in value:
        value["value"] = "VALUE"
    if "soft_dirty" in value:
        value["soft_dirty"] = "SOFT_DIRTY"
    if isinstance(value.get("vm_flags"), list):
        value["vm_flags"] = [flag for flag in value["vm_flags"] if flag != "sd"]
    if isinstance(value.get("page_sizes"), list):
        value["page_sizes"] = value["page_sizes"][:1] + ["SIZES"]
    if isinstance(value.get("facts"), dict):
        mask_facts(value.get("cause"), value["facts"])


def mask_facts(cause, facts):
    for key in ("above", "below"):
        if re.search(" (after|before) ", str(facts.get(key))):
            facts[key] = "NEIGHBOUR"
            facts.update({k: "SIZE" for k in ("before", "behind") if facts.get(k)})
    if cause in ("as-limit", "data-limit"):
        facts.update({k: "SIZE" for k in ("mapped", "data") if facts.get(k)})
    # mlockall asks for all that is mapped.
    if cause == "memlock-limit" and facts.get("asked", 0) > 1 << 20:
        facts["asked"] = "SIZE"


def mask_memory(step):
    """Of a memory figure only the change is the step's own, and only if it
    does not depend on where the memory lies and on other processes."""
    effect = step.get("effect") if isinstance(step, dict) else None
    mask_figures((effect or {}).get("memory") or {}, OTHERS_MOVE)
    for other in (effect or {}).get("others") or ():
        # Nothing else moves them: another process is there to be compared.
        mask_figures(other, ())


def mask_figures(figures, others_move):
    for kind, figure in figures.items():
        if not isinstance(figure, dict) or None in figure.values():
            continue
        if set(figure) != {"before", "after", "delta"}:
            continue
        if figure["after"] - figure["before"] == figure["delta"]:
            others = kind in others_move
            figures[kind] = "CHANGE" if others else f"{figure['delta']:+d}"
