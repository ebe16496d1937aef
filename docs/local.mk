# SPDX-License-Identifier: MIT
# Pictures of the handouts, drawn again where their source has changed; the
# site, which Doxygen makes of texts and headers.

.PHONY: pictures
pictures:
	$(top_srcdir)/docs/draw-pictures $(top_srcdir)

# What is installed beside the command: the manual, made from the help texts,
# and completion for the shells.
bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = %D%/completion/parlab
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = %D%/completion/_parlab

if HAVE_HELP2MAN
nodist_man1_MANS = parlab.1
CLEANFILES += parlab.1
parlab.1: parlab$(EXEEXT) %D%/make-manual
	$(AM_V_GEN)$(srcdir)/%D%/make-manual ./parlab >$@.new && mv $@.new $@
endif

SITE = site

html-local:
	@test -n "$(DOXYGEN)" || { \
	    echo "make html needs doxygen; install it and run configure" >&2; \
	    exit 1; }
	@rm -rf "$(SITE)"
	@mkdir -p "$(SITE)/html/docs"
	@{ cat Doxyfile && \
	   echo 'OUTPUT_DIRECTORY = "$(SITE)"' && \
	   printf 'HTML_EXTRA_FILES =' && \
	   find $(abs_top_srcdir)/labs $(abs_top_srcdir)/docs \
	       -name '*.svg' -printf ' "%p"' && echo; \
	 } | $(DOXYGEN) -
	@cp $(top_srcdir)/COPYING "$(SITE)/html"
	@cp $(top_srcdir)/docs/*.schema.json "$(SITE)/html/docs"
	@cp $(top_srcdir)/docs/*.schema.json "$(SITE)/html"
	@cp $(top_srcdir)/datasets/books.list "$(SITE)/html"
	@echo "the site is $(SITE)/html/index.html"

clean-local:
	rm -rf site cache
