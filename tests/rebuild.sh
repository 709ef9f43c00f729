#!/bin/sh
# rebuild.sh [BUILD] -- what make would build again, where all is built: nothing
# when nothing has changed; something when a data file, script or header of src
# has; everything when a library has come or gone. Ends with a line
# "N passed, N failed"; exit status 1 when any failed.
set -u
cd "$(dirname "$0")/.." || exit 2
build=${1:-build}
passed=0 failed=0
verdict() { if eval "$2"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi; }
links() { make -n BUILD="$build" "$@" all 2>/dev/null | grep -c " -o .*$build/"; }

verdict "nothing to do where all is built" 'make -q BUILD="$build" all 2>/dev/null'
for file in $(find src -type f ! -name '*.[ch]' ! -name install.mk ! -name '*.rules') \
            src/strip/packs/en.rules src/base/buf.h src/cli/help.h include/copydesk.h; do
    verdict "$file changed: it is built into something" '[ "$(links -W "$file")" -gt 0 ]'
done
verdict "a pack has gone: so it has from the program" '[ "$(links -W src/strip/packs)" -gt 0 ]'
verdict "a header changed: so is the generator of tables" \
    'make -n BUILD="$build" -W src/text/unicode.h all 2>/dev/null | grep -q "gen/make_tables src/text/chars.tsv"'
verdict "zlib gone: all is compiled anew" '[ "$(links WITH_ZLIB=)" -ge "$(find src -name "*.c" | wc -l)" ]'
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
