/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/compiler.h>: single accesses of newer kernels, the reading one
 * with a barrier whose header it leaves to others. */
#ifndef MODEL_LINUX_COMPILER_H
#define MODEL_LINUX_COMPILER_H

#include <model/base.h>

#define READ_ONCE(x)							\
({									\
	__typeof__(x) model_value = (x);				\
									\
	smp_read_barrier_depends();					\
	model_value;							\
})
#define WRITE_ONCE(x, v)	(*(volatile __typeof__(x) *)&(x) = (v))

#endif /* MODEL_LINUX_COMPILER_H */
