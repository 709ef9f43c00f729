# near-duplicates that take too much stop the run before it writes; the message
# says how many, and the limit can be lifted. Flagged ones take nothing
mkdir -p in/agency in/local
i=100
while test $i -lt 160; do
    { printf 'The council of town %s met on Monday to hear the report of its %s engineers on the old bridge, ' $i $((i * 7))
      printf 'which is %s years old and %s metres long; it was built by the firm of number %s in the year %s, ' $((i * 3)) $((i * 11)) $((i * 13)) $((i + 1700))
      printf 'and nobody there wants to see it go.\n'; } > in/agency/$i.txt
    { cat in/agency/$i.txt; printf '\nOur paper will be there on Tuesday.\n'; } > in/local/$i.txt
    i=$((i + 1))
done
copydesk clean in --scope article --near drop -o out -q
echo "status $?"
ls out 2> /dev/null
copydesk clean in --scope article --near flag -o flagged -q
echo "status $?"
copydesk clean in --scope article --near drop --max-removed 100 -o out -q
echo "status $?"
ls out
mkdir -p all/one
for f in in/agency/*; do cp "$f" "all/one/$(basename "$f" .txt)a.txt"; done
for f in in/local/*; do cp "$f" "all/one/$(basename "$f" .txt)b.txt"; done
copydesk clean all --scope article --near drop -n -q
echo "status $?"
