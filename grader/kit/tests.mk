# SPDX-License-Identifier: MIT
# The tests of a kit for students: whether it works on this machine.

LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) \
	$(top_srcdir)/build-aux/tap-driver.sh
TEST_EXTENSIONS = .sh
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = bash
AM_TESTS_ENVIRONMENT = \
	TOP='$(abs_top_srcdir)' PARLAB='$(abs_top_builddir)/parlab' \
	XDG_CACHE_HOME='$(abs_top_builddir)/cache'; \
	export TOP PARLAB XDG_CACHE_HOME;

TESTS += %D%/kit_test.sh
