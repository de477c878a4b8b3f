#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

json pagesize
json_is 'final.result.value' "$page" "the value is the size of a page"
json_is 'final.data | [.getpagesize, .sysconf] | unique | tostring' "[$page]" \
	"getpagesize and sysconf agree with getconf"
json_is 'final.data.auxv' "$page" "the auxiliary vector agrees"
json_is '.host.page_size' "$page" "the host's page size is the same"
json_is 'final.data.page_sizes[0]' "$page" "the smallest page size comes first"
json_is 'final.data.page_sizes | . == sort' true "page sizes are sorted"
kib=$(find /sys/kernel/mm/hugepages/ -maxdepth 1 -name 'hugepages-*' 2>/dev/null |
	sed 's/.*hugepages-\([0-9]*\)kB/\1/' | sort -n | tr '\n' ' ')
json_is '[final.data.page_sizes[1:][] / 1024 | "\(.) "] | add // ""' "$kib" \
	"huge pages are those of /sys/kernel/mm/hugepages"
json_is 'final | "\(.call) \(changes)\(faults)"' 'getpagesize() 0' "pagesize changes nothing"
run pagesize
out_has "^getpagesize() = $page" "pagesize is shown as the call that it makes"
out_has 'page sizes [0-9]* [KMG]iB' "text lists the sizes"

done_testing
