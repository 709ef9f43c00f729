# near paragraphs across nights: what was kept is remembered and named, what had gone
# for it comes back when it changes or is forgotten
# needs sqlite3
ferry='The ferry to the island was cancelled on Monday because of the storm,'
fish='Prices in the fish market rose 3.1 percent in March, the statistics office reported.'
clean() { copydesk clean -v in -o out --state "${state:-seen}" --near-paragraphs drop --journal nights.jsonl "$@" 2>&1 | sed -n "/^articles/p; /^copydesk/p"; }
settle() { find in -type f -exec touch -d '2024-02-03 04:05:06.7' {} +; }
mkdir in
printf '%s\n\n%s\n' "$ferry USA officials said." "$fish" > in/monday.txt
settle
clean
copydesk state info seen | grep near | grep -v bytes
echo '-- the next day: nearly the same, and not'
printf 'The sea\n\n%s\n\n%s\n' "$ferry according to US officials." "$(echo "$fish" | sed s/3.1/2.4/)" > in/tuesday.txt
settle
clean
cat out/tuesday.txt
copydesk explain nights.jsonl tuesday.txt:3
copydesk restore -q nights.jsonl out -o back && diff -r in back && echo restored
echo '-- the same again: nothing is read; an output that is gone is made again'
clean
cp -r out before && rm out/*
clean && diff -r before out && echo the same
copydesk state compact seen && rm out/*
clean && diff -r before out && echo the same
echo '-- that one changes, and its paragraph is back in the later one'
printf '%s\n' "$fish" > in/monday.txt
clean
cat out/tuesday.txt
echo '-- which the next one is compared with'
mkdir in/late && echo "$ferry USA officials said." > in/late/wednesday.txt
settle
clean
copydesk explain nights.jsonl late/wednesday.txt:1
echo '-- another machine has seen it, too'
mkdir -p there/in && echo "$ferry USA officials said." > there/in/x.txt
copydesk clean -q there/in -o there/out --state there/seen --near-paragraphs drop
mkdir -p here/in && echo "$fish" > here/in/y.txt
copydesk clean -q here/in -o here/out --state here/seen --near-paragraphs drop
copydesk state merge here/seen there/seen
echo "$ferry according to US officials." > here/in/z.txt
copydesk clean here/in -o here/out --state here/seen --near-paragraphs drop -v 2>&1 | grep ^copydesk
echo '-- forgotten: it may come again'
copydesk state forget here/seen x.txt
copydesk clean here/in -o here/out --state here/seen --near-paragraphs drop 2>&1 | grep ^articles
cat here/out/z.txt
echo '-- other edits than the state was made with'
clean --near-edits 5
