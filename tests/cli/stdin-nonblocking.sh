# standard input that does not block, as a program leaves a pipe that it shares:
# what comes late is waited for
command -v python3 >/dev/null || exit 77
cat >late.py <<'PY'
import os, subprocess, sys, time
give, keep = os.pipe()
os.set_blocking(give, False)
run = subprocess.Popen(sys.argv[1:], stdin=give)
for part in b"One line of text that is there early.\n\n", b"Another line, late.\n":
    time.sleep(.05)
    os.write(keep, part)   # give stays open here, lest a run that ended early be a broken pipe
os.close(keep)
sys.exit(run.wait())
PY
python3 late.py copydesk clean -q
echo "status $?"
echo 'One line of text that is there early.' >old.txt
python3 late.py copydesk diff old.txt -
echo "status $?"
