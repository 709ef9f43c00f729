# names with colons, with and without a line
ferry='The ferry to the island was late again.'
printf '%s\n\nIt left at noon.\n\n%s\n' "$ferry" "$ferry" > 'at 10:30.txt'
copydesk clean 'at 10:30.txt' -q -o out --journal j
try() { copydesk explain j "$@"; echo "status $?" >&2; }
try 'at 10:30.txt'
try 'at 10:30.txt:1'
try 'at 10:30.txt:5'
try 'at 10:x'
try nobody:3
copydesk restore j out -o back
cmp 'at 10:30.txt' 'back/at 10:30.txt'
echo "-- records of one id"
printf '{"id":"x","text":"The ferry left at noon.\\nShare"}\n{"id":"y","text":"Rain."}\n{"id":"x","text":"Snow\\u00a0fell in the hills."}\n{"id":"x","text":"Share"}\n' > one.jsonl
copydesk clean one.jsonl -q -o one.out.jsonl --journal j
try x
try x:2
try x:9
try y
copydesk restore j one.out.jsonl -o one.back
cmp one.jsonl one.back/one.jsonl
echo "-- an id that ends in digits, and one that would speak to a terminal"
printf '{"id":"https://a.example:8080","text":"The ferry left at noon.\\nShare"}\n{"id":"\\u001b[31mred\\nx","text":"Rain fell on the hills.\\nShare\\nShare"}\n{"id":"z","text":"The ferry left at noon.\\nShare"}\n' > two.jsonl
copydesk clean two.jsonl -q -o two.out.jsonl --journal j
try https://a.example:8080
try https://a.example:8080:2
try https://a.example:9
try "$(printf '\033[31mred\nx')"
try z
echo "-- and in digits that are no line"
printf '{"id":"a:0","text":"The ferry left at noon.\\nShare"}\n' > three.jsonl
copydesk clean three.jsonl -q -o three.out.jsonl --journal j
try a:0
try a:0:2
try b:0
echo "-- rare line ends inside a block"
printf 'First line\342\200\250second line\r\nthe \vfourth one.\n\nThe last block\342\200\251ends on line seven.\nShare\n\nShare\vShare\n' > six.txt
copydesk clean --paragraphs block six.txt -q -o six.out --journal j
try six.txt:4
try six.txt:8
try six.txt:10
try six.txt:11
try six.txt:12
echo "-- what is left without the paragraphs of others is all that is left of another article"
pier='The harbour board said on Monday that the northern pier would be closed until spring.'
ice='The fishermen have asked the council to pay for a new ice house beside the quay.'
mkdir pier
printf '%s\n' "$pier" > pier/a.txt
printf '%s\n' "$ice" > pier/b.txt
printf 'Larkmoor\n\n%s\n' "$pier" > pier/c.txt
printf 'Larkmoor\n\n%s\n' "$ice" > pier/d.txt
cp pier/d.txt pier/e.txt
copydesk clean pier -q -o pier.out --journal j
try c.txt:3
try d.txt
try d.txt:3
try e.txt
