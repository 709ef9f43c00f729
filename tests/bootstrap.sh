#!/bin/sh
# bootstrap.sh [build|test|bench] -- installs the packages that are missing for
# that set. Says what and why in one line first; says nothing and changes
# nothing when all is there. A set holds those named before it, save that bench
# does not need what the tests need.
#
# DEBIAN, FEDORA ...: the same things under the names of each system; a thing
# is looked for (a command, a header, a file) before a package is asked for, so
# that a compiler that did not come from a package counts as well.
set -eu
LC_ALL=C; export LC_ALL
set_wanted=${1:-build}

die() { echo "bootstrap: $*" >&2; exit 2; }

# ---- what is needed: how to look for it, and its name in each system ----
# probe | debian | fedora | alpine | arch | brew      (- there is none, or it comes with another)
needs_build='
cmd:cc|gcc|gcc|gcc|gcc|-
cmd:ld|binutils|binutils|binutils|binutils|-
inc:stdio.h|libc6-dev|glibc-devel|musl-dev|glibc|-
cmd:make|make|make|make|make|make
cmd:pkg-config|pkg-config|pkgconf-pkg-config|pkgconf|pkgconf|pkg-config
lib:libxxhash|libxxhash-dev|xxhash-devel|xxhash-dev|xxhash|xxhash
lib:libpcre2-8|libpcre2-dev|pcre2-devel|pcre2-dev|pcre2|pcre2
lib:libutf8proc|libutf8proc-dev|utf8proc-devel|utf8proc-dev|libutf8proc|utf8proc
lib:libarchive|libarchive-dev|libarchive-devel|libarchive-dev|libarchive|libarchive
lib:zlib|zlib1g-dev|zlib-devel|zlib-dev|zlib|-
lib:uchardet|libuchardet-dev|uchardet-devel|uchardet-dev|uchardet|uchardet
lib:sqlite3|libsqlite3-dev|sqlite-devel|sqlite-dev|sqlite|sqlite
'
needs_test='
lib:cmocka|libcmocka-dev|libcmocka-devel|cmocka-dev|cmocka|cmocka
lib:jansson|libjansson-dev|jansson-devel|jansson-dev|jansson|jansson
cmd:g++|g++|gcc-c++|g++|gcc|-
cmd:clang|clang|clang|clang|clang|-
san:clang|libclang-rt-dev|compiler-rt|compiler-rt|compiler-rt|-
san:cc|gcc|libasan libubsan|-|gcc|-
cmd:cppcheck|cppcheck|cppcheck|cppcheck|cppcheck|cppcheck
cmd:jq|jq|jq|jq|jq|jq
cmd:zstd|zstd|zstd|zstd|zstd|zstd
cmd:xz|xz-utils|xz|xz|xz|xz
cmd:bzip2|bzip2|bzip2|bzip2|bzip2|-
cmd:lz4|lz4|lz4|lz4|lz4|lz4
cmd:mandoc|mandoc|mandoc|mandoc|mandoc|mandoc
file:/usr/share/unicode/NormalizationTest.txt*|unicode-data|unicode-ucd|-|unicode-character-database|-
cmd:uconv|icu-devtools|icu|icu|icu|icu4c
cmd:python3|python3|python3|python3|python|python
py:ensurepip|python3-venv|-|-|-|-
cmd:diff|diffutils|diffutils|diffutils|diffutils|-
cmd:bsdtar|libarchive-tools|bsdtar|libarchive-tools|libarchive|libarchive
'
needs_bench='
cmd:jq|jq|jq|jq|jq|jq
cmd:mawk|mawk|mawk|mawk|mawk|mawk
cmd:python3|python3|python3|python3|python|python
'

# ---- is it there? ----
compiles() {   # COMPILER WORD...
    probe_dir=$(mktemp -d)
    echo 'int main(void) { return 0; }' >"$probe_dir/p.c"
    if "$@" -o "$probe_dir/p" "$probe_dir/p.c" >/dev/null 2>&1; then found=0; else found=1; fi
    rm -rf "$probe_dir"
    return $found
}

is_there() {   # PROBE
    what=${1#*:}
    case $1 in
    cmd:*)  command -v "$what" >/dev/null ;;
    inc:*)  echo "#include <$what>" | cc -E - >/dev/null 2>&1 ;;
    lib:*)  pkg-config --exists "$what" 2>/dev/null ;;
    san:*)  compiles "$what" -fsanitize=address,undefined ;;
    py:*)   python3 -c "import $what" 2>/dev/null ;;
    file:*) for f in $what; do [ -e "$f" ] && return 0; done; return 1 ;;
    esac
}

# ---- which system is it? ----
if   command -v apt-get >/dev/null; then column=2
elif command -v dnf     >/dev/null; then column=3
elif command -v apk     >/dev/null; then column=4
elif command -v pacman  >/dev/null; then column=5
elif command -v brew    >/dev/null; then column=6
else column=2; unknown=yes
fi

case $set_wanted in
build) needs=$needs_build ;;
test)  needs="$needs_build$needs_test" ;;
bench) needs="$needs_build$needs_bench" ;;
*)     die "usage: bootstrap.sh [build|test|bench]" ;;
esac

missing=
missing_now() {
    missing=
    while IFS= read -r line; do
        [ -n "$line" ] || continue
        is_there "${line%%|*}" && continue
        name=$(echo "$line" | cut -d'|' -f$column)
        [ "$name" = - ] && continue
        case " $missing " in *" $name "*) ;; *) missing="$missing $name" ;; esac
    done <<END
$needs
END
}

missing_now
[ -n "$missing" ] || exit 0
[ -z "${unknown:-}" ] || die "please install, under the names that your system has for them:$missing"

root=
if [ "$(id -u)" -ne 0 ] && [ "$column" -ne 6 ]; then
    command -v sudo >/dev/null || die "not root, and no sudo here; please install:$missing"
    root=sudo
fi

echo "bootstrap: to $set_wanted copydesk, installing what is missing here:$missing"
install_log=$(mktemp)
trap 'rm -f "$install_log"' EXIT
# shellcheck disable=SC2086  # the list is words
if ! case $column in
    2) $root env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
       $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing ;;
    3) $root dnf install -y $missing ;;
    4) $root apk add $missing ;;
    5) $root pacman -Sy --needed --noconfirm $missing ;;
    6) brew install $missing ;;
    esac >"$install_log" 2>&1 </dev/null
then
    tail -n 20 "$install_log" >&2
    die "that did not work; please install by hand:$missing"
fi
missing_now
[ -z "$missing" ] || die "installed, and yet not found:$missing"
