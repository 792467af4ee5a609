# 语音引导。“.spoken”是声音的说法。

control-voice = 语音
list-pair = { $thing }：{ $state }
    .spoken = { $thing }，{ $state }。

speech-start = 语音引导
speech-intro = 现在开始语音引导。
speech-intro-card = 放卡的地方在{ $place }。
place-front = 屏幕前面
place-left = 屏幕左边
place-right = 屏幕右边
place-below = 屏幕下面
speech-intro-touch = 把手指放在屏幕上滑动，会读出手指下面的内容。
speech-intro-select = 要选择时，请连续点两下屏幕。
speech-intro-bar = 按一下屏幕最下面的边，也可以选择。
speech-intro-keys = 有按键时，用箭头移动，用确定键选择。返回、取消、叫工作人员在屏幕下面。
speech-choices = 共有{ $count }个选项。
    .spoken = { $count ->
        [2] 共有两个选项。
       *[other] 共有{ $count }个选项。
    }
speech-pad = 输入4位后，请选择“确定”。
    .spoken = 输入四位后，请选择确定。
speech-pad-fixed = 数字键的排列和电话一样。四角的键响两声，5的声音低。
    .spoken = 数字键的排列和电话一样。四角的键响两声，数字五的声音低。
speech-pad-silent = 不会读出数字。请插上耳机，或叫工作人员。
speech-pad-silent-fixed = 不会读出数字。请插上耳机，或在“语音”里选择“电话式按键”。
    .spoken = 不会读出数字。请插上耳机，或在语音里选择电话式按键。
speech-pin-full = 请选择“确定”。
    .spoken = 请选择确定。
speech-staff-called = 正在叫工作人员。
speech-staff-unheard = 请告诉前台。这台机器不能呼叫工作人员。
speech-staff-coming = 工作人员马上就来。
speech-withheld = 不便让别人听到的内容没有读出。可以用耳机，或选择最下面的“读出声”来听。
    .spoken = 不便让别人听到的内容没有读出。可以用耳机，或选择最下面的读出声来听。
speech-private = 这里不会读出声。
speech-trouble = 没有声音。请看文字，或叫工作人员。

speech-select = 选择
    .spoken = 选择栏
speech-panel-title = 调整语音
speech-repeat = 再听一次
speech-pause = 暂停
speech-go-on = 继续听
speech-slower = 慢一点
speech-faster = 快一点
speech-softer = 小声一点
speech-louder = 大声一点
speech-other-voice = 换个声音
speech-this-voice = 现在用这个声音说话。
speech-blank = 关闭屏幕
speech-show-screen = 打开屏幕
speech-is-blank = 屏幕已关闭。
speech-is-shown = 屏幕已打开。
speech-aloud = 读出声
speech-not-aloud = 不读出声
speech-is-aloud = 现在会全部读出声，别人也能听到。
speech-is-not-aloud = 不便让别人听到的内容，不会读出声。
speech-fixed-pad = 电话式按键
speech-shuffled-pad = 变换式按键
speech-is-fixed = 数字键的排列现在和电话一样。
speech-is-shuffled = 数字键的位置现在每次都会变。
speech-in-headphones = 现在用耳机说话。
speech-important = 有重要的事情。
speech-ask-back = 这一项没有读出声。再选一次就会确定。
speech-items = 共有{ $count }种信息。
    .spoken = { $count ->
        [2] 共有两种信息。
       *[other] 共有{ $count }种信息。
    }
speech-paused = 语音已暂停
speech-stop = 关闭语音
speech-close = 关闭
speech-rate = 速度百分之{ $percent }
speech-volume = 音量{ $at } / { $of }
    .spoken = 音量共{ $of }级，现在是第{ $at }级。

keys-press = 请按“{ $what }”键
keys-skip = 没有这个键时，请按Esc。
keys-next = 下一项
keys-previous = 上一项
keys-language = 更换语言
keys-switch = 开关
keys-other-switch = 第二个开关

speech-about = 关于声音
speech-about-mei = 日语女声：HTS Voice "Mei"，MMDAgent Project Team，Copyright 2009-2013 Nagoya Institute of Technology，CC BY 3.0
    .spoken = 日语女声是Mei，由MMDAgent项目组和名古屋工业大学制作。
speech-about-nitech = 日语男声：HTS Voice "NIT ATR503 M001"，HTS Working Group，Nagoya / Tokyo Institute of Technology，CC BY 3.0
    .spoken = 日语男声由HTS工作组、名古屋工业大学和东京工业大学制作。
speech-about-dictionary = 词典：Open JTalk的naist-jdic和unidic-csj（BSD）
    .spoken = 词典来自Open JTalk。
speech-about-flite = 英语声音：flite slt，Carnegie Mellon University
    .spoken = 英语声音是卡内基梅隆大学的flite。
