# SPDX-License-Identifier: MIT
# The cases of every exercise, a line each. Calls are compiled when a
# candidate is graded.

parlab_SOURCES += %D%/acf/openmp_cases.c
parlab_SOURCES += %D%/mpi/matvec_cases.c
parlab_SOURCES += %D%/pools/pool_cases.c
parlab_SOURCES += %D%/pools/pool_map_cases.c
parlab_SOURCES += %D%/shared/distribute_cases.c
parlab_SOURCES += %D%/shared/distribute_edge_cases.c
parlab_SOURCES += %D%/start/tosses_cases.c
parlab_SOURCES += %D%/threads/gaussian_cases.c
