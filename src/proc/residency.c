/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/residency.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "proc/identity.h"
#include "proc/mapping_kind.h"
#include "proc/read.h"
#include "words/uapi.h"

/* Whether its capabilities are those of our user namespace. */
static bool shares_namespace(pid_t pid)
{
	struct stat own, its;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/user", (int)pid);
	return stat("/proc/self/ns/user", &own) == -1 ||
	       (stat(path, &its) == 0 && own.st_ino == its.st_ino);
}

/* Shared anonymous memory: a file owned by the user. */
static bool is_shared_anonymous(const struct mapping *m)
{
	return mapping_has_path(m, "/dev/zero (deleted)");
}

/*
 * As can_do_mincore(): owner, or with an owner's rights (CAP_FOWNER), or
 * allowed to write.
 */
static enum trust trust_of_file(pid_t pid, const char *path)
{
	enum { OVERFLOW_USER = 65534 };
	struct identity who;
	struct stat status;
	int error;

	if (!identity_read(pid, &who) || stat(path, &status) == -1)
		return TRUST_UNKNOWN;
	if (status.st_uid == who.user)
		return TRUST_YES;
	error = identity_access(&who, path, W_OK);
	if (!error)
		return TRUST_YES;
	/* It counts if its user namespace maps the owner. */
	if (who.capabilities >> CAP_FOWNER & 1)
		return status.st_uid == OVERFLOW_USER || !shares_namespace(pid)
			       ? TRUST_UNKNOWN
			       : TRUST_YES;
	/*
	 * EROFS may come from the mount, which the kernel would not have
	 * checked, or from the file system.
	 */
	return error == EACCES || error == EPERM ? TRUST_NO : TRUST_UNKNOWN;
}

enum trust read_mapping_may_tell_residency(pid_t pid, const struct mapping *m)
{
	enum { TRIES = 3 };
	enum trust trust = TRUST_UNKNOWN;
	char path[MAPPED_FILE_MAX];

	/* The kernel's own mappings, such as [vdso], have no page cache. */
	if (mapping_kind(m) == KIND_SPECIAL)
		return TRUST_UNKNOWN;
	if (!mapping_is_file(m) || is_shared_anonymous(m))
		return TRUST_YES;
	/* When a process ends, the path to its file disappears. */
	for (int i = 0; i < TRIES && trust == TRUST_UNKNOWN; i++) {
		if (!read_mapped_file(pid, m, path, sizeof(path)))
			return TRUST_UNKNOWN;
		trust = trust_of_file(pid, path);
	}
	return trust;
}

bool residency_is_looked_up(void)
{
	size_t page = (size_t)getpagesize();
	unsigned char vector = 0;
	void *fresh =
		mmap(NULL, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (fresh == MAP_FAILED)
		return true;
	mincore(fresh, page, &vector);
	munmap(fresh, page);
	return !(vector & 1);
}

bool residency_cache(pid_t pid, const struct mapping *mapping, uint64_t offset,
	uint64_t length, struct cache_state *state)
{
	struct uapi_cachestat_range range = {.off = offset, .len = length};
	struct uapi_cachestat figures;
	char path[MAPPED_FILE_MAX];
	long failed;
	int fd;

	if (!read_mapped_file(pid, mapping, path, sizeof(path)))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd == -1)
		return false;
	failed = syscall(SYS_cachestat, fd, &range, &figures, 0);
	close(fd);
	if (failed)
		return false;
	*state = (struct cache_state){figures.cached, figures.dirty,
		figures.writeback, figures.evicted, figures.recently_evicted};
	return true;
}

bool mapping_is_tmpfs(pid_t pid, const struct mapping *mapping)
{
	char path[MAPPED_FILE_MAX];
	struct statfs system;

	return read_mapped_file(pid, mapping, path, sizeof(path)) &&
	       statfs(path, &system) == 0 && system.f_type == TMPFS_MAGIC;
}

bool mapping_is_shared_memory(
	pid_t pid, const struct mapping *mapping, int memory_file)
{
	return mapping_is_file(mapping) &&
	       (mapping_shares_device(mapping, memory_file) ||
		       mapping_is_tmpfs(pid, mapping));
}
