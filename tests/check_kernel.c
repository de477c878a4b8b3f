/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Zones, slabs and vmalloc: their texts, and what is computed of them. */
#include <errno.h>
#include <signal.h>

#include "inspections/kernel/alloc_process.h"
#include "inspections/kernel/callers.h"
#include "inspections/kernel/demonstration.h"
#include "models/free_blocks.h"
#include "models/kmalloc_size.h"
#include "proc/slabs.h"
#include "proc/vmallocinfo.h"
#include "proc/zoneinfo.h"
#include "run.h"

/* --- /proc/zoneinfo and buddyinfo ------------------------------------------
 */

START_TEST(zoneinfo_is_read_by_name)
{
	static const char *const names[] = {
		"DMA", "DMA32", "Normal", "Movable", "Device"};
	size_t length, count = 0;
	char *text = read_fixture("zoneinfo-x86_64", &length);
	struct lines lines = lines_of(text, length);
	struct zone zone;

	for (; zoneinfo_next(&lines, &zone); count++) {
		ck_assert_uint_lt(count, 5);
		ck_assert_str_eq(zone.name, names[count]);
		ck_assert_uint_eq(zone.node, 0);
		if (count == 1) {
			ck_assert_uint_eq(zone.pages[ZONE_START], 4096);
			ck_assert_uint_eq(zone.pages[ZONE_SPANNED], 1044480);
			ck_assert_uint_eq(zone.pages[ZONE_PRESENT], 782336);
			ck_assert_uint_eq(zone.pages[ZONE_MIN], 3879);
			ck_assert_uint_eq(zone.pages[ZONE_HIGH], 5817);
			ck_assert_uint_eq(zone.pages[ZONE_FREE_CMA], 0);
			ck_assert_uint_eq(zone.protections, 5);
			ck_assert_uint_eq(zone.protection[1], 0);
		}
		if (count == 3) {
			ck_assert_uint_eq(zone.pages[ZONE_MANAGED], 0);
			ck_assert_uint_eq(zone.pages[ZONE_MIN], 32);
		}
	}
	ck_assert_uint_eq(count, 5);
	free(text);
}
END_TEST

/* Of an old kernel: no boost, no promo, another order; two nodes. */
static const char other_zoneinfo[] = "Node 0, zone   Normal\n"
				     "  start_pfn:         1048576\n"
				     "  pagesets\n"
				     "    cpu: 0\n"
				     "              count: 186\n"
				     "              high:  378\n"
				     "              batch: 63\n"
				     "        present  300\n"
				     "        managed  200\n"
				     "        high     30\n"
				     "        min      10\n"
				     "        low      20\n"
				     "  pages free     50\n"
				     "        protection: (0, 7)\n"
				     "Node 1, zone  Movable\n"
				     "  pages free     0\n";

START_TEST(zones_of_another_kernel_are_read_as_well)
{
	struct lines lines = lines_of(other_zoneinfo, strlen(other_zoneinfo));
	struct zone zone;

	ck_assert(zoneinfo_next(&lines, &zone));
	ck_assert_uint_eq(zone.pages[ZONE_FREE], 50);
	ck_assert_uint_eq(zone.pages[ZONE_MIN], 10);
	ck_assert_uint_eq(zone.pages[ZONE_LOW], 20);
	/* The marks, and not what a CPU keeps. */
	ck_assert_uint_eq(zone.pages[ZONE_HIGH], 30);
	ck_assert_uint_eq(zone.pages[ZONE_START], 1048576);
	ck_assert(zone.pages[ZONE_PROMO] == ZONE_UNKNOWN);
	ck_assert(zone.pages[ZONE_SPANNED] == ZONE_UNKNOWN);
	ck_assert_uint_eq(zone.protections, 2);
	ck_assert_uint_eq(zone.protection[1], 7);
	ck_assert(zoneinfo_next(&lines, &zone));
	ck_assert_uint_eq(zone.node, 1);
	ck_assert_str_eq(zone.name, "Movable");
	ck_assert(!zoneinfo_next(&lines, &zone));
}
END_TEST

static const char *const no_zones[] = {"", "\n\n", "Node", "Node 0", "Node 0, ",
	"Node x, zone DMA\n", "Node 0, zone \n", "page free 3\n",
	"Node 0, zone a-name-that-is-too-long\n"};

