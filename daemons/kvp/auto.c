// SPDX-License-Identifier: GPL-2.0-only
/* The ten automatic keys: names, versions and addresses of this system. */
#include "kvp.h"
#include "osinfo.h"
#include "lib/file.h"
#include "lib/log.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RESOLVER_MS	3000
#define NAME_AGAIN	600	/* seconds */

/* Their order is the host's. */
static const char *const keys[] = {
	"FullyQualifiedDomainName", "IntegrationServicesVersion", "NetworkAddressIPv4",
	"NetworkAddressIPv6", "OSBuildNumber", "OSName", "OSMajorVersion", "OSMinorVersion",
	"OSVersion", "ProcessorArchitecture"
};

static char module_version[KVP_NODE_KEY_BYTES] = HV_VERSION;

unsigned int auto_count(void)
{
	return sizeof(keys) / sizeof(keys[0]);
}

void auto_version(const char *version)
{
	if (*version)
		text_copy(module_version, sizeof(module_version), version);
}

/* Another process asks the resolver: it may take minutes, or load anything. */
static int ask_resolver(const char *host, char *name, size_t size)
{
	struct addrinfo hints, *list = NULL;
	struct pollfd p;
	int pipes[2], status;
	ssize_t n = 0;
	pid_t pid;

	if (pipe(pipes))
		return -1;
	pid = fork();
	if (pid < 0) {
		close(pipes[0]);
		close(pipes[1]);
		return -1;
	}
	if (!pid) {
		memset(&hints, 0, sizeof(hints));
		hints.ai_flags = AI_CANONNAME;
		hints.ai_socktype = SOCK_STREAM;
		if (getaddrinfo(host, NULL, &hints, &list) || !list->ai_canonname)
			_exit(1);
		n = (ssize_t)strlen(list->ai_canonname);
		_exit(write(pipes[1], list->ai_canonname, (size_t)n) != n);
	}
	close(pipes[1]);
	p.fd = pipes[0];
	p.events = POLLIN;
	if (poll(&p, 1, RESOLVER_MS) == 1)
		n = read(pipes[0], name, size - 1);
	close(pipes[0]);
	kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (n <= 0)
		return -1;
	name[n] = '\0';
	return text_utf8_ok(name, (size_t)n) && strchr(name, '.') ? 0 : -1;
}

static void full_name(const char *host, char *value)
{
	static char known_host[128], known[256];
	static time_t looked;
	static char hosts[65536];
	struct timespec now;
	long n;

	if (strchr(host, '.')) {
		text_copy(value, KVP_NODE_VALUE_BYTES, host);
		return;
	}
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!looked || now.tv_sec - looked >= NAME_AGAIN || strcmp(host, known_host)) {
		looked = now.tv_sec ? now.tv_sec : 1;
		text_copy(known_host, sizeof(known_host), host);
		n = file_read("/etc/hosts", hosts, sizeof(hosts));
		if ((n <= 0 || osinfo_hosts_fqdn(hosts, (size_t)n, host, known, sizeof(known))) &&
		    ask_resolver(host, known, sizeof(known)))
			text_copy(known, sizeof(known), host);
	}
	text_copy(value, KVP_NODE_VALUE_BYTES, known);
}

static void load_os(struct osinfo *os)
{
	static const char *const files[] = {
		"/etc/SuSE-release", "/etc/redhat-release", "/etc/issue"
	};
	char buf[8192];
	unsigned int i;
	long n;

	memset(os, 0, sizeof(*os));
	n = file_read("/etc/os-release", buf, sizeof(buf));
	if (n <= 0)
		n = file_read("/usr/lib/os-release", buf, sizeof(buf));
	if (n > 0)
		osinfo_os_release(os, buf, (size_t)n);
	for (i = 0; i < sizeof(files) / sizeof(files[0]) && !os->name[0]; i++) {
		n = file_read(files[i], buf, sizeof(buf));
		if (n > 0)
			osinfo_release_line(os, buf, (size_t)n);
	}
	if (!os->name[0])
		text_copy(os->name, sizeof(os->name), "Linux");
}

const char *auto_key(unsigned int index, char *value)
{
	struct utsname uts;
	struct osinfo os;
	struct text t;

	if (index >= auto_count())
		return NULL;
	text_init(&t, value, KVP_NODE_VALUE_BYTES);
	if (uname(&uts))
		memset(&uts, 0, sizeof(uts));
	load_os(&os);
	switch (index) {
	case 0:
		full_name(uts.nodename, value);
		break;
	case 1:
		text_add(&t, module_version);
		break;
	case 2:
		net_addresses(0, AF_INET, &t, NULL);
		break;
	case 3:
		net_addresses(0, AF_INET6, &t, NULL);
		break;
	case 4:
		text_add(&t, uts.release);
		break;
	case 5:
		text_add(&t, os.name);
		break;
	case 6:
		text_add(&t, os.major);
		break;
	case 7:
		text_add(&t, os.minor);
		break;
	case 8:
		osinfo_kernel_version(uts.release, value, KVP_NODE_VALUE_BYTES);
		break;
	default:
		text_add(&t, uts.machine);
		break;
	}
	return keys[index];
}
