/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Limits on hugetlb pages besides the pool: of a control group, and the size of
 * a mount of hugetlbfs.  The kernel checks both before it looks at the pool
 * (mm/hugetlb.c, hugetlb_reserve_pages() and alloc_hugetlb_folio()).
 */
#include <inttypes.h>
#include <string.h>

#include "proc/huge_group.h"
#include "proc/huge_pages.h"
#include "proc/mounts.h"
#include "why/access/accesses.h"
#include "why/evidence.h"
#include "why/files/descriptor.h"
#include "why/huge/hugetlb.h"
#include "words/array.h"
#include "words/uapi.h"

/* Huge pages that the step could not have. */
struct huge_want {
	uint64_t page;    /* the size of one */
	uint64_t refused; /* bytes asked for by the refused request */
	uint64_t needed;  /* bytes that the whole step needs: at least that */
	bool reserves;    /* the request was for a reservation, by mmap */
	bool late;        /* an access to memory that has no reservation */
	struct range range;
};

static bool wants_mapping(const struct diagnosis *d, struct huge_want *want)
{
	uint64_t length = arg(d->call, ROLE_LENGTH);

	want->page = hugetlb_wanted(d);
	if (!want->page || !length || length > UINT64_MAX - want->page ||
		arg(d->call, ROLE_FLAGS) & MAP_NORESERVE)
		return false;
	want->reserves = true;
	want->refused = want->needed = round_up(length, want->page);
	return true;
}

/* From the page that could not be had to the end of the step's range. */
static bool wants_page(const struct diagnosis *d, struct huge_want *want)
{
	struct smaps_mapping m;
	struct range range, whole;

	if (!fault_or_populates(d) || fault_missed(d) ||
		!fault_suspects(d, &range) || !smaps_at(d, range.start, &m) ||
		!has_flag(&m, "ht"))
		return false;
	want->page = m.kernel_page;
	want->late = has_flag(&m, "nr");
	want->range.start = range.start - range.start % want->page;
	want->range.end = range_of(d, &whole) && whole.end > range.end
				  ? whole.end
				  : range.end;
	if (want->range.end > m.mapping.end)
		want->range.end = m.mapping.end;
	want->refused = want->page;
	want->needed =
		round_up(want->range.end, want->page) - want->range.start;
	return true;
}

static bool wants_huge_pages(const struct diagnosis *d, struct huge_want *want)
{
	*want = (struct huge_want){.page = 0};
	return asks(d, &command_mmap) ? wants_mapping(d, want)
				      : wants_page(d, want);
}

/* NEEDED for this call, and for those that a repeated step has not made yet. */
static uint64_t in_all(const struct diagnosis *d, uint64_t needed)
{
	uint64_t all;

	return __builtin_mul_overflow(diagnosis_calls_left(d), needed, &all)
		       ? needed
		       : all;
}

/* Kubernetes names a size "2Mi"; its quantities are such words too. */
static void format_mebi(uint64_t bytes, char text[32])
{
	snprintf(text, 32, "%" PRIu64 "%s",
		bytes % (1 << 20) ? bytes >> 10 : bytes >> 20,
		bytes % (1 << 20) ? "Ki" : "Mi");
}

static void try_group_limit(struct cause *c, const struct memory_group *group,
	const struct huge_limit *limit, uint64_t enough, int step)
{
	if (step)
		cause_try(c, "cgroup %s=%" PRIu64 " in step %d", limit->file,
			enough, step);
	else
		cause_try(c, "echo %" PRIu64 " > %s/%s", enough, group->path,
			limit->file);
}

static bool explain_group(const struct diagnosis *d, struct cause *c,
	const struct huge_want *want, const struct memory_group *group,
	const struct huge_limit *limit)
{
	const struct set_group *set = &diagnosis_set(d)->groups[GROUP_HUGETLB];
	uint64_t enough = limit->used + in_all(d, want->needed);
	char page[32], all[32], size[32];
	bool own = set->step && strcmp(set->group.path, group->path) == 0;

	cause_fact(c, "needed", "needed ", as_bytes(want->needed));
	cause_text(c, "file", NULL, limit->file);
	cause_fact(c, "limit", "limit ", as_bytes(limit->limit));
	cause_fact(c, "used", "used ", as_bytes(limit->used));
	cause_fact(c, "huge_page", NULL, as_bytes(want->page));
	cause_fact(c, "hits", "refused so far ", as_count(limit->hits));
	cause_text(c, "group", "group ", group->path);
	cause_set_in(c, own ? set->step : 0);
	try_group_limit(c, group, limit, enough, own ? set->step : 0);
	format_mebi(want->page, page);
	format_mebi(enough, all);
	if (!own)
		cause_try(c, "hugepages-%s: %s in a pod's resources.limits",
			page, all);
	format_bytes(want->page, size, sizeof(size));
	return cause_says(c,
		"the control group's limit on %shuge pages of %s has no room",
		want->reserves ? "reserved " : "", size);
}

