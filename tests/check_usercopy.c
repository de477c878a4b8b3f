/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's copies, made in this very process. */
#include "acts/usercopy.h"
#include "calls/calls.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "command/act.h"
#include "command/command.h"
#include "run.h"
#include "words/names.h"

enum { PAGES = 4 };

static unsigned char *memory; /* of PAGES pages, each full of 0xa5 */
static size_t page;

static void make_memory(void)
{
	page = (size_t)getpagesize();
	memory = mmap(NULL, PAGES * page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert(memory != MAP_FAILED);
	memset(memory, 0xa5, PAGES * page);
}

static int lowest_descriptor(void)
{
	int fd = open("/dev/null", O_RDONLY);

	ck_assert_int_ge(fd, 0);
	close(fd);
	return fd;
}

static struct returned copy(uint64_t via, void *from, uint64_t length)
{
	struct call c = {.command = &command_usercopy,
		.args[2] = via,
		.page_size = page,
		.times = 1,
		.args[0] = (uintptr_t)from,
		.args[1] = length};
	struct returned r = {0};
	struct rlimit before, after;
	int fd = lowest_descriptor();

	getrlimit(RLIMIT_FSIZE, &before);
	command_usercopy.call->act(&c, &r);
	getrlimit(RLIMIT_FSIZE, &after);
	ck_assert_uint_eq(before.rlim_cur, after.rlim_cur);
	ck_assert_int_eq(lowest_descriptor(), fd);
	ck_assert_uint_eq(r.total, length);
	ck_assert_uint_eq(copy_fell_short(&c, &r), r.value != (int64_t)length);
	return r;
}

static bool all_are(const unsigned char *from, size_t length, unsigned char c)
{
	for (size_t i = 0; i < length; i++)
		if (from[i] != c)
			return false;
	return true;
}

START_TEST(each_name_has_the_number_of_its_call)
{
	struct call c = {.command = &command_usercopy, .args[2] = (uint64_t)_i};
	const struct name *name = &names_via.list[_i];

	ck_assert_uint_eq(names_via.count, VIAS);
	ck_assert_uint_eq(name->value, (uint64_t)_i);
	/* "pwrite" is pwrite64 as strace(1) shows it. */
	ck_assert_int_eq(strncmp(command_usercopy.call->shape(&c), name->name,
				 strlen(name->name)),
		0);
	ck_assert_int_eq(via_writes_memory(c.args[2]),
		strstr(name->help, "to user memory") != NULL ||
			strcmp(name->name, "pread") == 0 ||
			strcmp(name->name, "readv") == 0);
}
END_TEST

START_TEST(a_whole_copy_copies_what_it_should_and_no_more)
{
	uint64_t via = (uint64_t)_i;
	size_t length = 2 * page + 7;
	struct returned r;

	make_memory();
	r = copy(via, memory + 11, length);
	ck_assert_int_eq(r.error, 0);
	ck_assert_int_eq(r.value, (int64_t)length);
	ck_assert_uint_eq(r.found.copy.calls, 1);
	ck_assert(all_are(memory, 11, 0xa5));
	ck_assert(all_are(memory + 11 + length, page, 0xa5));
	if (!via_writes_memory(via))
		ck_assert(all_are(memory + 11, length, 0xa5));
	else if (via != VIA_GETRANDOM)
		ck_assert(all_are(memory + 11, length, 0));
	else
		ck_assert(!all_are(memory + 11, length, 0xa5));
}
END_TEST

START_TEST(a_hole_ends_the_copy)
{
	struct returned r;

	make_memory();
	munmap(memory + 2 * page, page);
	r = copy((uint64_t)_i, memory + 100, 3 * page);
	ck_assert_int_eq(r.error, 0);
	ck_assert_int_eq(r.value, (int64_t)(2 * page - 100));
	r = copy((uint64_t)_i, memory + 2 * page, page);
	ck_assert_int_eq(r.error, EFAULT);
	ck_assert_uint_eq(r.done, 0);
}
END_TEST

START_TEST(what_is_protected_is_refused)
{
	uint64_t via = (uint64_t)_i;
	struct returned r;

	make_memory();
	mprotect(memory, page, PROT_READ);
	r = copy(via, memory, page);
	ck_assert_int_eq(r.error, via_writes_memory(via) ? EFAULT : 0);
	mprotect(memory, page, PROT_NONE);
	r = copy(via, memory, page);
	ck_assert_int_eq(r.error, EFAULT);
}
END_TEST

/* More than the other end has room for, and no multiple of it. */
START_TEST(a_long_copy_takes_several_calls)
{
	size_t length = 2 * (size_t)COPY_ROOM + 12345;
	bool whole = _i == VIA_GETRANDOM;
	struct returned r;
	void *much;

	make_memory();
	much = mmap(NULL, length, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert(much != MAP_FAILED);
	r = copy((uint64_t)_i, much, length);
	ck_assert_int_eq(r.value, (int64_t)length);
	ck_assert_uint_eq(r.found.copy.calls, whole ? 1 : 3);
	/* The last byte of all of them was reached, and the hole behind not. */
	munmap((char *)much + COPY_ROOM + page, page);
	r = copy((uint64_t)_i, much, length);
	ck_assert_int_eq(r.value, (int64_t)(COPY_ROOM + page));
}
END_TEST

/* Whoever is handed the faults and has no room for them says so. */
START_TEST(what_nobody_serves_does_not_wait)
{
	struct call c = {.command = &command_usercopy, .args[3] = 10000};
	struct returned r = {0};
	int32_t refusal = EMFILE;
	int ends[2], fd;

	make_memory();
	memory = mmap(NULL, page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	act_channel = ends[0];
	send(ends[1], &refusal, sizeof(refusal), 0);
	c.page_size = c.args[1] = page;
	c.args[0] = (uintptr_t)memory;
	fd = lowest_descriptor();
	command_usercopy.call->act(&c, &r);
	ck_assert_int_eq(lowest_descriptor(), fd);
	ck_assert_int_ne(r.error, 0);
	ck_assert(!copy_fell_short(&c, &r));
	if (r.found.copy.failed == STAGE_USERFAULTFD)
		return; /* we may not, or there is none */
	ck_assert_uint_eq(r.found.copy.failed, STAGE_OBSERVER);
	ck_assert_int_eq(r.error, EMFILE);
	/* No longer registered, or this would sleep for ever. */
	ck_assert_int_eq(*(volatile unsigned char *)memory, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("usercopy");
	TCase *t = add_case(suite, "copies");

	tcase_add_loop_test(t, each_name_has_the_number_of_its_call, 0, VIAS);
	tcase_add_loop_test(
		t, a_whole_copy_copies_what_it_should_and_no_more, 0, VIAS);
	tcase_add_loop_test(t, a_hole_ends_the_copy, 0, VIAS);
	tcase_add_loop_test(t, what_is_protected_is_refused, 0, VIAS);
	tcase_add_loop_test(t, a_long_copy_takes_several_calls, 0, VIAS);
	tcase_add_test(t, what_nobody_serves_does_not_wait);
	return run_suite(suite);
}
