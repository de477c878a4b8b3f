/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/live_page.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proc/huge_pages.h"
#include "proc/kind.h"
#include "proc/merging.h"

/* What PAGEMAP_SCAN says of it. */
struct scan {
	bool told;
	uint64_t categories;
};

static bool is(const struct scan *scan, uint64_t category)
{
	return scan->told && scan->categories & category;
}

static struct scan scan_of(int fd, uint64_t start, uint64_t size)
{
	struct uapi_page_region region = {0};
	int count = pagemap_scan(fd, start, start + size, &region, 1);

	/* What is device memory is passed over. */
	return (struct scan){
		.told = count == 1, .categories = region.categories};
}

/* As in a picture of pages: of markers smaps knows that they are no swap. */
static const char *state_of(const struct live_page *page,
	const struct scan *scan, const struct smaps_mapping *m)
{
	const struct pagemap_entry *entry = &page->entry;
	bool plain = !mapping_is_file(&m->mapping) &&
		     mapping_kind(&m->mapping) != KIND_SPECIAL;

	if (!page->has_entry)
		return NULL;
	if (entry->guard || is(scan, UAPI_PAGE_IS_GUARD))
		return "guard";
	if (entry->swapped)
		return m->memory.of[MEMORY_SWAPPED] == 0 ? NULL : "swapped";
	if (!entry->present)
		return mapping_is_flagged(&m->mapping, "pf") ? NULL
							     : "untouched";
	/* The huge page of zeros reads as a file's. */
	if (is(scan, UAPI_PAGE_IS_PFNZERO) || (entry->file && plain) ||
		(page->has_flags && frame_has(page->flags, FRAME_ZERO)))
		return "zero";
	return "present";
}

static uint64_t huge_size(const struct smaps_mapping *m)
{
	uint64_t size;

	if (mapping_is_flagged(&m->mapping, "ht"))
		return m->kernel_page;
	return read_thp_size(&size) ? size : 0;
}

/* Without a scan only a mapping without any huge page leaves no doubt. */
static uint64_t size_of(const struct live_page *page, const struct scan *scan,
	const struct smaps_mapping *m)
{
	const int64_t *of = m->memory.of;

	if (!page->has_entry || !page->entry.present)
		return 0;
	if (scan->told)
		return is(scan, UAPI_PAGE_IS_HUGE) ? huge_size(m)
						   : page->own_size;
	if (mapping_is_flagged(&m->mapping, "ht"))
		return m->kernel_page;
	return of[MEMORY_HUGE_ANONYMOUS] == 0 && of[MEMORY_HUGE_FILE] == 0
		       ? page->own_size
		       : 0;
}

/* Some kernels give every anonymous page the flag KSM: it must be true. */
static void mend_flags(
	struct live_page *page, const struct smaps_mapping *m, int fd)
{
	const uint64_t merged = UINT64_C(1) << FRAME_KSM;

	if (page->flags & merged &&
		merging_of(m, &page->flags, merging_has_flag(fd)) !=
			MERGING_YES)
		page->flags &= ~merged;
}

static void look_at_frame(struct live_page *page, const struct smaps_mapping *m)
{
	uint64_t frame = page->entry.frame;
	int flags = frame_flags_open();
	int error = errno;
	int count = frame_counts_open();

	page->has_flags =
		flags != -1 && frame_flags_read(flags, frame, &page->flags, 1);
	if (page->has_flags)
		mend_flags(page, m, flags);
	page->has_count =
		count != -1 && frame_flags_read(count, frame, &page->count, 1);
	if (flags == -1)
		snprintf(page->missing, sizeof(page->missing),
			"/proc/kpageflags: %s", strerror(error));
	if (flags != -1)
		close(flags);
	if (count != -1)
		close(count);
}

/* A swap entry: pagemap.rst.  Both are 0 for who may not know. */
static void take_swap(struct live_page *page, uint64_t bits)
{
	enum { TYPE_BITS = 5, ENTRY_BITS = 55 };
	uint64_t entry = bits & ((UINT64_C(1) << ENTRY_BITS) - 1);

	page->has_swap = page->entry.swapped && entry;
	page->swap_type = entry & ((1 << TYPE_BITS) - 1);
	page->swap_offset = entry >> TYPE_BITS;
}

void live_page_look(pid_t pid, uint64_t address, const struct smaps_mapping *m,
	struct live_page *page)
{
	uint64_t size = (uint64_t)getpagesize(), bits;
	struct scan scan;
	int fd = pagemap_open(pid);

	*page = (struct live_page){
		.address = address - address % size, .own_size = size};
	if (fd == -1) {
		snprintf(page->missing, sizeof(page->missing),
			"/proc/%d/pagemap: %s", (int)pid, strerror(errno));
		return;
	}
	page->has_entry = pagemap_read(fd, address / size, &bits, 1) == 1;
	if (page->has_entry) {
		page->entry = pagemap_decode(bits);
		take_swap(page, bits);
	}
	scan = scan_of(fd, page->address, size);
	close(fd);
	if (page->entry.frame)
		look_at_frame(page, m);
	else if (page->entry.present)
		snprintf(page->missing, sizeof(page->missing),
			"frame numbers are for who has CAP_SYS_ADMIN");
	page->state = state_of(page, &scan, m);
	page->size = size_of(page, &scan, m);
	if (page->state && strcmp(page->state, "swapped") != 0)
		page->has_swap = false;
}
