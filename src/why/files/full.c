/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file system without room.  A page of a hole in a file gets its block when
 * it is accessed: where none is left, the access raises SIGBUS (mm/shmem.c,
 * shmem_fault(); fs/ext4/inode.c, ext4_page_mkwrite()).  hugetlbfs shows no
 * holes and takes no other size by a remount: see huge/hugetlb_limits.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <linux/quota.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "proc/mounts.h"
#include "proc/read.h"
#include "why/access/accesses.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/files/descriptor.h"
#include "words/array.h"
#include "words/uapi.h"

/* A file may have more holes than that; then some are not counted. */
enum { HOLES_MOST = 1024 };

/* Blocks that a file lacks, and the file system that has to give them. */
struct want {
	char path[MAPPED_FILE_MAX];
	uint64_t missing; /* bytes of holes that the step reaches */
	uint64_t in_all;  /* those of the mapping; 0: it is not known, or asked
			   */
	struct mapping mapping;
	bool mapped;
	struct statfs room;
};

/* The bytes of holes between two offsets of a file; 0: none, or not known. */
static uint64_t holes_of(const char *path, uint64_t start, uint64_t end)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	off_t at = (off_t)start, next;
	uint64_t missing = 0;

	for (int i = 0; fd != -1 && at < (off_t)end && i < HOLES_MOST; i++) {
		at = lseek(fd, at, SEEK_HOLE);
		if (at == -1 || at >= (off_t)end)
			break;
		next = lseek(fd, at, SEEK_DATA);
		/* ENXIO: no more data */
		if (next == -1 || next > (off_t)end)
			next = (off_t)end;
		missing += (uint64_t)(next - at);
		at = next;
	}
	if (fd != -1)
		close(fd);
	return missing;
}

/* A memory file allocates on any access, others on writes to them. */
static bool allocates(const struct diagnosis *d, const struct want *want)
{
	return want->room.f_type == TMPFS_MAGIC ||
	       (want->mapping.perms[3] == 's' &&
		       (asks(d, &command_mlock)
				       ? want->mapping.perms[1] == 'w'
				       : fault_access(d) != ACCESS_READ));
}

/* Holes of files in RANGE, which is a part of what the step reaches. */
static bool wants_in(
	const struct diagnosis *d, struct range range, struct want *want)
{
	struct maps_walk walk = maps_walk_of(d, range);
	struct mapping *m = &want->mapping;
	struct stat status;

	while (maps_walk_next(&walk, m)) {
		uint64_t start =
			range.start > m->start ? range.start - m->start : 0;
		uint64_t end = range.end < m->end ? range.end - m->start
						  : m->end - m->start;
		uint64_t size;

		if (!read_mapped_file(
			    d->subject, m, want->path, sizeof(want->path)) ||
			stat(want->path, &status) == -1 ||
			statfs(want->path, &want->room) == -1 ||
			!allocates(d, want))
			continue;
		size = page_ceil(d, (uint64_t)status.st_size);
		end += m->offset;
		want->missing = holes_of(
			want->path, start + m->offset, end < size ? end : size);
		want->mapped = true;
		if (want->missing)
			return true;
	}
	return false;
}

/* A program that fails at one page will reach others. */
static void note_all(const struct diagnosis *d, struct want *want)
{
	struct want all = *want;
	struct range range = {want->mapping.start, want->mapping.end};

	if (d->record->traced && d->signal && wants_in(d, range, &all))
		want->in_all = all.missing;
}

/* By the page that could not be had; then by all that the step reaches. */
static bool wants_pages(const struct diagnosis *d, struct want *want)
{
	struct range range, whole;
	uint64_t missing;

	if (!fault_or_populates(d) || !fault_suspects(d, &range) ||
		!wants_in(d, range, want))
		return false;
	note_all(d, want);
	missing = want->missing;
	if (!range_of(d, &whole) || whole.start > range.start)
		return true;
	whole.start = range.start;
	if (whole.end > want->mapping.end)
		whole.end = want->mapping.end;
	if (!wants_in(d, whole, want))
		want->missing = missing;
	return true;
}

/* A file that was to be made, or made longer: it lies in its directory. */
static bool wants_file(const struct diagnosis *d, struct want *want)
{
	char *slash;

	if (!call_file_path(d, want->path))
		return false;
	if (statfs(want->path, &want->room) == 0)
		return true;
	slash = strrchr(want->path, '/');
	if (!slash)
		strcpy(want->path, ".");
	else
		slash[slash == want->path] = '\0';
	return statfs(want->path, &want->room) == 0;
}

/* Root, and who has CAP_SYS_RESOURCE, may use the reserved blocks. */
static uint64_t free_bytes(const struct diagnosis *d, const struct want *want)
{
	bool all = diagnosis_capable(d, CAP_SYS_RESOURCE);

	return (uint64_t)(all ? want->room.f_bfree : want->room.f_bavail) *
	       (uint64_t)want->room.f_bsize;
}

/* "size=68k  # for the whole mapping: size=128k" */
static void try_remount(
	struct cause *c, const struct want *want, const struct mount *mount)
{
	uint64_t unit = (uint64_t)want->room.f_bsize;
	uint64_t used = (want->room.f_blocks - want->room.f_bfree) * unit;
	uint64_t needed = used + round_up(want->missing, unit);
	uint64_t in_all = used + round_up(want->in_all, unit);
	char more[64] = "";

