#!/bin/sh
# Strangers (poppler) read the pages that we print: text, fonts, size, picture. check.sh [FOLDER]
#   FOLDER        where pages and pictures stay, to be looked at (default target/paper)
#   PAPER_WRITER  the command that writes the pages into the folder $PAPER_SAMPLES (default: a test of the library)
# Ends with 1 where something is not as it should be.
set -eu
cd "$(dirname "$0")/../.."
folder=${1:-target/paper}
mkdir -p "$folder"
PAPER_SAMPLES=$(cd "$folder" && pwd)
export PAPER_SAMPLES
${PAPER_WRITER:-cargo test --quiet --lib -- --ignored --exact devices::paper::tests::write_samples} >/dev/null

failed=0
bad() {
    printf 'paper: %s\n' "$*" >&2
    failed=1
}

# page NAME FONT: one page of A4, that font among others, every font embedded in part and with its letters.
page() {
    pdf=$PAPER_SAMPLES/$1.pdf
    info=$(pdfinfo "$pdf" 2>&1)
    case $info in *Error*) bad "$1 has errors: $info" ;; esac
    printf '%s\n' "$info" | grep -Eq '^Pages: +1$' || bad "$1 has not one page"
    printf '%s\n' "$info" | grep -Eq '^Page size: .*\(A4\)$' || bad "$1 is not A4"
    printf '%s\n' "$info" | grep -Eq '^(CreationDate|ModDate|Author):' && bad "$1 says when or by whom it was made"
    pdffonts "$pdf" | sed 1,2d >"$PAPER_SAMPLES/fonts"
    grep -q "$2" "$PAPER_SAMPLES/fonts" || bad "$1 lacks the font $2"
    grep -Evq ' yes +yes +yes +[0-9]+ +[0-9]+$' "$PAPER_SAMPLES/fonts" && bad "$1 has a font that is not embedded in part"
    rm "$PAPER_SAMPLES/fonts"
    pdftotext -layout "$pdf" "$PAPER_SAMPLES/$1.txt"
    pdftoppm -r 100 -png -singlefile "$pdf" "$PAPER_SAMPLES/$1"
    inked "$1"
}

# inked NAME: something is drawn, and nothing in the white edge of 8 mm that printers cut (32 dots at 100 dpi).
inked() {
    pdftoppm -r 100 -gray -singlefile "$PAPER_SAMPLES/$1.pdf" "$PAPER_SAMPLES/$1"
    python3 - "$PAPER_SAMPLES/$1.pgm" <<'PYTHON' || bad "$1 is empty, or draws into the edge of the page"
import sys
kind, size, most, dots = open(sys.argv[1], "rb").read().split(b"\n", 3)
width, height = map(int, size.split())
rows = [dots[y * width:(y + 1) * width] for y in range(height)]
inner = b"".join(row[32:-32] for row in rows[32:-32])
edge = b"".join(rows[:32] + rows[-32:] + [row[:32] + row[-32:] for row in rows])
dark = sum(dot < 128 for dot in inner)
sys.exit(kind != b"P5" or min(edge) < 255 or not 0.01 < dark / len(inner) < 0.2)
PYTHON
    rm "$PAPER_SAMPLES/$1.pgm"
}

# has NAME TEXT...: the texts can be found and copied. Spaces do not count: layout makes some.
has() {
    name=$1
    shift
    text=$(sed 's/ //g; s/　//g' "$PAPER_SAMPLES/$name.txt" | tr -d '\n\f')
    for wanted in "$@"; do
        case $text in *"$wanted"*) ;; *) bad "$name lacks '$wanted'" ;; esac
    done
}

page statement BIZUDPGothic-Regular
has statement 被保険者資格申立書 練習総合病院御中 申立日令和8年11月28日 練習花子 レンシュウハナコ '昭和23年2月29日（1948年）' \
    東京都練習区見本町一丁目２番３号メゾン・ド・練習405号室 03-0000-0000 練習健康保険組合 株式会社見本製作所本社工場 \
    ☐男☑女 ☑会社などの健康保険 ☐国民健康保険 ☐後期高齢者医療 ☐１割☑２割☐３割☐分からない ☑窓口で提示した ☑本人が記入
page by-pen BIZUDPGothic-Bold
has by-pen 申立日令和年月日 タカハシゼンジロウ '昭和元年12月25日（1926年）' '（ペンで記入）' なし ☑男☐女 ☑分からない \
    ☑今日は持っていない ☑代わりの人が記入
# Rare letters come from the other font; one that no font has is drawn as ● and still copied as what it is.
page long NotoSansCJKjp-Regular
has long 𠮷田髙𣘺 葛󠄀城 "$(printf '\364\217\277\275')子"
page ways BIZUDPGothic-Bold
has ways 受付機が使えないとき 全額（10割）を求めることはありません 1.資格確認書 6.カードの４つの項目を書き写す 0120-95-0178 練習総合病院
page en BIZUDPGothic
has en Nobodyisaskedforthewholeprice 'Perguntas:0120-95-0178(declaração)'
page vi NotoSansCJKjp-Bold
has vi Bảngkhaibảohiểm Điềnnhữnggìmìnhbiếtvàomẫuđơn
page ko NotoSansCJKkr-Bold
has ko 자격확인서 의료비전액을부담하지않습니다
page zh-Hans NotoSansCJKsc-Bold
has zh-Hans 资格确认书 出示即可办理

[ "$failed" = 0 ] && printf 'paper: 8 pages are as they should be; look at them in %s\n' "$PAPER_SAMPLES"
exit "$failed"
