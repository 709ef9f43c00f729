echo 'Some text.' | copydesk clean > /dev/full
echo "status $?" >&2
(echo 'Some text.' | copydesk clean -q; echo "status $?" >&2) | true
# what failed first is told, not the numbers that fail, too
echo 'Some text.' | copydesk clean --stats /dev/full > /dev/full
echo "status $?" >&2
