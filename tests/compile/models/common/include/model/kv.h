/* SPDX-License-Identifier: GPL-2.0-only */
/* Model: memory from wherever there is some. */
#ifndef MODEL_KV_H
#define MODEL_KV_H

#include <model/base.h>

#ifdef MODEL_KVFREE
void kvfree(const void *p);
#endif
#ifdef MODEL_KVMALLOC
void *kvmalloc(size_t n, gfp_t gfp);
void *kvzalloc(size_t n, gfp_t gfp);
void *kvcalloc(size_t n, size_t size, gfp_t gfp);
#endif

#endif /* MODEL_KV_H */
