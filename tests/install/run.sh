#!/bin/sh
# Installs into a scratch folder and uses what is there as a stranger would:
# the header under strict flags, the libraries through pkg-config, the program,
# its manual page and completions; then uninstalls. Run by `make test-install`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=/opt/copydesk
root=$scratch$prefix
cc=${CC:-cc} cxx=${CXX:-c++}
strict='-Wall -Wextra -Wpedantic -Werror'

fail() {
    echo "test-install: $*" >&2
    exit 1
}

${MAKE:-make} -s BUILD="${BUILD:-build}" DESTDIR="$scratch" PREFIX="$prefix" install

# programs find the library in a system's own folders once the loader knows of it
plan() { ${MAKE:-make} -n BUILD="${BUILD:-build}" PREFIX="$prefix" "$@" install; }
plan | grep -q ldconfig || fail "the loader is not told of the library"
if plan DESTDIR="$scratch" | grep ldconfig; then fail "it is told of what is only packed up"; fi

# the header alone
echo '#include <copydesk.h>' > "$scratch/header.c"
for standard in c99 c17; do
    $cc -std=$standard $strict -I"$root/include" -fsyntax-only "$scratch/header.c" \
        || fail "the header does not compile alone as $standard"
done
$cxx -x c++ -std=c++17 $strict -I"$root/include" -fsyntax-only "$scratch/header.c" \
    || fail "the header does not compile alone as C++17"

# the libraries, wherever they were moved to
export PKG_CONFIG_PATH="$root/lib/pkgconfig"
config='pkg-config --define-prefix'
test "$($config --modversion copydesk)" = "$("$root/bin/copydesk" --version | sed -n '1s/.* //p')" \
    || fail "pkg-config and program disagree on the version"
cat > "$scratch/expected" <<END
== one
The harbour bridge stays closed until the divers have looked at its northern pier.
== two
Ferries run every ten minutes instead.
== spell
R&D at the café
END

use() {   # name, compiler and flags, libraries
    $2 $strict $($config --cflags copydesk) -o "$scratch/$1" "$here/example.c" $3 \
        || fail "$1: the example does not build"
    LD_LIBRARY_PATH="$root/lib" "$scratch/$1" > "$scratch/$1.out" || fail "$1: the example fails"
    cmp -s "$scratch/expected" "$scratch/$1.out" || fail "$1: the example prints something else"
}
use shared-c "$cc -std=c99" "$($config --libs copydesk)"
use shared-cxx "$cxx -x c++ -std=c++17" "-x none $($config --libs copydesk)"
# static: our library alone, since those it needs often come without their own .a
needs=$($config --print-requires-private copydesk)
use static-c "$cc -std=c17" "$root/lib/libcopydesk.a $($config --libs $needs) -pthread"
$config --static --libs copydesk | grep -q -e '-lpcre2-8' || fail "pkg-config --static names no libraries"

# only the public names are seen from outside
if nm -D --defined-only "$root/lib/libcopydesk.so" | awk '{print $3}' | grep -v '^copydesk_'; then
    fail "libcopydesk.so shows names that are not copydesk_*"
fi

# what describes it
test -s "$root/share/man/man1/copydesk.1" || fail "no manual page"
bash -n "$root/share/bash-completion/completions/copydesk" || fail "bash completion"
if command -v zsh > /dev/null; then
    zsh -n "$root/share/zsh/site-functions/_copydesk" || fail "zsh completion"
fi
if command -v fish > /dev/null; then
    fish -n "$root/share/fish/vendor_completions.d/copydesk.fish" || fail "fish completion"
fi

# and gone again
${MAKE:-make} -s BUILD="${BUILD:-build}" DESTDIR="$scratch" PREFIX="$prefix" uninstall
left=$(find "$root" ! -type d)
test -z "$left" || fail "uninstall leaves $left"
echo "test-install: passed"
