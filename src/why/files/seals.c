/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Seals of memory files, fcntl(2). */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "why/files/descriptor.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"

static const struct {
	unsigned bit;
	const char *name;
} seals[] = {
	{F_SEAL_SEAL, "F_SEAL_SEAL"},
	{F_SEAL_SHRINK, "F_SEAL_SHRINK"},
	{F_SEAL_GROW, "F_SEAL_GROW"},
	{F_SEAL_WRITE, "F_SEAL_WRITE"},
	{F_SEAL_FUTURE_WRITE, "F_SEAL_FUTURE_WRITE"},
};

static void format_seals(unsigned set, char *text, size_t size)
{
	size_t used = 0;

	*text = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(seals); i++)
		if (set & seals[i].bit)
			used += (size_t)snprintf(text + used, size - used,
				"%s%s", used ? "|" : "", seals[i].name);
}

/* The seals that such a call would break. */
static unsigned seals_against(const struct inquiry *q, const char *path)
{
	unsigned against = F_SEAL_WRITE | F_SEAL_FUTURE_WRITE;
	struct stat status;

	if (asks(q, &command_mmap) || asks(q, &command_mprotect))
		return arg(q->call, ROLE_PROT) & PROT_WRITE ? against : 0;
	if (asks(q, &command_madvise))
		return inquiry_advice(q)->traits & ADVICE_PUNCHES ? against : 0;
	if (stat(path, &status) == -1)
		return 0;
	if (signed_arg(q->call, ROLE_SIZE) < status.st_size)
		return F_SEAL_SHRINK;
	return signed_arg(q->call, ROLE_SIZE) > status.st_size ? F_SEAL_GROW
							       : 0;
}

/* -1: it cannot be sealed.  To open a device could do anything. */
static int seals_of(const char *path)
{
	struct stat status;
	int fd, set;

	if (stat(path, &status) == -1 || !S_ISREG(status.st_mode))
		return -1;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	set = fcntl(fd, F_GET_SEALS);
	close(fd);
	return set;
}

static bool sealed_file(const struct inquiry *q, struct cause *c)
{
	char path[MAPPED_FILE_MAX];
	char text[128], all[128];
	unsigned broken;
	int set;

	if (!call_file_path(q, path))
		return false;
	set = seals_of(path);
	if (set == -1)
		return false;
	broken = (unsigned)set & seals_against(q, path);
	if (!broken)
		return false;
	format_seals(broken, text, sizeof(text));
	cause_text(c, "seal", NULL, text);
	format_seals((unsigned)set, all, sizeof(all));
	cause_text(c, "seals", NULL, all);
	if (command_find_param(q->command, "fd") >= 0)
		descriptor_fact(q, c);
	if (asks(q, &command_mmap))
		cause_try_flags(c, &names_map,
			(arg(q->call, ROLE_FLAGS) & ~(uint64_t)MAP_TYPE) |
				MAP_PRIVATE);
	return cause_says(c, "the memory file is sealed by %s", text);
}

static const struct cause_row rows[] = {
	{"sealed-file",
		"mmap=EPERM mprotect=EACCES,EPERM ftruncate=EPERM "
		"madvise=EPERM,EACCES",
		"the memory file is sealed against it", "--flags private",
		sealed_file},
};

const struct cause_table causes_of_seals = {rows, ARRAY_SIZE(rows)};
