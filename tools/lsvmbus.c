// SPDX-License-Identifier: GPL-2.0-only
/*
 * lsvmbus: list the devices that the host offers on VMBus, from sysfs.
 *
 * What it prints is read by programs (sos, test suites): the descriptions, the
 * words and their order stay as they are. --json is for new ones.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#ifndef HG_VERSION
#define HG_VERSION "unknown"
#endif

#define DEVICES "/sys/bus/vmbus/devices"
#define MAX_CHANNELS 1024
#define MAX_TEXT 64

struct channel {
	unsigned long relid;
	unsigned long cpu;
};

struct device {
	unsigned long id;		/* sort key: relid of the first channel */
	char name[256];			/* directory in sysfs */
	char class_id[MAX_TEXT];	/* {guid} */
	char device_id[MAX_TEXT];
	char driver[MAX_TEXT];		/* empty: none is bound */
	struct channel *chan;
	unsigned int channels;
};

static const char *root = "";

static const struct {
	const char *class_id;
	const char *text;
} classes[] = {
	{ "{0e0b6031-5213-4934-818b-38d90ced39db}", "[Operating system shutdown]" },
	{ "{9527e630-d0ae-497b-adce-e80ab0175caf}", "[Time Synchronization]" },
	{ "{57164f39-9115-4e78-ab55-382f3bd5422d}", "[Heartbeat]" },
	{ "{a9a0f4e7-5a45-4d96-b827-8a841e8c03e6}", "[Data Exchange]" },
	{ "{35fa2e29-ea23-4236-96ae-3a6ebacba440}", "[Backup (volume checkpoint)]" },
	{ "{34d14be3-dee4-41c8-9ae7-6b174977c192}", "[Guest services]" },
	{ "{525074dc-8985-46e2-8057-a307dc18a502}", "[Dynamic Memory]" },
	{ "{cfa8b69e-5b4a-4cc0-b98b-8ba1a1f3f95a}", "Synthetic mouse" },
	{ "{f912ad6d-2b17-48ea-bd65-f927a61c7684}", "Synthetic keyboard" },
	{ "{da0a7802-e377-4aac-8e77-0558eb1073f8}", "Synthetic framebuffer adapter" },
	{ "{f8615163-df3e-46c5-913f-f2d2f965ed0e}", "Synthetic network adapter" },
	{ "{32412632-86cb-44a2-9b5c-50d1417354f5}", "Synthetic IDE Controller" },
	{ "{ba6163d9-04a1-4d29-b605-72e2ffb1dc7f}", "Synthetic SCSI Controller" },
	{ "{2f9bcc4a-0069-4af3-b76b-6fd0be528cda}", "Synthetic fiber channel adapter" },
	{ "{8c2eaf3d-32a7-4b09-ab99-bd1f1c86b501}", "Synthetic RDMA adapter" },
	{ "{44c4f61d-4444-4400-9d52-802e27ede19f}", "PCI Express pass-through" },
	/* Remote desktop and automatic activation: nothing for a guest to drive. */
	{ "{276aacf4-ac15-426c-98dd-7521ad3f01fe}", "[Reserved system device]" },
	{ "{f8e65716-3cb3-4a06-9a60-1889c5cccab5}", "[Reserved system device]" },
	{ "{3375baf4-9e15-4b30-b765-67acb10d607b}", "[Reserved system device]" }
};

static const char *class_text(const char *class_id)
{
	size_t i;

	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (!strcasecmp(classes[i].class_id, class_id))
			return classes[i].text;
	return "Unknown";
}

static void *must_alloc(void *p)
{
	if (!p) {
		fprintf(stderr, "lsvmbus: out of memory\n");
		exit(1);
	}
	return p;
}

static FILE *open_attr(const char *device, const char *attr)
{
	char path[4096];
	int n;

	n = snprintf(path, sizeof(path), "%s" DEVICES "/%s/%s", root, device, attr);
	if (n < 0 || (size_t)n >= sizeof(path))
		return NULL;
	return fopen(path, "r");
}

/* The first word of an attribute; -1 when the device has gone meanwhile. */
static int read_attr(const char *device, const char *attr, char *buf, size_t size)
{
	FILE *f = open_attr(device, attr);
	size_t i;

	if (!f)
		return -1;
	if (!fgets(buf, (int)size, f)) {
		fclose(f);
		return -1;
	}
	fclose(f);
	for (i = 0; buf[i]; i++)
		if (isspace((unsigned char)buf[i]) || !isprint((unsigned char)buf[i]))
			break;
	buf[i] = '\0';
	return i ? 0 : -1;
}

static int by_relid(const void *a, const void *b)
{
	const struct channel *x = a;
	const struct channel *y = b;

	return x->relid < y->relid ? -1 : x->relid > y->relid;
}

