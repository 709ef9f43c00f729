# other encodings: named, marked, detected, refused; and the input comes back
mkdir in
printf 'Stra\337e, \200 5\n' >in/a-latin.txt
printf '\377\376H\000\351\000\n\000' >in/b-utf16.txt
printf 'One bad byte: caf\351.\n' >in/c-mixed.txt
printf '\377\376odd' >in/d-cut.txt
copydesk clean --from latin1 -qo named --journal j1 in/a-latin.txt in/b-utf16.txt
cat named
copydesk restore -q j1 named -o back1 && cmp in/a-latin.txt back1/in/a-latin.txt && cmp in/b-utf16.txt back1/in/b-utf16.txt

copydesk clean -qo found --journal j2 in && cat found/*
copydesk restore -q j2 found -o back2 && diff -r in back2

copydesk clean --strict -o strict in
echo "status $?"
ls strict
copydesk clean --from nonsense in
echo "status $?"

echo "-- a stream of several, each with a mark of its own"
printf '\376\377\000H\000i\000\n\f\nPlain.\n\f\n\376\377\000H\000o\000\n' >three.txt
copydesk clean -qo three --journal j3 three.txt
cat three
copydesk restore j3 three -o back3 && cmp three.txt back3/three.txt
echo "status $?"

# UTF-16 without a mark, repairs or none; text that no detector has enough of; the page of old Macs
printf 'Die F\303\244hre f\303\244hrt fr\303\274h.\n' | iconv -f UTF-8 -t UTF-16LE >wide.txt
copydesk clean -v wide.txt 2>&1 | head -n 2
copydesk clean -q --repair none wide.txt
printf 'Gr\366\337e und Ma\337e\n' | copydesk clean -q
printf 'El a\303\261o pas\303\263. \302\277Qu\303\251 har\303\241 la compa\303\261\303\255a?\n' | iconv -f UTF-8 -t MACINTOSH | copydesk clean -q
