/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What serves the kernel when it asks for some bytes. */
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

/* How many orders of blocks there are; 0: it cannot be told. */
static size_t orders_here(void)
{
	struct unseen ignored = {0};
	struct zone_list zones;
	size_t orders;

	if (!zone_list_read(&zones, &ignored))
		return 0;
	orders = zone_list_orders(&zones);
	zone_list_free(&zones);
	return orders;
}

static void say_answer(struct render *r, const struct kmalloc_view *k)
{
	char given[32];

	format_bytes(k->answer.size, given, sizeof(given));
	render_line(r, 0);
	render_say(
		r, STYLE_PLAIN, "kmalloc(%llu) ", (unsigned long long)k->size);
	switch (k->answer.server) {
	case KMALLOC_NOTHING:
		render_say(r, STYLE_PLAIN,
			"gives an address that may be freed and not be used "
			"(ZERO_SIZE_PTR): no memory");
		return;
	case KMALLOC_CACHE:
		render_say(r, STYLE_PLAIN, "takes an object of %s: %s%s",
			k->name, given,
			k->caches.assumed ? " (assumed: no cache is told of)"
					  : "");
		break;
	case KMALLOC_PAGES:
		render_say(r, STYLE_PLAIN,
			"is above the largest cache: it takes a block of order "
			"%u, %s, of the page allocator",
			k->answer.order, given);
		break;
	case KMALLOC_REFUSED:
		render_say(r, STYLE_PLAIN,
			"is refused: no block is as large; kvmalloc() and "
			"vmalloc() go on with single pages");
		return;
	}
	render_say(r, STYLE_PLAIN, ", of which %llu bytes are wasted",
		(unsigned long long)(k->answer.size - k->size));
}

/* The answer as it is shown. */
struct answer_row {
	const char *server, *cache;
	uint64_t size, given, wasted, largest;
	unsigned order;
	bool gives, block, assumed;
};

#define ANSWER(member) MEMBER(struct answer_row, member)

static const struct field answer_fields[] = {
	{"size", NULL, VALUE_BYTES, ANSWER(size)},
	{"served_by", NULL, VALUE_TEXT, ANSWER(server)},
	{"cache", NULL, VALUE_TEXT, ANSWER(cache)},
	{"order", NULL, VALUE_COUNT, ANSWER(order),
		IF_HAS(struct answer_row, block)},
	{"given", NULL, VALUE_BYTES, ANSWER(given),
		IF_HAS(struct answer_row, gives)},
	{"wasted", NULL, VALUE_BYTES, ANSWER(wasted),
		IF_HAS(struct answer_row, gives)},
	{"largest_cache", NULL, VALUE_BYTES, ANSWER(largest)},
	{"assumed", NULL, VALUE_TRUTH, ANSWER(assumed)},
};

static void tell_answer(struct render *r, const struct kmalloc_view *k)
{
	const struct kmalloc_sizes *sizes = &k->caches.sizes;
	enum kmalloc_server server = k->answer.server;
	struct answer_row row = {.server = servers[server],
		.cache = server == KMALLOC_CACHE ? k->name : NULL,
		.size = k->size,
		.given = k->answer.size,
		.wasted = k->answer.size - k->size,
		.largest = sizes->of[sizes->count - 1],
		.order = k->answer.order,
		.gives = k->answer.size != 0,
		.block = server == KMALLOC_PAGES,
		.assumed = k->caches.assumed};

	render_members(r, FIELDS(answer_fields), &row);
	say_answer(r, k);
}

/* Its name as this kernel writes it; without one as new kernels would. */
static void find_name(struct kmalloc_view *k)
{
	uint64_t size = k->answer.size;

	if (k->caches.count)
		snprintf(k->name, sizeof(k->name), "%s",
			k->caches.of[0].cache.name);
	else
		snprintf(k->name, sizeof(k->name), "kmalloc-%llu%s",
			(unsigned long long)(size < 1024 ? size : size / 1024),
			size < 1024 ? "" : "k");
}

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	const struct call *call = look->call;
	struct kmalloc_view *k = seen;

	(void)reason;
	k->size = arg(call, ROLE_LENGTH);
	k->page_size = call->page_size;
	caches_find(&k->caches, k->page_size, &k->unseen);
	k->answer = kmalloc_ask(
		&k->caches.sizes, k->size, k->page_size, orders_here());
	if (k->answer.server == KMALLOC_CACHE)
		caches_of(&k->caches, k->answer.size);
	find_name(k);
	if (demonstration_wanted(&k->demonstration, look))
		kmalloc_demonstrate(k);
	return true;
}

static void tell(struct render *r, const struct look *look, const void *seen)
{
	const struct kmalloc_view *k = seen;

	(void)look;
	tell_answer(r, k);
	caches_tell(r, &k->caches);
	demonstration_tell(r, &k->demonstration);
	unseen_tell(r, &k->unseen);
}

static void free_view(void *seen)
{
	struct kmalloc_view *k = seen;

	caches_free(&k->caches);
}

static const struct inspection inspection = {
	.alone = true,
	.size = sizeof(struct kmalloc_view),
	.look = look,
	.tell = tell,
	.free = free_view,
};

const struct command command_kmalloc = {
	.name = "kmalloc",
	.summary = "show what serves the kernel when it asks for SIZE bytes",
	.describes =
		"For itself the kernel allocates objects of fixed sizes, each "
		"from a cache of slabs, which are blocks of pages. It tells "
		"which cache kmalloc(SIZE) takes an object of, what of that is "
		"wasted, and how full this and its sister caches are; above "
		"the largest of them it is a block of pages. --demonstrate "
		"makes the kernel keep such objects for a moment, by calls "
		"that everybody may make, and shows what grew.",
	.manual = "memtool-kmalloc(1)",
	.params = {&param_size_object, &param_demonstrate},
	.word = &param_size_object,
	.inspection = &inspection,
};
