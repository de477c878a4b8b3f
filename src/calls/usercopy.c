/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/usercopy.h"

#include "command/command.h"
#include "words/array.h"
#include "words/program.h"

static const char *shape(const struct call *call)
{
	static const char *const shapes[VIAS] = {
		[VIA_WRITE] = "write(memfd, $0, $1)",
		[VIA_PWRITE] = "pwrite64(memfd, $0, $1, 0)",
		[VIA_WRITEV] = "writev(memfd, [{$0, $1}], 1)",
		[VIA_READ] = "read(memfd, $0, $1)",
		[VIA_PREAD] = "pread64(memfd, $0, $1, 0)",
		[VIA_READV] = "readv(memfd, [{$0, $1}], 1)",
		[VIA_PROCESS_VM_READV] =
			"process_vm_readv(self, buffer, [{$0, $1}])",
		[VIA_PROCESS_VM_WRITEV] =
			"process_vm_writev(self, buffer, [{$0, $1}])",
		[VIA_GETRANDOM] = "getrandom($0, $1, 0)",
	};

	return call->args[USERCOPY_VIA] < VIAS
		       ? shapes[call->args[USERCOPY_VIA]]
		       : "usercopy($0, $1, $2)";
}

static const char *unit(const struct call *call)
{
	(void)call;
	return "byte";
}

bool copy_fell_short(const struct call *call, const struct returned *returned)
{
	return returned->found.copy.failed == STAGE_NONE &&
	       returned->done < call->args[USERCOPY_LENGTH];
}

/* The call that failed before anything could be copied. */
static const char *failed_call(uint64_t stage)
{
	static const char *const calls[] = {
		[STAGE_LIMIT] = "prlimit64",
		[STAGE_FILE] = "memfd_create",
		[STAGE_FILE_SIZE] = "ftruncate",
		[STAGE_USERFAULTFD] = "userfaultfd",
		[STAGE_REGISTER] = "UFFDIO_REGISTER",
		[STAGE_OBSERVER] = "SCM_RIGHTS",
	};

	return stage < ARRAY_SIZE(calls) ? calls[stage] : NULL;
}

/* The system calls of both, where that is not the name above. */
static const char *last_kernel_call(
	const struct call *call, const struct returned *returned)
{
	static const char *const copies[VIAS] = {
		[VIA_WRITE] = "write",
		[VIA_PWRITE] = "pwrite64",
		[VIA_WRITEV] = "writev",
		[VIA_READ] = "read",
		[VIA_PREAD] = "pread64",
		[VIA_READV] = "readv",
		[VIA_PROCESS_VM_READV] = "process_vm_readv",
		[VIA_PROCESS_VM_WRITEV] = "process_vm_writev",
		[VIA_GETRANDOM] = "getrandom",
	};
	uint64_t failed = returned->found.copy.failed;

	if (failed == STAGE_REGISTER)
		return "ioctl";
	if (failed == STAGE_OBSERVER)
		return "sendmsg";
	if (failed != STAGE_NONE)
		return failed_call(failed);
	return call->args[USERCOPY_VIA] < VIAS
		       ? copies[call->args[USERCOPY_VIA]]
		       : NULL;
}

static void print_delay(struct render *r, const struct call *call,
	const struct copy_findings *copy)
{
	bool made = copy->failed == STAGE_NONE;

	if (!call->args[USERCOPY_DELAY]) {
		render_fact(r, "fault_delay", NULL, as_null());
		return;
	}
	render_object(r, "fault_delay");
	render_fact(r, "delay_ms", NULL, as_count(call->args[USERCOPY_DELAY]));
	render_fact(
		r, "faults", NULL, made ? as_count(copy->faults) : as_null());
	render_fact(
		r, "delayed", NULL, made ? as_count(copy->delayed) : as_null());
	render_close(r);
	if (!made)
		return;
	render_line(r, 3);
	render_printf(r, STYLE_PLAIN,
		"%llu missing page%s, supplied by %s %llu ms after %s "
		"fault",
		(unsigned long long)copy->faults, copy->faults == 1 ? "" : "s",
		program_name(), (unsigned long long)call->args[USERCOPY_DELAY],
		copy->faults == 1 ? "the" : "each");
	if (copy->delayed == copy->faults)
		return;
	render_line(r, 3);
	render_printf(r, STYLE_PLAIN, "only the first %llu had to wait",
		(unsigned long long)copy->delayed);
}

static void print_copied(struct render *r, const struct call *call,
	const struct returned *returned)
{
	bool made = returned->found.copy.failed == STAGE_NONE;
	bool shown = made && returned->done < returned->total;

	render_fact(r, "copied", shown ? "" : NULL,
		made ? as_count(returned->done) : as_null());
	render_fact(
		r, "asked", shown ? " of " : NULL, as_count(returned->total));
	if (shown)
		render_printf(r, STYLE_PLAIN, " byte%s %s user memory",
			returned->total == 1 ? "" : "s",
			via_writes_memory(call->args[USERCOPY_VIA]) ? "to"
								    : "from");
	render_fact(r, "first_not_copied", shown ? ", none from " : NULL,
		shown ? as_address(call->args[USERCOPY_ADDR] + returned->done)
		      : as_null());
	if (shown)
		render_printf(r, STYLE_PLAIN, " on");
}

static void print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	const struct copy_findings *copy = &returned->found.copy;
	const char *failed = failed_call(copy->failed);
	bool timed = copy->blocked != COPY_UNKNOWN;
	bool slept = timed && copy->blocked > 0;

	(void)bytes;
	print_copied(r, call, returned);
	render_fact(r, "direction", NULL,
		as_text(via_writes_memory(call->args[USERCOPY_VIA])
				? "to user"
				: "from user"));
	render_fact(r, "calls", NULL, as_count(copy->calls));
	render_fact(r, "failed",
		failed ? "nothing was copied: it failed in " : NULL,
		as_text(failed));
	print_delay(r, call, copy);
	if (slept)
		render_line(r, 3);
	render_fact(r, "blocked_ns", slept ? "slept for " : NULL,
		timed ? as_duration((int64_t)copy->blocked) : as_null());
}

static const struct call_kind call = {
	.traits = CALL_BRINGS_IN | CALL_USES_SCRATCH | CALL_COUNTS,
	.result = RESULT_COUNT,
	.shape = shape,
	.unit = unit,
	.harms = HARMS_BY_WRITING,
	.act = usercopy_act,
	.kernel_calls = "write pwrite64 writev read pread64 readv "
			"process_vm_readv process_vm_writev getrandom "
			"prlimit64 memfd_create ftruncate userfaultfd ioctl",
	.last_kernel_call = last_kernel_call,
	.print = print,
};

const struct command command_usercopy = {
	.name = "usercopy",
	.summary = "make the kernel copy from or to memory",
	.describes =
		"Makes a system call that copies from or to the range; the "
		"other end is a memory file (or a buffer) of its own. The "
		"kernel first checks that the addresses are user addresses, "
		"then copies with instructions that may fault. Missing pages "
		"are faulted in as by any other access; if that is "
		"impossible, the kernel's exception table handles the fault, "
		"and the call has copied less than asked, or fails with "
		"EFAULT if it copied nothing. There is never a signal, unlike "
		"a touch of the same place.",
	.manual = "write(2)",
	.params = {&param_addr, &param_length, &param_via, &param_fault_delay},
	.word = &param_via,
	.first = "mmap 4p then touch write",
	.call = &call,
};
