// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is a header linux/bug.h.
 *
 * Since: 2.6.20 (7664c5a1da47)
 */
#include <linux/bug.h>
