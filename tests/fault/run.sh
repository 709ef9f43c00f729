#!/bin/sh
# run.sh PROGRAM PRELOAD.so -- makes the allocations, reads, writes, opens and so
# on of a small run fail, one in each try. Whatever fails, the program must not
# crash; it says so with a status and a message, and every file that it leaves is
# whole: the same bytes as in an undisturbed run.
set -u
program=$1 preload=$2
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

bad() { failed=$((failed + 1)); echo "FAILED $1: $2"; sed 's/^/    /' "$work/err" | head -3; }

# a few articles are enough: each call is tried, not each article. They share
# no paragraph, so that one that cannot be read changes no other than its copy
mkdir "$work/in" "$work/in/a" "$work/in/b"
for f in courier/crlf courier/boilerplate-every-class courier/bad-bytes harbour-post/hard-wrapped \
         harbour-post/spaces meridian-wire/decomposed world-desk/french; do
    cp "$here/corpus/articles/$f.txt" "$work/in/a/" && cp "$here/corpus/articles/$f.txt" "$work/in/b/"
done

memory=
# shellcheck disable=SC2086  # words
clean() { TMPDIR=$work "$program" clean $memory -j 2 -q "$work/in" -o "$work/$1" --journal "$work/$1.jsonl" --stats "$work/$1.json" --metrics "$work/$1.prom" 2>"$work/err"; }

clean whole || { bad undisturbed "status $?"; exit 1; }

# one fault: the call, its number, the errno. Status 9: it never happened.
try() {
    rm -rf "$work/out" "$work/out.jsonl" "$work/out.json" "$work/mark"
    cp "$work/whole.prom" "$work/out.prom"
    FAULT=$1:$2:$3 FAULT_MARK=$work/mark LD_PRELOAD=$preload clean out
    status=$?
    [ -e "$work/mark" ] || return 9
    [ $status -le 2 ] || { bad "$1 $2" "status $status"; return 0; }
    if [ $status -eq 2 ] && ! [ -s "$work/err" ]; then bad "$1 $2" "no message"; return 0; fi
    # a temporary folder that is said to be gone (ENOENT) is taken for swept away by another run
    if [ "$3" -ne 2 ] && find "$work" -name '.copydesk-*' | grep -q .; then bad "$1 $2" "left a temporary file"; return 0; fi
    for f in $(cd "$work" && find out -type f 2>/dev/null); do
        # an input that could not be read (status 1) leaves its copy in b to be written
        cmp -s "$work/$f" "$work/whole${f#out}" ||
            { [ $status -eq 1 ] && cmp -s "$work/$f" "$work/whole/a/${f##*/}"; } || { bad "$1 $2" "${f#out/} is not whole"; return 0; }
    done
    # another input read makes another journal
    if [ $status -ne 1 ] && [ -e "$work/out.jsonl" ] && ! cmp -s "$work/out.jsonl" "$work/whole.jsonl"; then
        bad "$1 $2" "the journal is not whole"; return 0
    fi
    # the metrics are whole too, and never forget the last success
    if [ "$(grep -c . "$work/out.prom")" -ne "$(grep -c . "$work/whole.prom")" ] || ! grep -q "^copydesk_last_success.* [1-9]" "$work/out.prom"; then
        bad "$1 $2" "the metrics are not whole"; return 0
    fi
    if [ $status -eq 0 ]; then
        diff -r -x ".copydesk-*" "$work/out" "$work/whole" >/dev/null || { bad "$1 $2" "status 0, but the output differs"; return 0; }
    fi
    passed=$((passed + 1))
}

