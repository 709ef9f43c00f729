# every page of help fits 80 columns
for page in '' clean explain restore rules help; do
    copydesk $page -h
    copydesk help $page
done | awk 'length > 79'
