#!/bin/bash
# SPDX-License-Identifier: MIT
# build.sh KIT.tar.gz FOLDER: build parlab in FOLDER, unless it is there.
# Needs root, or sudo, to install what is missing.

set -eu
kit=$1
folder=$2

if [ -x "$folder/parlab" ]; then
    exit 0
fi
mkdir -p "$folder"
tar -xzf "$kit" -C "$folder" --strip-components=1 --no-same-owner
cd "$folder"
./bootstrap
./parlab --version
