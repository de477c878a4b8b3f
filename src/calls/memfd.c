/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "command/command.h"
#include <errno.h>
#include <unistd.h>

#include "words/uapi.h"

/* Two calls: a new memory file is empty. */
static void act(const struct call *c, struct returned *r)
{
	act_begin(r);
	r->value = syscall(SYS_memfd_create, "memtool", (long)c->args[1]);
	r->error = r->value == -1 ? errno : 0;
	r->found.file_has_no_size = false;
	if (!r->error && ftruncate((int)r->value, (off_t)c->args[0]) == -1) {
		r->error = errno;
		r->found.file_has_no_size = true;
		close((int)r->value);
	}
	act_end(r);
}

static void tell(struct render *r, const struct call *c,
	const struct returned *returned, const unsigned char *bytes)
{
	const char *failed =
		returned->found.file_has_no_size ? "ftruncate" : "memfd_create";

	(void)c;
	(void)bytes;
	if (returned->error)
		render_fact(r, "failed", "in ", as_text(failed));
	else
		render_fact(r, "failed", NULL, as_null());
}

static const struct call_kind call = {
	.makes = MADE_FILE,
	.act = act,
	.tell = tell,
};

const struct command command_memfd = {
	.name = "memfd",
	.summary = "make a file in memory, of a given length",
	.describes = "It makes a file in memory that has no name in any "
		     "directory, by memfd_create, and gives it its length in "
		     "bytes, by ftruncate. Its pages take memory when they are "
		     "first written, and count as shared memory. It goes away "
		     "with its last descriptor and mapping. With hugetlb it is "
		     "made of huge pages; only with allow_sealing can it be "
		     "sealed later.",
	.manual = "memfd_create(2)",
	.params = {&param_size_memfd, &param_flags_memfd},
	.word = &param_size_memfd,
	.call = &call,
};
