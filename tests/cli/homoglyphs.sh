# look-alike letters are named and counted, and nothing is changed
printf 'A headline of the story\n\nLog in at p\320\260ypal.com, he said.\n\nThe \316\221pple, twice \316\221pple.\n\nOnly \320\274\320\276\321\200\320\265 and sea.\n' >a.txt
copydesk clean -v --repair +homoglyphs -o out --journal j --stats s a.txt
cmp a.txt out && grep -c '"edit"' j
grep homoglyphs s
copydesk restore -q j out -o back && cmp a.txt back/a.txt

# on a stream, without -v: the count alone; and not asked for: nothing
copydesk clean --repair +homoglyphs <a.txt >out2
copydesk clean -v <a.txt >out3
