# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a command line of tests/recorded/lines can be compared here.

tests/machine knows most of it; the rest depends on where it was recorded.
"""

import ctypes
import os
import platform
import re
import subprocess

ADDR_NO_RANDOMIZE = 0x0040000
# Words behind "#:" that say how a line is run, not what it needs.
NO_NEED = {"text", "json", "shape"}


class Machine:
    """Knows whether this machine has what a line needs."""

    def __init__(self, program, facts):
        self.program = program
        self.recorded = facts
        self.answers = {}
        self.own = {
            "root": self.is_root,
            "user": self.can_be_user,
            "fixed": self.has_fixed_addresses,
            "kernel": self.has_kernel,
            "libc": self.has_libc,
        }

    def is_root(self):
        return None if os.geteuid() == 0 else "only root can"

    def can_be_user(self):
        return None

    def has_fixed_addresses(self):
        return None if fixed_addresses() else "addresses are random"

    def has_kernel(self):
        """A later kernel may still do the same; an earlier one does not."""
        wanted = self.recorded["kernel"]
        if version(platform.release()) >= version(wanted):
            return None
        return f"recorded on Linux {wanted}"

    def has_libc(self):
        wanted = self.recorded["libc"]
        return None if libc() == wanted else f"recorded with {wanted}"

    def ask(self, name):
        said = subprocess.run(
            [self.program, name], stdout=subprocess.PIPE, text=True, check=False
        )
        if said.returncode not in (0, 1):
            raise ValueError(f"tests/machine does not know '{name}'")
        return said.stdout.strip() or name if said.returncode else None

    def lacks(self, word):
        """Why the machine has not what this word asks for; None if it has."""
        if word in NO_NEED:
            return None
        if word.startswith("!"):
            has = self.lacks(word[1:]) is None
            return f"recorded without {word[1:]}" if has else None
        if word not in self.answers:
            self.answers[word] = (
                self.own[word]() if word in self.own else self.ask(word)
            )
        return self.answers[word]

    def why_not(self, line):
        reasons = (self.lacks(word) for word in sorted(line.words))
        return next((reason for reason in reasons if reason), None)


def version(text):
    return tuple(int(number) for number in re.findall(r"\d+", text)[:2])


def fixed_addresses():
    """Keep addresses from being random, here and in what we execute."""
    personality = ctypes.CDLL(None).personality
    before = personality(0xFFFFFFFF)
    personality(before | ADDR_NO_RANDOMIZE)
    return bool(personality(0xFFFFFFFF) & ADDR_NO_RANDOMIZE)


def libc():
    try:
        return os.confstr("CS_GNU_LIBC_VERSION")
    except (OSError, ValueError):
        return None


def facts_of_this_machine():
    kernel = ".".join(str(n) for n in version(platform.release()))
    return {"kernel": kernel, "libc": libc()}


def read_facts(folder):
    text = (folder / "machine").read_text()
    return dict(line.split(" ", 1) for line in text.splitlines())
