# 画面の文。短い文で、です・ます。題名は「いま何をするか」。

idle-title = マイナンバーカードを ここに 置いてください
idle-case = ケースから 出して、 読み取り機に 置きます。
idle-carer = ご家族や 付き添いの かたが 置いても かまいません。

out-of-order-title = いま この機械は 使えません
out-of-order-todo = カードの 読み取り機が つながって いません。 係員が うけたまわります。

reading-title = カードを 読んでいます
reading-line = カードを 動かさないで ください。
opening-title = カードの 期限を 確認しています
opening-line = センターの 返事を 待っています。 カードを 動かさないで ください。

cert-soon-title = カードの 電子証明書の 期限が 近づいています
cert-soon-until = 期限は { $year }年 { $month }月 { $day }日です。 今日は このまま 使えます。
cert-soon-todo = 市町村の 窓口で 更新してください。 手数料は かかりません。
cert-grace-title = カードの 電子証明書の 期限が 切れています
cert-grace-line = 有効期限切れ： 電子証明書の 有効期限が 切れているため、 資格情報のみ 当機関に 提供します。
cert-grace-todo = お早めに 市町村の 窓口で 電子証明書を 更新してください。

method-title = ご本人の確認の 方法を 選んでください
method-face = 顔認証
method-pin = 暗証番号
method-visual = 係員に確認してもらう
method-locked-title = 暗証番号は 使えません。 ほかの方法を 選んでください
method-pin-locked = このカードの 暗証番号は ロックされて います。 解除は 市町村の 窓口です。
method-no-pin = このカードには 暗証番号が ありません。
method-no-face = 顔認証は いま 使えません。

face-photo-title = カードの 写真を 読んでいます
face-signing-title = お顔を 確認できました
face-wait = カメラを 準備しています
face-look-here = カメラを 見てください
face-one-person = お一人だけ うつって ください
face-closer = もう少し 近づいて ください
face-back = 少し 下がって ください
face-left = 少し 左へ 動いて ください
face-right = 少し 右へ 動いて ください
face-up = お顔を 少し 上げて ください
face-down = お顔を 少し 下げて ください
face-straight = カメラを まっすぐ 見てください
face-upright = 頭を まっすぐに してください
face-dark = 暗くて お顔が 見えません
face-backlit = 後ろが まぶしいです。 少し 向きを 変えてください
face-mask = マスクを 外して ください
face-sunglasses = めがねを 外して ください
face-hat = ぼうしや 前髪を 上げて ください
face-still = そのまま 動かないで ください
face-turn-left = ゆっくり 左を 向いて ください
face-turn-right = ゆっくり 右を 向いて ください
face-good = そのまま お待ちください
face-camera-stopped = カメラを 準備しなおして います
face-no-match = お顔の 確認が できませんでした
face-no-match-line = 写真と くらべにくい ことが あります。 ほかの方法も 使えます。
face-not-turned = お顔の 向きが わかりませんでした
face-not-turned-line = 首を 動かさなくても ほかの方法が 使えます。
face-not-seen = お顔が うまく 見えませんでした
face-not-seen-line = カメラから お顔が 見えにくい ようです。 ほかの方法も 使えます。
face-again = もう一度 顔認証

no-face-starting = 係員の かたへ： 準備中です。
no-face-camera = 係員の かたへ： カメラが つながって いません。
no-face-models = 係員の かたへ： 顔認証の データが ありません。
no-face-key = 係員の かたへ： 国の 端末鍵が 必要です。
no-face-busy = 係員の かたへ： ほかの プログラムが カメラを 使っています。
no-face-broken = 係員の かたへ： カメラの 映像が 来ません。
no-face-code = 係員の かたへ： 照合番号Bが 読めません。
no-face-refused = 係員の かたへ： カードが 照合番号Bを 受けつけません。
no-face-photo = 係員の かたへ： カードの 写真が 使えません。
no-face-terminal = 係員の かたへ： カードが 端末鍵を 受けつけません。
no-face-matching = 係員の かたへ： 顔認証が 動きません。 機械を 再起動して ください。

pin-title = 暗証番号 4桁を 入れてください
pin-shuffled = 数字の場所は 毎回 変わります。
pin-wrong = 暗証番号が ちがいます
pin-tries-left = あと { $left }回 入れられます。 もう一度 入れるか、 係員を 呼んでください。
pin-last-title = これが 最後の 1回です
pin-last-try = まちがえると ロックされます。
pin-answer-lost = カードの返事が とどきません でした
last-try-title = 暗証番号は あと1回しか 入れられません
last-try-line = もう一度 まちがえると カードが ロックされます。
last-try-todo = 自信がないときは 係員に 確認を たのめます。
last-try-go-on = 暗証番号を入れる
signing-title = 暗証番号を 確認しています

visual-title = 係員が 確認します
visual-line = カードの写真と お顔を 見て 確認します。 このまま お待ちください。
visual-not-yet = この機械だけでは 確認は 終わりません。 受付で 手続きします。
visual-lifted-title = 係員が カードを 見ています
visual-lifted-line = 同じカードを 90秒以内に もどしてください。

consent-top-title = 過去の 医療情報を この病院に 提供しますか
consent-24h = 24時間 有効です。 カードを 置きなおせば 変えられます。
consent-all = すべて同意する
consent-each = 一つずつ選ぶ
consent-yes = 同意する
consent-no = 同意しない
review-title = これで よければ 送ります
review-line = まだ 送って いません。 選びなおせます。
review-send = これで送る
review-change = 選びなおす
review-share = 提供する
review-not-share = 提供しない
consent-item-title = { $group }を 提供しますか
consent-item-count = 質問 { $at } / { $of }
    .spoken = { $of }つのうち { $at }つめの 質問です。
group-tkk = 健康診断の結果
group-tkk-what = 特定健診で わかった からだの 数値です。
group-yzk = 薬の情報
group-yzk-what = ほかの病院や 薬局で 出た薬です。
group-srj = 診療の情報
group-srj-what = かかった病院、 アレルギー、 検査の結果です。
group-shj = 手術と病名の情報
group-shj-what = 手術、 病名、 感染症の 記録です。
group-tsr = 特定疾病の情報
group-tsr-what = 透析など、 長くかかる 病気の 受療証です。

query-title = 保険の資格を 確認しています
query-line = センターの 返事を 待っています。 カードを 動かさないで ください。
delivering-title = 受付に つたえています
delivering-line = もうすぐ 終わります。

done-title = 受付が 終わりました。 カードを 取ってください
done-taken-title = 受付が 終わりました
done-wait = お名前が 呼ばれるまで お待ちください。
done-what = 提供の 確認：
done-shared = 提供しました
done-not-shared = 提供していません
done-eligibility-only = 保険の資格だけを この病院に つたえました。
