# 練習モードだけの文。

practice-banner = 練習モード　本物の暗証番号は 入れないでください
tray-title = 練習の道具
tray-place = カードを置く
tray-take = カードを取る
tray-next = 次の人
tray-previous = 前の人
tray-pin = 暗証番号 { $pin }
tray-no-pin = 暗証番号なし
person-hanako = 花子さん：40歳未満
person-kenji = 健二さん：40歳以上
person-ume = ウメさん：75歳以上
person-takahashi = 髙橋さん：名前の字が 特別
person-sakura = さくらさん：期限まで2か月
person-ichiro = 一郎さん：期限切れ1か月
person-kiku = キクさん：期限切れ8か月
person-goro = 五郎さん：証明書が失効
person-mei = メイさん：利用登録なし
person-fumi = フミさん：暗証番号のないカード
person-jiro = 次郎さん：暗証番号がロック
person-yuki = ゆきさん：あと1回
person-suica = ちがうカード
person-silent = 返事をしないカード
