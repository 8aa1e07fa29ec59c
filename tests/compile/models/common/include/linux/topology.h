/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/topology.h>. */
#include <model/base.h>
