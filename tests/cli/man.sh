command -v mandoc > /dev/null || exit 77
copydesk help --man > copydesk.1
mandoc -T lint -W warning copydesk.1
mandoc -T ascii copydesk.1 | sed "s,.$(printf '\b'),,g" | grep '^[A-Z]' | sed 's/  .*//'
# every option and every command is on it
for word in clean explain restore rules help; do
    grep -q "^\.It Cm $word" copydesk.1 || echo "no $word"
done
for word in $(for c in clean explain restore rules help; do copydesk $c -h; done |
              grep -o '^  .*--[a-z-]*' | sed 's/.*--//'); do
    grep -q "^\.It.* \\\\-$word" copydesk.1 || echo "no --$word"
done
