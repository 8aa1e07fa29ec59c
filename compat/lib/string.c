// SPDX-License-Identifier: GPL-2.0-only
/* Text functions that kernels lack. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>
#include <hvc_config.h>

#if !HVC_STRSCPY_EXISTS
long hvc_strscpy(char *to, const char *from, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		to[i] = from[i];
		if (!from[i])
			return i;
	}
	if (size)
		to[size - 1] = '\0';
	return -E2BIG;
}
EXPORT_SYMBOL_GPL(hvc_strscpy);
#endif

#if !HVC_KSTRTOUINT_EXISTS
int hvc_kstrtouint(const char *text, unsigned int base, unsigned int *result)
{
	unsigned long long value;
	char *end;

	value = simple_strtoull(text, &end, base);
	if (end == text)
		return -EINVAL;
	if (*end == '\n')
		end++;
	if (*end)
		return -EINVAL;
	if (value != (unsigned int)value)
		return -ERANGE;
	*result = value;
	return 0;
}
EXPORT_SYMBOL_GPL(hvc_kstrtouint);
#endif

#if !HVC_STRCASECMP_EXISTS
#include <linux/ctype.h>

int hvc_strcasecmp(const char *a, const char *b)
{
	int d;

	do {
		d = tolower((unsigned char)*a) - tolower((unsigned char)*b++);
	} while (!d && *a++);
	return d;
}
EXPORT_SYMBOL_GPL(hvc_strcasecmp);
#endif

#if !HVC_KSTRNDUP_EXISTS
#include <linux/slab.h>

char *hvc_kstrndup(const char *from, size_t max, unsigned int gfp)
{
	size_t len = strnlen(from, max);
	char *to = kmalloc(len + 1, gfp);

	if (to) {
		memcpy(to, from, len);
		to[len] = '\0';
	}
	return to;
}
EXPORT_SYMBOL_GPL(hvc_kstrndup);
#endif

#if !HVC_MEMDUP_USER_EXISTS
#include <linux/err.h>
#include <linux/slab.h>
#include <asm/uaccess.h>

/* @from is a user's; its mark is not known where this is declared. */
void *hvc_memdup_user(const void *from, size_t len)
{
	void *to = kmalloc(len, GFP_KERNEL);

	if (!to)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(to, (const void __user *)from, len)) {
		kfree(to);
		return ERR_PTR(-EFAULT);
	}
	return to;
}
EXPORT_SYMBOL_GPL(hvc_memdup_user);
#endif
