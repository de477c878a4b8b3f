#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The first process of a machine that scripts/test-elsewhere boots.  It runs
# the command lines of /test/commands and the test programs that /test/programs
# names, sends what came of each to the console, and turns the machine off.
#
# What is sent stands between "@@ NAME" and "@@ end": a tar file, compressed,
# in base64, since the console also has what the kernel prints.

PATH=/usr/bin:/usr/sbin:/bin:/sbin
SRCDIR=/test/source
MEMTOOL=/test/build/memtool
MACHINE=/test/build/tests/machine
MEMTOOL_SANITIZED=no
export PATH SRCDIR MEMTOOL MACHINE MEMTOOL_SANITIZED

mount_all() {
	mkdir -p /proc /sys /dev /tmp /run
	busybox mount -t proc proc /proc
	busybox mount -t sysfs sysfs /sys
	busybox mount -t devtmpfs devtmpfs /dev
	mkdir -p /dev/shm /dev/pts
	busybox mount -t tmpfs -o mode=1777 tmpfs /dev/shm
	busybox mount -t devpts devpts /dev/pts
	busybox mount -t tmpfs -o mode=1777 tmpfs /tmp
	busybox mount -t cgroup2 cgroup2 /sys/fs/cgroup
	echo "+memory +pids" >/sys/fs/cgroup/cgroup.subtree_control
	ln -s /proc/self/fd /dev/fd
} 2>/dev/null

send() { # NAME DIRECTORY
	echo "@@ $1"
	busybox tar -c -C "$2" . | gzip -1 | base64
	echo "@@ end"
}

# What this machine is, for the conditions of the command lines.
facts() {
	printf '{"kernel":"%s","machine":"%s","page":%s,"bits":%s,' \
		"$(uname -r)" "$(uname -m)" "$(getconf PAGESIZE)" \
		"$(getconf LONG_BIT)"
	huge=/sys/kernel/mm/transparent_hugepage
	printf '"huge_page":%s,"thp":"%s",' \
		"$(cat $huge/hpage_pmd_size 2>/dev/null || echo 0)" \
		"$(sed 's/.*\[\(.*\)\].*/\1/' $huge/enabled 2>/dev/null)"
	printf '"cpu":"%s","has":{' \
		"$(sed -n '/^[Ff]\(lags\|eatures\)/{s/.*: //p;q;}' /proc/cpuinfo)"
	comma=
	for property in $("$MACHINE"); do
		answer=false
		! "$MACHINE" "$property" >/dev/null || answer=true
		printf '%s"%s":%s' "$comma" "$property" "$answer"
		comma=,
	done
	echo '}}'
}

write_facts() {
	facts >"$results/facts"
}

run_command() { # NUMBER COMMAND
	cd /tmp || return
	timeout -k 5 120 sh -c "$2" </dev/null \
		>"$results/$1.out" 2>"$results/$1.err"
	echo $? >"$results/$1.status"
}

run_commands() {
	n=0
	while IFS= read -r command; do
		n=$((n + 1))
		run_command $n "$command"
	done </test/commands
}

run_program() { # tests/cli/NAME.sh or tests/check_NAME
	shell=
	program=/test/build/$1
	case $1 in
	*.sh)
		shell="sh"
		program=$SRCDIR/$1
		;;
	esac
	cd /tmp || return
	begun=$(date +%s)
	DOCUMENTS=$results/documents timeout -k 5 900 $shell "$program" \
		</dev/null >"$results/said" 2>&1
	echo $? >"$results/status"
	echo $(($(date +%s) - begun)) >"$results/seconds"
}

with_results() { # NAME COMMAND...
	sent=$1
	shift
	results=/run/results
	mkdir $results
	# Also of whom a test runs as.
	chmod 1777 $results
	"$@"
	send "$sent" $results
	rm -rf $results
}

mount_all
umask 022
busybox dmesg -n 1
busybox ip link set lo up 2>/dev/null
cp "$MEMTOOL" /tmp/memtool
with_results facts write_facts
with_results commands run_commands
while read -r program; do
	with_results "$program" run_program "$program"
done </test/programs
echo "@@ done"
sleep 1
busybox poweroff -f
