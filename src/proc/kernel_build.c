/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/kernel_build.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "proc/read.h"
#include "words/array.h"

/* The beginning of a BTF, include/uapi/linux/btf.h of Linux. */
struct btf_head {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t length;                     /* of this head */
	uint32_t types_offset, types_length; /* offsets count from its end */
	uint32_t strings_offset, strings_length;
};
enum { BTF_HEAD_MAGIC = 0xeb9f };

/* "CONFIG_KSM=y"; an option that is off stands there as a comment, or not. */
enum built config_has(const char *text, const char *option)
{
	size_t length = strlen(option);

	for (const char *at = text; (at = strstr(at, option)); at += length)
		if ((at == text || at[-1] == '\n') && at[length] == '=')
			return at[length + 1] == 'y' || at[length + 1] == 'm'
				       ? BUILT_WITH
				       : BUILT_WITHOUT;
	return BUILT_WITHOUT;
}

/* All names of all types, each ended by a NUL, stand in one section. */
enum built btf_has(const char *btf, size_t length, const char *name)
{
	char sought[64];
	struct btf_head head;
	size_t start;

	if (length < sizeof(head) || strlen(name) > sizeof(sought) - 2)
		return BUILT_UNKNOWN;
	memcpy(&head, btf, sizeof(head));
	start = (size_t)head.length + head.strings_offset;
	if (head.magic != BTF_HEAD_MAGIC || start > length ||
		head.strings_length > length - start)
		return BUILT_UNKNOWN;
	sought[0] = '\0';
	strcpy(sought + 1, name);
	return memmem(btf + start, head.strings_length, sought,
		       strlen(name) + 2)
		       ? BUILT_WITH
		       : BUILT_WITHOUT;
}

static enum built in_configuration(const char *option)
{
	static const struct {
		const char *before, *after;
	} forms[] = {{"/boot/config-", ""}, {"/lib/modules/", "/config"}};
	enum built built = BUILT_UNKNOWN;
	struct utsname kernel;

	if (uname(&kernel) == -1)
		return built;
	for (size_t i = 0; i < ARRAY_SIZE(forms) && !built; i++) {
		char path[128];
		size_t length;
		char *text;

		snprintf(path, sizeof(path), "%s%s%s", forms[i].before,
			kernel.release, forms[i].after);
		text = read_text(path, &length);
		/* An empty or a foreign file says nothing. */
		if (text && strstr(text, "CONFIG_MMU="))
			built = config_has(text, option);
		free(text);
	}
	return built;
}

static enum built in_types(const char *member)
{
	int fd = open("/sys/kernel/btf/vmlinux", O_RDONLY | O_CLOEXEC);
	enum built built = BUILT_UNKNOWN;
	struct stat status;
	char *text = NULL;
	size_t size = 0, got = 0;
	ssize_t n = 1;

	if (fd != -1 && fstat(fd, &status) == 0 && status.st_size > 0) {
		size = (size_t)status.st_size;
		text = malloc(size);
	}
	for (; text && got < size && n > 0; got += n > 0 ? (size_t)n : 0)
		n = read(fd, text + got, size - got);
	if (text && got == size)
		built = btf_has(text, size, member);
	free(text);
	if (fd != -1)
		close(fd);
	return built;
}

enum built read_build_option(const char *option, const char *member)
{
	enum built built = in_configuration(option);

	return built || !member ? built : in_types(member);
}
