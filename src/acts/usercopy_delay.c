/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --fault-delay, in the subject: userfaultfd(2) reports faults at missing
 * pages, which the observer serves.  The process that owns the memory must
 * create the descriptor.
 */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "acts/usercopy.h"
#include "command/act.h"
#include "words/uapi.h"

SUBJECT_STATE int act_channel = -1;

static struct uffdio_range pages_of(const struct call *call)
{
	uint64_t page = call->page_size;
	uint64_t start =
		call->args[USERCOPY_ADDR] - call->args[USERCOPY_ADDR] % page;
	uint64_t size =
		call->args[USERCOPY_ADDR] % page + call->args[USERCOPY_LENGTH];

	return (struct uffdio_range){
		.start = start, .len = (size + page - 1) / page * page};
}

/*
 * A descriptor that also reports the kernel's own faults: from the system call,
 * or since Linux 6.1 from the device, if it can be opened.
 */
static int open_userfaultfd(void)
{
	const long flags = O_CLOEXEC | O_NONBLOCK;
	long fd = syscall(SYS_userfaultfd, flags);
	long device;
	int error = errno;

	if (fd != -1 || error != EPERM)
		return (int)fd;
	device = syscall(SYS_openat, (long)AT_FDCWD, "/dev/userfaultfd",
		(long)(O_RDWR | O_CLOEXEC), 0L);
	if (device != -1) {
		fd = syscall(
			SYS_ioctl, device, (long)USERFAULTFD_IOC_NEW, flags);
		syscall(SYS_close, device);
	}
	errno = error;
	return (int)fd;
}

/* Huge pages cannot be filled with zeros, and are refused. */
static bool register_pages(const struct call *call, int fd)
{
	struct uffdio_register pages = {
		.range = pages_of(call), .mode = UFFDIO_REGISTER_MODE_MISSING};

	if (syscall(SYS_ioctl, (long)fd, (long)UFFDIO_REGISTER, &pages) == -1)
		return false;
	if (pages.ioctls >> _UFFDIO_ZEROPAGE & 1)
		return true;
	errno = EOPNOTSUPP;
	return false;
}

static bool hand_over(const struct call *call, int fd)
{
	struct uffdio_range range = pages_of(call);
	struct faults_request request = {.start = range.start,
		.size = range.len,
		.delay_ms = call->args[USERCOPY_DELAY]};
	struct iovec body = {&request, sizeof(request)};
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {.head = {.cmsg_len = CMSG_LEN(sizeof(int)),
			     .cmsg_level = SOL_SOCKET,
			     .cmsg_type = SCM_RIGHTS}};
	struct msghdr message = {.msg_iov = &body,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};
	int32_t error = EIO;

	memcpy(CMSG_DATA(&control.head), &fd, sizeof(fd));
	if (syscall(SYS_sendmsg, (long)act_channel, &message,
		    (long)MSG_NOSIGNAL) == -1)
		return false;
	while (recv(act_channel, &error, sizeof(error), 0) == -1)
		if (errno != EINTR)
			return false;
	errno = error;
	return error == 0;
}

bool delay_begin(const struct call *call, struct returned *returned, int *fd)
{
	struct uffdio_api api = {.api = UFFD_API};
	enum copy_stage failed = STAGE_NONE;

	*fd = open_userfaultfd();
	if (*fd == -1 ||
		syscall(SYS_ioctl, (long)*fd, (long)UFFDIO_API, &api) == -1)
		failed = STAGE_USERFAULTFD;
	else if (!register_pages(call, *fd))
		failed = STAGE_REGISTER;
	else if (!hand_over(call, *fd))
		failed = STAGE_OBSERVER;
	if (failed == STAGE_NONE)
		return true;
	returned->error = errno;
	returned->found.copy.failed = failed;
	delay_end(call, fd);
	return false;
}

void delay_end(const struct call *call, int *fd)
{
	struct uffdio_range pages = pages_of(call);

	if (*fd == -1)
		return;
	syscall(SYS_ioctl, (long)*fd, (long)UFFDIO_UNREGISTER, &pages);
	syscall(SYS_close, (long)*fd);
	*fd = -1;
}
