// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading GUIDs for kernels that have no guid_t.
 */
#include <linux/module.h>
#include <linux/errno.h>
#include <linux/uuid.h>

#if !HVC_GUID_T_EXISTS

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int hvc_guid_parse(const char *text, guid_t *guid)
{
	/* In which order the bytes of the memory appear in the text. */
	static const unsigned char order[16] = {
		3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15
	};
	int high, low, n, pos = 0;
	guid_t out;

	for (n = 0; n < 16; n++) {
		if (n == 4 || n == 6 || n == 8 || n == 10) {
			if (text[pos] != '-')
				return -EINVAL;
			pos++;
		}
		high = hex_value(text[pos]);
		if (high < 0)
			return -EINVAL;
		low = hex_value(text[pos + 1]);
		if (low < 0)
			return -EINVAL;
		out.b[order[n]] = (unsigned char)(high << 4 | low);
		pos += 2;
	}
	*guid = out;
	return 0;
}
EXPORT_SYMBOL_GPL(hvc_guid_parse);

#endif
