# SPDX-License-Identifier: MIT
# The libraries that labs bring along and the judge uses too.

libgrader_a_SOURCES += \
	%D%/acf/words/generate.c \
	%D%/acf/words/intern.c \
	%D%/acf/words/intern.h \
	%D%/acf/words/rank.c \
	%D%/acf/words/read.c \
	%D%/acf/words/split.c \
	%D%/acf/words/split.h \
	%D%/acf/words/table.c \
	%D%/acf/words/words.h
