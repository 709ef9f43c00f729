# JSON Lines that are no UTF-8: read as --from says, else repaired; and back
printf '{"id":1,"text":"\320\301\322\317\315 \\u00e9"}\n' > k.jsonl                                  # KOI8-R beside an escape
printf '{"id":2,"text":["\363\316\305\307.", "Share", "\344\317\326\304\330."],"o":"\323"}\n' >> k.jsonl   # an array, another field
printf '{"id":3,"text":"\320\237\320\260\321\200\320\276\320\274"}\n' >> k.jsonl                     # UTF-8 is left alone
for how in '-v --from koi8-r' '--from utf-8' '--strict' '--strict --from koi8-r'; do
    echo "-- $how"
    copydesk clean $how k.jsonl -o out.jsonl --journal j 2> said; echo "status $?"
    grep ': ' said | grep -v '^ '; cat -v out.jsonl
    copydesk restore j out.jsonl -o "back $how" && cmp k.jsonl "back $how/k.jsonl"
    copydesk clean $how -q out.jsonl | cmp - out.jsonl
done
echo "-- UTF-16"
printf '\377\376{\0"\0t\0e\0x\0t\0"\0:\0"\0a\0"\0}\0\n\0' > u16.jsonl
copydesk clean -q u16.jsonl -o out.jsonl --journal j; echo "status $?"
copydesk clean u16.jsonl 2>&1 | head -n 1
copydesk restore j out.jsonl -o back16 && cmp u16.jsonl back16/u16.jsonl
echo "-- in windows-1252, and nobody says so"
printf '{"id":1,"text":"Gr\366\337e und Ma\337e \\u00e4"}\n{"id":2,"text":["\277Qu\351 pas\363?","compa\361\355a"]}\n' > w.jsonl
printf '{"id":3,"text":"Z\303\274rich, stray \374"}\n' >> w.jsonl
copydesk clean -v w.jsonl -o out.jsonl --journal j 2>&1 | grep 'read as'
cat out.jsonl
copydesk restore j out.jsonl -o backw && cmp w.jsonl backw/w.jsonl
