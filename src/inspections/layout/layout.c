/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/layout/layout.h"

#include "render/field.h"

/* Of a step's lines, as the report indents them. */
enum { LABEL = 9 };

void layout_line(struct render *r, unsigned indent, const char *label)
{
	render_labelled(r, indent, LABEL, label);
}

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	struct layout *l = seen;
	struct picture *picture = &l->parts.picture;
	uint64_t processes = arg(look->call, ROLE_ASLR);

	l->pid = look_process(look);
	picture_begin(picture, l->pid);
	read_layout_settings(&l->settings, &picture->machine);
	layout_read_machine(&l->machine, &picture->machine, l->pid);
	l->has_parts = layout_read_parts(&l->parts, l->pid, reason);
	if (!l->has_parts)
		return false;
	layout_add_kernel(&l->parts);
	l->whole =
		!processes || layout_read_aslr(&l->aslr, processes,
				      &l->settings, &picture->machine, reason);
	return l->whole;
}

static const struct field process_fields[] = {
	{"pid", NULL, VALUE_NUMBER, MEMBER(struct layout, pid)},
	{"mmap_top", NULL, VALUE_ADDRESS, MEMBER(struct layout, parts.mmap_top),
		.unless = UNLESS_ZERO, IF_HAS(struct layout, has_parts)},
};

static void tell(struct render *r, const struct look *look, const void *seen)
{
	const struct layout *l = seen;
	const struct address_space *machine = &l->parts.picture.machine;
	const struct address_space *process = &l->parts.picture.process;
	unsigned indent = look_indent(look);

	layout_tell_machine(r, indent, &l->machine, machine);
	render_members(r, FIELDS(process_fields), l);
	layout_tell_parts(r, indent, l);
	layout_tell_range(
		r, "process_user", 0, l->has_parts ? process->user_end - 1 : 0);
	layout_tell_kernel(r, machine);
	layout_tell_settings(r, indent, &l->settings, process);
	layout_tell_aslr(r, indent, &l->aslr);
	if (l->whole)
		layout_draw(r, indent, &l->parts.picture);
}

static const struct inspection inspection = {
	.size = sizeof(struct layout),
	.look = look,
	.tell = tell,
};

const struct command command_layout = {
	.name = "layout",
	.summary = "show the virtual address space, and how random it is",
	.manual = "proc_sys_vm(5)",
	.describes =
		"It shows how this machine parts its virtual addresses "
		"between programs and the kernel, beside the classical 32-bit "
		"layout, and where the parts of a process lie: memtool's own "
		"subject, or the process PID. A picture has all of them. With "
		"--aslr memtool executes itself N times, and measures how "
		"random the addresses are.",
	.params = {&param_pid, &param_aslr},
	.word = &param_pid,
	.inspection = &inspection,
};
