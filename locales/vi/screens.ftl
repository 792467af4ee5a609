# Các câu trên màn hình. Ngắn và dễ hiểu; tiêu đề cho biết bây giờ cần làm gì.

idle-title = Xin đặt Thẻ My Number vào đây
idle-case = Xin lấy thẻ ra khỏi bao và đặt lên máy đọc thẻ.
idle-carer = Người nhà hoặc người đi cùng có thể đặt giúp.

out-of-order-title = Hiện không dùng được máy này
out-of-order-todo = Máy đọc thẻ chưa được kết nối. Nhân viên sẽ giúp quý vị.

reading-title = Đang đọc thẻ
reading-line = Xin đừng di chuyển thẻ.
opening-title = Đang kiểm tra thời hạn của thẻ
opening-line = Đang chờ trung tâm trả lời. Xin đừng di chuyển thẻ.

cert-soon-title = Chứng thư điện tử của thẻ sắp hết hạn
cert-soon-until = Thời hạn đến ngày { $day } tháng { $month } năm { NUMBER($year, useGrouping: "false") }. Hôm nay vẫn dùng được.
cert-soon-todo = Xin gia hạn tại văn phòng hành chính nơi quý vị ở. Miễn phí.
cert-grace-title = Chứng thư điện tử của thẻ đã hết hạn
cert-grace-line = Vì vậy, bệnh viện này chỉ nhận thông tin bảo hiểm.
cert-grace-todo = Xin sớm gia hạn chứng thư điện tử tại văn phòng hành chính nơi quý vị ở.

method-title = Xin chọn cách xác nhận danh tính
method-face = Khuôn mặt
    .spoken = Nhận diện khuôn mặt
method-pin = Mật khẩu 4 số
method-visual = Nhờ nhân viên
    .spoken = Nhờ nhân viên xác nhận
method-locked-title = Không dùng được mật khẩu. Xin chọn cách khác
method-pin-locked = Mật khẩu của thẻ này đang bị khóa. Văn phòng hành chính nơi quý vị ở có thể mở khóa.
method-no-pin = Thẻ này không có mật khẩu.
method-no-face = Hiện không dùng được nhận diện khuôn mặt.

face-photo-title = Đang đọc ảnh trên thẻ
face-signing-title = Đã xác nhận được khuôn mặt
face-wait = Đang chuẩn bị camera
face-look-here = Xin nhìn vào camera
face-one-person = Xin chỉ để một người trong hình
face-closer = Xin đến gần thêm một chút
face-back = Xin lùi lại một chút
face-left = Xin dịch sang trái một chút
face-right = Xin dịch sang phải một chút
face-up = Xin đưa mặt lên cao một chút
face-down = Xin đưa mặt xuống thấp một chút
face-straight = Xin nhìn thẳng vào camera
face-upright = Xin giữ đầu thẳng
face-dark = Tối quá, máy chưa thấy khuôn mặt
face-backlit = Phía sau sáng quá. Xin xoay người một chút
face-mask = Xin tháo khẩu trang
face-sunglasses = Xin tháo kính
face-hat = Xin nhấc mũ hoặc vén tóc lên
face-still = Xin giữ yên
face-turn-left = Xin từ từ quay mặt sang trái
face-turn-right = Xin từ từ quay mặt sang phải
face-good = Xin giữ như vậy và chờ một chút
face-camera-stopped = Đang chuẩn bị lại camera
face-no-match = Chưa xác nhận được khuôn mặt
face-no-match-line = Đôi khi máy khó so với ảnh. Cũng có thể dùng cách khác.
face-not-turned = Máy chưa thấy mặt quay sang bên
face-not-turned-line = Có cách khác, không cần quay đầu.
face-not-seen = Camera chưa thấy rõ khuôn mặt
face-not-seen-line = Cũng có thể dùng cách khác.
face-again = Thử lại mặt
    .spoken = Thử lại nhận diện khuôn mặt

