/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Single pages that cannot be accessed although their mapping allows it. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proc/huge_pages.h"
#include "proc/mapping_kind.h"
#include "proc/pagemap.h"
#include "proc/read.h"
#include "why/access/accesses.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/remedies.h"
#include "words/array.h"

/* Bounds of the search: a range may contain terabytes of holes. */
enum { SCANS_MOST = 1024, READS_MOST = 64, AT_ONCE = 512 };

/* By regions of like pages, which skips holes; -1: the kernel cannot scan. */
static int scan_for_guard(int pagemap, struct range range, uint64_t *guard)
{
	/* Static: written by an ioctl that valgrind does not know. */
	static struct uapi_page_region regions[AT_ONCE / 4];

	for (int i = 0; i < SCANS_MOST && range.start < range.end; i++) {
		int count = pagemap_scan(
			pagemap, range.start, range.end, regions, AT_ONCE / 4);

		if (count <= 0)
			return count;
		for (int j = 0; j < count; j++) {
			*guard = regions[j].start;
			if (regions[j].categories & UAPI_PAGE_IS_GUARD)
				return 1;
		}
		range.start = regions[count - 1].end;
	}
	return 0;
}

/* Page by page. */
static bool read_for_guard(const struct diagnosis *d, int pagemap,
	struct range range, uint64_t *guard)
{
	uint64_t entries[AT_ONCE];

	for (int i = 0; i < READS_MOST && range.start < range.end; i++) {
		uint64_t left = (range.end - range.start) / d->page;
		size_t got = pagemap_read(pagemap, range.start / d->page,
			entries, left < AT_ONCE ? (size_t)left : AT_ONCE);

		for (size_t j = 0; j < got; j++) {
			*guard = range.start + j * d->page;
			if (pagemap_decode(entries[j]).guard)
				return true;
		}
		if (got == 0)
			return false;
		range.start += got * d->page;
	}
	return false;
}

/* The first guard page in a range; false: none, or none is reported. */
static bool find_guard(
	const struct diagnosis *d, struct range range, uint64_t *guard)
{
	int pagemap = pagemap_open(d->subject);
	int found;

	if (pagemap == -1)
		return false;
	found = scan_for_guard(pagemap, range, guard);
	if (found == -1)
		found = read_for_guard(d, pagemap, range, guard);
	close(pagemap);
	return found == 1;
}

/* Where MADV_COLLAPSE would put huge pages; false: nowhere. */
static bool places_to_collapse(const struct diagnosis *d, struct range *range)
{
	uint64_t size;

	if (diagnosis_advice(d) != advice_of(MADV_COLLAPSE) ||
		d->error != EINVAL || !range_of(d, range) ||
		!read_thp_size(&size))
		return false;
	range->start = round_up(range->start, size);
	range->end -= range->end % size;
	return range->start < range->end;
}

static const char *guard_message(const struct diagnosis *d)
{
	if (asks(d, &command_usercopy))
		return "it is a guard page, which stops the kernel too";
	if (fault_of_access(d))
		return "it is a guard page: any access raises SIGSEGV";
	return d->error == EINVAL
		       ? "a huge page cannot take the place of a guard page"
		       : "the range contains a guard page";
}

static bool guard(const struct diagnosis *d, struct cause *c)
{
	struct range range;
	struct mapping m;
	uint64_t at;

	if (!places_to_collapse(d, &range) &&
		(!fault_or_populates(d) || !fault_suspects(d, &range)))
		return false;
	if (find_guard(d, range, &at)) {
		cause_fact(c, "page", "at ", as_address(at));
		if (diagnosis_mapping(d, at, &m))
			cause_mapping(c, &m);
		cause_try(c, "madvise guard_remove");
		return cause_says(c, "%s", guard_message(d));
	}
	/* A kernel may have guards without reporting where. */
	at = range.start;
	if (d->record->outcome.code != SEGV_MAPERR || !fault_of_access(d) ||
		!diagnosis_mapping(d, at, &m) ||
		!mapping_allows(&m, fault_access(d)))
		return false;
	c->verified = false;
	cause_mapping(c, &m);
	cause_try(c, "madvise guard_remove");
	return cause_says(
		c, "the mapping allows it: the page may be a guard page");
}

/* The first page in RANGE that is wholly beyond the end of its file. */
static bool find_end(const struct diagnosis *d, struct range range,
	struct mapping *m, uint64_t *size, uint64_t *at)
{
	struct maps_walk walk = maps_walk_of(d, range);
	char path[MAPPED_FILE_MAX];
	struct stat status;

	while (maps_walk_next(&walk, m)) {
		uint64_t end;

		if (!read_mapped_file(d->subject, m, path, sizeof(path)) ||
			stat(path, &status) == -1)
			continue;
		*size = (uint64_t)status.st_size;
		end = page_ceil(d, *size);
		end = end > m->offset ? m->start + (end - m->offset) : m->start;
		*at = end > range.start ? end : range.start;
		if (*at < range.end && *at < m->end)
			return true;
	}
	return false;
}

static bool beyond_end_of_file(const struct diagnosis *d, struct cause *c)
{
	struct range range;
	struct mapping m;
	uint64_t size, at, enough;
	struct typed_path typed;
	char label[128];

	if (!fault_or_populates(d) || !fault_suspects(d, &range) ||
		!find_end(d, range, &m, &size, &at))
		return false;
	cause_fact(c, "file_size", "the file has ", as_bytes(size));
	cause_fact(c, "offset", "the page begins at ",
		as_bytes(at - m.start + m.offset));
	cause_fact(c, "page", NULL, as_address(at));
	cause_mapping(c, &m);
	mapping_label(&m, label, sizeof(label));
	enough = m.end - m.start + m.offset;
	typed = file_as_typed(label);
	if (*typed.text)
		cause_try(c, "truncate -s %" PRIu64 " %s", enough, typed.text);
	else
		cause_try(c, "ftruncate %" PRIu64, enough);
	return cause_says(c, "the page is beyond the end of the file");
}

/* A mapping of the kernel's may lack pages that this system has no use for. */
static bool no_special_page(const struct diagnosis *d, struct cause *c)
{
	struct range range;
	struct mapping m;

	if (!fault_suspects(d, &range) ||
		!diagnosis_mapping(d, range.start, &m) ||
		mapping_kind(&m) != KIND_SPECIAL ||
		!mapping_allows(&m, fault_access(d)))
		return false;
	cause_fact(c, "page", "at ", as_address(range.start));
	cause_mapping(c, &m);
	return cause_says(c, "the kernel has no page there: this system does "
			     "not use it");
}

static const struct cause_row rows[] = {
	{"guard",
		"touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV mlock=ENOMEM "
		"madvise=EFAULT,EINVAL alloca=SIGSEGV usercopy=EFAULT,ok",
		"the page is a guard page (MADV_GUARD_INSTALL)",
		"madvise guard_remove", guard},
	{"beyond-end-of-file",
		"touch=SIGBUS peek=SIGBUS poke=SIGBUS mlock=ENOMEM "
		"madvise=EFAULT usercopy=EFAULT,ok",
		"the page is beyond the end of the file",
		"ftruncate, or a shorter --length", beyond_end_of_file},
	{"no-special-page",
		"touch=SIGBUS peek=SIGBUS poke=SIGBUS usercopy=EFAULT,ok",
		"a mapping of the kernel's has no page there", NULL,
		no_special_page},
};

const struct cause_table causes_of_single_pages = {rows, ARRAY_SIZE(rows)};
