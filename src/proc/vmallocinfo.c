/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/vmallocinfo.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "words/array.h"

static const char *const kinds[VMALLOC_KINDS] = {
	[VMALLOC_VMALLOC] = "vmalloc",
	[VMALLOC_VMAP] = "vmap",
	[VMALLOC_IOREMAP] = "ioremap",
	[VMALLOC_USER] = "user",
	[VMALLOC_DMA] = "dma-coherent",
	[VMALLOC_UNPURGED] = "unpurged",
	[VMALLOC_OTHER] = "other",
};

const char *vmalloc_kind_name(enum vmalloc_kind kind)
{
	return kinds[kind];
}

static bool is_kind(const char *word, struct vmalloc_area *area)
{
	for (int i = 0; i < VMALLOC_OTHER; i++) {
		if (strcmp(word, kinds[i]) != 0)
			continue;
		/* Of "vmalloc user", the second word says more. */
		if (area->kind == VMALLOC_OTHER || i == VMALLOC_USER)
			area->kind = (enum vmalloc_kind)i;
		return true;
	}
	return false;
}

/* "pages=4", "phys=0x1000", "N0=4" and other words that are not functions. */
static bool is_attribute(const char *word, struct vmalloc_area *area)
{
	static const char *const others[] = {
		"vpages", "sparse", "vm_area", "vm_map_ram"};

	if (sscanf(word, "pages=%" SCNu64, &area->pages) == 1 ||
		strchr(word, '=') || *word == '[')
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (strcmp(word, others[i]) == 0)
			return true;
	return false;
}

/* "kernel_clone+0xb8/0x400": the offset does not matter. */
static void take_caller(const char *word, struct vmalloc_area *area)
{
	size_t length = strcspn(word, "+");

	if (*area->caller)
		return;
	if (length >= sizeof(area->caller))
		length = sizeof(area->caller) - 1;
	memcpy(area->caller, word, length);
	area->caller[length] = '\0';
}

static void take_words(char *text, struct vmalloc_area *area)
{
	char *rest = text, *word;

	while ((word = strsep(&rest, " ")))
		if (*word && !is_kind(word, area) && !is_attribute(word, area))
			take_caller(word, area);
}

bool vmallocinfo_next(struct lines *lines, struct vmalloc_area *area)
{
	struct line line;

	while (lines_next(lines, &line)) {
		char text[512];
		int used = 0;

		*area = (struct vmalloc_area){.kind = VMALLOC_OTHER};
		snprintf(text, sizeof(text), "%.*s", (int)line.length,
			line.text);
		if (sscanf(text, "0x%" SCNx64 "-0x%*x %" SCNu64 "%n",
			    &area->start, &area->size, &used) != 2 ||
			!used)
			continue;
		take_words(text + used, area);
		return true;
	}
	return false;
}
