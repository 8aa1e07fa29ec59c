/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/filter.h>. */
#ifndef MODEL_LINUX_FILTER_H
#define MODEL_LINUX_FILTER_H

#include <model/net.h>

struct bpf_prog { u16 pages; };

#endif /* MODEL_LINUX_FILTER_H */
