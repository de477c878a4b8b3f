/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --fault-delay from outside: the subject has handed over a file of the faults
 * at missing pages of a range (userfaultfd(2)), and whoever meets one sleeps
 * until we supply the page.  That is done in between while we wait for the
 * subject: one at a time, each when its time has come.
 */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "observer/internal.h"
#include "observer/trace/tracing.h"
#include "words/uapi.h"

enum { MILLISECOND = 1000000 };

/* By its size it is told from an answer. */
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
	struct faults *f = &o->faults;
	struct faults_request request;
	char control[CMSG_SPACE(sizeof(int))];
	struct iovec body = {&request, sizeof(request)};
	struct msghdr message = {.msg_iov = &body,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control)};
	int32_t error = 0;

	/* Any other message is an answer, of another size. */
	if (!f->expected ||
		recv(o->subject.channel, NULL, 0, MSG_PEEK | MSG_TRUNC) !=
			(ssize_t)sizeof(request))
		return false;
	if (recvmsg(o->subject.channel, &message, MSG_CMSG_CLOEXEC) !=
		(ssize_t)sizeof(request))
		return false;
	/* Of repeated calls each has one of its own. */
	let_go(o);
	f->fd = descriptor_in(&message);
	/*
	 * Whoever traces us may read the memory, as strace(1) does to show what
	 * is written, and then sleep for a page while we are stopped for it.
	 */
	if (f->fd == -1)
		error = EMFILE;
	else if (tracer_of(getpid()))
		error = EBUSY;
	if (error)
		let_go(o);
	f->start = request.start;
	f->size = request.size;
	f->delay_ns = (int64_t)request.delay_ms * MILLISECOND;
	/* If it is gone, the wait will find out. */
	send(o->subject.channel, &error, sizeof(error), MSG_NOSIGNAL);
	return true;
}

/* The next of those that wait; false: there is none. */
static bool next_fault(struct faults *f)
{
	struct uffd_msg message;

	if (read(f->fd, &message, sizeof(message)) !=
			(ssize_t)sizeof(message) ||
		message.event != UFFD_EVENT_PAGEFAULT)
		return false;
	f->address = message.arg.pagefault.address;
	f->address -= f->address % f->page;
	f->due_ns = clock_ns();
	if (f->delayed < FAULTS_DELAYED_MOST) {
		f->due_ns += f->delay_ns;
		f->delayed++;
	}
	return true;
}

/*
 * A page of zeros, as if nobody had asked to be told.  Where that cannot be,
 * the range is as any other again, so that nobody waits for ever.
 */
static void supply(struct faults *f)
{
	struct uffdio_zeropage zero = {
		.range = {.start = f->address, .len = f->page}};
	struct uffdio_range all = {.start = f->start, .len = f->size};

	if (ioctl(f->fd, UFFDIO_ZEROPAGE, &zero) == -1) {
		if (errno == EAGAIN) /* its mappings are changing: again */
			return;
		if (errno == EEXIST)
			ioctl(f->fd, UFFDIO_WAKE, &zero.range);
		else
			ioctl(f->fd, UFFDIO_UNREGISTER, &all);
	}
	f->served++;
	f->due_ns = 0;
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
	struct faults *f = &o->faults;

	if (f->fd == -1 || (f->due_ns == 0 && !next_fault(f)))
		return;
	if (clock_ns() >= f->due_ns)
		supply(f);
}
