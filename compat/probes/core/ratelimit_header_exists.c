// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is a header linux/ratelimit.h.
 *
 * Since: 2.6.28 (717115e1a585)
 */
#include <linux/kernel.h>
#include <linux/ratelimit.h>
