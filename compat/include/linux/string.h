/* SPDX-License-Identifier: GPL-2.0-only */
/* strscpy(); see lib/string.c. */
#ifndef HVC_LINUX_STRING_H
#define HVC_LINUX_STRING_H

#include_next <linux/string.h>
#include <hvc_config.h>

#if !HVC_STRSCPY_EXISTS
long hvc_strscpy(char *to, const char *from, size_t size);
#define strscpy(to, from, size)	hvc_strscpy(to, from, size)
#endif

#endif /* HVC_LINUX_STRING_H */
