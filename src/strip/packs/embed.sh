#!/bin/sh
# embed.sh PACK.rules... -- prints the packs as C: an array of bytes each, and
# BUILT_IN_PACKS, the initialiser of a table { name, text, length }.
set -eu
names=
for pack in "$@"; do
    name=$(basename "$pack" .rules | tr -c 'a-zA-Z0-9\n' '_')
    names="$names $name"
    printf 'static const char pack_%s[] = {\n' "$name"
    od -An -v -tu1 "$pack" | sed 's/\([0-9][0-9]*\)/(char)\1,/g'
    printf '0 };\n'
done
printf '#define BUILT_IN_PACKS \\\n'
for name in $names; do
    printf '    { "%s", pack_%s, sizeof pack_%s - 1 }, \\\n' "$name" "$name" "$name"
done
printf '\n'
