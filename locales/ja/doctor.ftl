# `uketsuke doctor`。 職員と 設置する人のための文。

doctor-practice-title = 練習モードに必要なもの
doctor-kiosk-title = 受付端末に必要なもの
doctor-good = よし
doctor-note = 注意
doctor-missing = 不足
doctor-can-run = 受付できます。
doctor-cannot-run = まだ受付できません。「不足」の行の対処をしてから、もう一度実行してください。

doctor-config = 設定
doctor-config-found = { $path } は正しく書けています
doctor-config-fails = { $why }
doctor-do-config = 設定を直してください。すべての項目は README にあります。

doctor-facility = 医療機関
doctor-facility-code = コード { $code }
doctor-do-facility = このコードは どこのものでも ありません。設定の facility.code に、自分の 医療機関コード（10桁）を書いてください。

doctor-sentences = 画面の文
doctor-sentences-found = どの言語にも { $count } 文
doctor-sentences-differ = { $key } が片方の言語にしかありません
doctor-do-build = locales/ のもう片方の言語に加えて、ビルドしなおしてください。

doctor-fonts = フォント
doctor-fonts-found = { $path } にあります
doctor-fonts-missing = { $why }
doctor-do-fonts = Debian のパッケージ fonts-morisawa-bizud-gothic を入れてください（ソースのある所では `make setup` が入れます）。

doctor-service = PC/SC サービス
doctor-service-caller = 専用のものが、このユーザーで起動します
doctor-service-own-user = 専用のものが、ユーザー uketsuke-pcscd で起動します
doctor-service-nobody = 専用のものが起動しますが、ユーザー uketsuke-pcscd がないので nobody です
doctor-service-fails = 専用のものが起動しません: { $why }
doctor-service-answers = システムのものが応答します
doctor-service-silent = システムのものが応答しません: { $why }
doctor-service-other = { $variable } が別のものを指しています: { $path }
doctor-do-setup = `make setup` を実行してください（root なら sh tools/setup.sh --system）。
doctor-do-close-others = ほかの練習モードを終えてから、もう一度実行してください。
doctor-do-service = pcscd を入れて起動してください: systemctl enable --now pcscd.socket
doctor-do-unset = 受付端末の環境から、この変数を消してください。

doctor-reader = カードリーダー
doctor-reader-found = { $names }
doctor-reader-none = ありません
doctor-reader-fails = 調べられません: { $why }
doctor-reader-not-named = 「{ $wanted }」がありません。あるもの: { $names }
doctor-do-reader = PC/SC のカードリーダーをつなぎ、ドライバー（多くは Debian のパッケージ libccid）を入れてください。
doctor-do-reader-name = つなぐか、設定の card.reader に別の名前を書いてください。
doctor-do-choose-reader = カードのある最初のものを使います。一つに決めるには、設定の card.reader に名前を書いてください。

doctor-trust = カード
doctor-trust-practice = 練習用のカードだけ。本物は断り、何もしません
doctor-trust-production = 本物のマイナンバーカードだけ。練習用は断ります

doctor-models = 顔認証のデータ
doctor-models-found = { $name }。距離 { $distance } まで本人とします
doctor-models-missing = { $why }
doctor-do-models = ないと顔認証は使えません（暗証番号と係員の確認は使えます）。 uketsuke models install を実行してください（設定にフォルダーがあれば --folder も）。

doctor-camera = カメラ
doctor-camera-found = { $names }。{ $size } の映像が来ました
doctor-camera-missing = { $why }
doctor-camera-practice = 描いた人物。--film で写真や録画に替えられます
doctor-do-camera = ないと顔認証は使えません（暗証番号と係員の確認は使えます）。

doctor-terminal-key = 端末の鍵
doctor-terminal-key-none = ありません。顔が合ってもセンターへの証明にならないので、顔認証は出しません
doctor-do-terminal-key = 国が認定した機器に渡す鍵です。暗証番号と係員の確認は使えます。

doctor-system-reader = システムの仮想リーダー
doctor-system-reader-open = { $path } が、すべてのネットワークに開いています
doctor-do-system-reader = Debian のままなら `make setup` が止めます。そうでなければ、各行の頭に # を付けてください。

doctor-data = データのフォルダー
doctor-data-found = { $path }
doctor-data-fails = { $why }
doctor-do-data = このユーザーが書けるようにし、ディスクを空けるか、XDG_DATA_HOME を設定してください。

doctor-centre = 資格確認のセンター
doctor-centre-answers = { $url } が応答します
doctor-centre-silent = { $url } が応答しません: { $why }
doctor-centre-fails = { $why }
doctor-do-centre = ネットワークと、設定の centre.url を確かめてください。

doctor-results = 結果のフォルダー
doctor-results-found = { $path } に書けます
doctor-results-fails = { $path } に書けません: { $why }
doctor-do-results = 空きを作るか、設定の results.folder を別のフォルダーにしてください。
doctor-do-results-connect = 共有フォルダーをつなぐか、設定の results.folder を直してください。
doctor-do-results-rights = 受付端末のユーザーが、そこと一つ上のフォルダーに書けるようにしてください。
doctor-do-results-mount = 一つ上のフォルダーをマウントしてください。できた書類を、そのまま移すためです。

