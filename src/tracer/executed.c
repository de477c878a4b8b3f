/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs that cannot be traced as others are. */
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "proc/process.h"
#include "tracer/internal.h"

/* What tells the ABI of a program: its class, and its machine. */
struct abi {
	unsigned char class;
	uint16_t machine;
};

static bool read_abi(const char *path, struct abi *abi)
{
	unsigned char head[20];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool whole = fd != -1 && read(fd, head, sizeof(head)) == sizeof(head) &&
		     memcmp(head, ELFMAG, SELFMAG) == 0;

	if (fd != -1)
		close(fd);
	if (!whole)
		return false;
	abi->class = head[EI_CLASS];
	memcpy(&abi->machine, head + 18, sizeof(abi->machine));
	return true;
}

static void name_of(pid_t pid, char *name, size_t size)
{
	struct process process = {.name = "the program"};

	process_read(pid, &process);
	snprintf(name, size, "%s", process.name);
}

bool exec_is_foreign(pid_t pid, char *note, size_t size)
{
	char path[64], name[64];
	static struct abi own; /* of memtool, read once */
	struct abi its;

	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	if ((!own.class && !read_abi("/proc/self/exe", &own)) ||
		!read_abi(path, &its) ||
		(own.class == its.class && own.machine == its.machine))
		return false;
	name_of(pid, name, sizeof(name));
	snprintf(note, size,
		"%s (%d) has system calls of another ABI than memtool's: its "
		"memory calls are not shown",
		name, (int)pid);
	return true;
}

/* With no_new_privs, and under a tracer, such rights are not given. */
bool exec_lacks_rights(pid_t pid, char *note, size_t size)
{
	char path[64], name[64];
	struct stat file, process;
	bool set, capable;

	snprintf(path, sizeof(path), "/proc/%d", (int)pid);
	if (stat(path, &process) == -1)
		return false;
	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	if (stat(path, &file) == -1)
		return false;
	set = (file.st_mode & S_ISUID && file.st_uid != process.st_uid) ||
	      (file.st_mode & S_ISGID && file.st_mode & S_IXGRP &&
		      file.st_gid != process.st_gid);
	capable = getxattr(path, "security.capability", NULL, 0) > 0 &&
		  process.st_uid != 0;
	if (!set && !capable)
		return false;
	name_of(pid, name, sizeof(name));
	snprintf(note, size, "%s (%d) %s: traced, it runs without them", name,
		(int)pid,
		set ? "has rights of its owner, set-user-ID"
		    : "has capabilities of its file");
	return true;
}
