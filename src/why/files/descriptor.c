/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/files/descriptor.h"
#include "why/telling.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void descriptor_path(const struct inquiry *q, char path[DESCRIPTOR_PATH_MAX])
{
	snprintf(path, DESCRIPTOR_PATH_MAX, "/proc/%d/fd/%" PRId64,
		(int)q->subject, signed_arg(q->call, ROLE_FD));
}

bool call_file_path(const struct inquiry *q, char path[MAPPED_FILE_MAX])
{
	struct mapping m;

	if (asks(q, &command_open)) {
		snprintf(path, MAPPED_FILE_MAX, "%.*s",
			(int)q->call->text_length, q->call->text);
		return true;
	}
	if (asks(q, &command_mmap) && arg(q->call, ROLE_FLAGS) & MAP_ANONYMOUS)
		return false;
	if (command_find_param(q->command, "fd") >= 0) {
		descriptor_path(q, path);
		return true;
	}
	return inquiry_mapping(q, arg(q->call, ROLE_ADDR), &m) &&
	       read_mapped_file(q->subject, &m, path, MAPPED_FILE_MAX);
}

/*
 * flags:	0100002
 * in octal, whatever O_ACCMODE and the rest of it are on this machine.
 */
static bool flags_of(pid_t subject, int64_t fd, uint64_t *flags)
{
	char name[64];
	size_t length;
	char *text, *at;

	snprintf(name, sizeof(name), "fdinfo/%" PRId64, fd);
	text = read_process_file(subject, name, &length);
	at = text ? strstr(text, "flags:") : NULL;
	if (at)
		*flags = strtoull(at + 6, NULL, 8);
	free(text);
	return at != NULL;
}

bool descriptor_flags(const struct inquiry *q, uint64_t *flags)
{
	return flags_of(q->subject, signed_arg(q->call, ROLE_FD), flags);
}

/* What is open there, by the name that the kernel gives it. */
static bool descriptor_name(const struct inquiry *q, char *name, size_t size)
{
	char path[64];
	ssize_t got;

	descriptor_path(q, path);
	got = readlink(path, name, size - 1);
	name[got > 0 ? got : 0] = '\0';
	return got > 0;
}

void descriptor_fact(const struct inquiry *q, struct cause *c)
{
	char name[sizeof(c->facts[0].text)];

	cause_fact(c, "fd", "fd ", as_number(signed_arg(q->call, ROLE_FD)));
	if (descriptor_name(q, name, sizeof(name)))
		cause_text(c, "file", "", name);
}

void cause_try_open(const struct inquiry *q, struct cause *c, const char *flags)
{
	char name[CALL_TEXT_MAX];

	if (!descriptor_name(q, name, sizeof(name)))
		name[0] = '\0';
	cause_try(c, "open %s --flags %s", path_as_typed(name), flags);
}

const char *file_type_name(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return "file";
	case S_IFDIR:
		return "directory";
	case S_IFIFO:
		return "pipe";
	case S_IFSOCK:
		return "socket";
	case S_IFCHR:
		return "character device";
	case S_IFBLK:
		return "block device";
	default: /* epoll, eventfd and their like have none */
		return "kernel object";
	}
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/*
 * memtool's own are closed on exec, so nobody gave them to it; nor does one
 * of its calls make a socket, or a memory file of this name.
 */
static bool is_own(pid_t subject, const char *folder, const char *name)
{
	char path[300], target[64];
	uint64_t flags;
	ssize_t got;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	got = readlink(path, target, sizeof(target) - 1);
	if (got <= 0)
		return true;
	target[got] = '\0';
	return flags_of(subject, strtol(name, NULL, 10), &flags) &&
	       flags & O_CLOEXEC &&
	       (strncmp(target, "/memfd:memtool-", 15) == 0 ||
		       strncmp(target, "socket:", 7) == 0 ||
		       strncmp(target, "/proc/", 6) == 0);
}

/* "0 1 2 3" */
void descriptor_list(const struct inquiry *q, struct cause *c)
{
	enum { SHOWN = 16 };
	int list[SHOWN];
	int count = 0;
	size_t used = 0;
	char folder[32], text[sizeof(c->facts[0].text)] = "";
	const struct dirent *entry;
	DIR *dir;

	snprintf(folder, sizeof(folder), "/proc/%d/fd", (int)q->subject);
	dir = opendir(folder);
	while (dir && count < SHOWN && (entry = readdir(dir)))
		if (*entry->d_name != '.' &&
			!is_own(q->subject, folder, entry->d_name))
			list[count++] = (int)strtol(entry->d_name, NULL, 10);
	if (dir)
		closedir(dir);
	qsort(list, (size_t)count, sizeof(*list), by_number);
	for (int i = 0; i < count && used + 12 < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
			"%s%d", i ? " " : "", list[i]);
	if (dir)
		cause_text(c, "open", "open are ", text);
}
