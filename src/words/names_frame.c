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
	{#name, UINT64_C(1) << (bit), UINT64_C(1) << (bit), since, help, NULL}
/* clang-format on */

static const struct name frame[] = {
	KPF(0, LOCKED, NULL, "locked, for input or output"),
	KPF(1, ERROR, NULL, "an error of input or output (until 6.11)"),
	KPF(2, REFERENCED, NULL, "referenced since it was put on the list"),
	KPF(3, UPTODATE, NULL, "its data are up to date"),
	KPF(4, DIRTY, NULL, "newer than what is on the disk"),
	KPF(5, LRU, NULL, "on one of the lists for reclaim"),
	KPF(6, ACTIVE, NULL, "on the active one"),
	KPF(7, SLAB, NULL, "of the slab allocator"),
	KPF(8, WRITEBACK, NULL, "being written to the disk"),
	KPF(9, RECLAIM, NULL, "to be reclaimed after that"),
	KPF(10, BUDDY, NULL, "free, in the buddy allocator"),
	KPF(11, MMAP, NULL, "mapped by a process"),
	KPF(12, ANON, NULL, "anonymous"),
	KPF(13, SWAPCACHE, NULL, "has a slot in swap"),
	KPF(14, SWAPBACKED, NULL, "goes to swap when reclaimed"),
	KPF(15, COMPOUND_HEAD, NULL, "the first page of a larger one"),
	KPF(16, COMPOUND_TAIL, NULL, "another page of a larger one"),
	KPF(17, HUGE, NULL, "of a huge page of the pool"),
	KPF(18, UNEVICTABLE, NULL, "on the list of what stays"),
	KPF(19, HWPOISON, NULL, "the hardware found it broken"),
	KPF(20, NOPAGE, NULL, "there is no such frame"),
	KPF(21, KSM, NULL, "shared because the contents are the same"),
	KPF(22, THP, NULL, "of a transparent huge page"),
	KPF(23, OFFLINE, NULL, "offline, within an online section"),
	KPF(24, ZERO_PAGE, NULL, "the page of zeros"),
	KPF(25, IDLE, "4.3", "not accessed since it was marked idle"),
	KPF(26, PGTABLE, "4.18", "in use as a page table"),
	KPF(32, RESERVED, NULL, "not managed by the kernel"),
	KPF(33, MLOCKED, NULL, "locked, by mlock(2) and its kin"),
	KPF(34, OWNER_2, NULL, "its owner's; if anonymous, exclusive"),
	KPF(35, PRIVATE, NULL, "with private data of a file system"),
	KPF(36, PRIVATE_2, NULL, "with more of them"),
	KPF(37, OWNER_PRIVATE, NULL, "its owner's"),
	KPF(38, ARCH, NULL, "the machine's"),
	KPF(39, UNCACHED, NULL, "not cached (until 6.14)"),
	KPF(40, SOFTDIRTY, NULL, "written since it was last asked"),
	KPF(41, ARCH_2, "5.10", "the machine's"),
	KPF(42, ARCH_3, "6.2", "the machine's"),
};
const struct names names_frame = {
	"", "page flag", frame, ARRAY_SIZE(frame), NULL};