START_TEST(what_is_no_zone_is_none)
{
	const char *text = no_zones[_i];
	struct lines lines = lines_of(text, strlen(text));
	struct zone zone;
	struct buddy buddy;

	ck_assert(!zoneinfo_next(&lines, &zone));
	lines = lines_of(text, strlen(text));
	ck_assert(!buddyinfo_next(&lines, &buddy));
}
END_TEST

START_TEST(buddyinfo_has_a_number_for_each_order)
{
	size_t length;
	char *text = read_fixture("buddyinfo-x86_64", &length);
	struct lines lines = lines_of(text, length);
	struct buddy buddy;

	ck_assert(buddyinfo_next(&lines, &buddy));
	ck_assert_str_eq(buddy.name, "DMA");
	ck_assert_uint_eq(buddy.orders, 11);
	ck_assert_uint_eq(buddy.blocks[10], 3);
	ck_assert_uint_eq(
		buddy_free(buddy.blocks, buddy.orders), 256 + 512 + 3 * 1024);
	ck_assert(buddyinfo_next(&lines, &buddy));
	ck_assert(buddyinfo_next(&lines, &buddy));
	ck_assert_str_eq(buddy.name, "Normal");
	ck_assert(!buddyinfo_next(&lines, &buddy));
	free(text);
}
END_TEST

/* --- the buddy allocator ----------------------------------------------------
 */

static const struct {
	uint64_t size;
	unsigned order;
} orders[] = {{0, 0}, {1, 0}, {4096, 0}, {4097, 1}, {8192, 1}, {8193, 2},
	{12288, 2}, {2097152, 9}, {2097153, 10}, {UINT64_MAX, 52}};

START_TEST(the_order_of_a_size_is_the_smallest_that_holds_it)
{
	ck_assert_uint_eq(buddy_order(orders[_i].size, 4096), orders[_i].order);
}
END_TEST

/*
 * Worked by hand.  Blocks: 8 of order 0, 4 of 1, 1 of 3: 8 + 8 + 8 = 24 pages
 * in 13 blocks.
 *	order 1: usable 16, unusable 8/24 = .333
 *	order 2: usable 8, unusable 16/24 = .666
 *	order 4: none; 24 * 1000 / 16 = 1500, (1000 + 1500) / 13 = 192,
 *	         1000 - 192 = 808: for want of a block, not of memory
 *	order 5: 24 * 1000 / 32 = 750, 1750 / 13 = 134, 866
 */
static const uint64_t mixed[] = {8, 4, 0, 1, 0, 0};

START_TEST(the_indices_are_those_of_vmstat)
{
	static const int unusable[] = {0, 333, 666, 666, 1000, 1000};
	static const int fragmentation[] = {
		-1000, -1000, -1000, -1000, 808, 866};

	for (unsigned i = 0; i < 6; i++) {
		ck_assert_int_eq(buddy_unusable(mixed, 6, i), unusable[i]);
		ck_assert_int_eq(
			buddy_fragmentation(mixed, 6, i), fragmentation[i]);
	}
}
END_TEST

START_TEST(without_free_memory_all_is_unusable_and_nothing_fragmented)
{
	static const uint64_t none[11] = {0};

	ck_assert_int_eq(buddy_unusable(none, 11, 0), 1000);
	ck_assert_int_eq(buddy_fragmentation(none, 11, 0), 0);
	/* One page: 1000 - (1000 + 1 * 1000 / 1024) / 1 = 0. */
	ck_assert_int_eq(
		buddy_fragmentation((const uint64_t[11]){1}, 11, 10), 0);
}
END_TEST

/* 24 pages are free; a request of order N must leave more than the mark. */
static const struct {
	uint64_t mark, reserve, unusable;
	unsigned order;
	enum buddy_answer answer;
	unsigned taken;
} asked[] = {
	{10, 0, 0, 0, BUDDY_SERVES, 0},
	{10, 0, 0, 1, BUDDY_SERVES, 1},
	{10, 0, 0, 2, BUDDY_SERVES, 3}, /* split */
	{10, 0, 0, 3, BUDDY_SERVES, 3},
	/* 24 - 15 = 9 */
	{8, 0, 0, 4, BUDDY_IN_PIECES, 0},
	{9, 0, 0, 4, BUDDY_BELOW_MARK, 0},
	{23, 0, 0, 0, BUDDY_SERVES, 0},
	{24, 0, 0, 0, BUDDY_BELOW_MARK, 0},
	{10, 13, 0, 0, BUDDY_SERVES, 0},
	{10, 14, 0, 0, BUDDY_BELOW_MARK, 0},
	{10, 0, 13, 0, BUDDY_SERVES, 0},
	{10, 0, 14, 0, BUDDY_BELOW_MARK, 0},
	{0, 0, 24, 0, BUDDY_BELOW_MARK, 0},
	{0, 0, 0, 5, BUDDY_BELOW_MARK, 0},
};

