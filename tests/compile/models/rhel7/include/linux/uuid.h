/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/uuid.h>. */
#ifndef MODEL_LINUX_UUID_H
#define MODEL_LINUX_UUID_H

#include <model/base.h>

typedef struct { __u8 b[16]; } guid_t, uuid_le;
#define GUID_INIT(a, b, c, d0, d1, d2, d3, d4, d5, d6, d7)		\
	((guid_t){ { (a) & 255, ((a) >> 8) & 255, ((a) >> 16) & 255,	\
		     ((a) >> 24) & 255, (b) & 255, ((b) >> 8) & 255,	\
		     (c) & 255, ((c) >> 8) & 255,			\
		     d0, d1, d2, d3, d4, d5, d6, d7 } })
bool guid_equal(const guid_t *a, const guid_t *b);
bool guid_is_null(const guid_t *g);
int guid_parse(const char *text, guid_t *g);

#endif /* MODEL_LINUX_UUID_H */
