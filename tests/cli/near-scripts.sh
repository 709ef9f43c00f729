# near-duplicates where there are no spaces; what is never compared: wall pages
# and what has too little text; clusters over several folders; and with --drops
mkdir -p in/a in/b in/c
chinese() {
    cat <<'X'
港口委员会星期一投票决定关闭东码头，直到春天再开放，因为潜水员在十一根桩子中的四根上发现了裂缝。

开往群岛的渡轮将改从旧鱼市码头出发。经营航线的公司说，航程大约要多花十分钟，请乘客耐心等候。

港务长在投票前对委员会说，大家等修理已经等得太久，大海不会等待预算。
X
}
thai() {
    cat <<'X'
สภาท่าเรือลงมติเมื่อวันจันทร์ให้ปิดท่าเทียบเรือฝั่งตะวันออกจนถึงฤดูใบไม้ผลิ หลังจากนักดำน้ำพบรอยร้าวในเสาสี่ต้นจากสิบเอ็ดต้น

เรือข้ามฟากไปยังหมู่เกาะจะออกจากท่าปลาเก่าแทน บริษัทกล่าวว่าการเดินทางจะใช้เวลานานขึ้นประมาณสิบนาที
X
}
chinese > in/a/zh.txt
chinese | sed 's/星期一/星期二/; s/大约/约/' > in/b/zh-edited.txt
chinese | head -n 3 > in/c/zh-cut.txt
thai > in/a/th.txt
{ thai; echo; echo 'ตลาดปลาจะย้ายไปที่สนามโรงเรียนตั้งแต่วันศุกร์ที่จะถึงนี้'; } > in/b/th-extended.txt
for i in 1 2 3; do
    printf 'Access Denied\n\nYou do not have permission to access this page on this server.\n' > in/c/wall-$i.txt
    printf '港口关闭，渡轮停运，市民等候。\n' > in/c/little-$i.txt
done
copydesk near in
copydesk near --clusters -q in | cut -f 2-
copydesk near --json -q in/a in/c
copydesk near --clusters --keep longest -q in/c in/b

# --drops: what is listed counts as gone, and nothing is near it
cat in/a/zh.txt > in/b/zh-copy.txt
copydesk keys -q in | sort -s -k1,1 | awk -F'\t' '$1 != k { k = $1; a = $2 } $2 != a' > drops
cut -f 2,3 drops | sort
copydesk clean in -o out --drops drops --near flag --journal j -q
grep jaccard j | cut -d '"' -f 8
test -f out/b/zh-copy.txt || echo dropped
copydesk restore j out -o back && diff -r in back && echo restored
