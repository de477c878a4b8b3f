/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pages that a successful call should have faulted in or locked, and did not.
 * mmap() ignores every error of that (mm/gup.c, __mm_populate()), and mlock()
 * skips some kinds of memory (mm/mlock.c, mlock_fixup()).
 */
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "proc/huge_pages.h"
#include "proc/pagemap.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/files/descriptor.h"
#include "words/array.h"
#include "words/uapi.h"

/* Find the first page that is not there; false: all are, or it is unknown. */
static bool find_missing(
	const struct diagnosis *d, struct range range, uint64_t *address)
{
	enum { AT_ONCE = 512 };
	uint64_t entries[AT_ONCE], at = range.start;
	int fd = pagemap_open(d->subject);
	bool found = false;

	while (fd != -1 && !found && at < range.end) {
		uint64_t left = (range.end - at) / d->page;
		size_t wanted = left < AT_ONCE ? left : AT_ONCE, there = 0;
		size_t got = pagemap_read(fd, at / d->page, entries, wanted);

		while (there < got && pagemap_is_there(entries[there]))
			there++;
		found = there < got;
		at += there * d->page;
		if (got < wanted)
			break;
	}
	if (fd != -1)
		close(fd);
	*address = at;
	return found;
}

/* The region that an mmap made, in whole pages. */
static bool made_region(const struct diagnosis *d, struct range *range)
{
	const struct record *record = d->record;

	range->start = record->region_start;
	range->end = page_ceil(d, record->region_start + record->region_size);
	return record->has_region && range->end > range->start;
}

/*
 * Why the kernel stopped at a page: each of these adds facts and remedies and
 * returns words, or NULL if it was not that.
 */
static const char *no_access(const struct diagnosis *d, struct cause *c)
{
	if (arg(d->call, ROLE_PROT) & (PROT_READ | PROT_WRITE | PROT_EXEC))
		return NULL;
	cause_try(c, "--prot rw");
	return "PROT_NONE memory cannot be accessed";
}

static const char *after_the_file(
	const struct diagnosis *d, struct cause *c, uint64_t done)
{
	uint64_t offset = (uint64_t)signed_arg(d->call, ROLE_OFFSET), end;
	char path[MAPPED_FILE_MAX];
	struct stat status;

	if (!call_file_path(d, path) || stat(path, &status) == -1 ||
		!S_ISREG(status.st_mode))
		return NULL;
	end = page_ceil(d, (uint64_t)status.st_size);
	if (offset + done < end)
		return NULL;
	cause_fact(c, "file_size", "file size ",
		as_bytes((uint64_t)status.st_size));
	if (done)
		cause_try_size(d, c, "length", done);
	cause_try(c, "ftruncate %" PRIu64 " before mmap",
		offset + arg(d->call, ROLE_LENGTH));
	return "the file ends there";
}

/* The pool is the usual reason, and can be seen; a group's limit is another. */
static const char *no_huge_page(
	const struct diagnosis *d, struct cause *c, const struct range *region)
{
	struct smaps_walk walk = smaps_walk_after(d, *region);
	struct smaps_mapping m;
	struct huge_pool pool;

	if (!smaps_walk_next(&walk, &m) || !has_flag(&m, "ht"))
		return NULL;
	if (!read_huge_pool(m.kernel_page, &pool))
		return NULL;
	cause_fact(c, "free", "huge pages free ", as_count(pool.free));
	cause_fact(c, "reserved", "reserved ", as_count(pool.reserved));
	c->verified = has_flag(&m, "nr") && huge_pool_left(&pool) == 0;
	if (has_flag(&m, "nr"))
		cause_try(c, "mmap without MAP_NORESERVE: ENOMEM where the "
			     "pool is too small");
	return "no huge page was left";
}

static const char *no_room(const struct diagnosis *d, struct cause *c)
{
	char path[MAPPED_FILE_MAX];
	struct statfs room;

	if (!call_file_path(d, path) || statfs(path, &room) == -1 ||
		!room.f_blocks || room.f_bavail)
		return NULL;
	cause_fact(c, "file_system", "size of the file system ",
		as_bytes((uint64_t)room.f_blocks * (uint64_t)room.f_bsize));
	return "the file system is full";
}

