/* SPDX-License-Identifier: GPL-2.0-only */
/* Name and version of the system, from its release files. Pure code. */
#ifndef KVP_OSINFO_H
#define KVP_OSINFO_H

#include <stddef.h>

/**
 * struct osinfo - what the host is told
 * @name: of the distribution, "" = not known
 * @major: of its version
 * @minor: of its version
 */
struct osinfo {
	char name[128];
	char major[32];
	char minor[32];
};

/** osinfo_os_release() - from the text of /etc/os-release */
void osinfo_os_release(struct osinfo *os, const char *text, size_t len);

/** osinfo_release_line() - from a file such as /etc/redhat-release, one sentence */
void osinfo_release_line(struct osinfo *os, const char *text, size_t len);

/**
 * osinfo_hosts_fqdn() - the full name of @host in the text of /etc/hosts
 * Returns 0, or -1 when there is none.
 */
int osinfo_hosts_fqdn(const char *text, size_t len, const char *host, char *fqdn, size_t size);

/** osinfo_kernel_version() - "6.1.0-18-amd64" to "6.1.0" */
void osinfo_kernel_version(const char *release, char *version, size_t size);

#endif /* KVP_OSINFO_H */
