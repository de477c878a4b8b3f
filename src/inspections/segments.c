/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/segments.h"

#include <errno.h>
#include <string.h>

#include "proc/process.h"
#include "render/field.h"

static const struct field head_fields[] = {
	{"pid", NULL, VALUE_NUMBER, MEMBER(struct segments, pid)},
	{"code", NULL, VALUE_TEXT, MEMBER(struct segments, code)},
};

static void tell_nothing(struct render *r)
{
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

static bool not_made(const struct segment_trial *t, struct failure *failure)
{
	char how[64];

	if (t->failed && t->error == ENOSYS) {
		fail_to_look(failure, ENOSYS,
			"this kernel has no modify_ldt(2) "
			"(CONFIG_MODIFY_LDT_SYSCALL)");
		failure->unsupported = true;
		return false;
	}
	if (t->failed)
		return fail_to_look(failure, t->error, "%s: %s%s", t->failed,
			strerror(t->error),
			t->error == EPERM ? ", perhaps by a seccomp filter"
					  : "");
	child_describe(t->status, how, sizeof(how));
	return fail_to_look(failure, EIO, "the child that tried it %s", how);
}

static bool not_loaded(const struct segment_trial *t, struct failure *failure)
{
	char raised[48];

	segments_name_load(t, raised, sizeof(raised));
	if (!segments_no_ldt(t))
		return fail_to_look(failure, EIO,
			"loading gs with the segment's selector raised %s",
			raised);
	fail_to_look(failure, ENOSYS,
		"no LDT is in use on this machine: the kernel took the "
		"descriptor, but loading gs with its selector raised %s",
		raised);
	failure->unsupported = true;
	return false;
}

static bool read_trial(struct segments *s, struct failure *failure)
{
	struct segment_trial *t = &s->trial;
	int error = segment_try(t);

	if (error)
		return fail_to_look(
			failure, error, "fork: %s", strerror(error));
	s->tried = t->load.number || t->readings[READ_BEYOND_64].done;
	if (!s->tried)
		return not_made(t, failure);
	return t->loaded || not_loaded(t, failure);
}

static bool look(const struct look *look, void *seen, struct failure *failure)
{
	struct segments *s = seen;
	struct traced_registers registers = {0};
	struct reason reason = {0};
	int error;

	s->pid = look_process(look);
	if (!is_possible(failure))
		return false;
	error = traced_registers_read(s->pid, &registers, &reason);
	if (error)
		return not_seen(s->pid, s->pid == look->subject, error,
			reason.text, failure);
	s->known = true;
	segment_try_hidden(s->answers);
	segments_read_registers(s, &registers);
	segments_read_gdt(s);
	return !arg(look->call, ROLE_DEMONSTRATE) || read_trial(s, failure);
}

static void tell(struct render *r, const struct look *look, const void *seen)
{
	const struct segments *s = seen;
	unsigned indent = look_indent(look);

	render_members(r, FIELDS(head_fields), s);
	if (!s->known) {
		tell_nothing(r);
		return;
	}
	render_line(r, indent);
	render_say(r, STYLE_PLAIN, "process %d", (int)s->pid);
	segments_tell_registers(r, indent, s);
	segments_tell_gdt(r, indent, s);
	segments_tell_hidden(r, indent, s->answers);
	if (s->tried)
		segments_tell_trial(r, indent, &s->trial);
	else
		render_null(r, "own_segment");
}

static const struct inspection inspection = {
	.size = sizeof(struct segments),
	.look = look,
	.tell = tell,
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
