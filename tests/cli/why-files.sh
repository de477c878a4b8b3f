#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016,SC2034
# The $ in filters are jq's.
. "$(dirname "$0")/lib.sh"
. "$here/why.sh"

# Why a call failed, or did other than asked: files, descriptors, paths.

printf '%0100d' 0 >short
head -c $((4 * page)) /dev/zero >long
chmod 644 short long
mkfifo pipe
mkdir folder

# --- descriptor-mode ----------------------------------------------------------

json open short --flags wronly , mmap 1p
json_is 'final | outcome' EACCES "what was opened for writing alone cannot be mapped"
told descriptor-mode true "because of the mode"
fact_is descriptor-mode mode O_WRONLY "it tells which"
fact_is descriptor-mode fd 3 "and the descriptor"
fact_is descriptor-mode file "$work/short" "and the file"
json open short , mmap 1p --flags shared
told descriptor-mode true "a shared writable mapping needs a file that is"
fact_is descriptor-mode mode O_RDONLY "it was opened for reading"
remedy_has descriptor-mode "open $work/short --flags rdwr" "the remedy is another mode"
remedy_has descriptor-mode '--flags MAP_PRIVATE' "or a private mapping"
works "and that works" open short , mmap 1p --flags MAP_PRIVATE
json open short , mmap 1p --flags shared --prot r
nothing_told "a shared mapping for reading does not"
json mmap 1p --file short --open rdonly --flags shared --prot r , mprotect rw
told descriptor-mode true "it never becomes writable"
json_is 'final.why[].facts.mapping | test(" r--s .*/short$")' true "the mapping is told"
json mmap 1p --file short --open rdwr --flags shared --prot r , mprotect rw
nothing_told "of a file opened for both it does"
json open short , ftruncate 5
told descriptor-mode true "ftruncate wants a file that is writable"
json madvise remove --file short
told descriptor-mode true "so does MADV_REMOVE"
run open short --flags wronly , mmap 1p
out_has 'why  fd 3 is not open for reading, which a mapping needs (descriptor-mode)' "text tells it"
out_has 'fd 3, .*short, opened O_WRONLY' "with the facts"

# --- bad-descriptor -----------------------------------------------------------

json open short , mmap 1p --fd 77
told bad-descriptor true "a descriptor that is not open"
fact_is bad-descriptor fd 77 "is told"
json_is 'final.why[] | select(.cause == "bad-descriptor").facts.open | startswith("0 1 2 3")' true "and those that are open"
json close 9
told bad-descriptor true "it cannot be closed"
json ftruncate 5 --fd 9
told bad-descriptor true "nor truncated"
json mmap 1p --flags private
told bad-descriptor true "without a file a mapping is anonymous, or nothing"
remedy_has bad-descriptor '--flags MAP_PRIVATE,MAP_ANONYMOUS' "the remedy is a flag"
json open short --flags path , mmap 1p
told bad-descriptor true "O_PATH gives no descriptor to map"
fact_is bad-descriptor mode O_PATH "it tells so"
json open short , mmap 1p , close
nothing_told "what is open is open"
run mmap 1p --fd 77 --flags private
out_has 'why  no file is open as descriptor 77 (bad-descriptor)' "text tells it"

# --- not-mappable -------------------------------------------------------------

mappable() { # TYPE ARGS...
	type=$1
	shift
	json "$@"
	json_is 'final | outcome' ENODEV "$* is ENODEV"
	told not-mappable true "for a $type cannot be mapped"
	fact_is not-mappable type "$type" "it tells what it is"
}
mappable directory open folder , mmap 1p
mappable pipe open pipe --flags rdwr , mmap 1p
mappable 'character device' open /dev/null , mmap 1p
mappable file open /proc/self/maps , mmap 1p
json open /dev/zero , mmap 1p
nothing_told "/dev/zero can be mapped"
run open folder , mmap 1p
out_has 'why  this directory cannot be mapped (not-mappable)' "text tells it"

# --- file-length --------------------------------------------------------------

