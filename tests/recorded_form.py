# SPDX-License-Identifier: GPL-2.0-or-later
"""The form in which masked output is recorded, or only its shape."""

import json
import re

LINE = 100

SIZE = re.compile(r"\b\d+(?:\.\d+)? ?(?:[KMGTPE]i)?B\b")
NAME = re.compile(
    r"\b[RA]\d+(?:\.end|\+[0-9a-f]+)?(?:-[0-9a-f]+)?\b|(?<=start\+)[0-9a-f]+"
)
NUMBER = re.compile(r"0x[0-9a-f]+|\b[0-9a-f]{12,16}\b|\b\d+(?:\.\d+)?\b")

# --- only the shape ------------------------------------------------------------


def shape_of_string(text):
    text = NUMBER.sub("N", SIZE.sub("SIZE", NAME.sub("ADDRESS", text)))
    # The width of a size, which pads a column, is the program's or machine's.
    text = re.sub(r"\bSIZE +in\b", "SIZE in", text)
    text = re.sub(r"-{3,}", "---", re.sub(r"#+", "#", text))
    return re.sub(r" {2,}", "  ", text)


def unique(items):
    seen = []
    for item in items:
        if item not in seen:
            seen.append(item)
    return seen


def shape_of_text(lines):
    return unique(shape_of_string(line) for line in lines)


def shape_of(value):
    if isinstance(value, dict):
        kept = ("exit_status", "step")
        return {k: v if k in kept else shape_of(v) for k, v in value.items()}
    if isinstance(value, list):
        return unique(shape_of(item) for item in value)
    if isinstance(value, str):
        return shape_of_string(value)
    if isinstance(value, bool) or value is None:
        return value
    return "N"



# --- how a document is recorded ------------------------------------------------


def lines_of(value, indent, before):
    """A value on one line if it is short, else its parts, as many on a line as
    have room."""
    whole = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if len(indent + before + whole) <= LINE or not isinstance(value, (dict, list)):
        yield indent + before + whole
        return
    brackets = "{}" if isinstance(value, dict) else "[]"
    yield indent + before + brackets[0]
    yield from filled(list(parts_of(value, indent + " ")))
    yield indent + brackets[1]


def parts_of(value, indent):
    """The lines of each part."""
    if isinstance(value, dict):
        for key in sorted(value):
            yield list(lines_of(value[key], indent, f"{json.dumps(key)}: "))
    else:
        for item in value:
            yield list(lines_of(item, indent, ""))


def filled(parts):
    line = ""
    for part in parts:
        short = len(part) == 1
        if line and short and len(line) + len(part[0].lstrip()) + 2 <= LINE:
            line += ", " + part[0].lstrip()
            continue
        if line:
            yield line
        line = part[0] if short else ""
        if not short:
            yield from part
    if line:
        yield line
