# 画面の文。 やさしい ことばで、 短い 文で。 漢字には ふりがなが つきます。

idle-title = マイナンバーカードを ここに 置いて ください
idle-case = ケースから 出して、 カードの 機械の 上に 置きます。
idle-carer = 家族や 友だちが 置いても いいです。

out-of-order-title = いま この機械は 使えません
out-of-order-todo = カードの 機械が つながって いません。 病院の人が 手伝います。

reading-title = カードを 読んで います
reading-line = カードを 動かさないで ください。
opening-title = カードが 使えるか 見て います
opening-line = センターの 返事を 待って います。 カードを 動かさないで ください。

cert-soon-title = カードは もうすぐ 使えなく なります
cert-soon-until = { $year }年 { $month }月 { $day }日まで 使えます。 今日は だいじょうぶです。
cert-soon-todo = 市役所で カードを 新しく して ください。 お金は かかりません。
cert-grace-title = カードの 期限が 切れて います
cert-grace-line = 今日は 保険の ことだけを この病院に 知らせます。
cert-grace-todo = はやく 市役所で カードを 新しく して ください。

method-title = あなたの カードか 確認します。 選んで ください
method-face = 顔を 見せる
method-pin = 4つの 数字
method-visual = 病院の人が 見る
method-locked-title = 4つの 数字は 使えません。 ほかを 選んで ください
method-pin-locked = このカードの 数字（暗証番号）は 止まって います。 市役所で 使えるように できます。
method-no-pin = このカードには 数字（暗証番号）が ありません。
method-no-face = 顔の 確認は いま 使えません。

face-photo-title = カードの 写真を 読んで います
face-signing-title = あなたの 顔だと わかりました
face-wait = カメラの 準備を して います
face-look-here = カメラを 見て ください
face-one-person = 一人だけで 見て ください
face-closer = もう少し 近くに 来て ください
face-back = 少し うしろに 下がって ください
face-left = 少し 左に 動いて ください
face-right = 少し 右に 動いて ください
face-up = 顔を 少し 上げて ください
face-down = 顔を 少し 下げて ください
face-straight = カメラを まっすぐ 見て ください
face-upright = 頭を まっすぐに して ください
face-dark = 暗いので 顔が 見えません
face-backlit = うしろが 明るすぎます。 少し 動いて ください
face-mask = マスクを 取って ください
face-sunglasses = めがねを 取って ください
face-hat = ぼうしや 前髪を 上げて ください
face-still = そのまま 動かないで ください
face-turn-left = ゆっくり 左を 見て ください
face-turn-right = ゆっくり 右を 見て ください
face-good = そのまま 待って ください
face-camera-stopped = カメラの 準備を もう一度 して います
face-no-match = 顔の 確認が できませんでした
face-no-match-line = 写真と くらべるのが むずかしい ときが あります。 ほかの やり方も あります。
face-not-turned = 顔の 向きが わかりませんでした
face-not-turned-line = 顔を 動かさない やり方も あります。
face-not-seen = 顔が よく 見えませんでした
face-not-seen-line = ほかの やり方も あります。
face-again = もう一度 顔

no-face-starting = 病院の人へ： 準備中です。
no-face-camera = 病院の人へ： カメラが つながって いません。
no-face-models = 病院の人へ： 顔認証の データが ありません。
no-face-key = 病院の人へ： 国の 端末鍵が 必要です。
no-face-busy = 病院の人へ： ほかの プログラムが カメラを 使っています。
no-face-broken = 病院の人へ： カメラの 映像が 来ません。
no-face-code = 病院の人へ： 照合番号Bが 読めません。
no-face-refused = 病院の人へ： カードが 照合番号Bを 受けつけません。
no-face-photo = 病院の人へ： カードの 写真が 使えません。
no-face-terminal = 病院の人へ： カードが 端末鍵を 受けつけません。
no-face-matching = 病院の人へ： 顔認証が 動きません。 機械を 再起動して ください。

pin-title = 4つの 数字を 入れて ください
pin-shuffled = 暗証番号です。 数字の 場所は 毎回 変わります。
pin-wrong = 数字が ちがいます
pin-tries-left = あと { $left }回 入れられます。 もう一度 入れるか、 病院の人を 呼んで ください。
pin-last-title = これが 最後の 1回です
pin-last-try = まちがえると 使えなく なります。
pin-answer-lost = カードの 返事が ありません
last-try-title = 数字は あと1回だけ 入れられます
last-try-line = もう一度 まちがえると、 この数字（暗証番号）は 使えなく なります。
last-try-todo = わからない ときは 病院の人に 見て もらえます。
last-try-go-on = 数字を 入れる
signing-title = 数字を 確認して います

visual-title = 病院の人が 確認します
visual-line = カードの 写真と あなたの 顔を 見ます。 ここで 待って ください。
visual-not-yet = この機械だけでは 終わりません。 受付で つづけます。
visual-lifted-title = 病院の人が カードを 見て います
visual-lifted-line = 90秒までに 同じ カードを もどして ください。

consent-top-title = 前の 病気や 薬の ことを この病院に 見せますか
consent-24h = 24時間 だけです。 カードを もう一度 置くと 変えられます。
consent-all = ぜんぶ 見せる
consent-each = 一つずつ 選ぶ
consent-yes = 見せる
consent-no = 見せない
review-title = これで いいですか。 よければ 送ります
review-line = まだ 送って いません。 変えられます。
review-send = これで 送る
review-change = 選びなおす
review-share = 見せる
review-not-share = 見せない
consent-item-title = { $group }を 見せますか
consent-item-count = 質問 { $at } / { $of }
    .spoken = { $of }つのうち { $at }つめの 質問です。
group-tkk = 健康診断の 結果
group-tkk-what = からだの ことを 調べた 数字です。
group-yzk = 薬の 情報
group-yzk-what = ほかの 病院や 薬局で もらった 薬です。
group-srj = 病院の 情報
group-srj-what = 行った 病院、 アレルギー、 検査の 結果です。
group-shj = 手術と 病気の 情報
group-shj-what = 手術、 病気の 名前、 うつる 病気の 記録です。
group-tsr = 長い 病気の 情報
group-tsr-what = 透析など、 長く かかる 病気の 紙（受療証）です。

query-title = 保険を 確認して います
query-line = センターの 返事を 待って います。 カードを 動かさないで ください。
delivering-title = 受付に 知らせて います
delivering-line = もうすぐ 終わります。

done-title = 受付が 終わりました。 カードを 取って ください
done-taken-title = 受付が 終わりました
done-wait = 名前が 呼ばれるまで 待って ください。
done-what = 見せた もの：
done-shared = 見せました
done-not-shared = 見せて いません
done-eligibility-only = 保険の ことだけを この病院に 知らせました。
