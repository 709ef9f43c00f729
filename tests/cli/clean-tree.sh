# a mirrored tree, its journal, and the way back
mkdir -p in/world
printf 'The ferry to the island was cancelled on Monday because of the storm.\n\nIt sails again on Tuesday.\n' > in/a.txt
printf 'The ferry to the island was cancelled on Monday because of the storm.\r\n\r\nThe school is closed.\r\n' > in/world/b.txt
printf 'not text' > in/picture.png
copydesk clean in -o out --journal j.jsonl --stats s.json
echo "status $?"
find out -type f | sort | while read -r file; do echo "== $file"; cat "$file"; done
copydesk explain j.jsonl world/b.txt:1
copydesk explain j.jsonl world/b.txt:9
echo "status $?"
copydesk restore j.jsonl out -o back
echo "status $?"
rm in/picture.png
diff -r in back && echo restored
# not among the clean texts, where what was dropped would be taken for clean
printf 'The ferry to the island was cancelled on Monday because of the storm.\n\nIt sails again on Tuesday.\n' > in/copy.txt
copydesk clean -q in -o copies --journal copies.jsonl
copydesk restore copies.jsonl copies -o copies/../copies/
echo "status $?"
ls copies
