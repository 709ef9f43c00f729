# a list of drops that is none: named at once, however long its lines are
echo 'The ferry sails again from the old harbour.' > a.txt
yes | tr -d '\n' | timeout 9 copydesk clean --drops - a.txt 2>&1
echo "status $?"
(printf '%032d\ta.txt' 0; head -c 17000000 /dev/zero | tr '\0' a) | timeout 9 copydesk clean --drops - a.txt 2>&1
echo "status $?"
