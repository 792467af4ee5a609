# ボタンと、 いつもある 帯。

control-continue = 次へ
control-back = もどる
control-cancel = やめる
control-staff = わからない 人を呼ぶ
    .spoken = わからないとき、 病院の人を 呼ぶ
control-staff-called = 人を 呼んで います
control-staff-unheard = 受付に 言って
control-staff-coming = 病院の人が 来ます
control-more-time = もっと時間がほしい
control-erase = 消す
control-enter = OK
control-digit = { $digit }
pin-dots = { $of }つのうち { $count }つ 入れました
    .spoken = { $count }つ 入れました。

warning-title = まだ 使って いますか
warning-line = このままだと { $seconds }秒で 最初の 画面に もどります。 入れた ものは 消えます。
warning-card-title = カードが まだ あります
warning-card-line = カードを 取って ください。
