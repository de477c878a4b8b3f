/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/address_layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <unistd.h>

#include "proc/guard_gap.h"
#include "proc/read.h"
#include "words/array.h"

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

/* ARCH_MMAP_RND_BITS_MIN and ARCH_MMAP_RND_COMPAT_BITS_MIN, for 4 KiB pages. */
static const struct {
	enum machine machine;
	unsigned bits, compat;
	bool by_page; /* larger pages take bits away */
} defaults[] = {
	{MACHINE_X86_64, 28, 8, false}, /* arch/x86/Kconfig */
	{MACHINE_I386, 8, 0, false},
	{MACHINE_ARM64, 18, 11, true},   /* arch/arm64/Kconfig */
	{MACHINE_ARM, 8, 0, false},      /* arch/arm/Kconfig */
	{MACHINE_RISCV64, 18, 8, false}, /* arch/riscv/Kconfig */
	{MACHINE_PPC64, 18, 11, true},   /* arch/powerpc/Kconfig */
};

static unsigned shift_beyond_4k(uint64_t page_size)
{
	return (unsigned)__builtin_ctzll(page_size) - 12;
}

unsigned default_rnd_bits(enum machine machine, uint64_t page_size, bool compat)
{
	for (size_t i = 0; i < ARRAY_SIZE(defaults); i++) {
		unsigned bits = compat ? defaults[i].compat : defaults[i].bits;

		if (defaults[i].machine != machine)
			continue;
		return defaults[i].by_page && bits
			       ? bits - shift_beyond_4k(page_size)
			       : bits;
	}
	return 0;
}

const struct setting *rnd_bits_of(const struct layout_settings *settings,
	const struct address_space *process)
{
	return process->kernel == KERNEL_BEYOND_32
		       ? &settings->mmap_rnd_compat_bits
		       : &settings->mmap_rnd_bits;
}

/* STACK_RND_MASK in arch/ARCH/include/asm/elf.h, else in mm/util.c. */
unsigned stack_rnd_bits(const struct address_space *process)
{
	unsigned beyond = shift_beyond_4k(process->page_size);

	switch (process->machine) {
	case MACHINE_X86_64:
		return process->wide ? 22 : 11;
	case MACHINE_ARM64:
	case MACHINE_RISCV64:
	case MACHINE_PPC64:
		return (process->wide ? 18 : 11) - beyond;
	case MACHINE_I386:
	case MACHINE_ARM:
		return 11;
	default:
		return 0;
	}
}

/*
 * Only root may read the file.  The default of the kernel's configuration is
 * the minimum.
 */
static void assume_default(
	struct setting *bits, const char *path, unsigned least)
{
	if (bits->known || !least || access(path, F_OK) == -1)
		return;
	*bits = (struct setting){true, least, true};
}

static struct setting read_rnd_bits(
	const struct address_space *own, bool compat)
{
	const char *path = compat ? "/proc/sys/vm/mmap_rnd_compat_bits"
				  : "/proc/sys/vm/mmap_rnd_bits";
	struct setting bits = read_setting(path);

	assume_default(&bits, path,
		default_rnd_bits(own->machine, own->page_size, compat));
	return bits;
}

void read_layout_settings(
	struct layout_settings *settings, const struct address_space *own)
{
	int persona = personality(0xffffffff);

	settings->randomize_va_space =
		read_setting("/proc/sys/kernel/randomize_va_space");
	settings->mmap_rnd_bits = read_rnd_bits(own, false);
	settings->mmap_rnd_compat_bits = read_rnd_bits(own, true);
	settings->mmap_min_addr = read_setting("/proc/sys/vm/mmap_min_addr");
	settings->legacy_va_layout =
		read_setting("/proc/sys/vm/legacy_va_layout");
	settings->stack_guard_gap = read_guard_gap();
	settings->no_randomize = persona != -1 && (persona & ADDR_NO_RANDOMIZE);
}

/* proc_pid_personality(5): the bits in hexadecimal. */
bool read_randomizes(pid_t pid)
{
	struct setting setting =
		read_setting("/proc/sys/kernel/randomize_va_space");
	size_t length;
	char *text = read_process_file(pid, "personality", &length);
	unsigned long persona = text ? strtoul(text, NULL, 16)
				     : (unsigned long)personality(0xffffffff);

	free(text);
	return !(persona & ADDR_NO_RANDOMIZE) &&
	       (!setting.known || setting.value != 0);
}
