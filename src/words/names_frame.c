/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The flags of /proc/kpageflags: Documentation/admin-guide/mm/pagemap.rst and
 * include/uapi/linux/kernel-page-flags.h.  Those from 32 on are no interface;
 * include/linux/kernel-page-flags.h has them.
 */
#include "words/array.h"
#include "words/names_table.h"

/* clang-format off */
#define KPF(bit, name, since, help) \
	{#name, UINT64_C(1) << (bit), UINT64_C(1) << (bit), since, help, .advice = NULL}
/* clang-format on */

static const struct name frame[] = {
	KPF(0, LOCKED, "", "locked, for I/O"),
	KPF(1, ERROR, "", "I/O error (until 6.11)"),
	KPF(2, REFERENCED, "", "referenced since it was put on the LRU list"),
	KPF(3, UPTODATE, "", "its data is up to date"),
	KPF(4, DIRTY, "", "newer than the data on disk"),
	KPF(5, LRU, "", "on one of the LRU lists"),
	KPF(6, ACTIVE, "", "on the active LRU list"),
	KPF(7, SLAB, "", "used by the slab allocator"),
	KPF(8, WRITEBACK, "", "being written to disk"),
	KPF(9, RECLAIM, "", "to be reclaimed after writeback"),
	KPF(10, BUDDY, "", "free, in the buddy allocator"),
	KPF(11, MMAP, "", "mapped by a process"),
	KPF(12, ANON, "", "anonymous"),
	KPF(13, SWAPCACHE, "", "has a slot in swap"),
	KPF(14, SWAPBACKED, "", "goes to swap when reclaimed"),
	KPF(15, COMPOUND_HEAD, "", "the first page of a larger one"),
	KPF(16, COMPOUND_TAIL, "", "another page of a larger one"),
	KPF(17, HUGE, "", "part of a hugetlb page"),
	KPF(18, UNEVICTABLE, "", "on the unevictable LRU list"),
	KPF(19, HWPOISON, "", "the hardware found it broken"),
	KPF(20, NOPAGE, "", "no such frame exists"),
	KPF(21, KSM, "", "merged by KSM with equal pages"),
	KPF(22, THP, "", "part of a transparent huge page"),
	KPF(23, OFFLINE, "", "offline, within an online section"),
	KPF(24, ZERO_PAGE, "", "the zero page"),
	KPF(25, IDLE, "4.3", "not accessed since it was marked idle"),
	KPF(26, PGTABLE, "4.18", "in use as a page table"),
	KPF(32, RESERVED, "", "not managed by the kernel"),
	KPF(33, MLOCKED, "", "locked by mlock(2) or similar"),
	KPF(34, OWNER_2, "", "for its owner; if anonymous, exclusive"),
	KPF(35, PRIVATE, "", "with private data of a file system"),
	KPF(36, PRIVATE_2, "", "with more private data"),
	KPF(37, OWNER_PRIVATE, "", "for its owner"),
	KPF(38, ARCH, "", "architecture-specific"),
	KPF(39, UNCACHED, "", "not cached (until 6.14)"),
	KPF(40, SOFTDIRTY, "", "written since soft-dirty was last cleared"),
	KPF(41, ARCH_2, "5.10", "architecture-specific"),
	KPF(42, ARCH_3, "6.2", "architecture-specific"),
};
const struct names names_frame = {
	"", "page flag", frame, ARRAY_SIZE(frame), NULL};