no-face-starting = Dành cho nhân viên: đang chuẩn bị.
no-face-camera = Dành cho nhân viên: chưa kết nối camera.
no-face-models = Dành cho nhân viên: chưa có dữ liệu nhận diện khuôn mặt.
no-face-key = Dành cho nhân viên: cần khóa thiết bị của nhà nước.
no-face-busy = Dành cho nhân viên: chương trình khác đang dùng camera.
no-face-broken = Dành cho nhân viên: camera không gửi hình.
no-face-code = Dành cho nhân viên: không đọc được mã đối chiếu B.
no-face-refused = Dành cho nhân viên: thẻ không nhận mã đối chiếu B.
no-face-photo = Dành cho nhân viên: không dùng được ảnh trên thẻ.
no-face-terminal = Dành cho nhân viên: thẻ không nhận khóa thiết bị.
no-face-matching = Dành cho nhân viên: nhận diện khuôn mặt không chạy. Xin khởi động lại máy.

pin-title = Xin nhập mật khẩu 4 số
pin-shuffled = Vị trí các số thay đổi mỗi lần.
pin-wrong = Mật khẩu chưa khớp
pin-tries-left = Còn { $left } lần nhập. Xin nhập lại hoặc gọi nhân viên.
pin-last-title = Đây là lần nhập cuối
pin-last-try = Nếu chưa khớp, mật khẩu sẽ bị khóa.
pin-answer-lost = Máy chưa nhận được trả lời từ thẻ
last-try-title = Chỉ còn 1 lần nhập mật khẩu
last-try-line = Nếu lần này chưa khớp, mật khẩu sẽ bị khóa.
last-try-todo = Nếu không chắc, có thể nhờ nhân viên xác nhận.
last-try-go-on = Nhập mật khẩu
signing-title = Đang kiểm tra mật khẩu

visual-title = Nhân viên sẽ xác nhận
visual-line = Nhân viên sẽ so ảnh trên thẻ với khuôn mặt. Xin chờ tại đây.
visual-not-yet = Một mình máy này chưa xác nhận xong được. Quầy tiếp nhận sẽ làm tiếp.
visual-lifted-title = Nhân viên đang xem thẻ
visual-lifted-line = Xin đặt lại đúng thẻ đó trong vòng 90 giây.

consent-top-title = Cung cấp thông tin y tế trước đây?
consent-24h = Cho bệnh viện này, trong 24 giờ. Muốn thay đổi, xin đặt thẻ lại.
consent-all = Đồng ý tất cả
consent-each = Chọn từng mục
consent-yes = Đồng ý
consent-no = Không đồng ý
review-title = Nếu đúng như vậy, xin gửi
review-line = Chưa gửi gì cả. Vẫn có thể chọn lại.
review-send = Gửi như vậy
review-change = Chọn lại
review-share = sẽ cung cấp
review-not-share = không cung cấp
consent-item-title = Cung cấp { $group }?
consent-item-count = Câu hỏi { $at } / { $of }
    .spoken = Câu hỏi { $at } trên { $of }.
group-tkk = kết quả khám sức khỏe
group-tkk-what = Các chỉ số đo khi khám sức khỏe (Tokutei Kenshin).
group-yzk = thông tin thuốc
group-yzk-what = Thuốc từ bệnh viện và nhà thuốc khác.
group-srj = thông tin khám chữa bệnh
group-srj-what = Nơi đã khám, dị ứng, kết quả xét nghiệm.
group-shj = thông tin phẫu thuật và tên bệnh
group-shj-what = Hồ sơ về phẫu thuật, tên bệnh, bệnh truyền nhiễm.
group-tsr = thông tin bệnh đặc định
group-tsr-what = Giấy chứng nhận cho bệnh phải điều trị lâu dài, như chạy thận.

query-title = Đang kiểm tra bảo hiểm
query-line = Đang chờ trung tâm trả lời. Xin đừng di chuyển thẻ.
delivering-title = Đang báo cho quầy tiếp nhận
delivering-line = Sắp xong rồi.

done-title = Đã tiếp nhận xong. Xin lấy thẻ ra
done-taken-title = Đã tiếp nhận xong
done-wait = Xin chờ đến khi được gọi tên.
done-what = Về việc cung cấp thông tin:
done-shared = đã cung cấp
done-not-shared = không cung cấp
done-eligibility-only = Bệnh viện này chỉ nhận thông tin bảo hiểm.
