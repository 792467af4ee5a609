# 各画面的句子。句子要短，语气要礼貌。标题说明“现在做什么”。

idle-title = 请把个人编号卡放在这里
idle-case = 请把卡从卡套里取出，放在读卡器上。
idle-carer = 家人或陪同的人帮您放也可以。

out-of-order-title = 这台机器现在不能使用
out-of-order-todo = 读卡器没有连接。工作人员会为您办理。
paused-title = 这台机器暂停使用
paused-todo = 请到前台办理。

reading-title = 正在读取您的卡
reading-line = 请不要移动卡。
opening-title = 正在确认卡的有效期
opening-line = 正在等待保险中心的回复。请不要移动卡。

cert-soon-title = 卡的电子证书快到期了
cert-soon-until = 有效期至{ NUMBER($year, useGrouping: "false") }年{ $month }月{ $day }日。今天可以照常使用。
cert-soon-todo = 请到市区町村窗口更新。更新免费。
cert-grace-title = 卡的电子证书已过有效期
cert-grace-line = 因为电子证书已过有效期，只向本院提供保险资格信息。
cert-grace-todo = 请尽早到市区町村窗口更新电子证书。

method-title = 请选择确认本人的方法
method-face = 人脸识别
method-pin = 密码
method-visual = 请工作人员确认
method-locked-title = 密码不能使用。请选择其他方法
method-pin-locked = 这张卡的密码已锁定。可以到市区町村窗口解锁。
method-no-pin = 这张卡没有密码。
method-no-face = 人脸识别现在不能使用。

face-photo-title = 正在读取卡里的照片
face-signing-title = 已确认是您本人
face-wait = 正在准备摄像头
face-look-here = 请看摄像头
face-one-person = 请只让一个人入镜
face-closer = 请稍微靠近一点
face-back = 请稍微后退一点
face-left = 请稍微向左移动
face-right = 请稍微向右移动
face-up = 请把脸稍微抬高
face-down = 请把脸稍微放低
face-straight = 请正对着看摄像头
face-upright = 请把头摆正
face-dark = 光线太暗，看不清您的脸
face-backlit = 您身后太亮。请稍微换个方向
face-mask = 请摘下口罩
face-sunglasses = 请摘下眼镜
face-hat = 请把帽子或刘海往上抬一点
face-still = 请保持不动
face-turn-left = 请慢慢向左转头
face-turn-right = 请慢慢向右转头
face-good = 很好，请保持这样
face-camera-stopped = 正在重新准备摄像头
face-no-match = 没能通过人脸确认
face-no-match-line = 有时照片不容易比对。也可以用其他方法。
face-not-turned = 没能看清头的转动
face-not-turned-line = 也有不用转头的其他方法。
face-not-seen = 没能看清您的脸
face-not-seen-line = 摄像头好像不容易看清您的脸。也可以用其他方法。
face-again = 再试人脸识别

no-face-starting = 致工作人员：正在准备。
no-face-camera = 致工作人员：摄像头没有连接。
no-face-models = 致工作人员：没有人脸识别的数据。
no-face-key = 致工作人员：需要国家发放的终端密钥。
no-face-busy = 致工作人员：其他程序正在使用摄像头。
no-face-broken = 致工作人员：没有收到摄像头的图像。
no-face-code = 致工作人员：不能读取核对号码B。
no-face-refused = 致工作人员：卡不接受核对号码B。
no-face-photo = 致工作人员：卡里的照片不能使用。
no-face-terminal = 致工作人员：卡不接受终端密钥。
no-face-matching = 致工作人员：人脸识别没有运行。请重新启动机器。

pin-title = 请输入4位密码
pin-shuffled = 数字的位置每次都会变。
pin-wrong = 密码不一致
pin-tries-left = 还可以输入{ $left }次。请再输入一次，或叫工作人员。
    .spoken = { $left ->
        [2] 还可以输入两次。
       *[other] 还可以输入{ $left }次。
    }请再输入一次，或叫工作人员。
pin-last-title = 这是最后1次机会
pin-last-try = 如果不一致，密码会被锁定。
pin-answer-lost = 没有收到卡的回应
last-try-title = 密码只能再输入1次了
last-try-line = 如果再有一次不一致，密码会被锁定。
last-try-todo = 如果没有把握，可以请工作人员确认。
last-try-go-on = 输入密码
signing-title = 正在确认密码

