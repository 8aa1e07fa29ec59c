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

#if !HVC_STRCASECMP_EXISTS
int hvc_strcasecmp(const char *a, const char *b);
#define strcasecmp(a, b)	hvc_strcasecmp(a, b)
#endif

#if !HVC_KSTRNDUP_EXISTS
char *hvc_kstrndup(const char *from, size_t max, unsigned int gfp);
#define kstrndup(from, max, gfp)	hvc_kstrndup(from, max, gfp)
#endif
#if !HVC_MEMDUP_USER_EXISTS
void *hvc_memdup_user(const void *from, size_t len);
#define memdup_user(from, len)	hvc_memdup_user((const void *)(from), len)
#endif

#endif /* HVC_LINUX_STRING_H */
