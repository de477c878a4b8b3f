/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --fault-delay from outside: the subject hands over a userfaultfd(2) for the
 * missing pages of a range; a thread that faults there sleeps until we supply
 * the page.  We do that while we wait for the subject: one at a time, each when
 * it is due.
 */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "observer/internal.h"
#include "proc/ptrace.h"
#include "words/uapi.h"

enum { MILLISECOND = 1000000 };

/* A request is distinguished from an answer by its size. */
_Static_assert(sizeof(struct faults_request) != sizeof(struct answer),
	"a request looks like an answer");

void faults_expect(struct observer *o, const struct record *record)
{
	o->faults = (struct faults){
		.expected = arg(&record->call, ROLE_FAULT_DELAY) != 0,
		.fd = -1,
		.page = record->call.page_size};
}

static void let_go(struct observer *o)
{
	if (o->faults.fd != -1)
		close(o->faults.fd);
	o->faults.fd = -1;
	o->faults.due_ns = 0;
}

void faults_end(struct observer *o, struct record *record)
{
	if (!o->faults.expected)
		return;
	let_go(o);
	o->faults.expected = false;
	record->returned.found.copy.faults = o->faults.served;
	record->returned.found.copy.delayed = o->faults.delayed;
}

/* The descriptor that came with a message; -1: we had no room for it. */
static int descriptor_in(struct msghdr *message)
{
	struct cmsghdr *head = CMSG_FIRSTHDR(message);
	int fd = -1;

	if (head && head->cmsg_level == SOL_SOCKET &&
		head->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(head), sizeof(fd));
	return fd;
}

bool faults_take(struct observer *o)
{
	struct faults *faults = &o->faults;
	struct faults_request request;
	char control[CMSG_SPACE(sizeof(int))];
	struct iovec body = {&request, sizeof(request)};
	struct msghdr message = {.msg_iov = &body,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control)};
	int32_t error = 0;

	/* Any other message is an answer, of another size. */
	if (!faults->expected ||
		recv(o->now->channel, NULL, 0, MSG_PEEK | MSG_TRUNC) !=
			(ssize_t)sizeof(request))
		return false;
	if (recvmsg(o->now->channel, &message, MSG_CMSG_CLOEXEC) !=
		(ssize_t)sizeof(request))
		return false;
	/* Each of several calls has its own. */
	let_go(o);
	faults->fd = descriptor_in(&message);
	/*
	 * A tracer of ours may read the memory, as strace(1) does to show
	 * buffers, and then wait for a page while we are stopped by it.
	 */
	if (faults->fd == -1)
		error = EMFILE;
	else if (tracer_of(getpid()))
		error = EBUSY;
	if (error)
		let_go(o);
	faults->start = request.start;
	faults->size = request.size;
	faults->delay_ns = (int64_t)request.delay_ms * MILLISECOND;
	/* If it is gone, the wait will notice. */
	send(o->now->channel, &error, sizeof(error), MSG_NOSIGNAL);
	return true;
}

/* The next waiting fault; false: none. */
static bool next_fault(struct faults *faults)
{
	struct uffd_msg message;

	if (read(faults->fd, &message, sizeof(message)) !=
			(ssize_t)sizeof(message) ||
		message.event != UFFD_EVENT_PAGEFAULT)
		return false;
	faults->address = message.arg.pagefault.address;
	faults->address -= faults->address % faults->page;
	faults->due_ns = clock_ns();
	if (faults->delayed < FAULTS_DELAYED_MOST) {
		faults->due_ns += faults->delay_ns;
		faults->delayed++;
	}
	return true;
}

/*
 * Supply a zero page, as the kernel would without us.  If that fails,
 * unregister the range, so that nobody waits for ever.
 */
static void supply(struct faults *faults)
{
	struct uffdio_zeropage zero = {
		.range = {.start = faults->address, .len = faults->page}};
	struct uffdio_range all = {.start = faults->start, .len = faults->size};

	if (ioctl(faults->fd, UFFDIO_ZEROPAGE, &zero) == -1) {
		if (errno == EAGAIN) /* its mappings are changing: retry */
			return;
		if (errno == EEXIST)
			ioctl(faults->fd, UFFDIO_WAKE, &zero.range);
		else
			ioctl(faults->fd, UFFDIO_UNREGISTER, &all);
	}
	faults->served++;
	faults->due_ns = 0;
}

int64_t faults_due(const struct observer *o)
{
	int64_t left;

	if (o->faults.fd == -1 || o->faults.due_ns == 0)
		return 0;
	left = o->faults.due_ns - clock_ns();
	return left > 0 ? left : 1;
}

int faults_poll(const struct observer *o)
{
	return o->faults.due_ns ? -1 : o->faults.fd;
}

void faults_serve(struct observer *o)
{
	struct faults *faults = &o->faults;

	if (faults->fd == -1 || (faults->due_ns == 0 && !next_fault(faults)))
		return;
	if (clock_ns() >= faults->due_ns)
		supply(faults);
}
