# SPDX-License-Identifier: MIT
# The runner harness, linked with a candidate when it is graded.

runner_common = \
	%D%/call.h \
	%D%/ended.c \
	%D%/harness.c %D%/harness.h \
	grader/channel/channel.c

runner_LIBRARIES = %D%/librunner_process.a
%C%_librunner_process_a_SOURCES = $(runner_common) %D%/process_main.c
%C%_librunner_process_a_CFLAGS = $(AM_CFLAGS)

if HAVE_MPI
runner_LIBRARIES += %D%/librunner_mpi.a
%C%_librunner_mpi_a_SOURCES = $(runner_common) %D%/call_mpi.h \
	%D%/mpi_main.c %D%/mpi_time.c
%C%_librunner_mpi_a_CFLAGS = $(AM_CFLAGS) $(MPI_CFLAGS)
endif
