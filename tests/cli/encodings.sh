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

echo "-- a little that is not valid: lone surrogates, a last byte cut off, a stray byte in GBK; the rest is read"
mkdir spoiled
printf 'Мост закрыт на ремонт, сообщил мэр города.\n' >bridge.txt
{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE bridge.txt; printf '=\330\n\0'; } >spoiled/a-lone.txt
{ printf '\376\377'; iconv -f UTF-8 -t UTF-16BE bridge.txt; printf '\0'; } >spoiled/b-cut.txt
{ printf '市长宣布下周开始修桥。' | iconv -f UTF-8 -t GBK; printf '\377'; printf '居民将不得不使用经过邻近村庄的绕行路线。\n' | iconv -f UTF-8 -t GBK; } >gbk.txt
cp bridge.txt spoiled/c-utf8.txt
copydesk clean -v -o read --scope article --journal j4 spoiled 2>&1 | grep -e 'read as' -e '^articles'
cat read/*
copydesk restore -q j4 read -o back4 && diff -r spoiled back4
copydesk clean -q --from gbk -o fromgbk --journal j5 gbk.txt
cat fromgbk
copydesk restore -q j5 fromgbk -o back5 && cmp gbk.txt back5/gbk.txt
copydesk clean -j1 --strict -qo strict-read spoiled/a-lone.txt spoiled/b-cut.txt gbk.txt
echo "status $?"

echo "-- paragraphs in encodings of their own, in text that is UTF-8; in records, too"
{ printf 'Die F\303\244hre f\303\244hrt fr\303\274h.\n\n'
  printf 'Burmistrz zapowiedzia\305\202, \305\274e w przysz\305\202ym tygodniu rozpocznie si\304\231 remont mostu i dojd\304\205 objazdy przez \305\202\304\205ki.\n\n' | iconv -f UTF-8 -t ISO-8859-2
  printf 'El a\303\261o pas\303\263. \302\277Qu\303\251 har\303\241 la compa\303\261\303\255a?\n\n' | iconv -f UTF-8 -t MACINTOSH
  printf 'Ein Stra\337enname, zwei K\303\266che, drei K\303\274hlr\344ume.\n\nCut sh\303 here, and \342\200 there.\n'; } >mixed.txt
copydesk clean -v --journal j6 mixed.txt -o mixed 2>&1 | grep 'read as'
cat mixed
copydesk restore -q j6 mixed -o back6 && cmp mixed.txt back6/mixed.txt
{ printf '{"text":"Die F\303\244hre f\303\244hrt fr\303\274h.\\n\\n'; printf 'Burmistrz zapowiedzia\305\202, \305\274e w przysz\305\202ym tygodniu rozpocznie si\304\231 remont mostu i dojd\304\205 objazdy przez \305\202\304\205ki.' | iconv -f UTF-8 -t ISO-8859-2; printf '"}\n'; } | copydesk clean -q
copydesk clean --strict mixed.txt
echo "status $?"
