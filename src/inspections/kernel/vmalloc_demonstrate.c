/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many threads: the kernel allocates a stack for each by vmalloc(). */
#include <string.h>

#include "inspections/kernel/vmalloc.h"

#define METHOD                                                                 \
	"many sleeping threads: the kernel allocates a stack for each, by "    \
	"vmalloc() if it was built with CONFIG_VMAP_STACK"
#define LAG                                                                    \
	"each CPU keeps two stacks for the next threads, addresses are freed " \
	"lazily and in batches, and other threads come and go too"

enum { THREADS = 200 };

enum { USED, STACKS };

struct area_watch {
	struct callers at[MOMENTS];
	bool read;
};

static void read_all(struct demonstration *demo, enum moment moment)
{
	struct area_watch *watch = demo->context;
	uint64_t used = read_meminfo("VmallocUsed");

	/* From Linux 4.4 to 5.2 it was always 0. */
	demo->figures[USED].at[moment] = used ? used : FIGURE_UNKNOWN;
	demo->figures[STACKS].at[moment] = read_meminfo("KernelStack");
	callers_free(&watch->at[moment]);
	watch->read = callers_read(&watch->at[moment], 0);
}

static uint64_t areas_of(
	const struct callers *callers, const struct caller *caller)
{
	const struct caller *found =
		callers_find(callers, caller->name, caller->kind);

	return found ? found->areas : 0;
}

/* The caller that gained the most areas; NULL: none. */
static const struct caller *grown_most(const struct area_watch *watch)
{
	const struct callers *during = &watch->at[DURING];
	const struct caller *most = NULL;
	uint64_t growth = 0;

	for (size_t i = 0; i < during->count; i++) {
		const struct caller *caller = &during->of[i];
		uint64_t before = areas_of(&watch->at[BEFORE], caller);

		if (caller->kind != VMALLOC_VMALLOC ||
			caller->areas <= before ||
			caller->areas - before <= growth)
			continue;
		growth = caller->areas - before;
		most = caller;
	}
	return most;
}

/* The function that allocates the stacks is known only afterwards. */
static void add_caller(struct demonstration *demo)
{
	const struct area_watch *watch = demo->context;
	const struct caller *caller = watch->read ? grown_most(watch) : NULL;
	char name[FIGURE_NAME + CALLER_MAX];
	struct figure *figure;

	if (!caller)
		return;
	snprintf(name, sizeof(name), "areas of %s", caller->name);
	figure = demonstration_add(
		demo, name, "/proc/vmallocinfo", false, demo->allocated.made);
	for (int i = 0; figure && i < MOMENTS; i++)
		figure->at[i] = areas_of(&watch->at[i], caller);
}

void vmalloc_demonstrate(struct demonstration *demo, uint64_t page_size)
{
	struct area_watch watch = {0};

	*demo = (struct demonstration){.method = METHOD,
		.lag = LAG,
		.allocate = alloc_threads,
		.calls = {"clone(2)"},
		.count = THREADS,
		.read = read_all,
		.found = add_caller,
		.context = &watch};
	/* A stack has at least one page, mostly four. */
	demonstration_add(demo, "VmallocUsed", "/proc/meminfo", true,
		THREADS * page_size);
	/* The size of the stacks does not show that they are in the area. */
	demonstration_add(
		demo, "KernelStack", "/proc/meminfo", true, FIGURE_ASIDE);
	demonstration_run(demo);
	demo->context = NULL;
	for (int i = 0; i < MOMENTS; i++)
		callers_free(&watch.at[i]);
}
