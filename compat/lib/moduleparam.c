// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module parameters of type bool, for kernels that keep them in an int.
 */
#include <linux/module.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/types.h>

#if !HVC_PARAM_BOOL_TAKES_BOOL

int hvc_param_set_bool(const char *val, struct kernel_param *kp)
{
	bool *flag = kp->arg;

	/* Without a value: on. */
	switch (val ? val[0] : '1') {
	case 'y':
	case 'Y':
	case '1':
		*flag = true;
		return 0;
	case 'n':
	case 'N':
	case '0':
		*flag = false;
		return 0;
	}
	return -EINVAL;
}
EXPORT_SYMBOL_GPL(hvc_param_set_bool);

int hvc_param_get_bool(char *buf, struct kernel_param *kp)
{
	return sprintf(buf, "%c", *(bool *)kp->arg ? 'Y' : 'N');
}
EXPORT_SYMBOL_GPL(hvc_param_get_bool);

#endif
