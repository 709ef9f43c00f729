echo 'Only the text.' | copydesk clean -q
mkdir in
echo 'Only the text.' > in/a.txt
copydesk clean in -o out --quiet
cat out/a.txt
