/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/skbuff.h>: attributes and single accesses come with it. */
#include <linux/compiler.h>
#include <model/frame.h>
