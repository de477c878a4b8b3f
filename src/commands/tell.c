/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/tell.h"

static void tell_flags(struct render *r, struct vmflags flags)
{
	char letters[3];

	if (!flags.at) {
		render_fact(r, "vm_flags", NULL, as_null());
		return;
	}
	render_array(r, "vm_flags");
	while (vmflags_next(&flags, letters))
		render_fact(r, NULL, NULL, as_text(letters));
	render_close(r);
}

void tell_mapping(struct render *r, const struct told_mapping *m)
{
	render_fact(r, "perms", NULL, as_text(m->perms));
	render_fact(r, "offset", NULL, as_bytes(m->offset));
	render_fact(r, "device", NULL, as_text(m->device));
	render_fact(r, "inode", NULL, as_count(m->inode));
	render_fact(r, "path", NULL, as_foreign(m->path));
	tell_flags(r, m->flags);
}
