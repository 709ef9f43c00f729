# articles that come in pieces are converted piece by piece, and restored
seq 60000 | sed 's/.*/Die Fähre Nummer & fährt früher, sagte der Bürgermeister der größeren Insel am Freitag.\n/' > utf-8.txt
copydesk clean -q utf-8.txt > want
for encoding in WINDOWS-1252 UTF-16LE UTF-32BE MACINTOSH; do
    iconv -f UTF-8 -t $encoding utf-8.txt > big.txt
    copydesk clean -v big.txt -o out.txt --journal journal 2>&1 | grep -E 'big|^articles'
    cmp want out.txt && copydesk restore -q journal out.txt -o back-$encoding && cmp big.txt back-$encoding/big.txt
done
echo '-- with a mark, in a folder, packed, the encoding named'
mkdir -p in/a
iconv -f UTF-8 -t UTF-16 utf-8.txt > in/a/utf-16.txt
copydesk clean --scope article in -o out 2>&1 | grep ^articles
cmp want out/a/utf-16.txt
iconv -f UTF-8 -t ISO-8859-1 utf-8.txt | gzip > packed.txt.gz
copydesk --version | grep -q '^built without .*libarchive' ||
    copydesk clean -q packed.txt.gz --from latin1 | cmp - want
echo '-- behind it another one: the separator is not converted'
be() { printf '\376\377'; iconv -f UTF-8 -t UTF-16BE; }
{ be < utf-8.txt; printf '\f\n'; head -n 9 utf-8.txt | be; } > two.txt
copydesk clean -q two.txt -o two.out --scope article --journal journal
copydesk restore -q journal two.out -o back-two && cmp two.txt back-two/two.txt && echo restored
echo '-- a part of it is in another'
{ iconv -f UTF-8 -t UTF-16LE utf-8.txt; printf 'odd'; } > odd.txt
copydesk clean odd.txt -o odd.out --journal journal 2>&1 | grep ^copydesk
copydesk restore -q journal odd.out -o back && cmp odd.txt back/odd.txt
echo '-- naming the encoding that it is in anyway changes nothing'
yes 'The ferry sails again at noon.' | head -c 6200000 | copydesk clean -q --from utf-8
