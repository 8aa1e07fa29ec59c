/* SPDX-License-Identifier: GPL-2.0-only */
/* Which parts of the common model 2.6.18 as released has. */
#ifndef MODEL_HAS_H
#define MODEL_HAS_H

#define MODEL_KERNEL	20618

#ifdef __x86_64__
#define MODEL_ATOMIC64
#endif

#endif /* MODEL_HAS_H */
