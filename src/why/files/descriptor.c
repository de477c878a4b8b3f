/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "why/files/descriptor.h"
#include "why/evidence.h"
#include "why/remedies.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void descriptor_path(const struct diagnosis *d, char path[DESCRIPTOR_PATH_MAX])
{
	snprintf(path, DESCRIPTOR_PATH_MAX, "/proc/%d/fd/%" PRId64,
		(int)d->subject, signed_arg(d->call, ROLE_FD));
}

bool call_file_path(const struct diagnosis *d, char path[MAPPED_FILE_MAX])
{
	struct mapping m;

	if (asks(d, &command_open)) {
		snprintf(path, MAPPED_FILE_MAX, "%.*s",
			(int)d->call->text_length, d->call->text);
		return true;
	}
	if (asks(d, &command_mmap) && arg(d->call, ROLE_FLAGS) & MAP_ANONYMOUS)
		return false;
	if (command_find_param(d->command, "fd") >= 0) {
		descriptor_path(d, path);
		return true;
	}
	return diagnosis_mapping(d, arg(d->call, ROLE_ADDR), &m) &&
	       read_mapped_file(d->subject, &m, path, MAPPED_FILE_MAX);
}

/*
 * flags:	0100002
 * in octal, with this architecture's values.
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

bool descriptor_flags(const struct diagnosis *d, uint64_t *flags)
{
	return flags_of(d->subject, signed_arg(d->call, ROLE_FD), flags);
}

/* The open file's name in /proc/PID/fd. */
static bool descriptor_name(const struct diagnosis *d, char *name, size_t size)
{
	char path[64];
	ssize_t got;

	descriptor_path(d, path);
	got = readlink(path, name, size - 1);
	name[got > 0 ? got : 0] = '\0';
	return got > 0;
}

void descriptor_fact(const struct diagnosis *d, struct cause *c)
{
	char name[sizeof(c->facts[0].text)];

	cause_fact(c, "fd", "fd ", as_number(signed_arg(d->call, ROLE_FD)));
	if (descriptor_name(d, name, sizeof(name)))
		cause_text(c, "file", "", name);
}

struct typed_path descriptor_as_typed(const struct diagnosis *d)
{
	char name[CALL_TEXT_MAX];

	return descriptor_name(d, name, sizeof(name)) ? file_as_typed(name)
						      : (struct typed_path){""};
}

void cause_try_open(
	const struct diagnosis *d, struct cause *c, const char *flags)
{
	struct typed_path typed = descriptor_as_typed(d);

	if (*typed.text)
		cause_try(c, "open %s --flags %s", typed.text, flags);
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
	default: /* epoll, eventfd and others have none */
		return "kernel object";
	}
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/*
 * memtool's own are close-on-exec, so they were not inherited, and no call of
 * memtool creates a socket or a memory file of this name.
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
void descriptor_list(const struct diagnosis *d, struct cause *c)
{
	enum { SHOWN = 16 };
	int list[SHOWN];
	int count = 0;
	size_t used = 0;
	char folder[32], text[sizeof(c->facts[0].text)] = "";
	const struct dirent *entry;
	DIR *dir;

	snprintf(folder, sizeof(folder), "/proc/%d/fd", (int)d->subject);
	dir = opendir(folder);
	while (dir && count < SHOWN && (entry = readdir(dir)))
		if (*entry->d_name != '.' &&
			!is_own(d->subject, folder, entry->d_name))
			list[count++] = (int)strtol(entry->d_name, NULL, 10);
	if (dir)
		closedir(dir);
	qsort(list, (size_t)count, sizeof(*list), by_number);
	for (int i = 0; i < count && used + 12 < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
			"%s%d", i ? " " : "", list[i]);
	if (dir)
		cause_text(c, "open", "open: ", text);
}
