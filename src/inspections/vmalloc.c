/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the kernel maps for itself what need not lie in one piece. */
#include <errno.h>
#include <stdlib.h>

#include "commands/command.h"
#include "inspections/vmalloc.h"
#include "render/field.h"

/* Bytes; FIGURE_UNKNOWN: not told. */
struct area {
	uint64_t total, used, stacks;
};

#define BYTES(name) MEMBER(struct area, name), .unless = UNLESS_MAX

static const struct field area_fields[] = {
	{"total", " ", VALUE_ABOUT, BYTES(total)},
	{"used", "   pages in it ", VALUE_BYTES, BYTES(used)},
	{"kernel_stacks", "   stacks of the kernel ", VALUE_BYTES,
		BYTES(stacks)},
};

/* From Linux 4.4 to 5.2 VmallocUsed was always 0. */
static uint64_t read_used(void)
{
	uint64_t used = read_meminfo("VmallocUsed");

	return used ? used : FIGURE_UNKNOWN;
}

static void tell_area(struct render *r, struct unseen *unseen)
{
	struct area area = {read_meminfo("VmallocTotal"), read_used(),
		read_meminfo("KernelStack")};

	errno = 0;
	if (area.total == FIGURE_UNKNOWN)
		unseen_add(unseen, "/proc/meminfo", "VmallocTotal",
			"the size of the area");
	render_line(r, 0);
	render_say(r, STYLE_PLAIN, "vmalloc area");
	render_fields(r, FIELDS(area_fields), &area);
}

static bool show(struct render *r, const struct look *look, void *seen,
	struct failure *failure)
{
	const struct call *call = look->call;
	struct unseen unseen = {0};
	struct callers callers;

	(void)seen;
	(void)failure;
	tell_area(r, &unseen);
	if (callers_read(&callers, arg(call, ROLE_TOP))) {
		callers_tell(r, &callers, arg(call, ROLE_TOP), call->page_size);
		callers_free(&callers);
	} else {
		unseen_add(&unseen, "/proc/vmallocinfo", "CONFIG_MMU",
			"who has asked for what in it");
		callers_tell_none(r);
	}
	if (!arg(call, ROLE_DEMONSTRATE))
		demonstration_none(r, NULL);
	else if (look->dry)
		demonstration_none(r, "it is a dry run");
	else
		vmalloc_demonstrate(r, call->page_size);
	unseen_tell(r, &unseen);
	return true;
}

static const struct inspection inspection = {
	.alone = true,
	.size = 1,
	.stream = show,
};

const struct command command_vmalloc = {
	.name = "vmalloc",
	.summary = "show the kernel's area for what is not in one piece",
	.describes =
		"What need not be contiguous in memory the kernel maps page by "
		"page into an area of its own addresses: stacks of threads, "
		"modules, large tables, and the registers of devices. It tells "
		"how large the area is, what is in use, by which function, and "
		"the largest pieces. --demonstrate makes the kernel allocate "
		"the stacks of some hundred threads for a moment, and shows "
		"what grew.",
	.manual = "memtool-vmalloc(1)",
	.params = {&param_top, &param_demonstrate},
	.inspection = &inspection,
};
