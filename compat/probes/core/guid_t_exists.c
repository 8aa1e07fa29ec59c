// SPDX-License-Identifier: GPL-2.0-only
/*
 * GUIDs have the type guid_t, with GUID_INIT(), guid_equal() and guid_parse().
 * Since: 4.13 (f9727a17db9b)
 */
#include <linux/uuid.h>

int hvc_probe(const char *text, guid_t *p);
int hvc_probe(const char *text, guid_t *p)
{
	static const guid_t none = GUID_INIT(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

	if (guid_equal(p, &none) || guid_is_null(p))
		return 0;
	return guid_parse(text, p);
}
