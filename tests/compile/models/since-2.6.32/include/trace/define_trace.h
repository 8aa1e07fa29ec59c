/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <trace/define_trace.h>. */
