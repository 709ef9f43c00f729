# of a paragraph that two articles own, as those of two machines or of nights that a window parts, one
# keeps it when runs of keys are merged; it is not lost to those who had lost it to the other one
# needs sqlite3
say() { echo "The keeper of the $1 said that $2 barrels of tar had been carried to the lower quay."; }
article() { file=$1; shift; for p; do say $p; echo; done > "$file"; touch -d "2024-02-03 04:05:0$((second += 1)).7" "$file"; }
clean() { copydesk clean -q in -o out --state seen "$@"; }
later() {
    echo '-- a.txt is cleaned anew, as its output is gone, and loses "mill 4" to b.txt'
    rm out/a.txt
    clean
    grep . out/a.txt
    echo '-- a.txt is gone, and b.txt has "mill 4" no more: c.txt, which lost it to a.txt, has it back'
    rm in/a.txt
    article in/b.txt "school 5"
    clean
    cat out/* | grep . | sort
    copydesk clean in -o out --state seen 2>&1 | grep articles
}
second=0
mkdir -p one/in two/in
article one/in/a.txt "mill 4" "ferry 3"
article one/in/c.txt "mill 4" "market 7"
article two/in/b.txt "mill 4" "school 5"
for m in one two; do (cd $m && clean); done
copydesk state merge one/seen two/seen
copydesk state compact one/seen
cp -rp two/in two/out one
cd one
later
echo '-- the same after a window'
cd ..
rm -r one two
mkdir in
article in/a.txt "mill 4" "ferry 3"
article in/c.txt "mill 4" "market 7"
clean
sqlite3 seen/ledger.db 'UPDATE runs SET began = began - 300000, ended = ended - 300000'
article in/b.txt "mill 4" "school 5"
clean --window 1d
copydesk state compact seen
later
