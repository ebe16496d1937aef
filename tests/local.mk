# SPDX-License-Identifier: MIT
# One CUnit program a module; the exercises through judge and runner; the
# command as a person uses it. All print TAP.

LOG_DRIVER = env AM_TAP_AWK='$(AWK)' ALONE_TESTS='$(ALONE_TESTS)' \
	BUILD='$(abs_top_builddir)' bash $(srcdir)/%D%/driver.sh \
	$(top_srcdir)/build-aux/tap-driver.sh
CLEANFILES += tests.lock
TEST_EXTENSIONS = .sh
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = bash
AM_TESTS_ENVIRONMENT = \
	TOP='$(abs_top_srcdir)' BUILD='$(abs_top_builddir)' \
	PARLAB='$(abs_top_builddir)/parlab' \
	XDG_CACHE_HOME='$(abs_top_builddir)/cache' \
	PARLAB_QUICK='$(QUICK_TESTS)'; \
	export TOP BUILD PARLAB XDG_CACHE_HOME PARLAB_QUICK;

check_LIBRARIES += libunit.a
libunit_a_SOURCES = \
	%D%/unit/small_course.c %D%/unit/small_course.h \
	%D%/unit/unit.c %D%/unit/unit.h
unit_libs = libunit.a libgrader.a $(CUNIT_LIBS) $(CMARK_LIBS) $(HWLOC_LIBS) \
	$(LIBCONFIG_LIBS) $(JANSSON_LIBS) $(SECCOMP_LIBS) $(SQLITE_LIBS) \
	$(LIBARCHIVE_LIBS) -lm

# What "make prove" is made of, but for its main.
prove_sources = \
	%D%/page.c %D%/page.h \
	%D%/prove/candidates.c \
	%D%/prove/load.c \
	%D%/prove/methods.c \
	%D%/prove/plan.c %D%/prove/prove.h \
	%D%/prove/tables.c \
	%D%/watch.c %D%/watch.h

check_PROGRAMS += base_test
base_test_SOURCES = %D%/unit/base_test.c
base_test_LDADD = $(unit_libs)
check_PROGRAMS += build_test
build_test_SOURCES = %D%/unit/build_test.c
build_test_LDADD = $(unit_libs)
check_PROGRAMS += channel_test
channel_test_SOURCES = %D%/unit/channel_test.c
channel_test_LDADD = $(unit_libs)
check_PROGRAMS += class_site_test
class_site_test_SOURCES = %D%/unit/class_site_test.c \
	%D%/unit/made_class.c %D%/unit/made_class.h
class_site_test_LDADD = $(unit_libs)
check_PROGRAMS += course_test
course_test_SOURCES = %D%/unit/course_test.c
course_test_LDADD = $(unit_libs)
check_PROGRAMS += data_test
data_test_SOURCES = %D%/unit/data_test.c
data_test_LDADD = $(unit_libs)
check_PROGRAMS += date_test
date_test_SOURCES = %D%/unit/date_test.c
date_test_LDADD = $(unit_libs)
check_PROGRAMS += excerpt_test
excerpt_test_SOURCES = %D%/unit/excerpt_test.c
excerpt_test_LDADD = $(unit_libs)
check_PROGRAMS += diagnose_test
diagnose_test_SOURCES = %D%/unit/diagnose_test.c
diagnose_test_LDADD = $(unit_libs)

check_PROGRAMS += expect_test
expect_test_SOURCES = %D%/unit/expect_test.c
expect_test_LDADD = $(unit_libs)
check_PROGRAMS += export_test
export_test_SOURCES = %D%/unit/export_test.c
export_test_LDADD = $(unit_libs)
check_PROGRAMS += fit_test
fit_test_SOURCES = %D%/unit/fit_test.c
fit_test_LDADD = $(unit_libs)
check_PROGRAMS += follow_test
follow_test_SOURCES = %D%/unit/follow_test.c
follow_test_LDADD = $(unit_libs)
if HAVE_CLASS
check_PROGRAMS += collect_test
collect_test_SOURCES = %D%/unit/collect_test.c
collect_test_LDADD = $(unit_libs)
check_PROGRAMS += gradebook_test
gradebook_test_SOURCES = %D%/unit/gradebook_test.c
gradebook_test_LDADD = $(unit_libs)
endif
check_PROGRAMS += hostile_test
hostile_test_SOURCES = %D%/unit/hostile_test.c \
	%D%/hostile/assemble.c %D%/hostile/assemble.h \
	%D%/verdict.c %D%/verdict.h
