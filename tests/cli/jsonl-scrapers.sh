# records as scrapers write them: NaN where a field is empty, a source that is an address, the text in a field of another name
cat > nan.jsonl <<'E'
{"url": "https://www.pier.example/1", "author": NaN, "score": -Infinity, "text": "The ferry sails again on Monday.\nShare this article\nIts crew of nine was glad, the company said."}
{"id": NaN, "author": NaN, "text": "The mill is closed until the spring comes."}
{"text": NaN, "n": Infinity}
{"author": nan, "text": "Not even Python reads this one."}
E
echo '-- NaN'
copydesk clean -q < nan.jsonl
echo "status $?"
copydesk clean -q nan.jsonl --journal j -o out.jsonl 2> /dev/null
copydesk explain j nan.jsonl.2
copydesk restore j out.jsonl -o back && cmp nan.jsonl back/nan.jsonl
echo '-- an address as the source'
printf 'rule own\n    class template\n    source pier.example\n    line From the shelves of the pier\n    yes From the shelves of the pier\n' > own.rules
printf '{"source": "%s", "text": "The ferry sails again on Monday, and its crew is glad.\\nFrom the shelves of the pier\\nNobody laughed when the bill for it came in June."}\n' \
    https://Pier.example/2026/1 HTTP://pier.example:80/2 pier.example hill.example 'see https://pier.example/4' https:// > source.jsonl
copydesk clean -q --scope article --rules own.rules source.jsonl | grep -c shelves
copydesk clean -q --scope article --rules own.rules --source-field from source.jsonl 2>&1 | grep -c shelves
sed 's/"source"/"page"/' source.jsonl | copydesk clean -q --scope article --rules own.rules --source-field page | grep -c shelves
echo '-- no text for learn'
printf '{"body":"Share"}\n{"body":"Advertisement"}\n' > body.jsonl
copydesk learn -q body.jsonl -o body.rules
echo "status $?"
copydesk learn -q --text-field body body.jsonl -o body.rules
echo "status $?"
