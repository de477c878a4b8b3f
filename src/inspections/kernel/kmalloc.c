/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What serves a kmalloc() of a size. */
#include "inspections/kernel/kmalloc.h"
#include "command/command.h"
#include "inspections/zones/zone_list.h"
#include "render/field.h"

static const char *const servers[] = {
	[KMALLOC_NOTHING] = "nothing",
	[KMALLOC_CACHE] = "cache",
	[KMALLOC_PAGES] = "pages",
	[KMALLOC_REFUSED] = "refused",
};

/* The number of block orders; 0: unknown. */
static size_t orders_here(void)
{
	struct missing ignored = {0};
	struct zone_list zones;
	size_t orders;

	if (!zone_list_read(&zones, &ignored))
		return 0;
	orders = zone_list_orders(&zones);
	zone_list_free(&zones);
	return orders;
}

static void text_answer(struct render *r, const struct kmalloc_view *view)
{
	char given[32];

	format_bytes(view->answer.size, given, sizeof(given));
	render_line(r, 0);
	render_printf(r, STYLE_PLAIN, "kmalloc(%llu) ",
		(unsigned long long)view->size);
	switch (view->answer.server) {
	case KMALLOC_NOTHING:
		render_printf(r, STYLE_PLAIN,
			"returns an address that may be freed but not used "
			"(ZERO_SIZE_PTR): no memory");
		return;
	case KMALLOC_CACHE:
		render_printf(r, STYLE_PLAIN, "takes an object of %s: %s%s",
			view->name, given,
			view->caches.assumed
				? " (assumed: the caches are not readable)"
				: "");
		break;
	case KMALLOC_PAGES:
		render_printf(r, STYLE_PLAIN,
			"is above the largest cache: it takes a block of order "
			"%u, %s, from the page allocator",
			view->answer.order, given);
		break;
	case KMALLOC_REFUSED:
		render_printf(r, STYLE_PLAIN,
			"fails: no block is that large; kvmalloc() and "
			"vmalloc() can use single pages");
		return;
	}
	render_printf(r, STYLE_PLAIN, ", of which %llu bytes are wasted",
		(unsigned long long)(view->answer.size - view->size));
}

/* The answer as printed. */
struct size_answer_row {
	const char *server, *cache;
	uint64_t size, given, wasted, largest;
	unsigned order;
	bool gives, block, assumed;
};

#define ANSWER(member) MEMBER(struct size_answer_row, member)

static const struct field answer_fields[] = {
	{"size", JSON_ONLY, VALUE_BYTES, ANSWER(size)},
	{"served_by", JSON_ONLY, VALUE_TEXT, ANSWER(server)},
	{"cache", JSON_ONLY, VALUE_TEXT, ANSWER(cache)},
	{"order", JSON_ONLY, VALUE_COUNT, ANSWER(order),
		IF_HAS(struct size_answer_row, block)},
	{"given", JSON_ONLY, VALUE_BYTES, ANSWER(given),
		IF_HAS(struct size_answer_row, gives)},
	{"wasted", JSON_ONLY, VALUE_BYTES, ANSWER(wasted),
		IF_HAS(struct size_answer_row, gives)},
	{"largest_cache", JSON_ONLY, VALUE_BYTES, ANSWER(largest)},
	{"assumed", JSON_ONLY, VALUE_TRUTH, ANSWER(assumed)},
};

static void print_answer(struct render *r, const struct kmalloc_view *view)
{
	const struct kmalloc_sizes *sizes = &view->caches.sizes;
	enum kmalloc_server server = view->answer.server;
	struct size_answer_row row = {.server = servers[server],
		.cache = server == KMALLOC_CACHE ? view->name : NULL,
		.size = view->size,
		.given = view->answer.size,
		.wasted = view->answer.size - view->size,
		.largest = sizes->of[sizes->count - 1],
		.order = view->answer.order,
		.gives = view->answer.size != 0,
		.block = server == KMALLOC_PAGES,
		.assumed = view->caches.assumed};

	render_members(r, FIELDS(answer_fields), &row);
	text_answer(r, view);
}

/* The cache's name in this kernel; if unknown, as in new kernels. */
static void find_name(struct kmalloc_view *view)
{
	uint64_t size = view->answer.size;

	if (view->caches.count)
		snprintf(view->name, sizeof(view->name), "%s",
			view->caches.of[0].cache.name);
	else
		snprintf(view->name, sizeof(view->name), "kmalloc-%llu%s",
			(unsigned long long)(size < 1024 ? size : size / 1024),
			size < 1024 ? "" : "k");
}

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	const struct call *call = look->call;
	struct kmalloc_view *view = seen;

	(void)reason;
	view->size = arg(call, ROLE_LENGTH);
	view->page_size = call->page_size;
	caches_find(&view->caches, view->page_size, &view->missing);
	view->answer = kmalloc_ask(&view->caches.sizes, view->size,
		view->page_size, orders_here());
	if (view->answer.server == KMALLOC_CACHE)
		caches_of(&view->caches, view->answer.size);
	find_name(view);
	if (demonstration_wanted(&view->demonstration, look))
		kmalloc_demonstrate(view);
	return true;
}

static void print(struct render *r, const struct look *look, const void *seen)
{
	const struct kmalloc_view *view = seen;

	(void)look;
	print_answer(r, view);
	caches_print(r, &view->caches);
	demonstration_print(r, &view->demonstration);
	missing_print(r, &view->missing);
}

static void free_view(void *seen)
{
	struct kmalloc_view *view = seen;

	caches_free(&view->caches);
}

static const struct inspection inspection = {
	.alone = true,
	.size = sizeof(struct kmalloc_view),
	.look = look,
	.print = print,
	.free = free_view,
};

const struct command command_kmalloc = {
	.name = "kmalloc",
	.summary = "show the cache that serves a kernel request of SIZE bytes",
	.describes =
		"The kernel allocates its own objects from caches of fixed "
		"sizes; a cache consists of slabs, which are blocks of pages. "
		"Shows which cache serves kmalloc(SIZE), how many bytes are "
		"wasted, and how full this cache and its sister caches are; a "
		"size above the largest cache takes a block of pages. "
		"--demonstrate makes the kernel keep such objects for a "
		"moment, by calls that need no privilege, and shows what grew.",
	.manual = "memtool-kmalloc(1)",
	.params = {&param_size_object, &param_demonstrate},
	.word = &param_size_object,
	.inspection = &inspection,
};