START_TEST(a_zone_serves_what_leaves_it_above_its_mark)
{
	struct buddy_zone zone = {.free = 24,
		.mark = asked[_i].mark,
		.reserve = asked[_i].reserve,
		.unusable = asked[_i].unusable,
		.blocks = mixed,
		.orders = 6};
	unsigned taken = 99;

	ck_assert_int_eq(
		buddy_ask(&zone, asked[_i].order, &taken), asked[_i].answer);
	if (asked[_i].answer == BUDDY_SERVES)
		ck_assert_uint_eq(taken, asked[_i].taken);
}
END_TEST

/* --- kmalloc
 * ------------------------------------------------------------------ */

static const struct {
	uint64_t size;
	enum kmalloc_server server;
	uint64_t given;
	unsigned order;
} requests[] = {
	{0, KMALLOC_NOTHING, 0, 0},
	{1, KMALLOC_CACHE, 8, 0},
	{8, KMALLOC_CACHE, 8, 0},
	{9, KMALLOC_CACHE, 16, 0},
	{64, KMALLOC_CACHE, 64, 0},
	{65, KMALLOC_CACHE, 96, 0},
	{97, KMALLOC_CACHE, 128, 0},
	{129, KMALLOC_CACHE, 192, 0},
	{193, KMALLOC_CACHE, 256, 0},
	{300, KMALLOC_CACHE, 512, 0},
	{8192, KMALLOC_CACHE, 8192, 0},
	{8193, KMALLOC_PAGES, 16384, 2},
	{20000, KMALLOC_PAGES, 32768, 3},
	{4194304, KMALLOC_PAGES, 4194304, 10},
	{4194305, KMALLOC_REFUSED, 0, 11},
};

START_TEST(a_request_takes_the_smallest_size_that_holds_it)
{
	struct kmalloc_sizes sizes = kmalloc_usual(4096);
	struct kmalloc_answer answer =
		kmalloc_ask(&sizes, requests[_i].size, 4096, 11);

	ck_assert_int_eq(answer.server, requests[_i].server);
	ck_assert_uint_eq(answer.size, requests[_i].given);
	ck_assert_uint_eq(answer.order, requests[_i].order);
}
END_TEST

START_TEST(a_machine_may_lack_small_sizes)
{
	struct kmalloc_sizes sizes = {0};

	for (uint64_t size = 8192; size >= 128; size /= 2) {
		kmalloc_add(&sizes, size);
		kmalloc_add(&sizes, size);
	}
	ck_assert_uint_eq(sizes.count, 7);
	ck_assert_uint_eq(kmalloc_ask(&sizes, 1, 4096, 11).size, 128);
	ck_assert_uint_eq(kmalloc_ask(&sizes, 129, 4096, 11).size, 256);
}
END_TEST

/* --- slabinfo
 * ----------------------------------------------------------------- */

START_TEST(slabinfo_has_a_cache_a_line)
{
	size_t length, count = 0;
	char *text = read_fixture("slabinfo-x86_64", &length);
	struct lines lines = lines_of(text, length);
	struct slab_cache cache;
	bool found = false;

	for (; slabinfo_next(&lines, &cache); count++) {
		if (strcmp(cache.name, "kmalloc-96") != 0)
			continue;
		found = true;
		ck_assert_uint_eq(cache.slot, 96);
		ck_assert_uint_eq(cache.per_slab, 42);
		ck_assert_uint_eq(cache.slab_pages, 1);
		ck_assert_uint_eq(cache.objects, cache.slabs * 42);
		ck_assert_uint_le(cache.active, cache.objects);
	}
	ck_assert(found);
	ck_assert_uint_gt(count, 5);
	free(text);
}
END_TEST

static const struct {
	const char *name;
	uint64_t size; /* 0: none */
	size_t prefix;
} cache_names[] = {
	{"kmalloc-96", 96, 7},
	{"kmalloc-1024", 1024, 7},
	{"kmalloc-cg-8k", 8192, 10},
	{"kmalloc-rnd-15-1k", 1024, 14},
	{"dma-kmalloc-2M", 2097152, 11},
	{"kmalloc", 0, 0},
	{"kmalloc-", 0, 0},
	{"kmalloc-8x", 0, 0},
	{"kmalloc-rnd", 0, 0},
	{"kmalloc-0", 0, 0},
	{"kmalloc-4294967296", 0, 0},
	{":0000512", 0, 0},
};

