/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/gdt.h"

#include <stddef.h>

/* System descriptors take two entries; the second has no name. */
static const char *const names[GDT_ENTRIES] = {
	[1] = "__KERNEL32_CS",
	[2] = "__KERNEL_CS",
	[3] = "__KERNEL_DS",
	[4] = "__USER32_CS",
	[5] = "__USER_DS",
	[6] = "__USER_CS",
	[8] = "TSS",
	[10] = "LDT",
	[12] = "TLS 1",
	[13] = "TLS 2",
	[14] = "TLS 3",
	[15] = "CPU number",
};

const char *gdt_name(unsigned index)
{
	return index < GDT_ENTRIES ? names[index] : NULL;
}

bool gdt_is_thread_local(unsigned index)
{
	return index >= GDT_TLS_FIRST && index <= GDT_TLS_LAST;
}

/*
 * LAR returns the second doubleword of the descriptor, masked by 0x00f0ff00
 * (Intel SDM, Volume 2, LAR); its four limit bits are undefined.
 */
struct descriptor descriptor_of_rights(uint32_t rights, uint32_t limit)
{
	struct descriptor descriptor =
		descriptor_decode((uint64_t)(rights & 0x00f0ff00) << 32);

	descriptor.effective_limit = limit;
	descriptor.limit = descriptor.pages ? limit >> 12 : limit;
	return descriptor;
}

/* vdso_encode_cpunode() in arch/x86/include/asm/segment.h */
unsigned gdt_cpu_of(uint32_t limit)
{
	return limit & 0xfff;
}

unsigned gdt_node_of(uint32_t limit)
{
	return limit >> 12;
}
