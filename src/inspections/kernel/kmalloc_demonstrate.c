/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel objects of the requested size, kept by ordinary system calls. */
#include <stdlib.h>

#include "inspections/kernel/kmalloc.h"

#define METHOD                                                                 \
	"a socket filter of this size on each of many sockets: the kernel "    \
	"keeps a copy of each filter, by kmalloc() with "                      \
	"GFP_KERNEL"
#define METHOD_PIPES                                                           \
	"many pipes, each with an array of slots of a size that the same "     \
	"caches serve, by kmalloc() with GFP_KERNEL_ACCOUNT: socket filters "  \
	"are refused here"
#define LAG                                                                    \
	"filters are freed after an RCU grace period, CPUs keep partly free "  \
	"slabs, which count as fully in use, and other processes allocate too"

enum {
	MANY = 1024, /* of the smallest size */
	SOME = 512,
	AT_MOST = 2 << 20, /* total bytes; make fewer beyond that */
	WORD = 8,          /* a filter instruction */
};

static void read_all(struct demonstration *demo, enum moment moment)
{
	struct caches *caches = demo->context;
	bool counted = caches_refresh(caches);

	for (size_t i = 0; i + 1 < demo->figures_count; i++) {
		uint64_t active = caches->of[i].cache.active;

		demo->figures[i].at[moment] = counted && active != SLAB_UNKNOWN
						      ? active
						      : FIGURE_UNKNOWN;
	}
	demo->figures[demo->figures_count - 1].at[moment] =
		read_meminfo("SUnreclaim");
}

/* Enough for several slabs, but not a burden. */
static uint64_t how_many(uint64_t given)
{
	uint64_t count = given <= 16 ? MANY : SOME;

	return count * given <= AT_MOST ? count : AT_MOST / given;
}

/* The caches' objects, then the memory of all unreclaimable slabs. */
static void add_figures(
	struct demonstration *demo, const struct kmalloc_view *view)
{
	for (size_t i = 0; i < view->caches.count; i++) {
		char name[FIGURE_NAME];

		snprintf(name, sizeof(name), "%s",
			view->caches.of[i].cache.name);
		demonstration_add(
			demo, name, "/proc/slabinfo", false, demo->count);
	}
	demonstration_add(demo, "SUnreclaim", "/proc/meminfo", true,
		demo->count * view->answer.size);
}

static struct demonstration with_filters(
	const struct kmalloc_view *view, struct caches *caches)
{
	return (struct demonstration){.method = METHOD,
		.lag = LAG,
		.allocate = alloc_filters,
		.calls = {"socket(2)", "setsockopt(SO_ATTACH_FILTER)"},
		.count = how_many(view->answer.size),
		.size = (view->size + WORD - 1) / WORD * WORD,
		.read = read_all,
		.context = caches};
}

/* A size of a pipe's array that the same caches serve; 0: none. */
static uint64_t size_of_pipes(const struct kmalloc_view *view)
{
	for (uint64_t size = WORD; size <= view->answer.size; size += WORD) {
		struct kmalloc_answer answer = kmalloc_ask(
			&view->caches.sizes, size, view->page_size, 0);

		if (alloc_pipe_slots(size) && answer.size == view->answer.size)
			return size;
	}
	return 0;
}

static bool with_pipes(const struct kmalloc_view *view, struct caches *caches,
	struct demonstration *demo)
{
	uint64_t size = size_of_pipes(view);

	if (!size)
		return false;
	*demo = (struct demonstration){.method = METHOD_PIPES,
		.lag = LAG,
		.allocate = alloc_pipes,
		.calls = {"pipe(2)", "fcntl(F_SETPIPE_SZ)"},
		.count = how_many(view->answer.size),
		.size = size,
		.read = read_all,
		.context = caches};
	return true;
}

static bool can_be_filter(const struct kmalloc_view *view)
{
	return view->answer.size && view->size <= ALLOC_FILTER_MAX;
}

void kmalloc_demonstrate(struct kmalloc_view *view)
{
	struct demonstration *demo = &view->demonstration;
	/* The figures printed outside of it are from before. */
	struct caches watched = view->caches;

	if (!can_be_filter(view)) {
		demo->reason =
			"no unprivileged system call makes the kernel keep an "
			"object of this size; 1 to 32768 bytes can be shown";
		return;
	}
	watched.slabinfo = NULL;
	*demo = with_filters(view, &watched);
	add_figures(demo, view);
	demonstration_run(demo);
	if (!demo->allocated.made && with_pipes(view, &watched, demo)) {
		add_figures(demo, view);
		demonstration_run(demo);
	}
	demo->context = NULL;
	free(watched.slabinfo);
}
