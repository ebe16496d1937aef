# SPDX-License-Identifier: MIT
# Random bytes for all that reads the bytes of strangers. libFuzzer comes with
# clang, so everything is built once more below fuzz/, with flags of its own.
# "make -j2 fuzz SECONDS=600" tries two targets at a time.

FUZZ_CC = clang
FUZZ_FLAGS = -std=gnu17 -O1 -g -fno-omit-frame-pointer $(WARNINGS) \
	-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
SECONDS = 60

fuzz_targets = books channel frame manifest marks object sanitizer scaling text
if HAVE_CLASS
fuzz_targets += collect
endif
fuzz_programs = $(fuzz_targets:%=fuzz/%)
fuzz_runs = $(fuzz_targets:%=fuzz-%)
fuzz_sources = $(filter %.c,$(libgrader_a_SOURCES)) %D%/fuzz.c
fuzz_objects = $(fuzz_sources:%.c=fuzz/%.o)
fuzz_libs = $(CUNIT_LIBS) $(CMARK_LIBS) $(HWLOC_LIBS) $(LIBCONFIG_LIBS) \
	$(JANSSON_LIBS) $(SECCOMP_LIBS) $(SQLITE_LIBS) $(LIBARCHIVE_LIBS) \
	$(LIBS) -lm
# There nobody is signalled, and no time passes.
fuzz_channel_flags = -Wl,--wrap=kill,--wrap=nanosleep

fuzz/%.o: $(top_srcdir)/%.c
	$(AM_V_at)$(MKDIR_P) $(@D)
	$(AM_V_CC)$(FUZZ_CC) $(DEFS) $(DEFAULT_INCLUDES) $(AM_CPPFLAGS) \
	  $(CPPFLAGS) $(FUZZ_FLAGS) -MMD -c $< -o $@

fuzz/libfuzz.a: $(fuzz_objects)
	$(AM_V_at)rm -f $@
	$(AM_V_AR)$(AR) $(ARFLAGS) $@ $(fuzz_objects)

$(fuzz_programs): fuzz/%: fuzz/%D%/%.o fuzz/libfuzz.a
	$(AM_V_CCLD)$(FUZZ_CC) $(FUZZ_FLAGS) -fsanitize=fuzzer \
	  $(fuzz_$(*)_flags) $< fuzz/libfuzz.a $(fuzz_libs) -o $@

.PHONY: fuzz fuzz-programs $(fuzz_runs)
fuzz: $(fuzz_runs)
fuzz-programs: $(fuzz_programs)
$(fuzz_runs): fuzz-%: fuzz/%
	$(AM_V_at)bash $(top_srcdir)/%D%/run.sh $(abs_top_srcdir) $* $(SECONDS)

.PRECIOUS: fuzz/%.o
-include $(fuzz_objects:.o=.d) $(fuzz_targets:%=fuzz/%D%/%.d)

mostlyclean-local:
	rm -rf fuzz
