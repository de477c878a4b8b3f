/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/huge_group.h"

#include <inttypes.h>
#include <stdio.h>

/* The names of both versions; "%s" is "2MB", or "2MB.rsvd". */
struct huge_files {
	const char *limit, *used, *hits;
	const char *key; /* in the file of hits */
	bool hits_of_both;
};
static const struct huge_files version_1 = {
	.limit = "limit_in_bytes", .used = "usage_in_bytes", .hits = "failcnt"};
/* One count is for pages and for reservations. */
static const struct huge_files version_2 = {.limit = "max",
	.used = "current",
	.hits = "events",
	.key = "max",
	.hits_of_both = true};

/* mm/hugetlb_cgroup.c, mem_fmt() */
static void format_size(uint64_t size, char text[32])
{
	if (size >= 1 << 30)
		snprintf(text, 32, "%" PRIu64 "GB", size >> 30);
	else if (size >= 1 << 20)
		snprintf(text, 32, "%" PRIu64 "MB", size >> 20);
	else
		snprintf(text, 32, "%" PRIu64 "KB", size >> 10);
}

static bool read_one(const struct memory_group *group, const char *size,
	bool reservations, const char *what, const char *key, uint64_t *value)
{
	char name[64];

	snprintf(name, sizeof(name), "hugetlb.%s%s.%s", size,
		reservations ? ".rsvd" : "", what);
	return read_group_figure(group, name, key, value);
}

bool read_huge_limit(const struct memory_group *group, uint64_t size,
	bool reservations, struct huge_limit *limit)
{
	const struct huge_files *files =
		group->unified ? &version_2 : &version_1;
	const uint64_t none = (uint64_t)1 << 62;
	char text[32];

	format_size(size, text);
	snprintf(limit->file, sizeof(limit->file), "hugetlb.%s%s.%s", text,
		reservations ? ".rsvd" : "", files->limit);
	/* "max", or the largest number of pages, means that there is no limit.
	 */
	return read_one(group, text, reservations, files->limit, NULL,
		       &limit->limit) &&
	       limit->limit < none &&
	       read_one(group, text, reservations, files->used, NULL,
		       &limit->used) &&
	       read_one(group, text, reservations && !files->hits_of_both,
		       files->hits, files->key, &limit->hits);
}

static bool refuses(const struct huge_limit *limit, uint64_t needed)
{
	return limit->hits > 0 && (limit->used > limit->limit ||
					  needed > limit->limit - limit->used);
}

bool read_huge_limit_above(struct memory_group *group, uint64_t size,
	bool reservations, uint64_t needed, struct huge_limit *limit)
{
	do {
		if (read_huge_limit(group, size, reservations, limit) &&
			refuses(limit, needed))
			return true;
	} while (group_above(group));
	return false;
}
