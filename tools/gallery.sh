#!/bin/sh
# Pictures of the screens and one page that shows them all: gallery.sh FOLDER [all]
#   nothing  every screen in every language and both formats; every size and every theme in Japanese
#   all      every language × size × theme × format: some 25,000 pictures, hours without a graphics card
set -eu
cd "$(dirname "$0")/.."
out=$1
languages="ja ja-yasashii en zh-CN ko pt vi"
sizes="small usual large largest"
themes="standard white black soft"

wanted() {
    [ "${2:-}" = all ] || [ "$4" = usual ] && [ "$5" = standard ] || [ "$3" = ja ] && { [ "$4" = usual ] || [ "$5" = standard ]; }
}

combinations() {
    for format in landscape portrait; do for language in $languages; do for size in $sizes; do for theme in $themes; do
        if wanted "$out" "${1:-}" "$language" "$size" "$theme"; then echo "$format $language $size $theme"; fi
    done; done; done; done
}

mkdir -p "$out"
page="$out/index.html"
cat >"$page" <<'END'
<!doctype html><meta charset="utf-8"><title>Uketsuke 受付: every screen</title>
<style>body{font-family:sans-serif;margin:1rem;background:#fdfaf5;color:#161b22}section{margin-bottom:2rem}
img{border:1px solid #00464e;margin:2px}figure{display:inline-block;margin:4px;vertical-align:top}
figcaption{font-size:.75rem}.portrait img{width:150px}.landscape img{width:280px}</style>
<h1>Uketsuke 受付: every screen</h1>
END
count=$(combinations "${2:-}" | wc -l)
{
    echo '<nav>'
    combinations "${2:-}" | sed 's/ /-/g; s/.*/<a href="#&">&<\/a>/'
    echo '</nav>'
} >>"$page"
done=0
combinations "${2:-}" | while read -r format language size theme; do
    # The densities of a 10.1 inch and of a 21.5 inch glass.
    if [ "$format" = landscape ]; then PX_PER_MM=5.9; else PX_PER_MM=4.03; fi
    export PX_PER_MM
    name="$format-$language-$size-$theme"
    tools/headless.sh gallery --format "$format" --only-language "$language" --text-size "$size" \
        --colours "$theme" --out "$out/$name" >/dev/null </dev/null
    printf '<section class="%s" id="%s"><h2>%s</h2>\n' "$format" "$name" "$name" >>"$page"
    for picture in "$out/$name/$language"/*.png; do
        file="$name/$language/$(basename "$picture")"
        printf '<figure><a href="%s"><img loading="lazy" src="%s" alt=""></a><figcaption>%s</figcaption></figure>\n' \
            "$file" "$file" "$(basename "$picture" .png)" >>"$page"
    done
    printf '</section>\n' >>"$page"
    done=$((done + 1))
    echo "$done of $count: $name"
done
echo "all of them are in $page"
