# what the shell makes in the input directory is no article, and an input is not written to
test -e /proc/self/fd/1 || exit 77
exec 2> errors
mkdir -p in/sub
echo 'The ferry sails again.' > in/a.txt
try() { "$@" && echo done || echo "status $?" >> said; }
try copydesk clean in > in/all.txt
try copydesk clean -q in -o out 2> in/sub/log.txt
try copydesk keys in/ > in/sub/keys.txt
try copydesk near in > in/near.txt
rm in/near.txt in/all.txt in/sub/*
try copydesk clean in/a.txt >> in/a.txt
try copydesk clean -q < in/a.txt >> in/a.txt
try copydesk clean -q - -o in/a.txt < in/a.txt
cat in/a.txt said
sed "s:$PWD/::" errors
echo "-- elsewhere, or under a name that is not read"
copydesk clean -q in > in/all.md && cat in/all.md
copydesk clean -q in > out.txt 2> in/log && cat out.txt
copydesk clean -q < in/a.txt > b.txt && cmp b.txt out.txt
copydesk clean -q -o /dev/null < /dev/null && copydesk clean -q /dev/null -o /dev/null && echo 'nothing is nothing'
echo "-- standard output by its name is written to, not replaced"
echo 'What was there.' > c.txt
copydesk clean -q in -o /dev/stdout >> c.txt && copydesk clean -q in/a.txt -o /dev/fd/1 >> c.txt
copydesk keys -q in -o /dev/stdout >> c.txt
copydesk clean -qn in --journal /dev/stdout >> c.txt
sed 's/^{"record":"\([a-z]*\).*/\1/' c.txt
