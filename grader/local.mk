# SPDX-License-Identifier: MIT
# The judge: everything but the runner and the exercises.

libgrader_a_SOURCES += \
	%D%/base/fail.c \
	%D%/base/fail.h \
	%D%/base/file.c \
	%D%/base/file.h \
	%D%/base/interrupt.c \
	%D%/base/interrupt.h \
	%D%/base/mem.c \
	%D%/base/mem.h \
	%D%/base/random.c \
	%D%/base/random.h \
	%D%/base/text.c \
	%D%/base/text.h \
	%D%/build/build.c \
	%D%/build/build.h \
	%D%/build/cache.c \
	%D%/build/cache.h \
	%D%/build/calls.c \
	%D%/build/compile.c \
	%D%/build/flags.c \
	%D%/build/flags.h \
	%D%/build/harness.c \
	%D%/build/key.c \
	%D%/build/key.h \
	%D%/build/link.c \
	%D%/build/message.c \
	%D%/build/message.h \
	%D%/build/object.c \
	%D%/build/object.h \
	%D%/build/probe.c \
	%D%/build/step.c \
	%D%/build/step.h \
	%D%/build/tools.c \
	%D%/build/tools.h \
	%D%/build/work.h \
	%D%/channel/board.h \
	%D%/channel/channel.c \
	%D%/channel/channel.h \
	%D%/channel/frame.c \
	%D%/channel/frame.h \
	%D%/course/course.c \
	%D%/course/course.h \
	%D%/course/manifest.c \
	%D%/course/manifest.h \
	%D%/course/read.c \
	%D%/course/row.h \
	%D%/course/schema.c \
	%D%/course/schema.h \
	%D%/course/skeleton.c \
	%D%/course/skeleton.h \
	%D%/course/table.c \
	%D%/course/value.c \
	%D%/diagnose/diagnose.c \
	%D%/diagnose/diagnose.h \
	%D%/judge/cases.h \
	%D%/judge/compare.c \
	%D%/judge/compare.h \
	%D%/judge/job.c \
	%D%/judge/job.h \
	%D%/judge/job_private.h \
	%D%/judge/job_shm.c \
	%D%/judge/job_start.c \
	%D%/judge/job_time.c \
	%D%/judge/judge.c \
	%D%/judge/judge.h \
	%D%/judge/launch.c \
	%D%/judge/launch.h \
	%D%/judge/launcher.c \
	%D%/judge/launcher.h \
	%D%/judge/lock.c \
	%D%/judge/lock.h \
	%D%/judge/machine.c \
	%D%/judge/machine.h \
	%D%/judge/tree.c \
	%D%/judge/tree.h \
	%D%/judge/trial.c \
	%D%/judge/trial.h \
	%D%/measure/measure.c \
	%D%/measure/measure.h \
	%D%/measure/summary.c \
	%D%/report/json.c \
	%D%/report/json.h \
	%D%/report/result.c \
	%D%/report/result.h \
	%D%/report/terminal.c \
	%D%/report/terminal.h \
	%D%/sandbox/args.c \
	%D%/sandbox/args.h \
	%D%/sandbox/command.c \
	%D%/sandbox/command.h \
	%D%/sandbox/detect.c \
	%D%/sandbox/sandbox.c \
	%D%/sandbox/sandbox.h \
	%D%/score/score.c \
	%D%/score/score.h \
	%D%/stats/stats.c \
	%D%/stats/stats.h

parlab_SOURCES += \
	%D%/cmd/cmd.h \
	%D%/cmd/common.c \
	%D%/cmd/doctor.c \
	%D%/cmd/doctor.h \
	%D%/cmd/doctor_parts.c \
	%D%/cmd/grade.c \
	%D%/cmd/grading.c \
	%D%/cmd/grading.h \
	%D%/cmd/list.c \
	%D%/cmd/main.c \
	%D%/cmd/options.c \
	%D%/cmd/options.h \
	%D%/cmd/progress.c \
	%D%/cmd/progress.h \
	%D%/cmd/source.c \
	%D%/cmd/source.h

# Writes the skeletons from the solutions.
noinst_PROGRAMS += write-skeletons
write_skeletons_SOURCES = %D%/course/skeletons_main.c
write_skeletons_LDADD = libgrader.a $(LIBCONFIG_LIBS)

.PHONY: skeletons
skeletons: write-skeletons
	./write-skeletons $(top_srcdir)
