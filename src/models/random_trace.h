/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A trace made of random numbers, using only integers: the same on all
 * machines.
 */
#ifndef MEMTOOL_MODELS_RANDOM_TRACE_H
#define MEMTOOL_MODELS_RANDOM_TRACE_H

#include "models/trace_model.h"
#include "words/sizes.h"

/* The next number of splitmix64 (Steele, Lea and Flood 2014). */
uint64_t splitmix64(uint64_t *state);

/* A size of this distribution. */
uint64_t random_size(uint64_t *state, const struct sizes *sizes);

/* Add EVENTS events to an empty trace. */
enum trace_result random_trace(struct trace *trace, uint64_t events,
	uint64_t seed, const struct sizes *sizes);

#endif