json open short --flags rdwr , ftruncate -5
told file-length true "no length is negative"
json open pipe --flags rdwr , ftruncate 5
told file-length true "a pipe has none"
fact_is file-length type pipe "and it is told that it is one"
json memfd -1
told file-length true "nor has a memory file a negative one"
json open short --flags rdwr , ftruncate 9223372036854775807
if [ "$(ask 'final | outcome')" = EFBIG ]; then
	told file-length false "what the file system can store is not known"
else
	skip "what the file system can store is not known" "this one stores anything"
fi
: >short # a tmpfs, which stores anything, has made it long
# --- names, and what is behind them ---------------------------------------------

long_name=$(printf '%0300d' 0)
json open "$long_name"
json_is 'final | outcome' ENAMETOOLONG "a name has a longest length"
told path-too-long true "it is known"
fact_is path-too-long length 300 "it tells the length"
fact_is path-too-long limit "$(getconf NAME_MAX .)" "and the limit"
json open /proc/version , mmap 1p
told not-mappable true "a file of /proc has no pages"
json open pipe --flags wronly,nonblock
json_is 'final | outcome' ENXIO "a FIFO without a reader"
told nobody-answers true "is told of"
if [ "$(id -u)" = 0 ] && can_be_nobody; then
	chmod 755 .
	chmod 444 short
	as_nobody json open short --flags trunc
	chmod 644 short
	told path-permission true "O_TRUNC needs the right to write"
	remedy=$(ask 'final.why[0].message')
	is "$remedy" "'short' is not writable, which O_TRUNC needs" "and the reason says so"
else
	skip "O_TRUNC needs the right to write" "a file of another user is needed"
fi

# --- nofile-limit -------------------------------------------------------------

limited 'ulimit -S -n 30' json open short --times 40
json_is 'final | outcome' EMFILE "a process has no more descriptors than its limit"
told nofile-limit true "because of the limit"
fact_is nofile-limit limit 30 "it tells the limit"
fact_is nofile-limit open 30 "and how many are open"
enough=$(ask 'final.why[0].remedy[0] | split(" ")[2]')
limited "ulimit -S -n $enough" json open short --times 40
json_is 'final | outcome' ok "with the limit of the remedy all are opened"
limited "ulimit -S -n $((enough - 1))" json open short --times 40
json_is 'final | outcome' EMFILE "with one less they are not"
limited 'ulimit -S -n 30' json memfd 1p --times 40
told nofile-limit true "memory files have descriptors, too"

limited 'ulimit -f 2000' json open short --flags rdwr , ftruncate 16M
json_is 'final | outcome' EFBIG "RLIMIT_FSIZE is a limit"
told file-length true "and it is told"
limit=$(sh -c 'ulimit -f 2000; ulimit -f')
fact_is file-length asked 16777216 "with what was asked"
json_is "final.why[].facts.limit % $limit" 0 "and the limit"
json open short --flags rdwr , ftruncate 100
nothing_told "what fits, fits"

# --- sealed-file --------------------------------------------------------------

# What only fcntl(2) sets: memtool gets such a file as a descriptor.
cat >seal.py <<'END'
import fcntl, os, sys
fd = os.memfd_create('sealed', os.MFD_ALLOW_SEALING)
os.ftruncate(fd, int(sys.argv[1]))
seals = {'write': fcntl.F_SEAL_WRITE, 'grow': fcntl.F_SEAL_GROW,
         'shrink': fcntl.F_SEAL_SHRINK}
