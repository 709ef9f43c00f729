# --memory: what has no room goes to files, and nothing else changes
mkdir in tmp
awk 'BEGIN {
    for (a = 1; a <= 300; a++) {
        file = sprintf("in/article-%03d.txt", a)
        for (p = 1; p <= 9; p++) {
            n = (a * 7919 + p * p * 104729) % 1400
            print "The council voted " n " times on the harbour wall that nobody in the town had asked for.\n" > file
        }
        close(file)
    }
}'
TMPDIR=tmp; export TMPDIR
remembers() { sed -n 's/^  "\(remembered\|spilled\)": //p' "$1" | tr -d '\n'; echo; }
clean() { copydesk clean -q in -o "out$1" --journal "$1.jsonl" --stats "$1.json" -j "$2" $3; echo "status $?"; }
clean free 1 ''   # 64K holds neither the keys nor the ids
for j in 1 4; do
    clean tight $j '--memory 64K'
    diff -r outfree outtight && sed 1d free.jsonl >a && sed 1d tight.jsonl >b && cmp a b && echo same
    rm -r outtight
done
remembers free.json; remembers tight.json
find tmp -type f
copydesk clean -n in --memory 64K 2>&1 | sed -nE "/remembered/s/8[0-9]\.[0-9] KB of memory/8x KB of memory/p"   # pointers differ
echo '-- no room in TMPDIR, or none such'
(ulimit -f 4; copydesk clean -q in --memory 64K --scope corpus >/dev/null; echo "status $?")
TMPDIR=none copydesk clean -q in -o out2 --memory 1M; echo "status $?"
TMPDIR=/nowhere copydesk clean -q in -o out3 --memory 64K; echo "status $?"
TMPDIR= copydesk clean -q in -o out4 --memory 64K; echo "status $? with an empty one, which is as none"
find . -name '.copydesk-*'
echo '-- sizes'
for size in 0 M '16 ' 16X 16MB 99999999999T 1.5G -1; do copydesk clean -n --memory "$size" in; echo "status $?"; done
