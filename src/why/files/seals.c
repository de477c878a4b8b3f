/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Seals of memory files, fcntl(2). */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "why/evidence.h"
#include "why/files/descriptor.h"
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
static unsigned seals_against(const struct diagnosis *d, const char *path)
{
	unsigned against = F_SEAL_WRITE | F_SEAL_FUTURE_WRITE;
	struct stat status;

	if (asks(d, &command_mmap) || asks(d, &command_mprotect))
		return arg(d->call, ROLE_PROT) & PROT_WRITE ? against : 0;
	if (asks(d, &command_madvise))
		return diagnosis_advice(d)->traits & ADVICE_PUNCHES ? against
								    : 0;
	if (stat(path, &status) == -1)
		return 0;
	if (signed_arg(d->call, ROLE_SIZE) < status.st_size)
		return F_SEAL_SHRINK;
	return signed_arg(d->call, ROLE_SIZE) > status.st_size ? F_SEAL_GROW
							       : 0;
}

/* -1: not sealable.  Never open a device: that may have side effects. */
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

static bool sealed_file(const struct diagnosis *d, struct cause *c)
{
	char path[MAPPED_FILE_MAX];
	char text[128], all[128];
	unsigned broken;
	int set;

	if (!call_file_path(d, path))
		return false;
	set = seals_of(path);
	if (set == -1)
		return false;
	broken = (unsigned)set & seals_against(d, path);
	if (!broken)
		return false;
	format_seals(broken, text, sizeof(text));
	cause_text(c, "seal", NULL, text);
	format_seals((unsigned)set, all, sizeof(all));
	cause_text(c, "seals", NULL, all);
	if (command_find_param(d->command, "fd") >= 0)
		descriptor_fact(d, c);
	if (asks(d, &command_mmap))
		cause_try_flags(c, &names_map,
			(arg(d->call, ROLE_FLAGS) & ~(uint64_t)MAP_TYPE) |
				MAP_PRIVATE);
	return cause_says(c, "the memory file is sealed by %s", text);
}

static const struct cause_row rows[] = {
	{"sealed-file",
		"mmap=EPERM mprotect=EACCES ftruncate=EPERM "
		"madvise=EPERM,EACCES",
		"the memory file's seals forbid it", "--flags private",
		sealed_file},
};

const struct cause_table causes_of_seals = {rows, ARRAY_SIZE(rows)};
