/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include <errno.h>
#include <unistd.h>

#include "words/uapi.h"

/* A new memory file is empty: ftruncate sets its length. */
static void act(const struct call *call, struct returned *returned)
{
	act_begin(returned);
	returned->value =
		syscall(SYS_memfd_create, "memtool", (long)call->args[1]);
	returned->error = returned->value == -1 ? errno : 0;
	returned->found.file_has_no_size = false;
	if (!returned->error &&
		ftruncate((int)returned->value, (off_t)call->args[0]) == -1) {
		returned->error = errno;
		returned->found.file_has_no_size = true;
		close((int)returned->value);
	}
	act_end(returned);
}

static void print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	const char *failed =
		returned->found.file_has_no_size ? "ftruncate" : "memfd_create";

	(void)call;
	(void)bytes;
	if (returned->error)
		render_fact(r, "failed", "in ", as_text(failed));
	else
		render_fact(r, "failed", NULL, as_null());
}

static const char *last_kernel_call(
	const struct call *call, const struct returned *returned)
{
	(void)call;
	return returned->found.file_has_no_size ? "ftruncate" : "memfd_create";
}

static const struct call_kind call = {
	.traits = CALL_SIZES_FILE | CALL_ACTS_ELSEWHERE,
	.makes = MADE_FILE,
	.act = act,
	.kernel_calls = "memfd_create ftruncate",
	.last_kernel_call = last_kernel_call,
	.print = print,
};

const struct command command_memfd = {
	.name = "memfd",
	.summary = "make a file in memory",
	.describes =
		"Makes a file in memory without a name in any directory "
		"(memfd_create), and sets its length in bytes (ftruncate). "
		"Its pages use memory when first written, and count as shared "
		"memory. The file disappears with its last descriptor and "
		"mapping. With hugetlb it consists of huge pages; it can be "
		"sealed later only if made with allow_sealing.",
	.manual = "memfd_create(2)",
	.params = {&param_size_memfd, &param_flags_memfd},
	.word = &param_size_memfd,
	.call = &call,
};
