#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# Below it lies all that a program has.
user_end=$("$MACHINE" user_end)

# Every document that the tests collected, validated by an implementation that
# is not ours; those of this script too, so that there are some at least.
python=${MEMTOOL_PYTHON:-/usr/bin/python3}
"$python" -c 'import jsonschema' 2>/dev/null || skip_all "$python has no jsonschema"
collected=${DOCUMENTS:-}
collected=${collected%".$$"}
DOCUMENTS=$work/documents

json mmap 4M , touch write --length 4p , madvise dontneed , munmap
json pagesize , brk , brk +1M , sbrk -4k , alloca 4k , munlockall
json mmap --as a , mprotect none , touch --expect SIGSEGV:SEGV_ACCERR , peek --expect signal , poke 41 --expect fail
json memfd 4p , mmap --flags shared , msync , mincore , mremap 8p , mlock 1p , ftruncate 1p , touch , close , close
json mseal --flags 1 , munmap --addr +1
json munmap --addr NULL --length "$user_end" , mmap
json mmap 0 , touch , --stop
json mmap 0 --stop , touch
json -n madvise hugepage --file nothing
json peek 64k
json nonsense
json mmap 4x
json
json open "$(printf 'a\377"\\\n\001b')"
json mmap 0xffffffffffffffff
json sbrk -9223372036854775808
DOCUMENTS=

line="validate.py MEMTOOL documents of this script"
: >err
"$python" "$here/../validate.py" "$MEMTOOL" "$work/documents" >out 2>err
ok "documents of every kind are valid against the schema that memtool prints"
is "$(wc -l <documents)" 16 "a document is a line"

# The validator would notice.
sed '1s/"exit_status":0/"exit_status":"0"/' documents >wrong
! "$python" "$here/../validate.py" "$MEMTOOL" wrong >out 2>err
ok "the schema refuses another type"
sed '1s/"ok":true,/"ok":true,"more":1,/' documents >wrong
! "$python" "$here/../validate.py" "$MEMTOOL" wrong >out 2>err
ok "the schema refuses another key"
sed '1s/"why":\[\]/"why":null/' documents >wrong
! "$python" "$here/../validate.py" "$MEMTOOL" wrong >out 2>err
ok "the schema refuses null for a list"

[ -z "$collected" ] || cat "$collected".* >all 2>/dev/null
if [ -s all ]; then
	line="validate.py MEMTOOL $collected.*"
	"$python" "$here/../validate.py" "$MEMTOOL" all >out 2>err
	ok "all documents of the other tests are valid"
else
	skip "all documents of the other tests are valid" "DOCUMENTS names no file that has any"
fi

done_testing
