#!/bin/sh
# entities.sh FILE -- writes the names of entities.txt as C to stdout. Runs at build.
set -eu
LC_ALL=C; export LC_ALL
sed -n 's/^\([A-Za-z0-9]*\) \([0-9A-F]*\) \([0-9A-F]*\)$/{ "\1", { 0x\2, 0x\3 } },/p
        s/^\([A-Za-z0-9]*\) \([0-9A-F]*\)$/{ "\1", { 0x\2, 0 } },/p' "$1"
