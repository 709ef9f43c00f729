# a folder in which no file is taken for an article looks like an empty one, so a word is said; with -q none
mkdir pages links
echo 'The ferry sails again.' > pages/a.html
ln -s ../pages/a.html links/a.txt
copydesk clean pages -o out 2>&1 | sed 1q
copydesk clean -v links 2>&1 | sed 2q
copydesk clean -q pages links -o out
copydesk clean -q pages --include '*.html'
copydesk clean pages --include '*.htm' 2>&1 | sed 1q
copydesk clean '' || echo "status $?"
# a reader that goes in the middle of a huge article had one
seq -f 'The ferry number %.0f sails again at noon, said the mayor.' 200000 > huge.txt
copydesk clean huge.txt 2> said | sed 1q
grep 'no article' said || echo 'nothing of that'
