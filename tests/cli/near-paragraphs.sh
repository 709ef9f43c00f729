# paragraphs that an editor has touched: dropped, restored, explained; and flagged
mkdir -p in/courier in/post
cat > in/courier/a.txt <<'END'
The ferry to the island was cancelled on Monday because of the storm, USA officials said.

Prices in the fish market rose 3.1 percent in March, the statistics office reported.
END
cat > in/post/b.txt <<'END'
A headline of its own

The ferry to the island was cancelled on Monday because of the storm, according to US officials.

Prices in the fish market rose 2.4 percent in March, the statistics office reported.
END
copydesk clean in -o out --journal j.jsonl --near-paragraphs drop -v 2>&1 | grep near
cat out/post/b.txt
copydesk explain j.jsonl post/b.txt:3
copydesk restore j.jsonl out -o back && diff -r in back && echo restored
copydesk clean in -o flagged --journal f.jsonl --near-paragraphs flag --stats s.json -q
diff -r in flagged && echo kept
copydesk explain f.jsonl post/b.txt:3
copydesk explain f.jsonl post/b.txt:5
copydesk restore f.jsonl flagged -o again && diff -r in again && echo restored
grep flagged_p s.json
copydesk clean in -q --near-paragraphs drop --near-edits 5 -o exact && diff -r in exact && echo kept
copydesk clean in -q --near-paragraphs maybe
echo "status $?"
copydesk clean -q --near-paragraphs drop < in/post/b.txt
echo "status $?"
copydesk clean -q --near-paragraphs drop --scope corpus < in/post/b.txt | head -1
