/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/layout/layout.h"

#include "render/field.h"

/* Of a step's lines, with the report's indent. */
enum { LABEL = 9 };

void layout_line(struct render *r, unsigned indent, const char *label)
{
	render_labelled(r, indent, LABEL, label);
}

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	struct layout *layout = seen;
	struct picture *picture = &layout->parts.picture;
	uint64_t processes = arg(look->call, ROLE_ASLR);

	layout->pid = look_process(look);
	picture_begin(picture, layout->pid);
	read_layout_settings(&layout->settings, &picture->machine);
	layout_read_machine(&layout->machine, &picture->machine, layout->pid);
	layout->has_parts =
		layout_read_parts(&layout->parts, layout->pid, reason);
	if (!layout->has_parts)
		return false;
	layout_add_kernel(&layout->parts);
	layout->whole = !processes ||
			layout_read_aslr(&layout->aslr, processes,
				&layout->settings, &picture->machine, reason);
	return layout->whole;
}

static const struct field process_fields[] = {
	{"pid", JSON_ONLY, VALUE_NUMBER, MEMBER(struct layout, pid)},
	{"mmap_top", JSON_ONLY, VALUE_ADDRESS,
		MEMBER(struct layout, parts.mmap_top), .unless = UNLESS_ZERO,
		IF_HAS(struct layout, has_parts)},
};

static void print(struct render *r, const struct look *look, const void *seen)
{
	const struct layout *layout = seen;
	const struct address_space *machine = &layout->parts.picture.machine;
	const struct address_space *process = &layout->parts.picture.process;
	unsigned indent = look_indent(look);

	layout_print_machine(r, indent, &layout->machine, machine);
	render_members(r, FIELDS(process_fields), layout);
	layout_print_parts(r, indent, layout);
	layout_print_range(r, "process_user", 0,
		layout->has_parts ? process->user_end - 1 : 0);
	layout_print_kernel(r, machine);
	layout_print_settings(r, indent, &layout->settings, process);
	layout_print_aslr(r, indent, &layout->aslr);
	if (layout->whole)
		layout_draw(r, indent, &layout->parts.picture);
}

static const struct inspection inspection = {
	.size = sizeof(struct layout),
	.look = look,
	.print = print,
};

const struct command command_layout = {
	.name = "layout",
	.summary = "show the virtual address space, and how random it is",
	.manual = "proc_sys_vm(5)",
	.describes = "Shows how this machine divides its virtual addresses "
		     "between user space and the kernel, beside the classical "
		     "32-bit layout, and where the parts of a process are: of "
		     "memtool's own subject, or of process PID. A picture "
		     "shows all of them. With --aslr memtool executes itself N "
		     "times, and measures how random the addresses are.",
	.params = {&param_pid, &param_aslr},
	.word = &param_pid,
	.inspection = &inspection,
};
