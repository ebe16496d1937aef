#!/bin/bash
# SPDX-License-Identifier: MIT
# Run once by Gradescope, as root, when the autograder's image is made.

set -eu
autograder=${AUTOGRADER:-/autograder}
bash "$autograder/source/build.sh" "$autograder/source/parlab.tar.gz" \
    "$autograder/parlab"
