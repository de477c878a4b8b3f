/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Receiving calls. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "acts/children.h"
#include "subject/internal.h"

enum { DESCRIPTORS = 2 + 2 * FORKS_MOST };

/* Descriptors that come with a call. */
SUBJECT_STATE static union {
	struct cmsghdr head; /* for its alignment */
	char bytes[CMSG_SPACE(DESCRIPTORS * sizeof(int))];
} control;

/*
 * The next call mostly comes within some ten microseconds.  Polling that long
 * before sleeping keeps the CPU's caches warm: after a sleep, a call takes 1.5
 * times as long as in a program that makes its calls one after the other.
 */
static ssize_t await_call(struct msghdr *message)
{
	enum { TRIES = 400 };
	int channel = subject.links.channel;
	ssize_t got = -1;

	for (int i = 0; got == -1 && i < TRIES; i++)
		got = recvmsg(
			channel, message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	while (got == -1 && (errno == EINTR || errno == EAGAIN))
		got = recvmsg(channel, message, MSG_CMSG_CLOEXEC);
	return got;
}

/*
 * First the pipe, then a channel and a recording for each child.  If the limit
 * of open files is reached, the kernel passes fewer (unix(7)).
 */
static void take_descriptors(struct msghdr *message)
{
	struct cmsghdr *head = CMSG_FIRSTHDR(message);
	int fds[DESCRIPTORS];
	size_t count = 0;

	act_children.count = 0;
	if (!head || head->cmsg_type != SCM_RIGHTS)
		return;
	count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
	memcpy(fds, CMSG_DATA(head), count * sizeof(int));
	/* The lowest numbers are for the files that the chain opens. */
	for (size_t i = 0; i < count; i++)
		fds[i] = move_up(fds[i], subject.links.high);
	if (message->msg_flags & MSG_CTRUNC) {
		for (size_t i = 0; i < count; i++)
			close(fds[i]);
		return;
	}
	memcpy(act_children.ready, fds, sizeof(act_children.ready));
	memcpy(act_children.links, fds + 2, (count - 2) * sizeof(int));
	act_children.count = (uint32_t)(count / 2 - 1);
}

bool call_receive(void)
{
	struct iovec part = {&subject.call, sizeof(subject.call)};
	struct msghdr message = {.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};

	if (await_call(&message) < (ssize_t)offsetof(struct call, text))
		return false;
	take_descriptors(&message);
	subject.call.text[subject.call.text_length % CALL_TEXT_MAX] = '\0';
	return true;
}