doctor-spool = 届いていない結果
doctor-spool-none = ありません（{ $path } は必要になったときに作られます）
doctor-spool-empty = ありません
doctor-spool-waiting = { $path } に { $waiting } 件、{ $since } から
doctor-spool-unreadable = { $path }/unreadable の { $unreadable } 件が読めません。ほかに { $waiting } 件が待っています
doctor-spool-fails = { $path } が読めません: { $why }
doctor-do-spool = 結果のフォルダーに書けるようになれば、受付端末が動いているあいだに自動で届きます。
doctor-do-spool-unreadable = その患者さんの資格をもう一度確認し、ファイルを消してください。鍵（フォルダーの隣の .key）が入れ替わったときは、端末を止め、元の鍵に戻し、ファイルをフォルダーに戻してください。
doctor-do-spool-fails = 受付端末のユーザーが読み書きできるようにするか、設定の results.spool を別のフォルダーにしてください。

doctor-display = ディスプレイ
doctor-display-found = { $name }
doctor-display-none = ありません
doctor-display-xvfb = 台本の受付だけが動きます: `make run`、`make visits`。
doctor-do-display = 画面のあるセッションで実行するか、DISPLAY を設定してください。
doctor-do-xwayland = xwayland を入れてください。この Wayland のセッションでも、窓には X11 が要ります。

doctor-density = 画面の大きさ
doctor-density-config = 1 mm が { $pixels } 画素（{ $inch } dpi）、設定による
doctor-density-screen = 1 mm が { $pixels } 画素（{ $inch } dpi）、画面による
doctor-density-assumed = 画面が言わないので、1 mm を { $pixels } 画素（{ $inch } dpi）とみなします
doctor-do-density = 画面を測り、1 mm の画素数を設定の screen.px_per_mm に書いてください。

doctor-swap = スワップ
doctor-swap-off = ありません
doctor-swap-on = あります
doctor-do-swap = メモリーの中身が ディスクに書かれることがあります。スワップを止めるか（`swapoff -a` と /etc/fstab）、暗号化してください。
doctor-drawing = 描画
doctor-drawing-found = { $name }
doctor-drawing-processor = プロセッサーが描きます（{ $name }）
doctor-drawing-slow = 動きますが、グラフィックスカードと Vulkan ドライバーがあれば速くなります。
doctor-drawing-none = Vulkan ドライバーがありません
doctor-do-vulkan = Debian のパッケージ mesa-vulkan-drivers を入れてください（ソースのある所では `make setup` が入れます）。

doctor-voices = 声
doctor-voices-found = 日本語の女性と男性、英語が話します
doctor-voices-missing = { $why }
doctor-do-voices = ないと音声の代わりに字幕だけになります。uketsuke voices install を実行してください（設定にフォルダーがあれば --folder も。英語は Debian のパッケージ flite）。
doctor-headphones = ヘッドホンの音
doctor-loudspeaker = スピーカーの音
doctor-sound-found = 音を出せます
doctor-sound-none = 設定されていません
doctor-sound-fails = { $why }
doctor-do-sound = ないとここからは音が出ません。設定の speech に ALSA の名前（aplay -L）を書いてください。
doctor-jack = ヘッドホンの差し込み口
doctor-jack-found = { $jack } で分かります
doctor-jack-none = 設定されていません。ヘッドホンをさしても音声は始まりません
doctor-jack-fails = { $why }
doctor-do-jack = 設定の speech.jack に、カードとスイッチの名前（amixer -c 0 contents の Headphone Jack）を書いてください。
doctor-do-sound-name = ここからは音が出ません。設定の speech の名前を aplay -L の一覧とくらべて直してください（練習モードでは、この PC に音の装置が要ります）。

doctor-record = 記録
doctor-record-found = { $path }：{ $count } 件、書かれたときのままです
doctor-record-none = { $path } は まだ ありません
doctor-record-wrong = { $path }：{ $count } か所に 問題があります
doctor-record-fails = { $path } が使えません: { $why }
doctor-do-record = uketsuke audit verify で 場所を見て、施設の責任者に 知らせてください。
doctor-do-record-none = 初めて動くときに 作られます。上のフォルダーに 受付端末のユーザーが 書けるように してください。

doctor-staff = 係員
doctor-staff-none = 係員も 目視の番号も 決まっていません
doctor-staff-found = 係員 { $count } 人
doctor-staff-passcode = 係員 { $count } 人、目視の番号 あり
doctor-do-staff = 設定の [staff] に 係員を 書いてください。番号は uketsuke staff hash で 作れます。
doctor-desk = 受付の画面
doctor-desk-none = 登録されていません
doctor-desk-answers = 「{ $name }」として { $url } に つながります
doctor-desk-silent = 「{ $name }」として 登録されていますが、{ $url } が 答えません: { $why }
doctor-desk-broken = { $path } の登録が 読めません: { $why }
doctor-do-desk-none = 受付の画面を使うときは uketsuke pair で 登録してください。なくても 受付は できます。
doctor-do-desk = uketsuke desk と ネットワークを 確かめてください。受付は このままでも できます。
doctor-do-desk-pair = uketsuke pair で 登録しなおしてください。

doctor-settings = 施設の設定
doctor-settings-found = { $path }
doctor-settings-fails = { $why }
doctor-do-settings = その行を直してください。値は true か false です。見本は assets/facility.toml です。
doctor-paper = 申立書の印刷
doctor-paper-none = プリンターもフォルダーも決まっていません
doctor-paper-printer = プリンター { $what }
doctor-paper-unknown = { $what } というプリンターはありません
doctor-paper-folder = フォルダー { $what }
doctor-paper-no-folder = { $what } に書けません
doctor-do-paper = 設定の [paper] に、lpstat -e に出るプリンターか、書けるフォルダーを書いてください。
doctor-fhir = FHIR
doctor-fhir-server = { $url }（ここでは送りません）
doctor-do-fhir = フォルダーをつなぐか、設定の results.fhir を直してください。
