/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's vmalloc area. */
#include <errno.h>

#include "command/command.h"
#include "inspections/kernel/vmalloc.h"
#include "render/field.h"

/* Bytes; FIGURE_UNKNOWN: not shown. */
struct area {
	uint64_t total, used, stacks;
};

struct vmalloc_view {
	struct area area;
	size_t top;
	bool has_callers;
	struct callers callers; /* if .has_callers */
	struct demonstration demonstration;
	struct missing missing;
};

#define BYTES(name) MEMBER(struct area, name), .unless = UNLESS_MAX

static const struct field area_fields[] = {
	{"total", " ", VALUE_ABOUT, BYTES(total)},
	{"used", "   allocated pages ", VALUE_BYTES, BYTES(used)},
	{"kernel_stacks", "   kernel stacks ", VALUE_BYTES, BYTES(stacks)},
};

/* From Linux 4.4 to 5.2 VmallocUsed was always 0. */
static uint64_t read_used(void)
{
	uint64_t used = read_meminfo("VmallocUsed");

	return used ? used : FIGURE_UNKNOWN;
}

static void read_area(struct area *area, struct missing *missing)
{
	*area = (struct area){read_meminfo("VmallocTotal"), read_used(),
		read_meminfo("KernelStack")};
	errno = 0;
	if (area->total == FIGURE_UNKNOWN)
		missing_add(missing, "/proc/meminfo", "VmallocTotal",
			"the size of the area");
}

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	struct vmalloc_view *view = seen;

	(void)reason;
	view->top = arg(look->call, ROLE_TOP);
	read_area(&view->area, &view->missing);
	view->has_callers = callers_read(&view->callers, view->top);
	if (!view->has_callers)
		missing_add(&view->missing, "/proc/vmallocinfo", "CONFIG_MMU",
			"who allocated what in it");
	if (demonstration_wanted(&view->demonstration, look))
		vmalloc_demonstrate(
			&view->demonstration, look->call->page_size);
	return true;
}

static void print(struct render *r, const struct look *look, const void *seen)
{
	const struct vmalloc_view *view = seen;

	render_line(r, 0);
	render_printf(r, STYLE_PLAIN, "vmalloc area");
	render_fields(r, FIELDS(area_fields), &view->area);
	if (view->has_callers)
		callers_print(
			r, &view->callers, view->top, look->call->page_size);
	else
		callers_print_none(r);
	demonstration_print(r, &view->demonstration);
	missing_print(r, &view->missing);
}

static void free_view(void *seen)
{
	struct vmalloc_view *view = seen;

	callers_free(&view->callers);
}

static const struct inspection inspection = {
	.alone = true,
	.size = sizeof(struct vmalloc_view),
	.look = look,
	.print = print,
	.free = free_view,
};

const struct command command_vmalloc = {
	.name = "vmalloc",
	.summary = "show the kernel's vmalloc area",
	.describes = "The kernel maps memory that need not be contiguous page "
		     "by page into an area of its own addresses: thread "
		     "stacks, modules, large tables, and device registers. "
		     "Shows how large the area is, how much is in use, by "
		     "which function, and the largest pieces. --demonstrate "
		     "makes the kernel allocate the stacks of some hundred "
		     "threads for a moment, and shows what grew.",
	.manual = "memtool-vmalloc(1)",
	.params = {&param_top, &param_demonstrate},
	.inspection = &inspection,
};
