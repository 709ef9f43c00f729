# notices come in the order of the input, for any number of threads and in every run
# needs libarchive zlib
mkdir in
for i in 1 2 3 4 5 6 7 8 9; do
    yes "{\"text\": \"The ferry number $i sails when the tide has turned, and not before.\"}" | head -n 3000 | cat -n | sed 's/^ *\([0-9]*\)\t{\(.*\)"}/{"id": "\1", \2, not on day \1."}/' > in/$i.jsonl
    echo 'The tide is no record' >> in/$i.jsonl
    printf 'The harbour master of pier %s had caf\351 cr\350me \377\376\001.\n' $i > in/$i.txt
    printf '%%PDF-1.4\n' > in/$i.pdf.txt
done
echo 'The ferry sails again.' | gzip | head -c 30 > in/z.txt.gz
copydesk clean -v -j 1 in -o one 2>&1 | grep -v ^time > first
grep -v 'a copy,' first
for round in 1 2 3 4 5; do
    for j in 2 3 8; do
        copydesk clean -v -j $j in -o two$j 2>&1 | grep -v ^time | cmp first -
        copydesk clean -v -j $j in/*.txt in/*.jsonl 2>&1 >/dev/null | grep -v ^time > files$j
        cmp files2 files$j
    done
done
diff -r one two3 && diff -r one two8
# also what a rule has to say that several threads meet at the same time
cat > slow.rules <<'X'
rule slow
    class ad
    regex ^(a+)+$
    yes aa
    no ab
rule slower
    class ad
    regex ^(b+)+$
    yes bb
    no bc
X
for i in 1 2 3 4 5 6 7 8 9; do
    for letter in a b; do
        { seq -f "Pier number %.0f of $i$letter is closed to all but the ferry." 9000; printf '%040d!\n' 0 | tr 0 $letter; } > in/$i$letter.txt
    done
done
steps() { copydesk clean -nv -j $1 --rules slow.rules in/??.txt 2>&1 | grep 'too many'; }
steps 1 | tee first
for j in 2 3 8 8 8 8 8; do
    steps $j | cmp first -
done
