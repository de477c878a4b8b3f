/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many threads: the kernel gives each a stack, which vmalloc() makes. */
#include <string.h>

#include "inspections/kernel/vmalloc.h"

#define METHOD                                                                 \
	"many threads that sleep: the kernel gives each a stack of its own, "  \
	"by vmalloc() where it was built with CONFIG_VMAP_STACK"
#define LAG                                                                    \
	"each CPU keeps two stacks for the next threads, addresses are freed " \
	"lazily and many at once, and others come and go, too"

enum { THREADS = 200 };

enum { USED, STACKS };

struct watch {
	struct callers at[MOMENTS];
	bool read;
};

static void read_all(struct demonstration *d, enum moment moment)
{
	struct watch *w = d->context;
	uint64_t used = read_meminfo("VmallocUsed");

	/* From Linux 4.4 to 5.2 it was always 0. */
	d->figures[USED].at[moment] = used ? used : FIGURE_UNKNOWN;
	d->figures[STACKS].at[moment] = read_meminfo("KernelStack");
	callers_free(&w->at[moment]);
	w->read = callers_read(&w->at[moment], 0);
}

static uint64_t areas_of(const struct callers *callers, const struct caller *c)
{
	const struct caller *found = callers_find(callers, c->name, c->kind);

	return found ? found->areas : 0;
}

/* Who has the most areas more than before; NULL: nobody. */
static const struct caller *grown_most(const struct watch *w)
{
	const struct callers *during = &w->at[DURING];
	const struct caller *most = NULL;
	uint64_t growth = 0;

	for (size_t i = 0; i < during->count; i++) {
		const struct caller *c = &during->of[i];
		uint64_t before = areas_of(&w->at[BEFORE], c);

		if (c->kind != VMALLOC_VMALLOC || c->areas <= before ||
			c->areas - before <= growth)
			continue;
		growth = c->areas - before;
		most = c;
	}
	return most;
}

/* Which function asks for the stacks is known when they are there. */
static void add_caller(struct demonstration *d)
{
	const struct watch *w = d->context;
	const struct caller *c = w->read ? grown_most(w) : NULL;
	char name[FIGURE_NAME + CALLER_MAX];
	struct figure *f;

	if (!c)
		return;
	snprintf(name, sizeof(name), "areas of %s", c->name);
	f = demonstration_add(
		d, name, "/proc/vmallocinfo", false, d->kept.made);
	for (int i = 0; f && i < MOMENTS; i++)
		f->at[i] = areas_of(&w->at[i], c);
}

void vmalloc_demonstrate(struct demonstration *d, uint64_t page_size)
{
	struct watch watch = {0};

	*d = (struct demonstration){.method = METHOD,
		.lag = LAG,
		.keep = keep_threads,
		.calls = {"clone(2)"},
		.count = THREADS,
		.read = read_all,
		.found = add_caller,
		.context = &watch};
	/* A stack has a page at least, and mostly four. */
	demonstration_add(
		d, "VmallocUsed", "/proc/meminfo", true, THREADS * page_size);
	/* That there are stacks does not say where they lie. */
	demonstration_add(
		d, "KernelStack", "/proc/meminfo", true, FIGURE_ASIDE);
	demonstration_run(d);
	d->context = NULL;
	for (int i = 0; i < MOMENTS; i++)
		callers_free(&watch.at[i]);
}