START_TEST(a_name_of_a_cache_ends_in_its_size)
{
	uint64_t size = 0;
	size_t prefix = 0;

	ck_assert_int_eq(slab_name_size(cache_names[_i].name, &size, &prefix),
		cache_names[_i].size != 0);
	if (!cache_names[_i].size)
		return;
	ck_assert_uint_eq(size, cache_names[_i].size);
	ck_assert_uint_eq(prefix, cache_names[_i].prefix);
}
END_TEST

/* --- vmallocinfo
 * -------------------------------------------------------------- */

static const struct {
	const char *line;
	uint64_t size, pages;
	enum vmalloc_kind kind;
	const char *caller;
} areas[] = {
	{"0x00000000d125245d-0x00000000ca5fb4f9   20480 "
	 "kernel_clone+0xb8/0x400 pages=4 vmalloc N0=4",
		20480, 4, VMALLOC_VMALLOC, "kernel_clone"},
	{"0x00000000d577ae0c-0x0000000059293622    8192 "
	 "acpi_os_map_iomem+0x1bc/0x1e0 phys=0x00000000000a0000 ioremap",
		8192, 0, VMALLOC_IOREMAP, "acpi_os_map_iomem"},
	{"0x0000000055780089-0x000000002908b5e0 2105344 "
	 "htab_map_alloc+0x2e4/0x5a0 pages=513 vmalloc vpages N0=513",
		2105344, 513, VMALLOC_VMALLOC, "htab_map_alloc"},
	{"0x00000000bc01b7d7-0x0000000040ab0209   20480 unpurged vm_area",
		20480, 0, VMALLOC_UNPURGED, ""},
	{"0xffffc90000000000-0xffffc90000005000   20480 "
	 "irq_init_percpu_irqstack+0xed/0x120 vmap",
		20480, 0, VMALLOC_VMAP, "irq_init_percpu_irqstack"},
	{"0xffffc90000000000-0xffffc90000005000   20480 "
	 "load_module+0x1/0x2 [zfs] pages=4 vmalloc user",
		20480, 4, VMALLOC_USER, "load_module"},
	{"0xf7e00000-0xf7e02000    8192 vm_map_ram", 8192, 0, VMALLOC_OTHER,
		""},
	{"0xf7e00000-0xf7e02000    8192", 8192, 0, VMALLOC_OTHER, ""},
};

START_TEST(a_line_of_vmallocinfo_is_an_area)
{
	struct lines lines = lines_of(areas[_i].line, strlen(areas[_i].line));
	struct vmalloc_area area;

	ck_assert(vmallocinfo_next(&lines, &area));
	ck_assert_uint_eq(area.size, areas[_i].size);
	ck_assert_uint_eq(area.pages, areas[_i].pages);
	ck_assert_int_eq(area.kind, areas[_i].kind);
	ck_assert_str_eq(area.caller, areas[_i].caller);
	ck_assert(!vmallocinfo_next(&lines, &area));
}
END_TEST

START_TEST(areas_are_summed_up_by_caller)
{
	char text[2048] = "";
	struct callers callers;
	const struct caller *c;

	for (int i = 0; i < ROWS(areas); i++) {
		strcat(text, areas[i].line);
		strcat(text, "\n");
		if (i == 0)
			strcat(strcat(text, areas[i].line), "\n");
	}
	ck_assert(callers_of(&callers, text, strlen(text), 3));
	ck_assert_uint_eq(callers.areas, ROWS(areas) + 1);
	ck_assert_uint_eq(callers.pages, 4 + 4 + 513 + 4);
	ck_assert_str_eq(callers.of[0].name, "htab_map_alloc");
	c = callers_find(&callers, "kernel_clone", VMALLOC_VMALLOC);
	ck_assert_ptr_nonnull(c);
	ck_assert_uint_eq(c->areas, 2);
	ck_assert_uint_eq(c->size, 40960);
	ck_assert_ptr_null(
		callers_find(&callers, "kernel_clone", VMALLOC_VMAP));
	/* The three largest; of equals the first. */
	ck_assert_uint_eq(callers.largest_count, 3);
	ck_assert_uint_eq(callers.largest[0].size, 2105344);
	ck_assert_str_eq(callers.largest[1].caller, "kernel_clone");
	/* Addresses that are not scrambled. */
	if (sizeof(void *) == 8)
		ck_assert(callers.lowest == 0xffffc90000000000);
	callers_free(&callers);
	ck_assert(callers_of(&callers, text, strlen(text), 0));
	ck_assert_uint_eq(callers.largest_count, 0);
	callers_free(&callers);
}
END_TEST

