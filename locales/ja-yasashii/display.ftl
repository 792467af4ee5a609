# 見え方、 ことば、 スイッチ。

control-language = Language
    .spoken = ことばを 変える
control-size = 文字
    .spoken = 文字の 大きさを 変える
control-colours = 色
    .spoken = 色を 変える
control-low = 車いす
    .spoken = 車いすの 人は こちら
control-high = もとの 高さ
control-next-page = つぎへ
control-previous-page = まえへ
page-count = { $at } / { $of }
    .spoken = { $of }ページの うち { $at }ページです。
step-count = { $at } / { $of }
    .spoken = { $of }つの うち { $at }つめです。
step-card = カード
step-person = あなたの 確認
step-consent = 情報
step-done = 終わり

size-is-small = 文字は 小さいです。
size-is-default = 文字は ふつうです。
size-is-large = 文字は 大きいです。
size-is-largest = 文字は いちばん 大きいです。
colours-are-standard = ふつうの 色です。
colours-are-white = 白い 画面に 黒い 文字です。
colours-are-black = 黒い 画面に 白い 文字です。
colours-are-soft = やわらかい 色です。
low-is-on = 下の ほうに 出します。
low-is-off = もとの 高さに もどしました。

language-title = ことばを 選んで ください
language-furigana = ふりがなを つける
language-no-furigana = ふりがなを とる
language-no-voice = この ことばの 声は ありません。 文字を 読んで ください。

switch-title = スイッチが 押されました
switch-first = この スイッチで 進みます。
switch-other = もう一つの スイッチを 押すと、 それで 選びます。
switch-only = 一つだけの ときは、 同じ スイッチを もう一度 押します。
switch-two-title = 二つの スイッチで 使えます
switch-two-line = はじめの スイッチで 進み、 つぎの スイッチで 選びます。
switch-one-title = 一つの スイッチで 使えます
switch-one-line = 枠が 動きます。 選びたい ところで 押して ください。
switch-slower = 枠を ゆっくり
switch-faster = 枠を 速く
switch-pace = 一つに { $seconds }秒
switch-start = 始める
switch-stop = スイッチを 使わない

language-name = やさしい にほんご
language-ja = 日本語
    .spoken = 日本語
language-en = English
    .spoken = 英語
language-ja-yasashii = やさしい にほんご
    .spoken = やさしい日本語
language-zh-CN = 简体中文
    .spoken = 中国語
language-ko = 한국어
    .spoken = 韓国語
language-pt = Português
    .spoken = ポルトガル語
language-vi = Tiếng Việt
    .spoken = ベトナム語
