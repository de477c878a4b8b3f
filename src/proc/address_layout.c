/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/address_layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <unistd.h>

#include "proc/guard_gap.h"
#include "proc/read.h"

struct address_sizes address_sizes_of(const char *cpuinfo)
{
	struct address_sizes sizes = {0, 0};
	const char *line = strstr(cpuinfo, "address sizes");

	if (line && sscanf(line,
			    "address sizes : %u bits physical, %u bits virtual",
			    &sizes.physical, &sizes.virtual) == 2)
		return sizes;
	return (struct address_sizes){0, 0};
}

struct address_sizes read_address_sizes(void)
{
	size_t length;
	char *text = read_text("/proc/cpuinfo", &length);
	struct address_sizes sizes = address_sizes_of(text ? text : "");

	free(text);
	return sizes;
}

static struct setting read_setting(const char *path)
{
	struct setting setting = {0};

	setting.known = read_number(path, &setting.value);
	return setting;
}

/*
 * mmap_rnd_bits is for root to read.  Where the kernel's configuration says
 * nothing else it is ARCH_MMAP_RND_BITS_MIN (arch/x86/Kconfig, and that of
 * arm64 for pages of 4 KiB).
 */
static void assume_default(struct setting *bits)
{
	if (bits->known || access("/proc/sys/vm/mmap_rnd_bits", F_OK) == -1)
		return;
#if defined(__x86_64__)
	*bits = (struct setting){true, 28, true};
#elif defined(__aarch64__)
	if (getpagesize() == 4096)
		*bits = (struct setting){true, 18, true};
#endif
}

void read_layout_settings(struct layout_settings *s)
{
	int persona = personality(0xffffffff);

	s->randomize_va_space =
		read_setting("/proc/sys/kernel/randomize_va_space");
	s->mmap_rnd_bits = read_setting("/proc/sys/vm/mmap_rnd_bits");
	assume_default(&s->mmap_rnd_bits);
	s->mmap_rnd_compat_bits =
		read_setting("/proc/sys/vm/mmap_rnd_compat_bits");
	s->mmap_min_addr = read_setting("/proc/sys/vm/mmap_min_addr");
	s->legacy_va_layout = read_setting("/proc/sys/vm/legacy_va_layout");
	s->stack_guard_gap = read_guard_gap();
	s->no_randomize = persona != -1 && (persona & ADDR_NO_RANDOMIZE);
}
