/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the kernel maps for itself what need not lie in one piece. */
#include <errno.h>

#include "command/command.h"
#include "inspections/kernel/vmalloc.h"
#include "render/field.h"

/* Bytes; FIGURE_UNKNOWN: not told. */
struct area {
	uint64_t total, used, stacks;
};

struct vmalloc_view {
	struct area area;
	size_t top;
	bool has_callers;
	struct callers callers; /* where .has_callers is set */
	struct demonstration demonstration;
	struct unseen unseen;
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

static void read_area(struct area *area, struct unseen *unseen)
{
	*area = (struct area){read_meminfo("VmallocTotal"), read_used(),
		read_meminfo("KernelStack")};
	errno = 0;
	if (area->total == FIGURE_UNKNOWN)
		unseen_add(unseen, "/proc/meminfo", "VmallocTotal",
			"the size of the area");
}

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	struct vmalloc_view *v = seen;

	(void)reason;
	v->top = arg(look->call, ROLE_TOP);
	read_area(&v->area, &v->unseen);
	v->has_callers = callers_read(&v->callers, v->top);
	if (!v->has_callers)
		unseen_add(&v->unseen, "/proc/vmallocinfo", "CONFIG_MMU",
			"who has asked for what in it");
	if (demonstration_wanted(&v->demonstration, look))
		vmalloc_demonstrate(&v->demonstration, look->call->page_size);
	return true;
}

static void tell(struct render *r, const struct look *look, const void *seen)
{
	const struct vmalloc_view *v = seen;

	render_line(r, 0);
	render_say(r, STYLE_PLAIN, "vmalloc area");
	render_fields(r, FIELDS(area_fields), &v->area);
	if (v->has_callers)
		callers_tell(r, &v->callers, v->top, look->call->page_size);
	else
		callers_tell_none(r);
	demonstration_tell(r, &v->demonstration);
	unseen_tell(r, &v->unseen);
}

static void free_view(void *seen)
{
	struct vmalloc_view *v = seen;

	callers_free(&v->callers);
}

static const struct inspection inspection = {
	.alone = true,
	.size = sizeof(struct vmalloc_view),
	.look = look,
	.tell = tell,
	.free = free_view,
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