fcntl.fcntl(fd, fcntl.F_ADD_SEALS, sum(seals[s] for s in sys.argv[2].split(',')))
os.dup2(fd, 3)
os.set_inheritable(3, True)
os.execvp(sys.argv[3], sys.argv[3:])
END
if "$python" seal.py "$page" write,grow,shrink true 2>/dev/null; then
	as="$python seal.py $((4 * page)) write,grow"
	json mmap 4p --fd 3 --flags shared
	json_is 'final | outcome' EPERM "a memory file that is sealed cannot be mapped for writing"
	told sealed-file true "because of the seal"
	fact_is sealed-file seal F_SEAL_WRITE "it tells which"
	json_is 'final.why[].facts.seals | split("|") | sort | join(" ")' 'F_SEAL_GROW F_SEAL_WRITE' "and all there are"
	json mmap 4p --fd 3 --flags private
	nothing_told "a private mapping can"
	json ftruncate 8p --fd 3
	told sealed-file true "it cannot grow"
	fact_is sealed-file seal F_SEAL_GROW "because of another seal"
	json ftruncate 2p --fd 3
	nothing_told "it can shrink"
	json mmap 4p --fd 3 --flags shared --prot r --expect ok,EPERM , mprotect rw --expect fail
	if [ "$(ask '.steps[0] | outcome')" = ok ]; then
		told sealed-file true "a mapping for reading never becomes writable"
	else
		skip "a mapping for reading never becomes writable" "this kernel maps it not at all"
	fi
	run mmap 4p --fd 3 --flags shared
	out_has 'why  the memory file is sealed by F_SEAL_WRITE (sealed-file)' "text tells it"
	as=
else
	skip "sealed files" "$python cannot seal one"
fi
json memfd 4p , mmap --flags shared , ftruncate 8p
nothing_told "what is not sealed can grow and be mapped"

# --- beyond-end-of-file -------------------------------------------------------

json mmap --file short --length 4p , touch
json_is 'final | outcome' SIGBUS:BUS_ADRERR "behind the end of the file is SIGBUS"
told beyond-end-of-file true "because of its length"
fact_is beyond-end-of-file file_size 100 "the length is told"
fact_is beyond-end-of-file offset "$page" "and what was accessed"
json_same "$(the_fact beyond-end-of-file page)" 'final.result.signal.address' "and where that is"
remedy_has beyond-end-of-file "truncate -s $((4 * page)) $work/short" "and how to make it longer"
json mmap --file long --length 6p --offset 1p , touch
fact_is beyond-end-of-file offset $((4 * page)) "an offset is counted"
json memfd 1p , mmap 4p --flags shared , poke 41 --addr +2p
told beyond-end-of-file true "it is so for memory files"
remedy_has beyond-end-of-file "ftruncate $((4 * page))" "which have no name to type"
json mmap --file short --length 4p , mlock
told beyond-end-of-file true "mlock cannot have such pages"
json mmap --file long , touch , mlock
nothing_told "within the file nothing is"
run mmap --file short --length 4p , touch
out_has 'why  the page is beyond the end of the file (beyond-end-of-file)' "text tells it"
out_has 'the file has 100 B, the page begins at ' "with the numbers"

# --- noexec-mount -------------------------------------------------------------

# mount point of a noexec mount where a file can be made, or nothing.
noexec=$(awk '$6 ~ /(^|,)noexec(,|$)/ && $6 ~ /(^|,)rw(,|$)/ { print $5 }' /proc/self/mountinfo |
	while read -r point; do
		( : >"$point/memtool-test.$$" ) 2>/dev/null && rm -f "$point/memtool-test.$$" && echo "$point" && break
	done)
