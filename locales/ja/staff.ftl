# 係員の画面（機械の前の パネル、受付の画面）。

staff-role-viewer = 見るだけ
staff-role-receptionist = 受付
staff-role-supervisor = 責任者
staff-trouble-reader = カードリーダーが ありません。
staff-trouble-reader-do = ケーブルを さしなおしてください。 なおらなければ `uketsuke doctor` を 見てください。
staff-trouble-camera = カメラが 使えません。
staff-trouble-camera-do = カメラの ケーブルを さしなおしてください。 暗証番号と 目視は 使えます。
staff-trouble-camera-busy = カメラを 別のプログラムが 使っています。
staff-trouble-camera-busy-do = そのプログラムを 終わらせてください。
staff-trouble-face-models = 顔認証の ファイルが ありません。
staff-trouble-face-models-do = `uketsuke models install` を 行ってください。
staff-trouble-face-matching = 顔認証が 動いていません。
staff-trouble-face-matching-do = 機械を 起動しなおしてください。
staff-trouble-sound = 音声が 出ません。
staff-trouble-sound-do = スピーカーと ヘッドホンの 線を 見てください。
staff-trouble-codes-locked = 係員の番号が 何度も まちがえられました。
staff-trouble-codes-locked-do = 責任者が 機械の パネルで また使えるように できます。
