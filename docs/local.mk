# SPDX-License-Identifier: MIT
# Pictures of the handouts, drawn again where their source has changed.

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
