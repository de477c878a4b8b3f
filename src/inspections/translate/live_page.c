/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/translate/live_page.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "proc/mapping_kind.h"
#include "proc/merging.h"
#include "proc/page_state.h"
#include "proc/residency.h"

static struct scanned scan(int fd, uint64_t start, uint64_t size)
{
	struct uapi_page_region region = {0};
	int count = pagemap_scan(fd, start, start + size, &region, 1);

	/* Device memory is skipped. */
	return count == 1 ? scanned_of(region.categories) : (struct scanned){0};
}

static bool is_shared_memory(pid_t pid, const struct mapping *mapping)
{
	int fd = memfd_create("memtool", MFD_CLOEXEC);
	bool shared = mapping_is_shared_memory(pid, mapping, fd);

	if (fd != -1)
		close(fd);
	return shared;
}

/* NULL: unknown. */
static const char *state_of(pid_t pid, const struct live_page *page,
	const struct scanned *scanned, const struct smaps_mapping *m)
{
	struct page_evidence evidence = {&page->entry, scanned,
		page->has_flags ? &page->flags : NULL, m, false};
	enum page_state state;

	if (!page->has_entry)
		return NULL;
	evidence.shmem =
		page->entry.present && is_shared_memory(pid, &m->mapping);
	state = page_state_of(&evidence);
	return state == PAGE_UNKNOWN ? NULL : page_state_name(state);
}

/* Without a scan, the size is certain only in a mapping without huge pages. */
static uint64_t size_of(const struct live_page *page,
	const struct scanned *scanned, const struct smaps_mapping *m)
{
	const int64_t *of = m->memory.of;

	if (!page->has_entry || !page->entry.present)
		return 0;
	if (scanned->done)
		return scanned->huge ? huge_page_of(m) : page->own_size;
	if (mapping_is_flagged(&m->mapping, "ht"))
		return m->kernel_page;
	return of[MEMORY_HUGE_ANONYMOUS] == 0 && of[MEMORY_HUGE_FILE] == 0
		       ? page->own_size
		       : 0;
}

/* Some kernels set the KSM flag on every anonymous page: correct it. */
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

/* A swap entry: pagemap.rst.  Both are 0 without permission. */
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
	struct scanned scanned;
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
	scanned = scan(fd, page->address, size);
	close(fd);
	if (page->entry.frame)
		look_at_frame(page, m);
	else if (page->entry.present)
		snprintf(page->missing, sizeof(page->missing),
			"frame numbers need CAP_SYS_ADMIN");
	page->state = state_of(pid, page, &scanned, m);
	page->size = size_of(page, &scanned, m);
	if (page->state && strcmp(page->state, "swapped") != 0)
		page->has_swap = false;
}
