/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/zones/zone_request.h"
#include "render/field.h"

static const char *const answers[] = {
	[BUDDY_SERVES] = "serves",
	[BUDDY_BELOW_MARK] = "below-mark",
	[BUDDY_IN_PIECES] = "in-pieces",
};

static const char *outcome_of(const struct zone_request *q)
{
	if (q->order >= q->orders)
		return "refused";
	if (q->served)
		return "served";
	return q->pieces ? "compaction" : "reclaim";
}

#define TRIED(member) MEMBER(struct candidate, member)

static const struct field tried_fields[] = {
	{"node", NULL, VALUE_COUNT, TRIED(node)},
	{"zone", NULL, VALUE_TEXT, TRIED(zone)},
	{"answer", NULL, VALUE_TEXT, TRIED(answer), .names = answers},
};

static void tell_tried(struct render *r, const struct zone_request *q)
{
	render_array(r, "tried");
	for (size_t i = 0; i < q->count && q->order < q->orders; i++) {
		const struct candidate *c = &q->candidates[i];

		render_item(r, NULL, FIELDS(tried_fields), c);
		if (c == q->served)
			break;
	}
	render_close(r);
}

static void format_message(
	const struct zone_request *q, char *text, size_t size)
{
	char most[32];

	format_bytes(q->page_size << (q->orders - 1), most, sizeof(most));
	if (q->order >= q->orders)
		snprintf(text, size,
			"no block is as large: the largest has order %zu, %s; "
			"only vmalloc(), of single pages, gives more",
			q->orders - 1, most);
	else if (q->served && q->served->taken > q->order)
		snprintf(text, size,
			"node %u, zone %s serves it now: a block of order %u "
			"is split; no compaction is needed",
			q->served->entry->zone.node,
			q->served->entry->zone.name, q->served->taken);
	else if (q->served)
		snprintf(text, size,
			"node %u, zone %s serves it now; no compaction is "
			"needed",
			q->served->entry->zone.node,
			q->served->entry->zone.name);
	else if (q->pieces)
		snprintf(text, size,
			"no zone has a block that is large enough above its "
			"low watermark, though there is memory: it takes "
			"compaction");
	else
		snprintf(text, size,
			"no zone has enough above its low watermark: kswapd is "
			"woken, and memory must be reclaimed");
}

/* What has come of it, as it is shown. */
struct answer {
	uint64_t size, order, block_size; /* block_size: 0: none is as large */
	const char *outcome, *zone;       /* zone: NULL: none serves it */
	unsigned node, taken;
	bool served;
};

#define ANSWER(member) MEMBER(struct answer, member)
#define IF_SERVED IF_HAS(struct answer, served)

static const struct field answer_fields[] = {
	{"size", "a request of ", VALUE_BYTES, ANSWER(size)},
	{"order", " (GFP_KERNEL): order ", VALUE_COUNT, ANSWER(order)},
	{"block_size", ", a block of ", VALUE_BYTES, ANSWER(block_size),
		.unless = UNLESS_ZERO},
	{"outcome", NULL, VALUE_TEXT, ANSWER(outcome)},
	{"node", NULL, VALUE_COUNT, ANSWER(node), IF_SERVED},
	{"zone", NULL, VALUE_TEXT, ANSWER(zone)},
	{"taken_order", NULL, VALUE_COUNT, ANSWER(taken), IF_SERVED},
};

static struct answer answer_of(const struct zone_request *q)
{
	struct answer answer = {.size = q->size,
		.order = q->order,
		.block_size = q->order < 64 - 12 ? q->page_size << q->order : 0,
		.outcome = outcome_of(q),
		.served = q->served != NULL};

	if (q->served) {
		answer.zone = q->served->zone;
		answer.node = q->served->node;
		answer.taken = q->served->taken;
	}
	return answer;
}

static void tell_known(struct render *r, const struct zone_request *q)
{
	struct answer answer = answer_of(q);
	char text[256];

	format_message(q, text, sizeof(text));
	render_object(r, "request");
	render_line(r, 0);
	render_fields(r, FIELDS(answer_fields), &answer);
	tell_tried(r, q);
	render_line(r, 3);
	render_fact(r, "message", "", as_text(text));
	render_close(r);
}

void zone_request_tell(struct render *r, const struct zone_request *q)
{
	if (q->known)
		tell_known(r, q);
	else
		render_null(r, "request");
}
