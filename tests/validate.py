#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Validate documents of memtool --json against the schema that it prints.

usage: validate.py MEMTOOL FILE

FILE has a document per line, or a line of --jsonl, which has an "event".  The schema comes from `MEMTOOL schema`.  The
first errors are printed; the exit status is 1 if there is any, 2 if it could
not be tried (no schema, no documents), 77 without the module jsonschema.
"""

import json
import subprocess
import sys

SHOWN = 20


def no_constants(name):
    raise ValueError(f"{name} is no JSON")


def no_duplicates(pairs):
    """A key that stands twice is legal JSON, and hides one of its values."""
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"the key {key!r} stands twice")
    return dict(pairs)


def read_strictly(text):
    return json.loads(
        text, parse_constant=no_constants, object_pairs_hook=no_duplicates
    )


def errors_of(validators, line):
    try:
        document = read_strictly(line.decode("utf-8"))
    except ValueError as error:
        yield f"it is no JSON: {error}"
        return
    validator = validators["event" in document]
    for error in validator.iter_errors(document):
        place = "/".join(str(step) for step in error.absolute_path)
        yield f"/{place}: {error.message[:300]}"
    # What a schema cannot say: the verdict and the status belong together.
    status = document.get("exit_status")
    if document.get("ok") is not None and document["ok"] != (status == 0):
        yield f"ok is {document['ok']}, and exit_status {status}"


def main(memtool, path):
    try:
        import jsonschema
    except ImportError:
        print("the Python module jsonschema is missing", file=sys.stderr)
        return 77
    printed = subprocess.run([memtool, "schema"], stdout=subprocess.PIPE, check=True)
    schema = read_strictly(printed.stdout.decode("utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    # The same, of a line: only what the root requires is another.
    of_lines = {"$ref": "#/$defs/jsonl_line", "$defs": schema["$defs"]}
    of_lines["definitions_of"] = schema["properties"]
    text = json.dumps(of_lines).replace("#/properties/", "#/definitions_of/")
    validators = (kind(schema), kind(json.loads(text)))
    documents = wrong = 0
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            documents += 1
            for error in errors_of(validators, line):
                wrong += 1
                if wrong <= SHOWN:
                    print(f"line {number}: {error}")
                    print(f"  {line[:300].decode('utf-8', 'replace').rstrip()}")
    if documents == 0:
        print(f"there is no document in {path}", file=sys.stderr)
        return 2
    print(f"{documents} documents, {wrong} errors")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
