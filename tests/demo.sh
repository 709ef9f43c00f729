#!/bin/sh
# demo.sh [COPYDESK] -- cleans the sample corpus into build/demo and shows what
# went and why. `make demo` installs and builds first, then runs this.
set -eu
copydesk=${1:-build/copydesk}
case $copydesk in */*) copydesk=$(cd "$(dirname "$copydesk")" && pwd)/$(basename "$copydesk") ;; esac
cd "$(dirname "$0")/.."
out=build/demo/clean journal=build/demo/journal.jsonl

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    bold=$(printf '\033[1m') dim=$(printf '\033[2m') red=$(printf '\033[31m')
    green=$(printf '\033[32m') plain=$(printf '\033[0m')
else
    bold='' dim='' red='' green='' plain=''
fi

title() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
note()  { printf '%s\n' "$*"; }
shown() { printf '%s$ copydesk %s%s\n' "$dim" "$*" "$plain"; }

# narrow: one screen line each, cut between words; long paragraphs are not the point here
narrow() {
    while IFS= read -r line; do
        case $line in
        ???????????????????????????????????????????????????????????????????????????????*)
            line=$(printf '%.72s' "$line"); printf '%s ...\n' "${line% *}" ;;
        *)  printf '%s\n' "$line" ;;
        esac
    done
}

line_of() {   # ARTICLE TEXT N: the line of the Nth place where TEXT starts one
    grep -n "^$2" "corpus/articles/$1" | sed -n "$3s/:.*//p"
}

explain() {   # HEADING ARTICLE[:LINE]
    printf '\n%s%s%s\n' "$green" "$1" "$plain"
    shown explain "$journal" "$2"
    "$copydesk" explain "$journal" "$2" | fold -s -w 86 | sed 's/^/  /'
}

rm -rf build/demo
mkdir -p build/demo
title "1. Scraped articles go in, clean text comes out"
shown clean corpus/articles -o $out --journal $journal
"$copydesk" clean corpus/articles -o $out --journal $journal 2>&1 | sed 's/^/  /'

title "2. Every line that went has a reason"
explain "A paragraph that stood there twice:" \
    "courier/repeated-block.txt:$(line_of courier/repeated-block.txt 'The wall will be' 2)"
explain "A label that is not news:" \
    "courier/boilerplate-every-class.txt:$(line_of courier/boilerplate-every-class.txt 'Advertisement' 1)"
explain "Wire copy that an earlier paper had, though this one writes it in capitals:" \
    "harbour-post/wire-copy-second.txt:$(line_of harbour-post/wire-copy-second.txt 'THE FUND WILL' 1)"
explain "A whole article that is a copy:" harbour-post/exact-copy.txt

title "3. One article, before (-) and after (+)"
example=harbour-post/single-newline.txt
printf '%s$ diff -U9 corpus/articles/%s %s/%s%s\n' "$dim" "$example" "$out" "$example" "$plain"
diff -a -U9 "corpus/articles/$example" "$out/$example" | sed -n '4,$p' | grep -v '^\\' | narrow |
    sed "s/^-.*/$red&$plain/; s/^+.*/$green&$plain/"

title "Where to look next"
"$copydesk" report $journal -o build/demo/removed.html
note "  build/demo/clean         what came out; corpus/articles is what went in"
note "  build/demo/removed.html  what went and why, a page for your browser"
note "  corpus/README.md         what each article shows, and what must come of it"
note "  build/copydesk -h        what else it can do; README.md is the tour"
note "  make test                the promises, tested; make bench measures the speed"
