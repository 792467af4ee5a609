# ボタンと、いつもある帯。

control-continue = 次に進む
control-back = もどる
control-cancel = やめる
control-staff = わからない 係員を呼ぶ
    .spoken = わからないとき、 係員を呼ぶ
control-staff-called = 係員を 呼出中
control-staff-unheard = 受付に 声を かけて
control-staff-coming = 係員が まいります
control-more-time = もっと時間がほしい
control-erase = 消す
control-enter = 決定
control-digit = { $digit }
pin-dots = { $of }桁のうち { $count }桁 入りました
    .spoken = { $count }桁 入りました。

warning-title = まだ 使っていますか
warning-line = このままだと { $seconds }秒で 最初の画面に もどります。 入れたものは 消えます。
warning-card-title = カードが 残っています
warning-card-line = カードを 取ってください。
