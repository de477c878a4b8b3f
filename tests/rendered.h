/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is rendered as text, in memory. */
#ifndef MEMTOOL_TESTS_RENDERED_H
#define MEMTOOL_TESTS_RENDERED_H

#include "render/render.h"
#include "run.h"

/* A text renderer that writes to memory. */
struct page {
	struct render *r;
	FILE *out;
	char *text;
	size_t length;
};

static inline void page_open(struct page *page, bool color)
{
	page->out = open_memstream(&page->text, &page->length);
	ck_assert_ptr_nonnull(page->out);
	page->r = render_text(page->out, color);
	ck_assert_ptr_nonnull(page->r);
}

static inline void page_close(struct page *page)
{
	ck_assert(render_finish(page->r));
	fclose(page->out);
}

static inline void check_page(struct page *page, const char *text)
{
	page_close(page);
	ck_assert_str_eq(page->text, text);
	free(page->text);
}

#endif
