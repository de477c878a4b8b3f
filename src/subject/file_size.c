/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The size of the file that a step acts on, before and after it.  The subject
 * looks itself: it may end after its last step, and its files with it.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "subject/internal.h"
#include "words/uapi.h"

/* Of a regular file, by descriptor or, if that is AT_FDCWD, by path. */
static int64_t size_of(int fd, const char *path)
{
	struct uapi_statx status;
	int flags = fd == AT_FDCWD ? 0 : AT_EMPTY_PATH;

	if (syscall(SYS_statx, fd, path, flags,
		    UAPI_STATX_TYPE | UAPI_STATX_SIZE, &status) != 0 ||
		!S_ISREG(status.mode) || status.size > INT64_MAX)
		return -1;
	return (int64_t)status.size;
}

/* By what was typed: a descriptor, or a path. */
static int64_t size_of_typed(const struct call *call)
{
	if (command_find_role(call->command, ROLE_FD) >= 0)
		return size_of((int)signed_arg(call, ROLE_FD), "");
	return *call->text ? size_of(AT_FDCWD, call->text) : -1;
}

void file_size_before(const struct call *call, struct returned *returned)
{
	returned->file_before = returned->file_after = -1;
	if (command_has_trait(call->command, CALL_SIZES_FILE))
		returned->file_before = size_of_typed(call);
}

void file_size_after(const struct call *call, struct returned *returned)
{
	if (!command_has_trait(call->command, CALL_SIZES_FILE))
		return;
	if (!returned->error && call->command->call->makes == MADE_FILE)
		returned->file_after = size_of((int)returned->value, "");
	else
		returned->file_after = size_of_typed(call);
}