static int by_id(const void *a, const void *b)
{
	const struct device *x = a;
	const struct device *y = b;

	if (x->id != y->id)
		return x->id < y->id ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* Lines "relid:cpu", one for each channel; others are ignored. */
static void read_channels(struct device *d)
{
	FILE *f = open_attr(d->name, "channel_vp_mapping");
	char line[64];

	if (!f)
		return;
	while (d->channels < MAX_CHANNELS && fgets(line, sizeof(line), f)) {
		struct channel c;

		if (sscanf(line, "%lu:%lu", &c.relid, &c.cpu) != 2)
			continue;
		d->chan = must_alloc(realloc(d->chan, (d->channels + 1) * sizeof(c)));
		d->chan[d->channels++] = c;
	}
	fclose(f);
	if (d->channels)
		qsort(d->chan, d->channels, sizeof(*d->chan), by_relid);
}

static void read_driver(struct device *d)
{
	char path[4096];
	char target[4096];
	const char *base;
	ssize_t len;
	int n;

	d->driver[0] = '\0';
	n = snprintf(path, sizeof(path), "%s" DEVICES "/%s/driver", root, d->name);
	if (n < 0 || (size_t)n >= sizeof(path))
		return;
	len = readlink(path, target, sizeof(target) - 1);
	if (len <= 0)
		return;
	target[len] = '\0';
	base = strrchr(target, '/');
	base = base ? base + 1 : target;
	if (strlen(base) < sizeof(d->driver))
		strcpy(d->driver, base);
}

static int read_device(const char *name, struct device *d)
{
	char id[32];
	char *end;

	memset(d, 0, sizeof(*d));
	if (strlen(name) >= sizeof(d->name))
		return -1;
	strcpy(d->name, name);
	if (read_attr(name, "id", id, sizeof(id)) ||
	    read_attr(name, "class_id", d->class_id, sizeof(d->class_id)) ||
	    read_attr(name, "device_id", d->device_id, sizeof(d->device_id)))
		return -1;
	errno = 0;
	d->id = strtoul(id, &end, 10);
	if (errno || *end)
		return -1;
	read_channels(d);
	read_driver(d);
	return 0;
}

static void print_text(const struct device *d, int verbose)
{
	unsigned int i;

	printf("VMBUS ID %2lu: ", d->id);
	if (!verbose) {
		printf("%s\n", class_text(d->class_id));
		return;
	}
	printf("Class_ID = %s - %s\n", d->class_id, class_text(d->class_id));
	if (verbose > 1) {
		printf("\tDevice_ID = %s\n", d->device_id);
		printf("\tSysfs path: " DEVICES "/%s\n", d->name);
	}
	for (i = 0; i < d->channels; i++)
		printf("\tRel_ID=%lu, target_cpu=%lu\n", d->chan[i].relid, d->chan[i].cpu);
	putchar('\n');
}

static void json_string(const char *s)
{
	putchar('"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < 0x20 || c >= 0x7f)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void print_json(const struct device *d, int last)
{
	unsigned int i;

	printf("  {\"id\": %lu, \"class_id\": ", d->id);
	json_string(d->class_id);
	printf(", \"device_id\": ");
	json_string(d->device_id);
	printf(", \"description\": ");
	json_string(class_text(d->class_id));
	printf(", \"driver\": ");
	if (d->driver[0])
		json_string(d->driver);
	else
		printf("null");
	printf(", \"name\": ");
	json_string(d->name);
	printf(", \"channels\": [");
	for (i = 0; i < d->channels; i++)
		printf("%s{\"rel_id\": %lu, \"target_cpu\": %lu}", i ? ", " : "",
		       d->chan[i].relid, d->chan[i].cpu);
	printf("]}%s\n", last ? "" : ",");
}

static void usage(FILE *to)
{
	fprintf(to, "usage: lsvmbus [-v | -vv] [--json] [--root DIR]\n"
		"  -v, --verbose  class and channels; twice: device id and path, too\n"
		"  --json         an array of objects, with everything\n"
		"  --root DIR     read DIR" DEVICES "\n"
		"  -h, --help     this text\n"
		"  --version      the version\n");
}

int main(int argc, char **argv)
{
	struct device *dev = NULL;
	size_t count = 0;
	size_t n;
	int verbose = 0;
	int json = 0;
	char path[4096];
	struct dirent *e;
	DIR *dir;
	int i;

	for (i = 1; i < argc; i++) {
		const char *a = argv[i];

		if (!strcmp(a, "--verbose")) {
			verbose++;
		} else if (!strcmp(a, "--json")) {
			json = 1;
		} else if (!strcmp(a, "--help") || !strcmp(a, "-h")) {
			usage(stdout);
			return 0;
		} else if (!strcmp(a, "--version")) {
			printf("lsvmbus (hyperv-guest) %s\n", HG_VERSION);
			return 0;
		} else if (!strcmp(a, "--root") && i + 1 < argc) {
			root = argv[++i];
		} else if (!strncmp(a, "--root=", 7)) {
			root = a + 7;
		} else if (a[0] == '-' && a[1] == 'v' && strspn(a + 1, "v") == strlen(a + 1)) {
			verbose += (int)strlen(a + 1);
		} else {
			fprintf(stderr, "lsvmbus: unexpected argument '%s'\n", a);
			usage(stderr);
			return 2;
		}
	}

	if (strlen(root) + sizeof(DEVICES) > sizeof(path)) {
		fprintf(stderr, "lsvmbus: the name of the root directory is too long\n");
		return 2;
	}
	strcpy(path, root);
	strcat(path, DEVICES);
	dir = opendir(path);
	if (!dir) {
		fprintf(stderr, "lsvmbus: cannot read %s (%s): this is no Hyper-V guest, or hv_vmbus is not loaded\n",
			path, strerror(errno));
		return 1;
	}
	for (;;) {
		struct device d;

		e = readdir(dir);
		if (!e)
			break;
		if (e->d_name[0] == '.')
			continue;
		/* A device that goes away while it is read is not there. */
		if (read_device(e->d_name, &d))
			continue;
		dev = must_alloc(realloc(dev, (count + 1) * sizeof(*dev)));
		dev[count++] = d;
	}
	closedir(dir);
	if (count)
		qsort(dev, count, sizeof(*dev), by_id);

	if (json)
		puts("[");
	for (n = 0; n < count; n++) {
		if (json)
			print_json(&dev[n], n + 1 == count);
		else
			print_text(&dev[n], verbose);
		free(dev[n].chan);
	}
	if (json)
		puts("]");
	free(dev);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "lsvmbus: cannot write: %s\n", strerror(errno));
		return 1;
	}
	return 0;
}