/* --- demonstrations
 * ------------------------------------------------------------ */

static const struct {
	uint64_t at[MOMENTS], expected;
	bool shows;
} grown[] = {
	{{100, 100, 600, 100}, 500, true},
	{{100, 100, 350, 100}, 500, true}, /* half of it */
	{{100, 100, 349, 100}, 500, false},
	{{0, 200, 800, 100}, 500, false}, /* 200 by itself */
	{{0, 199, 800, 100}, 500, true},
	{{800, 800, 100, 100}, 500, false},
	{{100, FIGURE_UNKNOWN, 600, 100}, 500, false},
	{{100, 100, 600, 100}, FIGURE_ASIDE, false},
};

START_TEST(a_figure_shows_what_it_grew_beyond_its_noise)
{
	struct figure figure = {.expected = grown[_i].expected};

	memcpy(figure.at, grown[_i].at, sizeof(figure.at));
	ck_assert_int_eq(figure_shows(&figure), grown[_i].shows);
}
END_TEST

static const struct {
	alloc_function keep;
	uint64_t size;
} keeps[] = {
	{alloc_filters, 304},
	{alloc_filters, ALLOC_FILTER_MAX},
	{alloc_pipes, 0}, /* the size of 8 slots */
	{alloc_threads, 0},
};

START_TEST(what_is_kept_is_made_and_let_go)
{
	struct alloc_process process;
	uint64_t size = keeps[_i].size;

	for (; keeps[_i].keep == alloc_pipes && alloc_pipe_slots(size) != 8;)
		size += 8;
	ck_assert(alloc_process_begin(&process, keeps[_i].keep, 20, size));
	ck_assert_msg(process.allocated.made == 20 || process.allocated.error,
		"%s: made %d", process.allocated.call,
		(int)process.allocated.made);
	if (process.allocated.made < 20) /* a container may forbid any of it */
		fprintf(stderr, "# %s: %s\n", process.allocated.call,
			strerror(process.allocated.error));
	ck_assert_int_eq(kill(process.pid, 0), 0);
	alloc_process_end(&process);
	ck_assert_int_eq(kill(process.pid, 0), -1);
	ck_assert_int_eq(errno, ESRCH);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("kernel");
	TCase *zones = add_case(suite, "zones");
	TCase *slabs = add_case(suite, "slabs");
	TCase *alloc_process = add_case(suite, "keeping");

	tcase_add_test(zones, zoneinfo_is_read_by_name);
	tcase_add_test(zones, zones_of_another_kernel_are_read_as_well);
	tcase_add_loop_test(zones, what_is_no_zone_is_none, 0, ROWS(no_zones));
	tcase_add_test(zones, buddyinfo_has_a_number_for_each_order);
	tcase_add_loop_test(zones,
		the_order_of_a_size_is_the_smallest_that_holds_it, 0,
		ROWS(orders));
	tcase_add_test(zones, the_indices_are_those_of_vmstat);
	tcase_add_test(zones,
		without_free_memory_all_is_unusable_and_nothing_fragmented);
	tcase_add_loop_test(zones, a_zone_serves_what_leaves_it_above_its_mark,
		0, ROWS(asked));
	tcase_add_loop_test(slabs,
		a_request_takes_the_smallest_size_that_holds_it, 0,
		ROWS(requests));
	tcase_add_test(slabs, a_machine_may_lack_small_sizes);
	tcase_add_test(slabs, slabinfo_has_a_cache_a_line);
	tcase_add_loop_test(slabs, a_name_of_a_cache_ends_in_its_size, 0,
		ROWS(cache_names));
	tcase_add_loop_test(
		slabs, a_line_of_vmallocinfo_is_an_area, 0, ROWS(areas));
	tcase_add_test(slabs, areas_are_summed_up_by_caller);
	tcase_add_loop_test(alloc_process,
		a_figure_shows_what_it_grew_beyond_its_noise, 0, ROWS(grown));
	tcase_add_loop_test(
		alloc_process, what_is_kept_is_made_and_let_go, 0, ROWS(keeps));
	return run_suite(suite);
}
