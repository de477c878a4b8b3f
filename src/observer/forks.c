/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The children of a step that forks.  All that a child needs to be a subject is
 * made before: its channel, its recording, and the pipe by which its parent
 * sees that it is ready.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "observer/internal.h"
#include "subject/subject.h"
#include "words/array.h"

static bool make_links(struct observer *o, struct performer *child)
{
	struct forking *forking = &o->forking;
	int ends[2], high = high_descriptor();

	child->recording = memory_file(o, "memtool-recording", high);
	if (child->recording == -1)
		return false;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1)
		return observer_trouble(o, "socketpair", errno);
	child->channel = move_up(ends[0], high);
	forking->sent[forking->sent_count++] = move_up(ends[1], high);
	forking->sent[forking->sent_count++] = child->recording;
	return true;
}

static bool make_child(struct observer *o)
{
	struct performer *child = calloc(1, sizeof(*child));

	if (!child)
		return observer_trouble(o, "a process", ENOMEM);
	child->channel = child->recording = -1;
	o->forking.list[o->forking.count++] = child;
	return make_links(o, child);
}

void forks_prepare(struct observer *o, const struct record *record)
{
	struct forking *forking = &o->forking;

	if (pipe2(forking->sent, O_CLOEXEC) == -1) {
		observer_trouble(o, "pipe", errno);
		return;
	}
	forking->sent_count = 2;
	for (uint32_t i = 0; i < record->call.times && make_child(o); i++)
		continue;
}

/* Our recordings stay open, all else was for the child alone. */
static void close_sent(struct forking *forking)
{
	for (size_t i = 0; i < forking->sent_count; i++)
		if (i < 2 || i % 2 == 0)
			close(forking->sent[i]);
	forking->sent_count = 0;
}

bool send_call(struct observer *o, const struct call *call)
{
	struct forking *forking = &o->forking;
	size_t size = offsetof(struct call, text) + call->text_length;
	size_t fds = forking->sent_count * sizeof(int);
	union {
		struct cmsghdr head;
		char bytes[CMSG_SPACE(sizeof(forking->sent))];
	} control;
	struct iovec part = {(void *)(uintptr_t)call, size};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	bool sent;

	if (fds) {
		control.head = (struct cmsghdr){.cmsg_level = SOL_SOCKET,
			.cmsg_type = SCM_RIGHTS,
			.cmsg_len = CMSG_LEN(fds)};
		memcpy(CMSG_DATA(&control.head), forking->sent, fds);
		message.msg_control = &control;
		message.msg_controllen = CMSG_SPACE(fds);
	}
	sent = sendmsg(o->now->channel, &message, MSG_NOSIGNAL) ==
	       (ssize_t)size;
	close_sent(forking);
	return sent;
}

/* The heap's state is copied with the heap; locks are not inherited. */
static bool inherit(struct performer *child, const struct performer *parent)
{
	child->heap_spoilt = parent->heap_spoilt;
	child->heap_tuned = parent->heap_tuned;
	child->foreign = parent->foreign;
	memcpy(child->heap_harm, parent->heap_harm, sizeof(child->heap_harm));
	return ledger_copy(&child->ledger, &parent->ledger);
}

/* Of a thread that forks, its own filters and rights. */
static void inherit_circumstances(
	struct circumstances *set, const struct observer *o)
{
	*set = o->now->set;
	memcpy(set->filtered, o->acting->set.filtered, sizeof(set->filtered));
	set->filtered_count = o->acting->set.filtered_count;
	set->rights = o->acting->set.rights;
}

/* The first answer of a child comes when it is ready for steps. */
static bool await_child(struct observer *o, struct performer *child)
{
	struct record nothing = {.call = {.index = (uint32_t)child->step}};
	struct performer *parent = o->now;
	struct answer answer = {0};
	struct gathered seen;

	o->now = child;
	if (wait_for_answer(o, &answer) == WAIT_DIED) {
		reap(o, child, true);
		child->died_in = (size_t)child->step;
	} else if (!o->troubled && !o->interrupted) {
		seen = gather(o, &nothing, answer.end);
		if (answer.error || seen.error || !seen.snapshot)
			reason_set(&child->lost, 0,
				"the process is not ready: %s",
				answer.error ? failure_of(answer.failed,
						       answer.error)
						       .text
					     : "its recording is lost");
	}
	o->now = parent;
	return !o->troubled;
}

/* A child that lives is one of the observer's performers from now on. */
static bool adopt(
	struct observer *o, const struct record *record, size_t n, uint64_t pid)
{
	struct performer *child = o->forking.list[n];
	struct performer **more = array_reserve(
		o->children, &o->child_room, o->child_count + 1, sizeof(*more));

	if (!more)
		return observer_trouble(o, "a process", ENOMEM);
	o->children = more;
	o->children[o->child_count++] = child;
	o->forking.list[n] = NULL;
	child->pid = (pid_t)pid;
	child->parent = o->now;
	child->step = (int)record->call.index;
	child->last_fork = o->now->last_fork = child->step;
	child->item = record_repeats(record) ? n + 1 : 0;
	child->reader.fd = child->recording;
	child->reader.writer = child->pid;
	process_name(record->step, child->item, child->name);
	child->on_thread_stack = o->acting->process || o->now->on_thread_stack;
	inherit_circumstances(&child->set, o);
	if (!inherit(child, o->now))
		return observer_trouble(o, "a process", ENOMEM);
	return await_child(o, child);
}

/* Those that were not needed: fork failed. */
static void drop(struct forking *forking)
{
	close_sent(forking);
	for (size_t i = 0; i < forking->count; i++) {
		if (forking->list[i])
			performer_release(forking->list[i]);
		free(forking->list[i]);
		forking->list[i] = NULL;
	}
	forking->count = 0;
}

void forks_take(struct observer *o, struct record *record)
{
	size_t made = record_repeats(record)
			      ? record->block_count
			      : record->outcome.kind == OUTCOME_OK;

	for (size_t i = 0; i < made && i < o->forking.count; i++)
		if (!adopt(o, record, i,
			    record_repeats(record)
				    ? record->blocks[i].start
				    : (uint64_t)record->returned.value))
			break;
	drop(&o->forking);
}

void forks_end(struct observer *o)
{
	drop(&o->forking);
	for (size_t i = 0; i < o->child_count; i++) {
		performer_release(o->children[i]);
		free(o->children[i]);
	}
	free(o->children);
	o->children = NULL;
	o->child_count = o->child_room = 0;
	free(o->own.list);
	o->own = (struct spans){0};
}