visual-title = 由工作人员确认
visual-line = 工作人员会对照卡上的照片，确认是您本人。请在这里稍等。
visual-lifted-title = 工作人员正在看卡
visual-lifted-line = 请在90秒内放回同一张卡。
visual-staff-here = 工作人员请按这里
visual-code-title = 请工作人员输入4位号码
visual-code-line = 这不是患者卡片的密码。
visual-code-wrong = 号码不对。请等 { $seconds } 秒，再输入一次。
visual-code-too-soon = 现在还不能查。请等 { $seconds } 秒。
visual-code-locked = 号码错了太多次，这里不能再用。工作人员可以在前台确认。
visual-code-not-set = 这里没有设置工作人员号码。工作人员可以在前台确认。
visual-code-check = 正在查工作人员号码
visual-compare-title = 卡上的照片是这位患者吗
visual-compare-line = 卡片可以拿起最多90秒。
visual-same = 是同一个人
visual-differs = 不是同一个人
reason-title = 为什么用目视确认
reason-face-and-pin = 人脸识别不成功，也忘了密码
reason-disability = 因认知症或残障等，难以操作
reason-condition = 身体不适，难以操作
reason-machine = 机器有问题
visual-signing-title = 确认完了
visual-impossible-title = 这台机器不能用目视确认
visual-impossible-line = 前台会为您办理。

consent-top-title = 是否向本院提供过去的医疗信息？
consent-24h = 24小时内有效。重新放卡就可以更改。
consent-all = 全部同意
consent-each = 逐项选择
consent-yes = 同意
consent-no = 不同意
review-title = 没有问题的话，就可以发送
review-line = 还没有发送。您可以重新选择。
review-send = 确认发送
review-change = 重新选择
review-share = 提供
review-not-share = 不提供
consent-not-obtainable = 无法取得同意（急救）
consent-stands = 之前的回答到{ $until }为止有效。可以在这里更改。
consent-open = 还没有决定
consent-nobody-to-ask = 无法询问（工作人员）
identifying-title = 正在确认是您本人
register-title = 要申请把这张卡用作健康保险证吗？
register-line = 这张卡还没有申请。
register-time = 免费。可能需要一点时间。
register-yes = 申请
register-no = 不申请
registering-title = 正在申请
registering-line = 请稍等。请不要移动卡。
registering-person = 确认本人
registering-application = 申请
registering-questions = 继续挂号
registering-done = 已完成
registering-now = 进行中
registering-then = 接下来
prescription-title = 您要哪种处方？
prescription-line = 在药店取药时使用。
prescription-electronic = 电子处方
prescription-paper = 纸质处方
subsidies-title = 要使用医疗费补助的领取证吗？
subsidies-line = 帮助儿童或重病等的医疗费。
subsidies-use = 使用
subsidies-leave = 不使用
subsidy-lookup-title = 正在查找领取证
subsidy-none-title = 没有找到领取证
subsidy-failed-title = 没能查找领取证
subsidy-paper = 如果有纸质的，请给前台看。
ticket-title = 将在本院使用医疗券
ticket-line = 已有医疗扶助的医疗券。
ticket-confirm = 已确认
chosen-prescription = 处方
chosen-electronic = 电子
chosen-paper = 纸质
chosen-subsidies = 领取证
chosen-use = 使用
chosen-leave = 不使用
consent-item-title = 是否提供{ $group }？
consent-item-count = 问题{ $at } / { $of }
    .spoken = { $of ->
        [2] 共两个问题，这是第{ $at }个。
       *[other] 共{ $of }个问题，这是第{ $at }个。
    }
group-tkk = 健康检查结果
group-tkk-what = 特定健康检查测得的身体数值。
group-yzk = 用药信息
group-yzk-what = 其他医院或药房开的药。
group-srj = 诊疗信息
group-srj-what = 看过的医院、过敏、检查结果。
group-shj = 手术和病名信息
group-shj-what = 手术、病名、感染症的记录。
group-tsr = 特定疾病信息
group-tsr-what = 透析等长期疾病的诊疗证明。

query-title = 正在确认保险资格
query-line = 正在等待保险中心的回复。请不要移动卡。
delivering-title = 正在通知前台
delivering-line = 马上就好。

done-title = 登记完成。请取回您的卡
done-taken-title = 登记完成
done-wait = 请等候叫您的名字。
done-what = 提供情况：
done-shared = 已提供
done-not-shared = 未提供
done-eligibility-only = 只向本院提供了保险资格。
