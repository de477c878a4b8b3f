/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/segments.h"

#include <errno.h>

#include "proc/process.h"

static void tell_nothing(struct render *r)
{
	render_null(r, "code");
	render_null(r, "registers");
	render_null(r, "gdt");
	render_null(r, "umip");
	render_null(r, "hidden");
	render_null(r, "own_segment");
}

static bool is_possible(struct failure *failure)
{
#ifdef __x86_64__
	(void)failure;
	return true;
#else
#ifdef __i386__
	fail_to_look(failure, ENOSYS,
		"this program was built for 32-bit x86, and shows segments "
		"only in "
		"its 64-bit build");
#else
	fail_to_look(
		failure, ENOSYS, "this machine has no segments: only x86 has");
#endif
	failure->unsupported = true;
	return false;
#endif
}

static bool not_seen(pid_t pid, bool subject, int error, const char *reason,
	struct failure *failure)
{
	struct process process;

	if (!process_read(pid, &process))
		return fail_to_look(failure, ESRCH,
			"there is no process %d, or none that may be seen",
			(int)pid);
	if (process.kernel_thread)
		return fail_to_look(failure, error,
			"process %d (%s) is a thread of the kernel, which "
			"nobody may stop",
			(int)pid, process.name);
	if (process.state == 'Z' || process.state == 'X')
		return fail_to_look(failure, ESRCH,
			"process %d (%s) is a zombie: it has no registers any "
			"more",
			(int)pid, process.name);
	if (error == EPERM && !subject)
		return fail_to_look(failure, error,
			"no permission to stop process %d (%s) for its "
			"registers: it takes the same user, no fewer rights "
			"and no other tracer, or CAP_SYS_PTRACE",
			(int)pid, process.name);
	return fail_to_look(failure, error,
		"the registers of process %d (%s) cannot be read: %s", (int)pid,
		process.name, reason);
}

static bool tell_all(struct render *r, unsigned indent, pid_t pid, bool subject,
	struct failure *failure)
{
	struct traced_registers registers = {0};
	struct hidden_answer answers[HIDDEN];
	struct reason reason = {0};
	int error = traced_registers_read(pid, &registers, &reason);

	if (error) {
		tell_nothing(r);
		return not_seen(pid, subject, error, reason.text, failure);
	}
	segment_try_hidden(answers);
	render_line(r, indent);
	render_say(r, STYLE_PLAIN, "process %d", (int)pid);
	segments_tell_registers(r, indent, &registers);
	segments_tell_gdt(r, indent);
	segments_tell_hidden(r, indent, answers);
	return true;
}

static bool show(struct render *r, const struct look *look, void *seen,
	struct failure *failure)
{
	const struct call *call = look->call;
	pid_t pid = look_process(look);
	unsigned indent = look_indent(look);

	(void)seen;
	render_fact(r, "pid", NULL, as_number(pid));
	if (!is_possible(failure)) {
		tell_nothing(r);
		return false;
	}
	if (!tell_all(r, indent, pid, pid == look->subject, failure))
		return false;
	if (arg(call, ROLE_DEMONSTRATE))
		return segments_tell_trial(r, indent, failure);
	render_fact(r, "own_segment", NULL, as_null());
	return true;
}

static const struct inspection inspection = {
	.size = 1,
	.stream = show,
};

const struct command command_segments = {
	.name = "segments",
	.summary = "show segment registers, and what segments still do",
	.manual = "modify_ldt(2)",
	.describes =
		"It shows the segment registers of a process on x86: memtool's "
		"own subject, or the process PID, which it stops for a moment "
		"by ptrace(2). Their selectors are taken apart, LAR and LSL "
		"tell the rights and limits of their segments, and it is "
		"tried what UMIP hides. With --demonstrate a child of memtool "
		"gives itself a segment by modify_ldt(2) and reads through "
		"it, by 64-bit and by 32-bit code.",
	.params = {&param_pid, &param_demonstrate_segment},
	.word = &param_pid,
	.inspection = &inspection,
};
