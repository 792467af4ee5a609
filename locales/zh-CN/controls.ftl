# 按钮，以及一直显示的操作栏。

control-continue = 继续
control-back = 返回
control-cancel = 取消
control-staff = 叫工作人员
    .spoken = 需要帮助时，叫工作人员
control-staff-called = 正在呼叫
control-staff-unheard = 请告诉前台
control-staff-coming = 工作人员马上就来
control-more-time = 需要更多时间
control-erase = 删除
control-enter = 确定
control-digit = { $digit }
pin-dots = 共{ $of }位，已输入{ $count }位
    .spoken = { $count ->
        [0] 还没有输入。
        [2] 已输入两位。
       *[other] 已输入{ $count }位。
    }

warning-title = 您还在使用吗？
warning-line = 如果没有操作，{ $seconds }秒后会回到最初的画面。输入的内容会清除。
warning-card-title = 您的卡还在这里
warning-card-line = 请取回您的卡。
