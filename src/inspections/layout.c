/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/layout.h"

/* Of a step's lines, as the report indents them. */
enum { LABEL = 9 };

void layout_line(struct render *r, unsigned indent, const char *label)
{
	render_line(r, indent);
	render_say(r, STYLE_LABEL, "%-*s", LABEL, label);
}

static bool tell_process(struct render *r, unsigned indent, pid_t pid,
	struct extents *parts, struct failure *failure)
{
	render_fact(r, "pid", NULL, as_number(pid));
	if (!layout_find_parts(parts, pid, failure)) {
		render_null(r, "parts");
		render_null(r, "mmap_top");
		return false;
	}
	layout_tell_parts(r, indent, pid, parts);
	return true;
}

static bool show(struct render *r, const struct look *look, void *seen,
	struct failure *failure)
{
	const struct call *call = look->call;
	pid_t pid = look_process(look);
	unsigned indent = look_indent(look);
	struct layout_settings settings;
	static struct extents parts;
	const struct address_space *machine = &parts.picture.machine;
	const struct address_space *process = &parts.picture.process;
	bool whole;

	(void)seen;
	picture_begin(&parts.picture, pid);
	read_layout_settings(&settings, machine);
	layout_tell_machine(r, indent, machine, pid);
	whole = tell_process(r, indent, pid, &parts, failure);
	layout_tell_range(
		r, "process_user", 0, whole ? process->user_end - 1 : 0);
	layout_tell_kernel(r, machine);
	layout_tell_settings(r, indent, &settings, process);
	if (!whole || !arg(call, ROLE_ASLR))
		render_fact(r, "aslr", NULL, as_null());
	else
		whole = layout_tell_aslr(r, indent, arg(call, ROLE_ASLR),
			&settings, machine, failure);
	if (whole)
		layout_draw(r, indent, &parts);
	return whole;
}

static const struct inspection inspection = {
	.size = 1,
	.stream = show,
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
