// SPDX-License-Identifier: GPL-2.0-only
/* Name and version of the system; pure code, see osinfo.h. */
#include "osinfo.h"
#include "lib/text.h"

#include <string.h>

/* The value of a line of shell assignments: quotes and backslashes removed. */
static void unquote(char *to, size_t room, const char *s, size_t len)
{
	struct text t;
	char quote = 0;
	size_t i;

	text_init(&t, to, room);
	for (i = 0; i < len; i++) {
		if (quote ? s[i] == quote : s[i] == '"' || s[i] == '\'') {
			quote = quote ? 0 : s[i];
			continue;
		}
		if (s[i] == '\\' && quote != '\'' && i + 1 < len)
			i++;
		text_addn(&t, s + i, 1);
	}
}

/* "22.04.1" to "22" and "04" */
static void split_version(struct osinfo *os, const char *s, size_t len)
{
	const char *end = s + len, *piece;
	struct text t;
	long n;

	text_init(&t, os->major, sizeof(os->major));
	n = text_next(&s, end, '.', &piece);
	if (n > 0)
		text_addn(&t, piece, (size_t)n);
	text_init(&t, os->minor, sizeof(os->minor));
	n = text_next(&s, end, '.', &piece);
	if (n > 0)
		text_addn(&t, piece, (size_t)n);
}

void osinfo_os_release(struct osinfo *os, const char *text, size_t len)
{
	const char *end = text + len, *line;
	char version[64];
	long n;

	memset(os, 0, sizeof(*os));
	while ((n = text_next(&text, end, '\n', &line)) >= 0) {
		if (n > 5 && !memcmp(line, "NAME=", 5)) {
			unquote(os->name, sizeof(os->name), line + 5, (size_t)n - 5);
		} else if (n > 11 && !memcmp(line, "VERSION_ID=", 11)) {
			unquote(version, sizeof(version), line + 11, (size_t)n - 11);
			split_version(os, version, strlen(version));
		}
	}
	if (!text_utf8_ok(os->name, strlen(os->name)))
		os->name[0] = '\0';
}

void osinfo_release_line(struct osinfo *os, const char *text, size_t len)
{
	const char *end = text + len, *line = text, *s, *stop;
	struct text t;
	long n;

	memset(os, 0, sizeof(*os));
	n = text_next(&text, end, '\n', &line);
	if (n <= 0)
		return;
	text_init(&t, os->name, sizeof(os->name));
	text_addn(&t, line, (size_t)n);
	if (!text_utf8_ok(os->name, strlen(os->name)))
		os->name[0] = '\0';
	/* the first number in the sentence is the version */
	for (s = line; s < line + n; s++)
		if (*s >= '0' && *s <= '9')
			break;
	for (stop = s; stop < line + n; stop++)
		if ((*stop < '0' || *stop > '9') && *stop != '.')
			break;
	split_version(os, s, (size_t)(stop - s));
}

int osinfo_hosts_fqdn(const char *text, size_t len, const char *host, char *fqdn, size_t size)
{
	const char *end = text + len, *line, *stop, *word;
	size_t host_len = strlen(host);
	struct text t;
	long n;
	int found, fields;

	while ((n = text_next(&text, end, '\n', &line)) >= 0) {
		stop = memchr(line, '#', (size_t)n);
		if (!stop)
			stop = line + n;
		text_init(&t, fqdn, size);
		found = fields = 0;
		while (line < stop) {
			while (line < stop && (*line == ' ' || *line == '\t' || *line == '\r'))
				line++;
			word = line;
			while (line < stop && *line != ' ' && *line != '\t' && *line != '\r')
				line++;
			if (word == line)
				break;
			if (!fields++)
				continue;
			n = line - word;
			if ((size_t)n == host_len && !memcmp(word, host, host_len))
				found = 1;
			/* the name, then a dot */
			if (!t.len && (size_t)n > host_len && word[host_len] == '.' &&
			    !memcmp(word, host, host_len))
				text_addn(&t, word, (size_t)n);
		}
		if (t.len && !t.overflow && (found || fields == 2) &&
		    text_utf8_ok(fqdn, t.len))
			return 0;
	}
	fqdn[0] = '\0';
	return -1;
}

void osinfo_kernel_version(const char *release, char *version, size_t size)
{
	struct text t;
	size_t n = strcspn(release, "-");

	text_init(&t, version, size);
	text_addn(&t, release, n);
}
