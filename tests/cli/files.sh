#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

printf 'four' >data
mkdir dir
ln -s data link
ln -s loop loop

json open data
json_is 'final | "\(.call) \(.result.value)"' 'open("data", O_RDONLY) 3' \
	"open reads where nothing is said, and gives the lowest descriptor"
json_is 'final | "\(.args | keys | join(" ")) \(.args.mode)"' 'flags mode path null' \
	"a mode is not passed where no file is made"
run open data
out_has '^open("data", O_RDONLY) = 3' "open is shown as strace prints it"

json open new --flags creat,rdwr --mode 640
json_is 'final | "\(.call) \(.args.mode)"' 'open("new", O_RDWR|O_CREAT, 0640) 0640' \
	"a file that is made has its mode in the call"
is "$(stat -c '%a %s' new)" '640 0' "the file is made with that mode"
run open new2 --flags creat,wronly
is "$(stat -c %a new2)" 644 "without --mode it is 644"
run open data --flags rdwr,trunc
is "$(stat -c %s data)" 0 "O_TRUNC cuts the file"
printf 'four' >data
works "open takes flags of every spelling" open data --flags 'O_RDWR|append,0x800'

ends ENOENT "a missing file is ENOENT" open nothing
ends ENOENT "an empty path is ENOENT" open ''
ends EEXIST "creat and excl of a file that exists is EEXIST" open data --flags creat,excl
ends EISDIR "a directory cannot be opened for writing: EISDIR" open dir --flags rdwr
ends ENOTDIR "a file is no directory: ENOTDIR" open data --flags directory
ends ENOTDIR "a path through a file is ENOTDIR" open data/x
ends ELOOP "nofollow of a symbolic link is ELOOP" open link --flags nofollow
ends ELOOP "a link to itself is ELOOP" open loop
ends ENAMETOOLONG "a name of 300 bytes is ENAMETOOLONG" open "$(printf '%0300d' 0)"
mkfifo fifo
ends ENXIO "a fifo that nobody reads is ENXIO" open fifo --flags wronly,nonblock
# Whatever runs cannot be written; we are what runs.
mkdir own
cp "$MEMTOOL" own/memtool
kept=$MEMTOOL
MEMTOOL=$work/own/memtool
ends ETXTBSY "a running program cannot be opened for writing: ETXTBSY" open own/memtool --flags wronly
MEMTOOL=$kept
printf 'secret' >secret
chmod 0 secret
if can_be_nobody; then
	as_nobody json open secret
	json_is 'final | outcome' EACCES "what may not be read is EACCES"
	if [ "$(id -u)" = 0 ]; then
		as_nobody json open data --flags noatime
		json_is 'final | outcome' EPERM "noatime of somebody else's file is EPERM"
	fi
else
	skip "what may not be read is EACCES" "cannot become an ordinary user"
fi
chmod 600 secret

json memfd 3p , mmap --flags shared
json_is '.steps[0] | "\(.call) \(.result.value) \(.args.size | pages) \(.data.failed)"' \
	'memfd('"$((3 * page))"', MFD_CLOEXEC) 3 3 null' "memfd makes a file of that length"
json_is 'final.args | "\(.fd) \(.length | pages)"' '3 3' "the newest file is what mmap maps, all of it"
json_is 'final.on.step' 1 "mmap acts on the file's step"
ends EINVAL "a file of negative length is EINVAL" memfd -1
json_is 'final.data.failed' ftruncate "it is ftruncate that fails"
ends EINVAL "an unknown flag of memfd is EINVAL" memfd --flags 0x400
json_is 'final.data.failed' memfd_create "it is memfd_create that fails"
json memfd -1 --expect EINVAL , open data
json_is 'final.result.value' 3 "a file that failed half way is closed again"

json memfd 4p --as f , ftruncate 1p , mmap , touch --expect SIGBUS:BUS_ADRERR
json_is '.steps[2].args.length | pages' 1 "ftruncate makes it shorter"
json memfd 1p , ftruncate 3p , mmap , touch
json_is 'final.data.pages' 3 "ftruncate makes it longer"
json memfd 4p , mmap --flags shared , touch , ftruncate 1p , touch
json_is 'final | "\(outcome) \(.data.touched)"' 'SIGBUS:BUS_ADRERR 1' \
	"memory behind the new end is SIGBUS"
run memfd , ftruncate 1p
out_has "^2  ftruncate(3, $page) = 0" "ftruncate is shown as strace prints it"
ends EINVAL "a negative length is EINVAL" memfd , ftruncate -1
ends EBADF "ftruncate of what is not open is EBADF" ftruncate 4k --fd 99
ends EINVAL "ftruncate of a file opened for reading is EINVAL" open data , ftruncate 0
ends EINVAL "ftruncate of a directory is EINVAL" open dir , ftruncate 0
is "$(cat data)" four "the file is as it was"
# Big enough for what memtool records itself.
limited 'ulimit -f 2000' run memfd 4M --expect EFBIG
status_is 0 "beyond RLIMIT_FSIZE it is EFBIG, and SIGXFSZ does not kill"

json open data --as f , close f , close f
json_is outcomes 'ok ok EBADF' "closing twice is EBADF"
json_is 'final.on | "\(.step) \(.name)"' '1 f' "close acts on the file's step"
run open data , close
out_has '^2  close(3) = 0' "close takes the newest file"
ends EBADF "close of what is not open is EBADF" close 99
ends EBADF "a negative descriptor is EBADF" close -1
json memfd 1p --as f , mmap --as m , close f , peek 1 , mmap --fd f
json_is outcomes 'ok ok ok ok EBADF' "a mapping outlives its descriptor"

json memfd 1p --as a , memfd 2p --as b , mmap , mmap --fd a , mmap --on b , mmap 3p --flags private,anonymous
json_is '[.steps[2:][].args | "\(.fd):\(.length | pages)"] | join(" ")' '4:2 3:1 4:2 -1:3' \
	"--fd and --on choose a file, anonymous takes none"
json ftruncate 1p --fd 3 --expect EBADF
json_is 'final.call' "ftruncate(3, $page)" "--fd may be a number"

# The user's own descriptors are left alone, and ours stand elsewhere.
line="memtool peek --json 3<data"
timeout 300 "$MEMTOOL" --json mmap --fd 3 --prot read , peek 4 3<data </dev/null >out 2>err
status=$?
keep_document
json_is 'final.data.bytes' 666f7572 "a descriptor that the user passes can be mapped"
json_is '.steps[0].args.length' 4 "its length is the file's"
json memfd , memfd , memfd
json_is '[.steps[].result.value] | join(" ")' '3 4 5' "descriptors are those of a program that has none"

limited 'ulimit -n 12' json memfd , memfd , memfd , memfd , memfd , memfd , memfd , memfd , memfd , memfd
json_is '[.steps[] | outcome] | unique | join(" ")' 'EMFILE ok' "beyond RLIMIT_NOFILE it is EMFILE"

done_testing
