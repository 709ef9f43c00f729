# JSON in files of a folder or archive whose names do not say so, as scrapers write them: cleaned as text it would be no JSON any more
# needs libarchive
ferry='The ferry sails again on Monday, the company said, and its crew of nine is glad.'
record() { printf '{"url": "https://pier.example/%s", "text": "%s\\nShare this article\\nNumber %s &quot;came&quot; in late."}' "$1" "$ferry" "$1"; }
mkdir in
{ record 1; echo; record 2; echo; } > in/items.jl
{ record 3; echo; } > in/items.jsonlines
record 4 > in/page.json
{ echo '{'; record 5 | sed 's/^{//'; } > in/wide.json
{ echo '['; record 6; echo ']'; } > in/array.json
echo "{$ferry}" > in/braces.md
record 7 > in/named.txt
{ while test $((n = ${n:-0} + 1)) -lt 60000; do echo '{"n":  1}'; done; } > in/large.json
echo '-- by their names'
copydesk clean -q in -o out
cat out/items.jl out/items.jsonlines
ls out
echo '-- by what is in them'
copydesk clean in --include '*.json' --include '*.md' --include '*.txt' -o out 2> err
echo "status $?"
grep ^copydesk err
ls out
tar cf in.tar -C in page.json wide.json braces.md named.txt large.json
gzip -c in/page.json > in/packed.json.gz
copydesk clean -q in.tar --include '*' -o members
echo "status $?"
ls members
copydesk clean -q in --include '*.json.gz' -o packed
echo "status $?"
echo '-- as one is told to'
copydesk clean -q in --input jsonl --include 'page.json' --scope article -o told && cat told/page.json; echo
copydesk clean -q in --input text --include 'page.json' --scope article -o text && cat text/page.json
