# unreadable input is named, skipped, and shows in the status
test "$(id -u)" != 0 || exit 77
mkdir in
echo 'Good.' > in/a.txt
echo 'Bad.' > in/b.txt
chmod 0 in/b.txt
copydesk clean in -o out