# the second half: all that is remembered lies in files
for fault in malloc:0 read:5 write:28 write:5 close:5 rename:28 rename:5 open:24 open:13 open:2 open:20 open:30 \
             mkdir:13 mkdir:28 mkdir:30 stat:5 stat:2 readdir:5 unlink:5 lock:37 map:12 thread:11 \
             spill malloc:0 read:5 write:28 close:5 open:24 map:12; do
    [ $fault != spill ] || { memory='--memory 64K'; continue; }
    call=${fault%:*} code=${fault#*:} number=1
    while [ $number -le 3000 ]; do
        try "$call" $number "$code"
        [ $? -eq 9 ] && break
        number=$((number + 1 + number / 40))
    done
    echo "$call (errno $code)${memory:+, $memory}: stopped after call $number"
done
# whatever fails, a run without a state does not replace the journal of a state's runs
"$program" clean -q "$work/in" -o "$work/s" --state "$work/state" --journal "$work/nights" && cp "$work/nights" "$work/kept"
for fault in malloc:0 read:5 open:24 stat:5; do
    number=1
    while rm -f "$work/mark" && [ $number -le 3000 ]; do
        FAULT=${fault%:*}:$number:${fault#*:} FAULT_MARK=$work/mark LD_PRELOAD=$preload \
            "$program" clean -q -j 1 "$work/in" -o "$work/t" --journal "$work/nights" 2> /dev/null
        [ -e "$work/mark" ] || break
        if cmp -s "$work/nights" "$work/kept"; then passed=$((passed + 1)); else bad "${fault%:*} $number" "a state's journal is replaced"; cp "$work/kept" "$work/nights"; fi
        number=$((number + 1 + number / 40))
    done
    echo "${fault%:*} (errno ${fault#*:}), a state's journal: stopped after call $number"
done
# memory, descriptors or address space that are short for a while are not taken for damage of a state
near() { "$program" clean -q -j 1 "$work/in" -o "$work/n" --state "$1" --near drop --near-paragraphs drop --scope corpus --max-removed 100; }
near "$work/seen"
echo 'The keeper of the ferry said that nine barrels of tar had been carried to the lower quay.' > "$work/in/z.txt"
for fault in malloc:0 open:24 map:12; do
    number=1
    while rm -rf "$work/mark" "$work/state" && cp -r "$work/seen" "$work/state" && [ $number -le 9000 ]; do
        FAULT=${fault%:*}:$number:${fault#*:} FAULT_MARK=$work/mark LD_PRELOAD=$preload near "$work/state" 2> "$work/err"
        [ -e "$work/mark" ] || break
        if grep -q -e damaged -e backup "$work/err"; then bad "${fault%:*} $number" "told as damage"; else passed=$((passed + 1)); fi
        number=$((number + 1 + number / 400))
    done
    echo "${fault%:*} (errno ${fault#*:}), a state: stopped after call $number"
done
# a merge that says nothing has taken over all of the other state: the next run gives no number twice
mkdir "$work/in2"
for n in 1 2 3; do echo "The keeper of the mill said that $n barrels of tar had been carried to the lower quay." > "$work/in2/$n.txt"; done
"$program" clean -q "$work/in2" -o "$work/n2" --state "$work/other" --near drop --near-paragraphs drop --scope corpus
articles() { near "$work/state" && "$program" state info "$work/state" | grep '^articles'; }
rm -rf "$work/state" && cp -r "$work/seen" "$work/state" && "$program" state merge "$work/state" "$work/other" && articles > "$work/merged"
merge() {
    rm -rf "$work/mark" "$work/state" && cp -r "$work/seen" "$work/state"
    FAULT=malloc:$1:0 FAULT_MARK=$work/mark LD_PRELOAD=$preload "$program" state merge "$work/state" "$work/other" 2> "$work/err"
    status=$?
    [ -e "$work/mark" ]
}
number=1
while merge $number; do number=$((number + 1 + number / 20)); done
last=$number
while [ $number -gt $((last - 500)) ]; do   # most of the others are for opening the two
    if ! merge $number || [ $status -ne 0 ] || articles | cmp -s - "$work/merged"; then passed=$((passed + 1)); else bad "malloc $number" "merged, but not all"; fi
    number=$((number - 1))
done
echo "malloc (errno 0), two states: stopped after call $last"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
