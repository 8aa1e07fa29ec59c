/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/uuid.h>. */
#ifndef MODEL_LINUX_UUID_H
#define MODEL_LINUX_UUID_H

#include <model/base.h>

typedef struct { __u8 b[16]; } uuid_le;

#endif /* MODEL_LINUX_UUID_H */
