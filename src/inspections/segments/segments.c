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

static void print_nothing(struct render *r)
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
		"this is a 32-bit x86 build; only the 64-bit build shows "
		"segments");
#else
	reason_set(reason, ENOSYS,
		"this machine has no segments: only x86 has them");
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
			"there is no process %d, or it is hidden", (int)pid);
	if (process.kernel_thread)
		return reason_set(reason, error,
			"process %d (%s) is a kernel thread, which cannot be "
			"traced",
			(int)pid, process.name);
	if (process.state == 'Z' || process.state == 'X')
		return reason_set(reason, ESRCH,
			"process %d (%s) is a zombie: it no longer has "
			"registers",
			(int)pid, process.name);
	if (error == EPERM && !subject)
		return reason_set(reason, error,
			"no permission to trace process %d (%s): this needs "
			"the same user with at least its rights, or "
			"CAP_SYS_PTRACE, and no other tracer",
			(int)pid, process.name);
	return reason_set(reason, error,
		"the registers of process %d (%s) cannot be read: %s", (int)pid,
		process.name, how);
}

static bool not_made(const struct segment_trial *trial, struct reason *reason)
{
	char how[64];

	if (trial->failed && trial->error == ENOSYS) {
		reason_set(reason, ENOSYS,
			"this kernel has no modify_ldt(2) "
			"(CONFIG_MODIFY_LDT_SYSCALL)");
		reason->unsupported = true;
		return false;
	}
	if (trial->failed)
		return reason_set(reason, trial->error, "%s: %s%s",
			trial->failed, strerror(trial->error),
			trial->error == EPERM ? ", perhaps by a seccomp filter"
					      : "");
	child_describe(trial->status, how, sizeof(how));
	return reason_set(reason, EIO, "the child that tried it %s", how);
}

static bool not_loaded(const struct segment_trial *trial, struct reason *reason)
{
	char raised[48];

	segments_name_load(trial, raised, sizeof(raised));
	if (!segments_no_ldt(trial))
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

static bool read_trial(struct segments *segments, struct reason *reason)
{
	struct segment_trial *trial = &segments->trial;
	int error = segment_try(trial);

	if (error)
		return reason_set(reason, error, "fork: %s", strerror(error));
	segments->tried =
		trial->load.number || trial->readings[READ_BEYOND_64].done;
	if (!segments->tried)
		return not_made(trial, reason);
	return trial->loaded || not_loaded(trial, reason);
}

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	struct segments *segments = seen;
	struct traced_registers registers = {0};
	struct reason refused = {0};
	int error;

	segments->pid = look_process(look);
	if (!is_possible(reason))
		return false;
	error = traced_registers_read(segments->pid, &registers, &refused);
	if (error)
		return not_seen(segments->pid, segments->pid == look->subject,
			error, refused.text, reason);
	segments->known = true;
	segment_try_hidden(segments->answers);
	segments_read_registers(segments, &registers);
	segments_read_gdt(segments);
	return !arg(look->call, ROLE_DEMONSTRATE) ||
	       read_trial(segments, reason);
}

static void print(struct render *r, const struct look *look, const void *seen)
{
	const struct segments *segments = seen;
	unsigned indent = look_indent(look);

	if (!segments->known) {
		render_members(r, FIELDS(head_fields), segments);
		print_nothing(r);
		return;
	}
	render_line(r, indent);
	render_fields(r, FIELDS(head_fields), segments);
	segments_print_registers(r, indent, segments);
	segments_print_gdt(r, indent, segments);
	segments_print_hidden(r, indent, segments->answers);
	if (segments->tried)
		segments_print_trial(r, indent, &segments->trial);
	else
		render_null(r, "own_segment");
}

static const struct inspection inspection = {
	.size = sizeof(struct segments),
	.look = look,
	.print = print,
};

const struct command command_segments = {
	.name = "segments",
	.summary = "show segment registers, and what segments still do",
	.manual = "modify_ldt(2)",
	.describes =
		"Shows the segment registers of a process on x86: of memtool's "
		"own subject, or of process PID, which it stops for a moment "
		"by ptrace(2). The selectors are decoded, LAR and LSL give the "
		"rights and limits of their segments, and the instructions "
		"that UMIP hides are tried. With --demonstrate a child of "
		"memtool creates a segment by modify_ldt(2) and reads through "
		"it, with 64-bit and 32-bit code.",
	.params = {&param_pid, &param_demonstrate_segment},
	.word = &param_pid,
	.inspection = &inspection,
};
