/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/tell.h"

#include "render/field.h"

#define MAPPING(member) MEMBER(struct told_mapping, member)

static const struct field mapping_fields[] = {
	{"perms", NULL, VALUE_TEXT, MAPPING(perms)},
	{"offset", NULL, VALUE_BYTES, MAPPING(offset)},
	{"device", NULL, VALUE_TEXT, MAPPING(device)},
	{"inode", NULL, VALUE_COUNT, MAPPING(inode)},
	{"path", NULL, VALUE_FOREIGN, MAPPING(path)},
};

static void tell_flags(struct render *r, struct vmflags flags)
{
	char letters[3];

	if (!flags.at) {
		render_null(r, "vm_flags");
		return;
	}
	render_array(r, "vm_flags");
	while (vmflags_next(&flags, letters))
		render_fact(r, NULL, NULL, as_text(letters));
	render_close(r);
}

void tell_mapping(struct render *r, const struct told_mapping *m)
{
	render_members(r, FIELDS(mapping_fields), m);
	tell_flags(r, m->flags);
}
