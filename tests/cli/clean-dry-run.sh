mkdir in
echo 'Nothing is written.' > in/a.txt
copydesk clean -n in -o out
ls