hostile_test_LDADD = $(unit_libs)
check_PROGRAMS += judge_test
judge_test_SOURCES = %D%/unit/judge_test.c
judge_test_LDADD = $(unit_libs)
check_PROGRAMS += key_test
key_test_SOURCES = %D%/unit/key_test.c
key_test_LDADD = $(unit_libs)
check_PROGRAMS += kit_test
kit_test_SOURCES = %D%/unit/kit_test.c
kit_test_LDADD = $(unit_libs)
check_PROGRAMS += launcher_test
launcher_test_SOURCES = %D%/unit/launcher_test.c
launcher_test_LDADD = $(unit_libs)
check_PROGRAMS += manifest_test
manifest_test_SOURCES = %D%/unit/manifest_test.c
manifest_test_LDADD = $(unit_libs)
check_PROGRAMS += measure_test
measure_test_SOURCES = %D%/unit/measure_test.c
measure_test_LDADD = $(unit_libs)
check_PROGRAMS += mpi_record_test
mpi_record_test_SOURCES = %D%/unit/mpi_record_test.c
mpi_record_test_LDADD = $(unit_libs)
check_PROGRAMS += noise_test
noise_test_SOURCES = %D%/unit/noise_test.c
noise_test_LDADD = $(unit_libs)
check_PROGRAMS += object_test
object_test_SOURCES = %D%/unit/object_test.c
object_test_LDADD = $(unit_libs)
check_PROGRAMS += page_test
page_test_SOURCES = %D%/unit/page_test.c
page_test_LDADD = $(unit_libs)
check_PROGRAMS += policy_test
policy_test_SOURCES = %D%/unit/policy_test.c
policy_test_LDADD = $(unit_libs)
check_PROGRAMS += prove_test
prove_test_SOURCES = %D%/unit/prove_test.c $(prove_sources)
prove_test_LDADD = $(unit_libs)
check_PROGRAMS += quota_test
quota_test_SOURCES = %D%/unit/quota_test.c
quota_test_LDADD = $(unit_libs)
check_PROGRAMS += record_test
record_test_SOURCES = %D%/unit/record_test.c
record_test_LDADD = $(unit_libs)
check_PROGRAMS += report_test
report_test_SOURCES = %D%/unit/report_test.c
report_test_LDADD = $(unit_libs)
check_PROGRAMS += roster_test
roster_test_SOURCES = %D%/unit/roster_test.c
roster_test_LDADD = $(unit_libs)
check_PROGRAMS += sandbox_test
sandbox_test_SOURCES = %D%/unit/sandbox_test.c
sandbox_test_LDADD = $(unit_libs)
check_PROGRAMS += sanitizer_test
sanitizer_test_SOURCES = %D%/unit/sanitizer_test.c
sanitizer_test_LDADD = $(unit_libs)
check_PROGRAMS += scaffold_test
scaffold_test_SOURCES = %D%/unit/scaffold_test.c
scaffold_test_LDADD = $(unit_libs)
check_PROGRAMS += scaling_test
scaling_test_SOURCES = %D%/unit/scaling_test.c
scaling_test_LDADD = $(unit_libs)
check_PROGRAMS += score_test
score_test_SOURCES = %D%/unit/score_test.c
score_test_LDADD = $(unit_libs)
check_PROGRAMS += similar_test
similar_test_SOURCES = %D%/unit/similar_test.c
similar_test_LDADD = $(unit_libs)
check_PROGRAMS += simulation_test
simulation_test_SOURCES = %D%/unit/simulation_test.c
simulation_test_LDADD = $(unit_libs)
check_PROGRAMS += skeleton_test
skeleton_test_SOURCES = %D%/unit/skeleton_test.c
skeleton_test_LDADD = $(unit_libs)
check_PROGRAMS += stats_test
stats_test_SOURCES = %D%/unit/stats_test.c
stats_test_LDADD = $(unit_libs)
check_PROGRAMS += synth_test
synth_test_SOURCES = %D%/unit/synth_test.c
synth_test_LDADD = $(unit_libs)
check_PROGRAMS += words_test
words_test_SOURCES = %D%/unit/words_test.c
words_test_LDADD = $(unit_libs)

check_PROGRAMS += exercises_test
exercises_test_SOURCES = %D%/exercises_test.c %D%/run.c %D%/run.h \
	%D%/verdict.c %D%/verdict.h
exercises_test_LDADD = $(unit_libs)

# What runs beside other tests comes first, the longest ahead; see driver.sh.
alone_scripts = \
	%D%/bad_machine_test.sh \
	%D%/mpich_test.sh \
	%D%/scale_test.sh \
	%D%/start_test.sh \
	%D%/watch_test.sh
ALONE_TESTS = exercises_test judge_test measure_test noise_test \
	$(alone_scripts)
