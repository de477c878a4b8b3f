/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How commands perform: places that are touched, clocks, and the system. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "acts/heap.h"
#include "acts/write_back.h"
#include "calls/calls.h"
#include "command/act.h"
#include "command/command.h"
#include "run.h"
#include "words/array.h"

static const struct {
	uint64_t addr, length, stride, page, places;
} ranges[] = {
	{0x1000, 0, 0, 4096, 0},
	{0x1000, 0, 8, 4096, 0},
	{0x1001, 0, 0, 4096, 0},
	{UINT64_MAX, 0, 0, 4096, 0},
	{0x1000, 1, 0, 4096, 1},
	{0x1000, 4096, 0, 4096, 1},
	{0x1000, 4097, 0, 4096, 2},
	{0x1000, 8192, 0, 4096, 2},
	{0x1fff, 1, 0, 4096, 1},
	{0x1fff, 2, 0, 4096, 2},
	{0x1800, 4096, 0, 4096, 2},
	{0x10000, 65537, 0, 65536, 2},
	{0x1000, 10, 4, 4096, 3},
	{0x1001, 8, 4, 4096, 2},
	{0x1001, 9, 4, 4096, 3},
	{0x1000, 8192, 4096, 4096, 2},
	{0x1000, 1, UINT64_MAX, 4096, 1},
	{0, UINT64_MAX, 1, 4096, UINT64_MAX},
	{0, UINT64_MAX, 0, 4096, 1ULL << 52},
	{4095, UINT64_MAX, 0, 4096, (1ULL << 52) + 1},
	{UINT64_MAX, 1, 0, 4096, 1},
	{UINT64_MAX, UINT64_MAX, 0, 4096, (1ULL << 52) + 1},
	{UINT64_MAX, UINT64_MAX, UINT64_MAX, 4096, 1},
};

static struct call touch(
	uint64_t addr, uint64_t length, uint64_t stride, uint64_t page_size)
{
	return (struct call){.command = &command_touch,
		.args = {addr, length, 0, stride},
		.page_size = page_size};
}

START_TEST(the_number_of_places_does_not_overflow)
{
	struct call c = touch(ranges[_i].addr, ranges[_i].length,
		ranges[_i].stride, ranges[_i].page);
	struct places places = places_of(&c);

	ck_assert_uint_eq(places.count, ranges[_i].places);
	if (places.count)
		ck_assert_uint_eq(place_at(&places, 0), ranges[_i].addr);
}
END_TEST

/* Small pages, so that every case can be counted by hand. */
START_TEST(every_page_of_a_range_is_touched_once)
{
	enum { PAGE = 16 };

	for (uint64_t addr = 0; addr < 3 * PAGE; addr++)
		for (uint64_t length = 0; length < 5 * PAGE; length++) {
			struct call c = touch(addr, length, 0, PAGE);
			struct places places = places_of(&c);
			uint64_t n = 0, last = UINT64_MAX;

			for (uint64_t a = addr; a < addr + length; a++) {
				if (a / PAGE == last)
					continue;
				last = a / PAGE;
				ck_assert_uint_eq(place_at(&places, n++), a);
			}
			ck_assert_uint_eq(places.count, n);
		}
}
END_TEST

START_TEST(a_stride_touches_every_so_many_bytes)
{
	for (uint64_t stride = 1; stride < 40; stride++)
		for (uint64_t length = 0; length < 80; length++) {
			struct call c = touch(5, length, stride, 16);
			struct places places = places_of(&c);
			uint64_t n = 0;

			for (uint64_t a = 0; a < length; a += stride)
				ck_assert_uint_eq(
					place_at(&places, n++), 5 + a);
			ck_assert_uint_eq(places.count, n);
		}
}
END_TEST

START_TEST(a_system_call_is_made_and_timed)
{
	for (int raw = 0; raw < 2; raw++) {
		struct returned r = {.raw_clock = raw};

		act_syscall(&r, SYS_getpid, 0, 0, 0, 0, 0, 0);
		ck_assert_int_eq(r.value, getpid());
		ck_assert_int_eq(r.error, 0);
		ck_assert(r.ended);
		ck_assert_int_ge(r.duration_ns, 0);
		ck_assert_int_lt(r.duration_ns, 10000000000);
		ck_assert_int_ge(r.minor, 0);
		ck_assert_int_ge(r.major, 0);
	}
}
END_TEST

