#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2034,SC2016,SC2086,SC2317
#
# trace of programs that people run, where they are installed: each does what it
# does without memtool, and what fails in it is explained.
. "$(dirname "$0")/lib.sh"
. "$here/tracing.sh"

chmod 755 "$work"
has() { # PROGRAM SENTENCE
	command -v "$1" >/dev/null && return 0
	skip "$2" "there is no $1"
	return 1
}

# Whether it works here at all, with what it prints in "alone".
works_alone() { # SENTENCE PROGRAM...
	sentence=$1
	shift
	timeout 60 "$@" </dev/null >alone 2>&1 && return 0
	skip "$sentence" "$1 does not work here: $(tail -1 alone)"
	return 1
}

# alike SENTENCE PROGRAM...: the same output, and exit status 0.
alike() {
	works_alone "$@" || return 0
	sentence=$1
	shift
	trace --failed "$@"
	is "$status" 0 "$sentence: it succeeds"
	cmp -s alone said
	ok "and prints the same"
	json_is '"\(.ok) \(.trace.ended.exit_status)"' 'true 0' "as the document says"
}

# --- what works as without memtool ----------------------------------------------

if has gcc "gcc" && echo 'int main(void) { return 0; }' >x.c; then
	if works_alone "gcc compiles" gcc -c x.c -o alone.o; then
		trace --summary gcc -c x.c -o traced.o
		is "$status" 0 "gcc compiles"
		cmp -s alone.o traced.o
		ok "the same object"
		json_is '.trace.summary.calls | map(select(.call == "mmap"))[0] | .calls > 10 and .failed == 0' true "with dozens of mappings"
	fi
fi
has python3 "python with processes" && alike "python with processes" python3 -c '
from multiprocessing import Pool
def square(x):
    return x * x
if __name__ == "__main__":
    with Pool(3) as pool:
        print(pool.map(square, range(10)))'
has node "node" && alike "node" node -e 'console.log([1, 2, 3].map((x) => x * x))'
if has sqlite3 "sqlite with mmap"; then
	alike "sqlite with mmap" sqlite3 t.db 'pragma mmap_size=1048576;
		create table if not exists t(a); delete from t;
		insert into t values(1); select count(*) from t;'
fi
has stress-ng "stressors" && if works_alone "stressors" \
	stress-ng --vm 1 --vm-bytes 8M --vm-ops 20 --brk 1 --brk-ops 50 -t 30; then
	trace --failed stress-ng --vm 1 --vm-bytes 8M --vm-ops 20 --brk 1 --brk-ops 50 -t 30
	is "$status" 0 "stressors"
fi
if has redis-server "redis saves by a fork" && has redis-cli "redis saves by a fork"; then
	"$MEMTOOL" trace --summary --output out -- redis-server --port 0 --save '' \
		--dir "$work" --unixsocket "$work/redis" >said 2>&1 &
	job=$!
	is_there() { redis-cli -s redis ping 2>/dev/null | grep -q PONG; }
	await is_there
	redis-cli -s redis set a b >/dev/null
	redis-cli -s redis bgsave >/dev/null
	is_saved() { redis-cli -s redis info persistence | grep -q 'rdb_saves:1'; }
	await is_saved
	redis-cli -s redis shutdown nosave
	wait "$job"
	is $? 0 "redis saves by a fork"
	job=
	out_has ', processes ended 2$' "the child was traced, too"
fi

# --- what fails, and why -----------------------------------------------------------

# The memory of a guest in a file for which its file system has no room.
# in_tmpfs SIZE: $as runs what follows it where "full" is a tmpfs of this size.
in_tmpfs() {
	mkdir -p full
	cat >in-tmpfs <<'END'
mount --make-rprivate / 2>/dev/null
mount -t tmpfs -o "size=$1" none "$2/full" && shift 2 && exec "$@"
END
	as="unshare -m sh $work/in-tmpfs $1 $work"
}
full_is() { # SENTENCE
	json_is '[.trace.calls[].why[] | select(.cause == "file-system-full") | "\(.verified) \(.facts.type) \(.facts.free) \(.facts.mount)"] | join(", ")' \
		"true tmpfs 0 $work/full" "$1: the file system is full"
}
backend="memory-backend-file,id=m,size=64M,mem-path=$work/full/x,share=on"
sentence="qemu with a memory backend on a full tmpfs"
if has qemu-system-x86_64 "$sentence" && machine_has mounts "$sentence"; then
	in_tmpfs 4m
	trace --failed timeout 60 qemu-system-x86_64 -machine none -nodefaults -display none \
		-object "$backend,prealloc=on"
	is "$status" 1 "$sentence does not start"
	full_is "what it prepares"
	remedy=$(ask '.trace.calls[].why[] | select(.cause == "file-system-full").remedy[0]')
	is "${remedy##* }" "$work/full" "the remedy has the mount"
	remedy=${remedy#*size=}
	in_tmpfs "${remedy%% *}"
	trace --failed sh -c 'echo quit | "$@"' sh timeout 60 qemu-system-x86_64 -machine none \
		-nodefaults -display none -object "$backend,prealloc=on" -monitor stdio
	json_is '[.trace.calls[] | select(.result.status != "ok") | .why[0].cause] | join(" ")' '' "with that size there is room"
	in_tmpfs 4k
	trace --failed --calls mlock timeout --foreground 60 qemu-system-x86_64 -machine pc,memory-backend=m \
		-accel tcg -m 64M -nodefaults -display none -monitor none -object "$backend"
	is "$status" 135 "a guest ends when it reaches its memory"
	full_is "what it reaches"
	json_is '[.trace.calls[].why[].remedy[0] // ""] | map(select(test("whole mapping: size=65536k$"))) | length' 1 \
		"the remedy says what the whole guest needs"
	as=
fi

pool=$(sed -n 's/^HugePages_Total: *//p' /proc/meminfo)
if [ "${pool:-0}" != 0 ] || [ "$(cat /proc/sys/vm/nr_overcommit_hugepages 2>/dev/null)" != 0 ]; then
	skip "huge pages without a pool" "there is one here, or no such pages"
	done_testing
fi
if has java "java with large pages" &&
	works_alone "java with large pages" java -XX:+UseLargePages -XX:+AlwaysPreTouch -Xmx32m -version; then
	trace --failed --calls mmap java -XX:+UseLargePages -XX:+AlwaysPreTouch -Xmx32m -version
	is "$status" 0 "java with large pages does without"
	json_is '[.trace.calls[] | select(.args.flags | test("HUGETLB")) | "\(.result.errno.name) \(.why[0].cause)"] | unique | join(", ")' \
		'ENOMEM hugetlb-pool' "and what it tried is explained"
fi
sentence="postgres with huge_pages=on"
if has postgres "$sentence" && has initdb "$sentence"; then
	as=
	if [ "$(id -u)" = 0 ]; then
		can_be_nobody && as=$nobody
	fi
	mkdir data
	[ -z "$as" ] || chown 65534 data
	if $as initdb -D "$work/data" >alone 2>&1; then
		trace --failed postgres -D "$work/data" -c huge_pages=on \
			-c listen_addresses= -c unix_socket_directories="$work/data"
		is "$status" 1 "$sentence does not start"
		json_is '[.trace.calls[] | select(.result.status == "error")] | "\(length) \(.[0].why[0].cause) \(.[0].why[0].facts | .needed == (.needed | floor))"' \
			'1 hugetlb-pool true' "the call and its cause are named"
	else
		skip "$sentence" "initdb fails here: $(tail -1 alone)"
	fi
	as=
fi

done_testing
