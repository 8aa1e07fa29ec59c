/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/barrier.h>. */
#ifndef MODEL_ASM_BARRIER_H
#define MODEL_ASM_BARRIER_H

#include <model/base.h>

#define smp_read_barrier_depends()	do { } while (0)

#endif /* MODEL_ASM_BARRIER_H */