START_TEST(a_failure_leaves_its_errno)
{
	struct returned r = {0};

	act_syscall(&r, SYS_close, (uint64_t)-1, 0, 0, 0, 0, 0);
	ck_assert_int_eq(r.value, -1);
	ck_assert_int_eq(r.error, EBADF);
	act_syscall(&r, SYS_getpid, 0, 0, 0, 0, 0, 0);
	ck_assert_int_eq(r.error, 0);
}
END_TEST

static struct returned perform(const struct command *command, struct call *c)
{
	struct returned r = {0};

	c->command = command;
	c->page_size = (uint64_t)getpagesize();
	command->call->act(c, &r);
	ck_assert_int_eq(r.error, 0);
	ck_assert(r.ended);
	return r;
}

static struct call peek(const void *memory, uint64_t length)
{
	return (struct call){.args = {(uintptr_t)memory, length}};
}

static struct call poke(const void *memory, uint64_t fill, uint64_t length)
{
	return (struct call){.args = {(uintptr_t)memory, 0, 0, fill, length}};
}

START_TEST(what_was_poked_is_peeked)
{
	static unsigned char memory[SCRATCH_SIZE + 1];
	static struct call c;

	c = poke(memory, 0, 8);
	c.text_length = 3;
	memcpy(c.text, "abc", 3);
	ck_assert_int_eq(perform(&command_poke, &c).value, 8);
	ck_assert_mem_eq(memory, "abcabcab\0", 9);
	c = peek(memory, 9);
	ck_assert_uint_eq(perform(&command_peek, &c).scratch_used, 9);
	ck_assert_mem_eq(act_scratch, "abcabcab\0", 9);
	/* Without bytes it is one that is repeated. */
	c = poke(memory, 0xa5, 2);
	ck_assert_int_eq(perform(&command_poke, &c).value, 2);
	ck_assert_mem_eq(memory,
		"\xa5\xa5"
		"cabcab\0",
		9);
	c = peek(memory, SCRATCH_SIZE + 1);
	ck_assert_int_eq(perform(&command_peek, &c).value, SCRATCH_SIZE);
}
END_TEST