exec_file() { # COMMAND...: below a mount that is noexec, with a file "here".
	if [ -n "$noexec" ]; then
		mkdir "$noexec/memtool-test.$$" && (cd "$noexec/memtool-test.$$" && head -c "$page" /dev/zero >here)
		file=$noexec/memtool-test.$$/here
	else
		mkdir -p mounted
		file=$work/mounted/here
		# shellcheck disable=SC2016 # the shell inside expands it
		as='unshare -m sh -c mount${IFS}-t${IFS}tmpfs${IFS}-o${IFS}noexec${IFS}none${IFS}'"$work/mounted"'&&head${IFS}-c${IFS}65536${IFS}/dev/zero>'"$file"'&&exec${IFS}"$0"${IFS}"$@"'
	fi
	"$@" "$file"
	as=
	[ -z "$noexec" ] || rm -rf "${noexec:?}/memtool-test.$$"
}
if [ -n "$noexec" ] || { [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; }; then
	exec_file json mmap 1p --prot rx --file
	json_is 'final | outcome' EPERM "on a noexec mount nothing is mapped for execution"
	told noexec-mount true "because of the mount"
	json_is 'final.why[].facts.mount | length > 1' true "which is told"
	exec_file json mprotect rx --file
	json_is 'final | outcome' EACCES "nor is what was mapped for reading made executable"
	told noexec-mount true "for the same reason"
	exec_file json mmap 1p --prot r --file
	nothing_told "for reading it is"
	exec_file run mmap 1p --prot rx --file
	out_has '(noexec-mount)' "text tells it"
else
	skip "noexec-mount" "no noexec mount here, and none can be made"
fi
json mmap 1p --prot x --file /proc/self/maps
json_is 'final | outcome' EPERM "nothing of procfs is executable"
told noexec-mount true "and that is told"

# --- file-attribute -----------------------------------------------------------

: >kept
if [ "$(id -u)" = 0 ] && chattr +i kept 2>/dev/null; then
	json open kept --flags rdwr
	json_is 'final | outcome' EPERM "an immutable file cannot be opened for writing"
	told file-attribute true "because it is one"
	fact_is file-attribute attribute immutable "it tells so"
	json open kept
	nothing_told "for reading it can"
	chattr -i kept
	chattr +a kept
	json open kept --flags rdwr
	fact_is file-attribute attribute append-only "nor can one that may only grow"
	json open kept --flags rdwr,append , mmap 1p --flags shared
	json_is 'final | outcome' EACCES "nor be mapped shared where it was opened to be appended to"
	told file-attribute true "because a mapping does not append"
	json open kept --flags wronly,append , mmap 1p
	not_told file-attribute "a private mapping is refused for another reason"
	chattr -a kept
	json open kept --flags rdwr
	nothing_told "without attributes it can"
else
	skip "file-attribute" "chattr(1) does not work here"
fi

# --- paths --------------------------------------------------------------------

json open nothing/there
json_is 'final | outcome' ENOENT "a path may lead to nothing"
told path-missing true "because a part of it is missing"
fact_is path-missing component nothing "it tells which"
json open folder/there
fact_is path-missing component folder/there "the last part, where the others are there"
remedy_has path-missing 'open folder/there --flags rdwr,creat' "which may be created"
for path in /proc/self/nope /sys/nope /dev/nope nothing/there; do
	json open "$path"
	told path-missing true "$path does not exist"
	json_is 'final.why[0].remedy' '[]' "nor can it be created"
done
json open short/there
json_is 'final | outcome' ENOTDIR "a file is no directory"
fact_is path-missing component short "and it is told which"
json open short --flags directory
told path-missing true "O_DIRECTORY wants one"
ln -s away dangling
json open dangling
fact_is path-missing link away "a link to nothing is told with what it says"
json open ''
told path-missing true "an empty path leads nowhere"
ln -s circle circle
json open circle
json_is 'final | outcome' ELOOP "links may lead in a circle"
told path-loop true "and that is told"
ln -s short link
json open link --flags nofollow
told path-loop true "O_NOFOLLOW follows none"
json open folder --flags rdwr
json_is 'final | outcome' EISDIR "a directory cannot be written"
told path-kind true "for it is one"
json open short --flags creat,excl
json_is 'final | outcome' EEXIST "what exists is not made"
told path-kind true "and it is told that it exists"
sentence="a new file on a read-only mount: path-kind"
if can_mount "$sentence"; then
	mkdir read-only
	cat >mounts <<-END
		mount -t tmpfs none read-only && : >read-only/there && mount -o remount,ro read-only || exit 1
		exec "\$@"
	END
	as="unshare -m sh mounts"
	for path in read-only/there read-only/new; do
		json open "$path" --flags rdwr,creat
		json_is 'final | outcome' EROFS "$path cannot be opened for writing"
		told path-kind true "because of its mount"
		fact_is path-kind mount "$work/read-only" "which is named"
	done
	json open read-only/new
	json_is 'final.why[0].remedy' '[]' "nor is it proposed to create a file there"
	as=
fi
cp "$MEMTOOL" busy
sentence="the file of a running program: text-busy"
if ! [ -w busy ] || ! ./busy mmap >out 2>err; then
	skip "$sentence" "no program can be executed here: $(head -1 err)"
else
	mkfifo held
	./busy open started --flags creat,wronly , open held >out 2>err &
	job=$!
	await test -e started
	json open busy --flags rdwr
	if [ "$(ask 'final | outcome')" = ETXTBSY ]; then
		told text-busy true "$sentence"
		json_is "$(the_fact text-busy process) > 0" true "it tells a process"
	else
		skip "$sentence" "this kernel lets it be written"
	fi
	kill "$job"
	wait "$job" 2>/dev/null
	job=
fi
json open folder --flags tmpfile
json_is 'final | outcome' EINVAL "an unnamed file is there to be written"
told tmpfile-mode true "which the mode does not allow"
remedy_has tmpfile-mode '--flags O_RDWR,O_TMPFILE' "the remedy is another mode"
works "and that works" open folder --flags O_RDWR,O_TMPFILE
json open folder --flags tmpfile,wronly
not_told tmpfile-mode "with a mode for writing nothing is told"
json open link
nothing_told "a link that leads somewhere is followed"
run open nothing/there
out_has 'why  '"'nothing'"' does not exist (path-missing)' "text tells it"
if can_be_nobody; then
	mkdir closed
	: >closed/file
	: >secret
	chmod 0 closed secret
	as_nobody json open closed/file
	json_is 'final | outcome' EACCES "a directory may be closed"
	told path-permission true "because of its permissions"
	fact_is path-permission component closed "it tells which"
	json_is 'final.why[].facts.permissions | startswith("mode 0000, user ")' true "and the permissions"
	if [ "$(id -u)" = 0 ]; then user=65534; else user=$(id -u); fi
	fact_is path-permission user "$user" "and who we are"
	as_nobody json open secret
	fact_is path-permission component secret "a file may be"
	as_nobody json open short
	nothing_told "what is open to all is not"
	as_nobody json open /proc/1/maps
	if [ "$(ask 'final | outcome')" = EACCES ] && [ "$(stat -c %u /proc/1)" = 0 ]; then
		told process-file true "what /proc shows of another's process"
		fact_is process-file process 1 "it tells which"
		fact_is process-file owner 0 "and whose"
	else
		skip "what /proc shows of another's process" "process 1 may be looked at"
	fi
	as_nobody json open short --flags noatime
	if [ "$(ask 'final | outcome')" = EPERM ]; then
		told not-owner true "O_NOATIME is the owner's"
		remedy_has not-owner '--flags O_RDONLY' "without it anybody may read"
	else
		skip "O_NOATIME is the owner's" "the file is ours"
	fi
	chmod 700 closed
	if [ "$(id -u)" = 0 ]; then
		as_nobody json open made --flags rdwr,creat
		fact_is path-permission component . "where nothing may be made"
		as_nobody json open short --flags rdwr
		told path-permission true "what may be read may not be written"
	else
		skip "what may be read may not be written" "a file of another user is needed"
	fi

	# --- residency-not-told ---------------------------------------------------
	if [ "$(id -u)" = 0 ]; then
		as_nobody json mincore --file long
		told residency-not-told true "of a foreign file mincore does not tell"
		json_is 'final.why[].facts.mapping | endswith("/long")' true "and it is told which"
		json_is 'final.data | .resident == .pages' true "it says that all is resident"
		as_nobody json madvise pageout --file long --expect ok,EINVAL
		if [ "$(ask 'final | outcome')" = ok ]; then
			told no-effect true "nor is anything of it paged out"
		else
			skip "nor is anything of it paged out" "this kernel has no MADV_PAGEOUT"
		fi
		chmod 666 long
		as_nobody json mincore --file long
		nothing_told "of one that is open to all it does"
		chmod 644 long
		as_nobody json mincore
		nothing_told "as it does of anonymous memory"
		as_nobody run mincore --file long
		out_has '(residency-not-told)' "text tells it"
	else
		skip "residency-not-told" "a file of another user is needed"
	fi
else
	skip "path-permission, residency-not-told" "cannot become an ordinary user"
fi
json mincore --file long
nothing_told "of one's own file mincore tells the truth"


# A long path is cut with a mark.
long=$(printf '%0200d' 0)
json open "$long/x"
json_is 'final.why[0].message' "'$(printf '%0157d' 0)...' does not exist" "a long path in a message ends with dots"

done_testing
