/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Objects of a size that is asked for, kept by ordinary system calls. */
#include <stdlib.h>

#include "inspections/kernel/kmalloc.h"

#define METHOD                                                                 \
	"a socket filter of as many bytes on each of many sockets: the "       \
	"kernel keeps a copy of it as it was given, by kmalloc() with "        \
	"GFP_KERNEL"
#define METHOD_PIPES                                                           \
	"many pipes, each with an array of slots of a size that the same "     \
	"caches serve, by kmalloc() with GFP_KERNEL_ACCOUNT: a socket filter " \
	"is refused here"
#define LAG                                                                    \
	"a filter is freed after a grace period of RCU, slabs that are in "    \
	"part free are kept by the CPUs and count as in use as a whole, and "  \
	"others allocate, too"

enum {
	MANY = 1024, /* of the smallest */
	SOME = 512,
	AT_MOST = 2 << 20, /* bytes of all, the rest left out */
	WORD = 8,          /* of a filter */
};

static void read_all(struct demonstration *d, enum moment moment)
{
	struct caches *caches = d->context;
	bool counted = caches_refresh(caches);

	for (size_t i = 0; i + 1 < d->figures_count; i++) {
		uint64_t active = caches->of[i].cache.active;

		d->figures[i].at[moment] = counted && active != SLAB_UNKNOWN
						   ? active
						   : FIGURE_UNKNOWN;
	}
	d->figures[d->figures_count - 1].at[moment] =
		read_meminfo("SUnreclaim");
}

/* So many that it is several slabs, and yet no burden. */
static uint64_t how_many(uint64_t given)
{
	uint64_t count = given <= 16 ? MANY : SOME;

	return count * given <= AT_MOST ? count : AT_MOST / given;
}

/* The caches' objects, then the memory of all slabs that stay. */
static void add_figures(struct demonstration *d, const struct kmalloc_view *k)
{
	for (size_t i = 0; i < k->caches.count; i++) {
		char name[FIGURE_NAME];

		snprintf(name, sizeof(name), "%s", k->caches.of[i].cache.name);
		demonstration_add(d, name, "/proc/slabinfo", false, d->count);
	}
	demonstration_add(d, "SUnreclaim", "/proc/meminfo", true,
		d->count * k->answer.size);
}

static struct demonstration with_filters(
	const struct kmalloc_view *k, struct caches *caches)
{
	return (struct demonstration){.method = METHOD,
		.lag = LAG,
		.keep = keep_filters,
		.calls = {"socket(2)", "setsockopt(SO_ATTACH_FILTER)"},
		.count = how_many(k->answer.size),
		.size = (k->size + WORD - 1) / WORD * WORD,
		.read = read_all,
		.context = caches};
}

/* A size that a pipe's array can have and the same caches serve; 0: none. */
static uint64_t size_of_pipes(const struct kmalloc_view *k)
{
	for (uint64_t size = WORD; size <= k->answer.size; size += WORD) {
		struct kmalloc_answer answer =
			kmalloc_ask(&k->caches.sizes, size, k->page_size, 0);

		if (keep_pipe_slots(size) && answer.size == k->answer.size)
			return size;
	}
	return 0;
}

static bool with_pipes(const struct kmalloc_view *k, struct caches *caches,
	struct demonstration *d)
{
	uint64_t size = size_of_pipes(k);

	if (!size)
		return false;
	*d = (struct demonstration){.method = METHOD_PIPES,
		.lag = LAG,
		.keep = keep_pipes,
		.calls = {"pipe(2)", "fcntl(F_SETPIPE_SZ)"},
		.count = how_many(k->answer.size),
		.size = size,
		.read = read_all,
		.context = caches};
	return true;
}

static bool can_be_filter(const struct kmalloc_view *k)
{
	return k->answer.size && k->size <= KEEP_FILTER_MAX;
}

void kmalloc_demonstrate(struct kmalloc_view *k)
{
	struct demonstration *d = &k->demonstration;
	/* The figures that are shown apart from it are those from before. */
	struct caches watched = k->caches;

	if (!can_be_filter(k)) {
		d->reason = "no system call that everybody may make has the "
			    "kernel keep an object of this size: 1 to 32768 "
			    "bytes can be shown";
		return;
	}
	watched.slabinfo = NULL;
	*d = with_filters(k, &watched);
	add_figures(d, k);
	demonstration_run(d);
	if (!d->kept.made && with_pipes(k, &watched, d)) {
		add_figures(d, k);
		demonstration_run(d);
	}
	d->context = NULL;
	free(watched.slabinfo);
}
