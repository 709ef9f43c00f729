# every message is one JSON object on a line of its own
command -v jq > /dev/null || exit 77
mkdir in
printf 'The first paragraph of the story stands here.\n\nShare\n' > in/a.txt
ln in/a.txt in/b.txt
ln in/a.txt "in/$(printf 'caf\351.txt')"
mkdir in/c.txt in/d
said() {   # COMMAND...: what it says, without what changes from run to run
    "$@" 2> log > data; status=$?
    jq -c 'del(.time) | if .stats then .message = (.message | sub("; [^;]*$"; "")) | .stats |= {status, articles, written, seconds: (.seconds >= 0)} else . end' < log
    [ "$(jq -r .time < log | grep -cE '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z$')" = "$(wc -l < log)" ] || echo 'a line without a time'
    echo "status $status, $(wc -c < data) bytes of data"
}
said copydesk clean --log json in -o out
echo '-- the first of the details of -v'
said copydesk clean --log json -v --form none in -o out | grep -v stats
echo '-- to standard output; never a line of progress'
said copydesk clean --log json --progress always --color always - < in/a.txt
echo '-- silent'
said copydesk clean --log json -q in -o out
echo '-- what is wrong'
said copydesk clean --log json -q "$(printf 'no\033where\377')"
said copydesk clean --log json --rule x in
printf 'bad \377 bytes\n' > in/bad.txt
said copydesk clean --strict --log json --from utf-8 in -o out
echo '-- other commands'
said copydesk rules check --log json nowhere.rules | head -n 1
said copydesk learn --log json in | tail -n 4
said copydesk explain --log json nowhere a.txt