	if (in_all > needed)
		snprintf(more, sizeof(more),
			"  # for the whole mapping: size=%lluk",
			(unsigned long long)in_all / 1024);
	cause_try(c, "mount -o remount,size=%lluk %s%s",
		(unsigned long long)needed / 1024, mount->point, more);
	if (strcmp(mount->point, "/dev/shm") == 0)
		cause_try(c, "docker run --shm-size=%lluk, in a container",
			(unsigned long long)needed / 1024);
}

static void mount_facts(
	struct cause *c, const struct want *want, struct mount *mount)
{
	if (!mount_of(want->path, mount))
		return;
	cause_text(c, "mount", "on ", mount->point);
	cause_text(c, "type", "", mount->type);
}

/* Files without room for a name: tmpfs has nr_inodes=, ext4 a fixed number. */
static bool inodes_are_out(struct cause *c, const struct want *want)
{
	struct mount mount = {0};

	if (!want->room.f_files || want->room.f_ffree)
		return false;
	cause_fact(c, "inodes", NULL, as_count(want->room.f_files));
	mount_facts(c, want, &mount);
	if (want->room.f_type == TMPFS_MAGIC && *mount.point)
		cause_try(c, "mount -o remount,nr_inodes=%llu %s",
			(unsigned long long)want->room.f_files + 1,
			mount.point);
	return cause_says(c, "the file system has no inode left of %llu",
		(unsigned long long)want->room.f_files);
}

/* statfs(2) shows no blocks where there is no limit on them. */
static bool blocks_are_out(
	const struct diagnosis *d, struct cause *c, const struct want *want)
{
	uint64_t unit = (uint64_t)want->room.f_bsize;
	uint64_t free = free_bytes(d, want);
	struct mount mount = {0};

	if (!want->room.f_blocks || free >= unit)
		return false;
	if (want->mapped)
		cause_mapping(c, &want->mapping);
	mount_facts(c, want, &mount);
	cause_fact(c, "size", "size ",
		as_bytes((uint64_t)want->room.f_blocks * unit));
	cause_fact(c, "free", "free ", as_bytes(free));
	if (want->missing)
		cause_fact(c, "needed", "needed ", as_bytes(want->missing));
	if (*mount.point && want->room.f_type == TMPFS_MAGIC)
		try_remount(c, want, &mount);
	else
		cause_try(c, "delete files on %s",
			*mount.point ? mount.point : "this file system");
	if (want->mapped)
		cause_try(c, "posix_fallocate(3) before the access: ENOSPC "
			     "instead of a signal");
	return cause_says(c, "the file system is full");
}

/* quotactl(2); a time of grace may be over, too. */
static bool is_spent(const struct if_dqblk *quota, uint64_t page)
{
	uint64_t hard = quota->dqb_bhardlimit * 1024;
	uint64_t soft = quota->dqb_bsoftlimit * 1024;

	if (hard && quota->dqb_curspace + page > hard)
		return true;
	return soft && quota->dqb_curspace > soft && quota->dqb_btime &&
	       quota->dqb_btime < (uint64_t)time(NULL);
}

static bool quota_is_out(
	const struct diagnosis *d, struct cause *c, const struct want *want)
{
	struct identity who;
	bool known = diagnosis_identity(d, &who);
	const struct {
		int type;
		unsigned id;
		const char *whose;
	} owners[] = {
		{USRQUOTA, who.user, "user"}, {GRPQUOTA, who.group, "group"}};
	int fd = open(want->path, O_PATH | O_CLOEXEC);
	bool out = false;

	for (size_t i = 0; fd != -1 && known && i < ARRAY_SIZE(owners) && !out;
		i++) {
		struct if_dqblk quota = {0};
		struct mount mount = {0};

		out = syscall(UAPI_SYS_quotactl_fd, fd,
			      QCMD(Q_GETQUOTA, owners[i].type), owners[i].id,
			      &quota) == 0 &&
		      is_spent(&quota, d->page);
		if (!out)
			continue;
		mount_facts(c, want, &mount);
		cause_fact(c, owners[i].whose, NULL, as_count(owners[i].id));
		cause_fact(c, "used", "used ", as_bytes(quota.dqb_curspace));
		cause_fact(c, "limit", "limit ",
			as_bytes((quota.dqb_bhardlimit ? quota.dqb_bhardlimit
						       : quota.dqb_bsoftlimit) *
				 1024));
		cause_try(c, "setquota, or delete files of this %s",
			owners[i].whose);
		cause_says(c, "the disk quota of %s %u is used up",
			owners[i].whose, owners[i].id);
	}
	if (fd != -1)
		close(fd);
	return out;
}

static bool file_system_full(const struct diagnosis *d, struct cause *c)
{
	struct want want = {.missing = 0};
	bool names = asks(d, &command_open) || asks(d, &command_ftruncate);

	if (names ? !wants_file(d, &want) : !wants_pages(d, &want))
		return false;
	if (names && inodes_are_out(c, &want))
		return true;
	return blocks_are_out(d, c, &want) || quota_is_out(d, c, &want);
}

static const struct cause_row rows[] = {
	{"file-system-full",
		"touch=SIGBUS peek=SIGBUS poke=SIGBUS usercopy=EFAULT,ok "
		"madvise=EFAULT mlock=ENOMEM "
		"open=ENOSPC,EDQUOT ftruncate=ENOSPC,EDQUOT "
		"msync=ENOSPC,EDQUOT",
		"the file system has no room for the file's pages",
		"a larger size= of a tmpfs, or deleted files",
		file_system_full},
};

const struct cause_table causes_of_full = {rows, ARRAY_SIZE(rows)};
