#!/bin/sh
# house.sh -- the order of the house: nothing includes from a folder further
# along the way, the program uses nothing of the engine but its public header,
# one file touches each outside library, and no file or function is too long.
# Ends with a line "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 2
passed=0 failed=0
sources=$(find src -mindepth 2 -name '*.[ch]' | sort)
verdict() { if [ -z "$2" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; echo "$2" | sed 's/^/    /'; fi; }

verdict "nothing includes from a folder further along, nor from a room of its own folder further along" "$(
    grep -H '^#include "[a-z]*/' $sources | awk -F'"' '
        BEGIN {
            n = split("base text read dedupe strip normalize write pipeline cli", f, " "); for (i = 1; i <= n; i++) rank[f[i]] = i
            n = split("keys near state unpack charset paragraphs records match learn files journal recall", f, " "); for (i = 1; i <= n; i++) room[f[i]] = i
        }
        { split($1, from, "/"); n = split($2, to, "/") }
        rank[to[1]] > rank[from[2]] { print; next }
        to[1] == from[2] && n == 3 && from[3] in room && room[to[2]] > room[from[3]] { print }')"
verdict "the program uses the public header and base alone" "$(
    grep -Hn '^#include "' src/main.c src/cli/*.[ch] | grep -vE '"(cli|base)/|"copydesk\.h"')"
for library in xxhash pcre2 utf8proc archive sqlite3 uchardet zlib; do
    verdict "one file touches $library" "$(
        grep -l "^#include <$library\.h>" $sources | awk '{ f[NR] = $0 } END { if (NR > 1) for (i = 1; i <= NR; i++) print f[i] }')"
done
verdict "no file is longer than 500 lines (the public header, mostly words: 600)" "$(
    wc -l src/*.c $sources include/*.h tests/*/*.[ch] | awk '$2 != "total" && $1 > ($2 ~ /^include/ ? 600 : 500)')"
verdict "no function is longer than 40 lines" "$(
    awk '/^\{$/ { start = FNR }
         /^\}/ && start { if (FNR - start > 41) print FILENAME ":" start ": " FNR - start - 1 " lines"; start = 0 }' src/*.c $sources)"
verdict "what a comment, a script or a page says lies in the tree does lie there" "$(
    git grep -IoE '\b(src|include|corpus|tests)/[a-z_]+[A-Za-z0-9_./*-]*\.(c|h|sh|py|md|mk|map|rules|tsv|txt|words|chars|letters|case)\b' 2>/dev/null |
    grep -v -e '^tests/cli/' -e '^tests/unit/' | while IFS=: read -r file path; do ls -d $path >/dev/null 2>&1 || echo "$file: $path"; done)"
verdict "the top level holds what it should" "$(
    git ls-files 2>/dev/null | sed 's,/.*,,' | sort -u | grep -vxE 'Makefile|src|include|tests|corpus|README\.md|LICENSE|\..*')"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
