# SPDX-License-Identifier: GPL-2.0-only
# Entry to everything; `make help` lists it. The work is done by scripts.

# Output root. Products for a kernel land in $(BUILD)/<kernel release>/.
BUILD ?= $(CURDIR)/build
VERSION := $(shell sed 1q VERSION)

# Which kernel: KERNEL=<id of the matrix>, KDIR=<prepared tree>, KVER=<installed
# release>, or else the running kernel.
KERNEL ?=
KVER ?=
KDIR ?=
WERROR ?= 0
MODULES ?=
KMAKEFLAGS ?=

help:
	@sed -n 's/^#: //p' Makefile

#: hyperv-guest: Hyper-V guest drivers for Linux, outside the kernel tree
#:
#: make setup                 install the tools that tests need (as root; says what is missing otherwise)
#: make modules               build for the running kernel
#: make modules KVER=<rel>    build for an installed kernel release
#: make modules KDIR=<tree>   build for any prepared kernel tree
#: make modules KERNEL=<id>   build for a kernel of tests/compile/kernels.tsv, fetched into the cache
#:                            results: build/<kernel release>/ (modules, hvc_config.h, probe.log)
#:                            more: WERROR=1 CC=<compiler> MODULES="hv_vmbus ..." BUILD=<dir>
modules:
	@set -e; \
	if [ -n "$(KERNEL)" ]; then \
		[ -z "$(KDIR)$(KVER)" ] || { echo "modules: give only one of KERNEL, KDIR and KVER" >&2; exit 1; }; \
		info=$$(tests/rig/kernel.sh "$(KERNEL)"); eval "$$info"; \
	elif [ -n "$(KDIR)" ]; then \
		KDIR="$(KDIR)"; KREL=; \
	else \
		KREL="$(KVER)"; [ -n "$$KREL" ] || KREL=$$(uname -r); \
		KDIR=/lib/modules/$$KREL/build; \
	fi; \
	HV_KDIR="$$KDIR" HV_KNAME="$$KREL" HV_OUT_ROOT="$(BUILD)" \
	HV_CC="$(if $(filter command% environment%,$(origin CC)),$(CC))" \
	HV_KFLAGS="$$KMAKEFLAGS $(KMAKEFLAGS)" HV_WERROR="$(WERROR)" \
	HV_MODULES="$(MODULES)" HV_FORCE="$(FORCE_BUILD)" sh compat/modules.sh

clean:
	rm -rf "$(BUILD)"

.PHONY: help modules clean
