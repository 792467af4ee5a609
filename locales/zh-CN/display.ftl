# 显示方式、语言、外接开关。

control-language = Language
    .spoken = 更换语言
control-size = 字号
    .spoken = 改变文字大小
control-colours = 颜色
    .spoken = 更换颜色
control-low = 轮椅
    .spoken = 使用轮椅的人士请选这里
control-high = 原来的高度
control-next-page = 下一页
control-previous-page = 上一页
page-count = { $at } / { $of }
    .spoken = { $of ->
        [2] 共两页，现在是第{ $at }页。
       *[other] 共{ $of }页，现在是第{ $at }页。
    }
step-count = { $at } / { $of }
    .spoken = { $of ->
        [2] 共两步，现在是第{ $at }步。
       *[other] 共{ $of }步，现在是第{ $at }步。
    }
step-card = 读卡
step-person = 确认本人
step-consent = 提供信息
step-done = 完成

size-is-small = 文字是较小的。
size-is-default = 文字是普通大小。
size-is-large = 文字是较大的。
size-is-largest = 文字已是最大。
colours-are-standard = 现在是普通颜色。
colours-are-white = 现在是白底黑字。
colours-are-black = 现在是黑底白字。
colours-are-soft = 现在是柔和的颜色。
low-is-on = 内容已移到下方。
low-is-off = 已恢复原来的高度。

language-title = 请选择语言
language-furigana = 显示假名注音
language-no-furigana = 去掉假名注音
language-no-voice = 这种语言没有语音。请看文字。

switch-title = 外接开关已按下
switch-first = 用这个开关移动。
switch-other = 按另一个开关，就用它来选择。
switch-only = 只有一个开关时，请再按一次。
switch-two-title = 可以用两个开关操作了
switch-two-line = 第一个开关移动，第二个开关选择。
switch-one-title = 可以用一个开关操作了
switch-one-line = 框会自己移动。移到您想选的地方时，请按开关。
switch-slower = 框慢一点
switch-faster = 框快一点
switch-pace = 每项{ $seconds }秒
switch-start = 开始
switch-stop = 不用开关

language-name = 简体中文
language-ja = 日本語
    .spoken = 日语
language-en = English
    .spoken = 英语
language-ja-yasashii = やさしい にほんご
    .spoken = 简易日语
language-zh-CN = 简体中文
    .spoken = 中文
language-ko = 한국어
    .spoken = 韩语
language-pt = Português
    .spoken = 葡萄牙语
language-vi = Tiếng Việt
    .spoken = 越南语
