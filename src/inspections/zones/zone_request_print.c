/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/zones/zone_request.h"
#include "render/field.h"

static const char *const answers[] = {
	[BUDDY_SERVES] = "serves",
	[BUDDY_BELOW_MARK] = "below-mark",
	[BUDDY_IN_PIECES] = "in-pieces",
};

static const char *outcome_of(const struct zone_request *request)
{
	if (request->order >= request->orders)
		return "refused";
	if (request->served)
		return "served";
	return request->pieces ? "compaction" : "reclaim";
}

#define TRIED(member) MEMBER(struct candidate, member)

static const struct field tried_fields[] = {
	{"node", JSON_ONLY, VALUE_COUNT, TRIED(node)},
	{"zone", JSON_ONLY, VALUE_TEXT, TRIED(zone)},
	{"answer", JSON_ONLY, VALUE_TEXT, TRIED(answer), .names = answers},
};

static void print_tried(struct render *r, const struct zone_request *request)
{
	render_array(r, "tried");
	for (size_t i = 0;
		i < request->count && request->order < request->orders; i++) {
		const struct candidate *candidate = &request->candidates[i];

		render_item(r, NULL, FIELDS(tried_fields), candidate);
		if (candidate == request->served)
			break;
	}
	render_close(r);
}

static void format_message(
	const struct zone_request *request, char *text, size_t size)
{
	char most[32];

	format_bytes(request->page_size << (request->orders - 1), most,
		sizeof(most));
	if (request->order >= request->orders)
		snprintf(text, size,
			"no block is that large: the largest has order %zu, "
			"%s; only vmalloc() gives more, from single pages",
			request->orders - 1, most);
	else if (request->served && request->served->taken > request->order)
		snprintf(text, size,
			"node %u, zone %s serves it now: a block of order %u "
			"is split; no compaction is needed",
			request->served->entry->zone.node,
			request->served->entry->zone.name,
			request->served->taken);
	else if (request->served)
		snprintf(text, size,
			"node %u, zone %s serves it now; no compaction is "
			"needed",
			request->served->entry->zone.node,
			request->served->entry->zone.name);
	else if (request->pieces)
		snprintf(text, size,
			"no zone has a large enough block above its low "
			"watermark, although there is memory: compaction is "
			"needed");
	else
		snprintf(text, size,
			"no zone has enough above its low watermark: kswapd is "
			"woken, and memory must be reclaimed");
}

/* The answer, as printed. */
struct request_answer {
	uint64_t size, order,
		block_size;         /* block_size: 0: no block is that large */
	const char *outcome, *zone; /* zone: NULL: none serves it */
	unsigned node, taken;
	bool served;
};

#define ANSWER(member) MEMBER(struct request_answer, member)
#define IF_SERVED IF_HAS(struct request_answer, served)

static const struct field answer_fields[] = {
	{"size", "a request of ", VALUE_BYTES, ANSWER(size)},
	{"order", " (GFP_KERNEL): order ", VALUE_COUNT, ANSWER(order)},
	{"block_size", ", a block of ", VALUE_BYTES, ANSWER(block_size),
		.unless = UNLESS_ZERO},
	{"outcome", JSON_ONLY, VALUE_TEXT, ANSWER(outcome)},
	{"node", JSON_ONLY, VALUE_COUNT, ANSWER(node), IF_SERVED},
	{"zone", JSON_ONLY, VALUE_TEXT, ANSWER(zone)},
	{"taken_order", JSON_ONLY, VALUE_COUNT, ANSWER(taken), IF_SERVED},
};

static struct request_answer answer_of(const struct zone_request *request)
{
	struct request_answer answer = {.size = request->size,
		.order = request->order,
		.block_size = request->order < 64 - 12
				      ? request->page_size << request->order
				      : 0,
		.outcome = outcome_of(request),
		.served = request->served != NULL};

	if (request->served) {
		answer.zone = request->served->zone;
		answer.node = request->served->node;
		answer.taken = request->served->taken;
	}
	return answer;
}

static void print_known(struct render *r, const struct zone_request *request)
{
	struct request_answer answer = answer_of(request);
	char text[256];

	format_message(request, text, sizeof(text));
	render_object(r, "request");
	render_line(r, 0);
	render_fields(r, FIELDS(answer_fields), &answer);
	print_tried(r, request);
	render_line(r, 3);
	render_fact(r, "message", "", as_text(text));
	render_close(r);
}

void zone_request_print(struct render *r, const struct zone_request *request)
{
	if (request->known)
		print_known(r, request);
	else
		render_null(r, "request");
}
