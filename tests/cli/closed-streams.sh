# standard streams that are closed: no file gets their numbers, and the messages with them
mkdir in
printf 'One line of text that stands in the first file.\n' >in/a.txt
printf '\001\002\003 no text, but \200\201\202 bytes\n' >in/b.txt
for closed in '' '2>&-' '>&- 2>&-' '<&- 2>&-' '<&- >&- 2>&-'; do
    eval "copydesk clean -v --strict in -o out.jsonl --journal out.journal 2>/dev/null $closed"
    echo "$closed: status $?"
    wc -l <out.jsonl
    grep -c 'copydesk:' out.jsonl out.journal
    rm out.jsonl out.journal
done
echo 'Some text.' | copydesk clean >&-
echo "no stdout: status $?"
copydesk clean -q <&-
echo "no stdin: status $?"