TESTS += \
	%D%/sanitizers_test.sh \
	%D%/configure_test.sh \
	%D%/faults_test.sh \
	%D%/kill_test.sh \
	%D%/fuzz_test.sh \
	%D%/mpi_verb_test.sh \
	%D%/checks_test.sh \
	%D%/stop_test.sh \
	%D%/html_test.sh \
	%D%/bundle_test.sh \
	%D%/command_test.sh \
	%D%/circumstances_test.sh \
	%D%/class_grade_test.sh \
	%D%/class_report_test.sh \
	%D%/class_export_test.sh \
	%D%/class_package_test.sh \
	%D%/class_similar_test.sh \
	%D%/bootstrap_test.sh \
	%D%/data_test.sh \
	%D%/derived_test.sh \
	%D%/doctor_test.sh \
	%D%/format_test.sh \
	%D%/handouts_test.sh \
	%D%/harness_test.sh \
	%D%/include_test.sh \
	%D%/licences_test.sh \
	%D%/locale_test.sh \
	%D%/schema_test.sh \
	%D%/site_test.sh \
	%D%/verbs_test.sh \
	$(check_PROGRAMS) \
	$(alone_scripts)

# Figures of docs/benchmarks.md; not a test, since they are the machine's.
EXTRA_PROGRAMS = run-bench
CLEANFILES += run-bench libread.a
run_bench_SOURCES = \
	%D%/bench/bench.c %D%/bench/bench.h \
	%D%/bench/bench_box.c \
	%D%/bench/bench_checks.c \
	%D%/bench/bench_grades.c \
	%D%/bench/bench_overhead.c \
	%D%/page.c %D%/page.h \
	%D%/watch.c %D%/watch.h \
	grader/exercises/mpi/matvec_cases.c
run_bench_LDADD = libread.a libgrader.a $(CUNIT_LIBS) $(HWLOC_LIBS) \
	$(LIBCONFIG_LIBS) $(JANSSON_LIBS) $(SECCOMP_LIBS) -lm
# Built for this processor, as candidates are.
EXTRA_LIBRARIES = libread.a
libread_a_SOURCES = %D%/bench/bench_read.c
libread_a_CFLAGS = $(AM_CFLAGS) -O3 -march=native -ffast-math

.PHONY: bench
bench: parlab run-bench
	./run-bench $(abs_top_srcdir)/docs/benchmarks.md

# The tables of docs/diagnosis.md: specimens, blind and right, or one of them.
EXTRA_PROGRAMS += run-diagnosis
CLEANFILES += run-diagnosis
run_diagnosis_SOURCES = %D%/diagnosis/diagnosis.c %D%/page.c %D%/page.h \
	%D%/run.c %D%/run.h %D%/verdict.c %D%/verdict.h
run_diagnosis_LDADD = $(unit_libs)

RUNS = 1
TABLE =

.PHONY: diagnosis
diagnosis: parlab run-diagnosis
	./run-diagnosis $(abs_top_srcdir)/docs/diagnosis.md $(RUNS) $(TABLE)

# The tables of docs/measuring.md. GRADINGS of each candidate take about as
# many minutes; what was interrupted goes on where it stopped.
EXTRA_PROGRAMS += run-prove
CLEANFILES += run-prove
run_prove_SOURCES = %D%/prove/prove.c $(prove_sources)
run_prove_LDADD = $(unit_libs)

GRADINGS = 100
PROOF = proof

.PHONY: prove
prove: parlab run-prove
	./run-prove $(PROOF) $(GRADINGS) $(abs_top_srcdir)/docs/measuring.md

# Grading a class that is made up, with and without a kill -9 now and then.
SUBMISSIONS = 200
KILLS = 50
OPTIONS =

.PHONY: prove-class
prove-class: parlab
	TOP='$(abs_top_srcdir)' PARLAB='$(abs_top_builddir)/parlab' \
	  bash $(top_srcdir)/tests/class/prove.sh $(SUBMISSIONS) $(KILLS) \
	  $(OPTIONS)

# Specimens that cheat, and specimens that break things: minutes, and better
# on a machine of one's own. HOSTILE="--layer landlock cheat/exits" is less.
EXTRA_PROGRAMS += run-hostile
CLEANFILES += run-hostile
run_hostile_SOURCES = \
	%D%/hostile/assemble.c %D%/hostile/assemble.h \
	%D%/hostile/hostile.c \
	%D%/hostile/lane.c \
	%D%/hostile/remains.c %D%/hostile/remains.h \
	%D%/hostile/specimen.c %D%/hostile/specimen.h \
	%D%/hostile/stage.c %D%/hostile/stage.h \
	%D%/run.c %D%/run.h \
	%D%/verdict.c %D%/verdict.h
run_hostile_LDADD = $(unit_libs)

HOSTILE =

.PHONY: check-hostile
check-hostile: parlab run-hostile
	./run-hostile $(HOSTILE)

include tests/fuzz/local.mk
