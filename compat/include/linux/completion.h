/* SPDX-License-Identifier: GPL-2.0-only */
/* reinit_completion(). */
#ifndef HVC_LINUX_COMPLETION_H
#define HVC_LINUX_COMPLETION_H

#include_next <linux/completion.h>
#include <hvc_config.h>

#if !HVC_REINIT_COMPLETION_EXISTS
#define reinit_completion(x)	((x)->done = 0)
#endif

#endif /* HVC_LINUX_COMPLETION_H */
