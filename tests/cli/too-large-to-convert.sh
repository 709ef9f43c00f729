# UTF-16 beyond the size that is converted: named, and the status says so
yes 'The ferry sails again at noon.' | head -c 3000000 | iconv -f UTF-8 -t UTF-16 > big.txt
copydesk clean big.txt -o out.txt 2> err
echo "status $?"
grep large err
# naming the encoding that it is in anyway changes nothing
yes 'The ferry sails again at noon.' | head -c 6200000 | copydesk clean -q --from utf-8
echo "status $?"
