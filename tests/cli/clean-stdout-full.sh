echo 'Some text.' | copydesk clean > /dev/full
echo "status $?" >&2
(echo 'Some text.' | copydesk clean -q; echo "status $?" >&2) | true
