# Các nút, và thanh luôn có trên màn hình.

control-continue = Tiếp tục
control-back = Quay lại
control-cancel = Dừng
control-staff = Gọi nhân viên
    .spoken = Khi cần giúp, gọi nhân viên
control-staff-called = Đang gọi
control-staff-unheard = Hãy báo quầy
control-staff-coming = Nhân viên đang tới
control-more-time = Thêm thời gian
control-erase = Xóa
control-enter = OK
control-digit = { $digit }
pin-dots = Đã nhập { $count } trên { $of } số
    .spoken = { $count ->
        [0] Chưa nhập số nào.
       *[other] Đã nhập { $count } số.
    }

warning-title = Quý vị còn dùng máy không?
warning-line = Nếu không, sau { $seconds } giây máy sẽ về màn hình đầu. Những gì đã nhập sẽ được xóa.
warning-card-title = Thẻ vẫn còn ở đây
warning-card-line = Vui lòng lấy thẻ ra.
