#!/bin/sh
# machines.sh BUILD -- that other machines give the same bytes: builds copydesk
# for arm64, i386 (32 bits) and s390x (the largest byte first) with cross compilers, and lets
# qemu run it: the sample corpus, the cases, and two nights of which each is worked by another
# machine, with one state. Their libraries are Debian's, fetched into BUILD/machines; nothing is
# installed. Where that cannot be done, it is skipped, with a word. Ends with a line
# "N passed, N failed".
set -u
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")/.." || exit 2
build=$(cd "$1" && pwd) || exit 2
native=$build/copydesk
packages="libc6-dev libxxhash-dev libpcre2-dev libutf8proc-dev libarchive-dev zlib1g-dev libuchardet-dev libsqlite3-dev"
passed=0 failed=0

try() {   # WHAT COMMAND...
    what=$1; shift
    if "$@" >"$dir/said" 2>&1; then passed=$((passed + 1)); return 0; fi
    failed=$((failed + 1))
    echo "FAILED: $machine: $what"
    tail -n 24 "$dir/said" | sed 's/^/    /'
    return 1
}

# Fetches the packages, and all that they need, and unpacks them into $dir/root. apt works in
# folders of its own, in which nothing is installed.
fetch() {
    mkdir -p "$dir/apt/lists/partial" "$dir/apt/archives/partial"
    : >"$dir/apt/status"
    set -- -q -o APT::Architecture="$machine" -o APT::Architectures="$machine" -o Dir::State="$dir/apt" \
           -o Dir::State::status="$dir/apt/status" -o Dir::Cache="$dir/apt" -o APT::Sandbox::User=root
    apt-get "$@" update   # a list of several may be missing: then install says what it lacks
    apt-get "$@" install -y --download-only --no-install-recommends $packages || return 1
    for package in "$dir"/apt/archives/*.deb; do
        dpkg -x "$package" "$dir/root" || return 1
    done
    touch "$dir/fetched"
}

build_for() {   # TRIPLE QEMU
    export PKG_CONFIG_SYSROOT_DIR="$dir/root"
    export PKG_CONFIG_LIBDIR="$(echo "$dir"/root/usr/lib/*-linux-gnu/pkgconfig):$dir/root/usr/share/pkgconfig"
    make -s BUILD="$dir/build" CC="$1-gcc --sysroot=$dir/root" CFLAGS="-O2 -g" RUN="$2 -L $dir/root" "$dir/build/copydesk"
    status=$?
    unset PKG_CONFIG_SYSROOT_DIR PKG_CONFIG_LIBDIR
    printf '#!/bin/sh\nexec %s -L %s %s "$@"\n' "$2" "$dir/root" "$dir/build/copydesk" >"$foreign"
    chmod +x "$foreign"
    return $status
}

# Two nights over a tree that grows and changes; $1 works the first, $2 the second.
nights() (
    rm -rf "$dir/nights"
    mkdir -p "$dir/nights/in" && cd "$dir/nights" || return 1
    cp -r "$articles/courier" "$articles/meridian-wire" in && mkdir state || return 1
    "$1" clean -q in -o out --state state --near drop --journal journal || return 1
    cp -r "$articles/harbour-post" "$articles/world-desk" in && cat "$articles"/*/*.txt >in/all.txt || return 1
    rm in/courier/repeated-block.txt
    "$2" clean -q in -o out --state state --near drop --journal journal || return 1
    "$2" clean -q --scope corpus --near-paragraphs flag --journal again <in/all.txt >again.txt || return 1
    "$2" keys -q in >keys
)

# The state's database has times in it, and pages of its own making.
same_nights() {   # FIRST SECOND
    nights "$1" "$2" && diff -r -x ledger.db -x lock "$work/nights" "$dir/nights"
}

check_machine() {   # MACHINE TRIPLE QEMU
    machine=$1 dir=$build/machines/$1 foreign=$build/machines/$1/copydesk
    mkdir -p "$dir"
    for tool in "$2-gcc" "$3" apt-get dpkg; do
        command -v "$tool" >/dev/null || { echo "SKIP $machine: no $tool here"; return; }
    done
    [ -e "$dir/fetched" ] || fetch >"$dir/said" 2>&1 || { echo "SKIP $machine: its libraries cannot be had here"; return; }
    try "it builds" build_for "$2" "$3" || return
    try "the sample corpus" sh tests/corpus.sh "$foreign"
    try "the cases" sh tests/cases.sh "$foreign"
    try "its rule packs" "$foreign" rules check
    try "two nights of its own" same_nights "$foreign" "$foreign"
    try "a night after one of this machine" same_nights "$native" "$foreign"
    try "a night before one of this machine" same_nights "$foreign" "$native"
}

articles=$PWD/corpus/articles
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
machine=native dir=$work
try "two nights" nights "$native" "$native"
check_machine arm64 aarch64-linux-gnu qemu-aarch64
check_machine i386 i686-linux-gnu qemu-i386
check_machine s390x s390x-linux-gnu qemu-s390x
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
