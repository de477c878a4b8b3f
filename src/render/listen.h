/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A third listener to the walk, beside text and JSON: a renderer that passes
 * everything on to another one, and says where in the document each value is.
 */
#ifndef MEMTOOL_RENDER_LISTEN_H
#define MEMTOOL_RENDER_LISTEN_H

#include "render/render.h"

struct listener {
	/* PATH is the keys that lead there, joined by '.'; rows have none. */
	void (*open)(void *context, const char *path, bool array);
	void (*close)(void *context, const char *path);
	void (*fact)(void *context, const char *path, struct value value);
	void *context;
};

enum { LISTEN_DEEPEST = 64, LISTEN_PATH_MAX = 256 };

struct listening {
	struct render render; /* give this to whoever walks */
	struct render *to;
	struct listener listener;
	char path[LISTEN_PATH_MAX];
	size_t used;                    /* of .path */
	size_t shorter[LISTEN_DEEPEST]; /* of it, outside of each level */
	unsigned depth;
};

void render_listen(struct listening *listening, struct render *to,
	struct listener listener);

#endif