/* Memory of our own, and a touch of all of it. */
static struct call map_pages(size_t pages)
{
	size_t page = (size_t)getpagesize();
	void *memory = mmap(NULL, pages * page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	ck_assert_ptr_ne(memory, MAP_FAILED);
	return (struct call){.page_size = page,
		.command = &command_touch,
		.args = {(uintptr_t)memory, pages * page}};
}

static void unmap(const struct call *c)
{
	munmap((void *)(uintptr_t)c->args[0], c->args[1]);
}

static void see_our_own_pages(void)
{
	act_scratch[0] = 1;
	presence_by(open("/proc/self/pagemap", O_RDONLY));
}

START_TEST(a_page_that_nobody_has_touched_is_not_present)
{
	struct call c = map_pages(4);
	struct presence p;

	see_our_own_pages();
	((char *)(uintptr_t)c.args[0])[c.page_size] = 1;
	presence_read(&p, &c, c.args[0] + 5);
	ck_assert(presence_covers(&p, &c, c.args[0] + 4 * c.page_size - 1));
	ck_assert(!presence_at(&p, &c, c.args[0] + 5));
	ck_assert(presence_at(&p, &c, c.args[0] + c.page_size));
	ck_assert(!presence_at(&p, &c, c.args[0] + 4 * c.page_size - 1));
	unmap(&c);
}
END_TEST

START_TEST(without_a_pagemap_any_page_may_be_present)
{
	struct call c = map_pages(1);
	struct presence p;

	/* That of another process, or none, does not show our own page. */
	presence_by(open("/dev/zero", O_RDONLY));
	presence_read(&p, &c, c.args[0]);
	ck_assert(presence_covers(&p, &c, c.args[0]));
	ck_assert(presence_at(&p, &c, c.args[0]));
	presence_by(-1);
	presence_read(&p, &c, c.args[0]);
	ck_assert(presence_at(&p, &c, c.args[0]));
	unmap(&c);
}
END_TEST

START_TEST(a_long_range_is_read_window_by_window)
{
	struct call c = map_pages(3 * SCRATCH_SIZE / 8);
	uint64_t last = c.args[0] + c.args[1] - 1;
	struct presence p;

	see_our_own_pages();
	presence_read(&p, &c, c.args[0]);
	ck_assert(!presence_covers(&p, &c, last));
	ck_assert(presence_at(&p, &c, last));
	presence_read(&p, &c, last);
	ck_assert(!presence_at(&p, &c, last));
	unmap(&c);
}
END_TEST

START_TEST(a_page_is_brought_in_for_writing_and_left_as_it_is)
{
	int file = memfd_create("test", MFD_CLOEXEC);
	struct presence p;
	struct call c = map_pages(1);
	char *page = (char *)(uintptr_t)c.args[0];

	ck_assert(file != -1 && pwrite(file, "x", 1, 5) == 1);
	ck_assert_ptr_eq(mmap(page, c.page_size, PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_FIXED, file, 0),
		page);
	see_our_own_pages();
	bring_in(c.args[0] + 5);
	presence_read(&p, &c, c.args[0]);
	ck_assert(presence_at(&p, &c, c.args[0]));
	ck_assert_int_eq(page[5], 'x');
	/* What is not mapped is left to the access that follows. */
	unmap(&c);
	bring_in(c.args[0]);
	close(file);
}
END_TEST

START_TEST(a_touch_leaves_every_byte_as_it_was)
{
	static unsigned char memory[4 * 65536], copy[4 * 65536];
	static struct call c;

	for (size_t i = 0; i < sizeof(memory); i++)
		memory[i] = copy[i] = (unsigned char)(i * 7 + i / 256);
	for (uint64_t stride = 0; stride < 2 * 4096; stride += 1001)
		for (uint64_t access = 0; access < 2; access++) {
			struct returned r;

			c = touch((uintptr_t)memory, sizeof(memory), stride,
				(uint64_t)getpagesize());
			c.args[2] = access;
			r = perform(&command_touch, &c);
			ck_assert_uint_eq(r.total, places_of(&c).count);
			ck_assert_uint_eq(r.done, r.total);
			ck_assert_int_eq(r.value, (int64_t)r.total);
		}
	ck_assert_mem_eq(memory, copy, sizeof(memory));
}
END_TEST

/* NULL without an errno is a refusal where any byte was asked for. */
START_TEST(an_allocator_refuses_by_null_alone)
{
	static const struct {
		uint64_t nmemb, size;
		bool refused;
	} rows[] = {{1, 1, true}, {0, 8, false}, {8, 0, false},
		{UINT64_C(1) << 32, UINT64_C(1) << 32, true}};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct call c = {.command = &command_calloc,
			.args = {rows[i].nmemb, rows[i].size}};
		struct returned r = {0};

		errno = 0;
		heap_gave(&c, &r, NULL);
		ck_assert_int_eq(r.refused, rows[i].refused);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("act");
	TCase *t = add_case(suite, "places");

	tcase_add_loop_test(
		t, the_number_of_places_does_not_overflow, 0, ROWS(ranges));
	tcase_add_test(t, every_page_of_a_range_is_touched_once);
	tcase_add_test(t, a_stride_touches_every_so_many_bytes);
	t = add_case(suite, "calls");
	tcase_add_test(t, a_system_call_is_made_and_timed);
	tcase_add_test(t, a_failure_leaves_its_errno);
	tcase_add_test(t, what_was_poked_is_peeked);
	tcase_add_test(t, a_touch_leaves_every_byte_as_it_was);
	tcase_add_test(t, an_allocator_refuses_by_null_alone);
	tcase_add_test(t, a_page_that_nobody_has_touched_is_not_present);
	tcase_add_test(t, without_a_pagemap_any_page_may_be_present);
	tcase_add_test(t, a_long_range_is_read_window_by_window);
	tcase_add_test(t, a_page_is_brought_in_for_writing_and_left_as_it_is);
	return run_suite(suite);
}
