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