static bool hugetlb_cgroup(const struct diagnosis *d, struct cause *c)
{
	struct memory_group group, above;
	struct huge_limit limit;
	struct huge_want want;
	int step;

	if (!wants_huge_pages(d, &want) ||
		!diagnosis_group(d, GROUP_HUGETLB, &group, &step))
		return false;
	above = group;
	if (!want.reserves && read_huge_limit_above(&above, want.page, false,
				      want.refused, &limit))
		return explain_group(d, c, &want, &above, &limit);
	/* Memory without a reservation is charged for one when it is used. */
	want.reserves |= want.late;
	return want.reserves &&
	       read_huge_limit_above(
		       &group, want.page, true, want.refused, &limit) &&
	       explain_group(d, c, &want, &group, &limit);
}

/* The file on hugetlbfs, by the call's descriptor or by its mapping. */
static bool mount_room(const struct diagnosis *d, const struct huge_want *want,
	char path[MAPPED_FILE_MAX], struct statfs *room)
{
	struct mapping m;

	if (want->reserves) {
		if (!call_file_path(d, path))
			return false;
	} else if (!diagnosis_mapping(d, want->range.start, &m) ||
		   !read_mapped_file(d->subject, &m, path, MAPPED_FILE_MAX)) {
		return false;
	}
	/* Without a limit f_blocks is 0; with a minimum only, it is -1. */
	return statfs(path, room) == 0 && is_hugetlbfs(room) &&
	       (int64_t)room->f_blocks > 0;
}

/*
 * A fault that finds the pool empty keeps the page that it took of the mount's
 * size (mm/hugetlb.c, alloc_hugetlb_folio(), seen on Linux 6.18), so the room
 * that there is afterwards does not show what there was.
 */
static bool room_is_known(const struct huge_want *want)
{
	struct huge_pool pool;

	return want->reserves || !read_huge_pool(want->page, &pool) ||
	       huge_pool_left(&pool) > 0;
}

/*
 * A remount accepts another size and ignores it: hugetlbfs has no .reconfigure
 * (fs/hugetlbfs/inode.c).
 */
static bool hugetlbfs_size(const struct diagnosis *d, struct cause *c)
{
	char path[MAPPED_FILE_MAX], size[32];
	struct mount mount = {.point = ""};
	struct huge_want want;
	struct statfs room;
	uint64_t free, used, all;

	if (!wants_huge_pages(d, &want) || !room_is_known(&want) ||
		!mount_room(d, &want, path, &room))
		return false;
	free = (uint64_t)room.f_bfree * want.page;
	all = (uint64_t)room.f_blocks * want.page;
	used = free > all ? all : all - free;
	if (want.refused <= free)
		return false;
	cause_fact(c, "needed", "needed ", as_bytes(want.needed));
	cause_fact(c, "size", "size ", as_bytes(all));
	cause_fact(c, "free", "free ", as_bytes(free));
	cause_fact(c, "huge_page", NULL, as_bytes(want.page));
	if (mount_of(path, &mount))
		cause_text(c, "mount", "mount ", mount.point);
	cause_try(c,
		"mount -t hugetlbfs -o size=%" PRIu64 "K,pagesize=%" PRIu64
		"K none DIRECTORY",
		(used + in_all(d, want.needed)) / 1024, want.page / 1024);
	cause_try(c, "delete files on %s",
		*mount.point ? mount.point : "this mount");
	format_bytes(all, size, sizeof(size));
	return cause_says(c,
		"the size of this mount of hugetlbfs, %s, has no room", size);
}

static const struct cause_row rows[] = {
	{"hugetlb-cgroup",
		"mmap=ENOMEM touch=SIGBUS peek=SIGBUS poke=SIGBUS "
		"mlock=ENOMEM madvise=EFAULT usercopy=EFAULT,ok",
		"the limit of the control group on huge pages has no room",
		"a larger hugetlb.SIZE.max, or hugetlb.SIZE.rsvd.max",
		hugetlb_cgroup},
	{"hugetlbfs-size",
		"mmap=ENOMEM touch=SIGBUS peek=SIGBUS poke=SIGBUS "
		"mlock=ENOMEM madvise=EFAULT usercopy=EFAULT,ok",
		"the size= of the mount of hugetlbfs has no room",
		"a mount with a larger size=; a remount does not change it",
		hugetlbfs_size},
};

const struct cause_table causes_of_hugetlb_limits = {rows, ARRAY_SIZE(rows)};