static const char *reason_of(const struct diagnosis *d, struct cause *c,
	const struct range *region, uint64_t done)
{
	const char *reason = no_access(d, c);

	if (!reason)
		reason = after_the_file(d, c, done);
	if (!reason) {
		reason = no_huge_page(d, c, region);
		if (!reason)
			reason = no_room(d, c);
		cause_try(c, "madvise populate_write  # returns the error");
	}
	c->verified &= reason != NULL;
	return reason ? reason : "the kernel ignores the error";
}

static bool populated_in_part(const struct diagnosis *d, struct cause *c)
{
	uint64_t flags = names_with(
		&names_map, arg(d->call, ROLE_FLAGS), FLAG_FAULTS_IN);
	char names[64], all[32], part[32];
	struct range region;
	uint64_t missing;

	/* MAP_NONBLOCK undoes MAP_POPULATE: flag-ignored says so. */
	if (!flags ||
		(!(flags & MAP_LOCKED) &&
			arg(d->call, ROLE_FLAGS) & MAP_NONBLOCK) ||
		!made_region(d, &region) || !find_missing(d, region, &missing))
		return false;
	cause_fact(c, "asked", NULL, as_bytes(region.end - region.start));
	cause_fact(c, "populated", NULL, as_bytes(missing - region.start));
	cause_fact(c, "page", "stopped at ", as_address(missing));
	names_format(&names_map, flags, names, sizeof(names));
	format_bytes(region.end - region.start, all, sizeof(all));
	format_bytes(missing - region.start, part, sizeof(part));
	return cause_says(c, "%s faulted in %s of %s: %s", names, part, all,
		reason_of(d, c, &region, missing - region.start));
}

/* What of a mapping cannot be locked; NULL: nothing. */
static const char *unlockable(const struct smaps_mapping *m)
{
	if (has_flag(m, "lo"))
		return NULL;
	if (has_flag(m, "ht"))
		return "huge pages of hugetlb are not locked: they are never "
		       "swapped out";
	if (has_flag(m, "dp"))
		return "droppable memory is not locked: the kernel may drop it "
		       "at any time";
	if (has_flag(m, "io") || has_flag(m, "pf") || has_flag(m, "mm") ||
		has_flag(m, "de"))
		return "a mapping of the kernel's or of a device is not "
		       "locked: it is never swapped out";
	return NULL;
}

static bool locked_nothing(const struct diagnosis *d, struct cause *c)
{
	bool maps = asks(d, &command_mmap);
	struct smaps_walk walk;
	struct smaps_mapping m;
	struct range range;

	if (maps ? !(arg(d->call, ROLE_FLAGS) & MAP_LOCKED) ||
				!made_region(d, &range)
		 : !range_of(d, &range))
		return false;
	walk = smaps_walk_after(d, range);
	while (smaps_walk_next(&walk, &m)) {
		const char *reason = unlockable(&m);

		if (!reason)
			continue;
		cause_mapping(c, &m.mapping);
		cause_fact(c, "unlocked", "not locked ",
			as_bytes(overlap(&m.mapping, range)));
		if (has_flag(&m, "dp"))
			cause_try(c, "mmap without MAP_DROPPABLE");
		return cause_says(c, "%s", reason);
	}
	return false;
}

static const struct cause_row rows[] = {
	{"populated-in-part", "mmap=ok",
		"not all pages could be faulted in by MAP_POPULATE or "
		"MAP_LOCKED",
		"madvise populate_write returns the error", populated_in_part},
	{"not-locked", "mlock=ok mmap=ok",
		"memory of this kind is not locked: hugetlb, droppable, "
		"special mappings",
		NULL, locked_nothing},
};

const struct cause_table causes_of_populating = {rows, ARRAY_SIZE(rows)};
