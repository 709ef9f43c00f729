# what a state holds is told with the run's numbers, also while another run holds it
# needs sqlite3
mkdir in
printf 'The first paragraph of the story stands here.\n\nShare\n' > in/a.txt
printf 'Advertisement\n' > in/b.txt
told() { grep -E '^copydesk_(state_(articles|keys)|run_(exit|unchanged))' night.prom; }
copydesk clean -q in -o out --metrics night.prom
told
copydesk clean -q in -o out2 --state seen --metrics night.prom
told
grep -q '^copydesk_state_bytes.* [1-9]' night.prom && echo 'it has a size'
printf 'Another paragraph of another story.\n' > in/c.txt
flock seen/lock copydesk clean -q in -o out2 --state seen --metrics night.prom 2> /dev/null
told
copydesk clean -q in -o out2 --state seen --metrics night.prom
told
