/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of malloc(3)'s family. */
#include <limits.h>

#include "command/param.h"

const struct param param_size_block = {"size", PARAM_SIZE, ROLE_LENGTH, "SIZE",
	"number of bytes", .most = SIZE_MAX};

const struct param param_size_element = {"size", PARAM_SIZE, ROLE_LENGTH,
	"SIZE", "bytes per element", .most = SIZE_MAX};

const struct param param_nmemb = {"nmemb", PARAM_SIZE, ROLE_NMEMB, "N",
	"number of elements (1)", .fallback = "1", .most = SIZE_MAX};

const struct param param_alignment = {"alignment", PARAM_SIZE, ROLE_ALIGNMENT,
	"SIZE", "alignment of the address (64)", .fallback = "64",
	.most = SIZE_MAX};

const struct param param_pad = {"pad", PARAM_SIZE, ROLE_LENGTH, "SIZE",
	"free bytes to keep at the heap's end (0)", .fallback = "0",
	.most = SIZE_MAX};

const struct param param_mallopt = {"param", PARAM_FLAGS, ROLE_FLAGS, "NAME",
	"the parameter to set", .names = &names_mallopt};

const struct param param_value = {"value", PARAM_SIGNED, ROLE_INCREMENT,
	"NUMBER", "its new value", .most = INT_MAX};
