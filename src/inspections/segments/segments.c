/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/segments/segments.h"

#include <errno.h>
#include <string.h>

#include "proc/process.h"
#include "render/field.h"

static const struct field head_fields[] = {
	{"pid", "process ", VALUE_NUMBER, MEMBER(struct segments, pid)},
	{"code", " runs ", VALUE_TEXT, MEMBER(struct segments, code),
		.after = " code"},
};

static void tell_nothing(struct render *r)
{
	render_null(r, "registers");
	render_null(r, "gdt");
	render_null(r, "umip");
	render_null(r, "hidden");
	render_null(r, "own_segment");
}

static bool is_possible(struct reason *reason)
{
#ifdef __x86_64__
	(void)reason;
	return true;
#else
#ifdef __i386__
	reason_set(reason, ENOSYS,
		"this program was built for 32-bit x86, and shows segments "
		"only in "
		"its 64-bit build");
#else
	reason_set(
		reason, ENOSYS, "this machine has no segments: only x86 has");
#endif
	reason->unsupported = true;
	return false;
#endif
}

static bool not_seen(pid_t pid, bool subject, int error, const char *how,
	struct reason *reason)
{
	struct process process;

	if (!process_read(pid, &process))
		return reason_set(reason, ESRCH,
			"there is no process %d, or none that may be seen",
			(int)pid);
	if (process.kernel_thread)
		return reason_set(reason, error,
			"process %d (%s) is a thread of the kernel, which "
			"nobody may stop",
			(int)pid, process.name);
	if (process.state == 'Z' || process.state == 'X')
		return reason_set(reason, ESRCH,
			"process %d (%s) is a zombie: it has no registers any "
			"more",
			(int)pid, process.name);
	if (error == EPERM && !subject)
		return reason_set(reason, error,
			"no permission to stop process %d (%s) for its "
			"registers: it takes the same user, no fewer rights "
			"and no other tracer, or CAP_SYS_PTRACE",
			(int)pid, process.name);
	return reason_set(reason, error,
		"the registers of process %d (%s) cannot be read: %s", (int)pid,
		process.name, how);
}

static bool not_made(const struct segment_trial *t, struct reason *reason)
{
	char how[64];

	if (t->failed && t->error == ENOSYS) {
		reason_set(reason, ENOSYS,
			"this kernel has no modify_ldt(2) "
			"(CONFIG_MODIFY_LDT_SYSCALL)");
		reason->unsupported = true;
		return false;
	}
	if (t->failed)
		return reason_set(reason, t->error, "%s: %s%s", t->failed,
			strerror(t->error),
			t->error == EPERM ? ", perhaps by a seccomp filter"
					  : "");
	child_describe(t->status, how, sizeof(how));
	return reason_set(reason, EIO, "the child that tried it %s", how);
}

static bool not_loaded(const struct segment_trial *t, struct reason *reason)
{
	char raised[48];

	segments_name_load(t, raised, sizeof(raised));
	if (!segments_no_ldt(t))
		return reason_set(reason, EIO,
			"loading gs with the segment's selector raised %s",
			raised);
	reason_set(reason, ENOSYS,
		"no LDT is in use on this machine: the kernel took the "
		"descriptor, but loading gs with its selector raised %s",
		raised);
	reason->unsupported = true;
	return false;
}

static bool read_trial(struct segments *s, struct reason *reason)
{
	struct segment_trial *t = &s->trial;
	int error = segment_try(t);

	if (error)
		return reason_set(reason, error, "fork: %s", strerror(error));
	s->tried = t->load.number || t->readings[READ_BEYOND_64].done;
	if (!s->tried)
		return not_made(t, reason);
	return t->loaded || not_loaded(t, reason);
}

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	struct segments *s = seen;
	struct traced_registers registers = {0};
	struct reason refused = {0};
	int error;

	s->pid = look_process(look);
	if (!is_possible(reason))
		return false;
	error = traced_registers_read(s->pid, &registers, &refused);
	if (error)
		return not_seen(s->pid, s->pid == look->subject, error,
			refused.text, reason);
	s->known = true;
	segment_try_hidden(s->answers);
	segments_read_registers(s, &registers);
	segments_read_gdt(s);
	return !arg(look->call, ROLE_DEMONSTRATE) || read_trial(s, reason);
}

static void tell(struct render *r, const struct look *look, const void *seen)
{
	const struct segments *s = seen;
	unsigned indent = look_indent(look);

	if (!s->known) {
		render_members(r, FIELDS(head_fields), s);
		tell_nothing(r);
		return;
	}
	render_line(r, indent);
	render_fields(r, FIELDS(head_fields), s);
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
