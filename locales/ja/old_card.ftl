# `uketsuke old-card`: 前の 健康保険証が いつまで 使えたかを 調べる 受付の人のために。

old-card-born = 生年月日
old-card-printed = カードの 有効期限（なければ 空のまま）
old-card-stay = 在留期限（なければ 空のまま）
old-card-no-birthday = 生年月日が いります。
old-card-unread = 1955-07-08 のように 書いてください。
old-card-held = { $day } は 使えました。 { $last } までの カードです。
old-card-ended = { $day } は 使えません。 { $last } までの カードでした。
old-card-printed-day = カードの 有効期限の 日です。
old-card-end-of-stay = 在留期限の 日です。
old-card-seventy = 70歳に なった 月の 終わりです。 保険者によって ちがうことが あります。
old-card-seventy-five = 75歳に なる 前の日です。 そのあとは 後期高齢者医療です。
old-card-all-ended = 前の 健康保険証は すべて この日に 終わりました。
