# 버튼과, 늘 화면에 있는 줄.

control-continue = 계속하기
control-back = 뒤로
control-cancel = 그만두기
control-staff = 직원 부르기
    .spoken = 모르실 때는, 직원 부르기
control-staff-called = 호출 중
control-staff-unheard = 접수처에 말씀을
control-staff-coming = 직원이 갑니다
    .spoken = 직원을 부르고 있습니다
control-more-time = 시간이 더 필요해요
control-erase = 지우기
control-enter = 확인
control-digit = { $digit }
pin-dots = { $of }자리 중 { $count }자리 입력
    .spoken = { $count ->
        [0] 아직 입력한 숫자가 없습니다.
        [1] 한 자리를 입력했습니다.
        [2] 두 자리를 입력했습니다.
        [3] 세 자리를 입력했습니다.
        [4] 네 자리를 입력했습니다.
       *[other] { $count }자리를 입력했습니다.
    }

warning-title = 아직 사용 중이신가요?
warning-line = 이대로 두시면 { $seconds }초 뒤에 첫 화면으로 돌아갑니다. 입력하신 내용은 지워집니다.
warning-card-title = 카드가 남아 있습니다
warning-card-line = 카드를 가져가 주세요.
