/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/record.h"

#include <stdlib.h>

bool record_met(const struct record *record)
{
	return outcome_meets(&record->outcome, &record->step->expect);
}

void record_free(struct record *record)
{
	free(record->bytes);
	record->bytes = NULL;
}
