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
