# 화면의 문장. 짧고 쉬운 존댓말로. 제목은 "지금 할 일".

idle-title = 마이넘버카드를 여기에 놓아 주세요
idle-case = 케이스에서 꺼내 카드 리더기에 놓습니다.
idle-carer = 가족이나 함께 오신 분이 놓으셔도 됩니다.

out-of-order-title = 지금은 이 기계를 쓸 수 없습니다
out-of-order-todo = 카드 리더기가 연결되어 있지 않습니다. 직원이 도와 드리겠습니다.
paused-title = 이 기계는 쉬고 있습니다
paused-todo = 접수처로 와 주세요.

reading-title = 카드를 읽고 있습니다
reading-line = 카드를 움직이지 말아 주세요.
opening-title = 카드의 기한을 확인하고 있습니다
opening-line = 센터의 응답을 기다리고 있습니다. 카드를 움직이지 말아 주세요.

cert-soon-title = 카드의 전자증명서 기한이 곧 끝납니다
cert-soon-until = 기한은 { NUMBER($year, useGrouping: "false") }년 { $month }월 { $day }일입니다. 오늘은 그대로 쓸 수 있습니다.
cert-soon-todo = 시구정촌 창구에서 갱신해 주세요. 수수료는 없습니다.
cert-grace-title = 카드의 전자증명서 기한이 지났습니다
cert-grace-line = 전자증명서의 유효기한이 지나서, 이 병원에는 보험 자격 정보만 제공합니다.
cert-grace-todo = 되도록 빨리 시구정촌 창구에서 전자증명서를 갱신해 주세요.

method-title = 본인 확인 방법을 선택해 주세요
method-face = 얼굴 인증
method-pin = 비밀번호
method-visual = 직원이 확인
method-locked-title = 비밀번호를 쓸 수 없습니다. 다른 방법을 선택해 주세요
method-pin-locked = 이 카드의 비밀번호는 잠겨 있습니다. 시구정촌 창구에서 풀 수 있습니다.
method-no-pin = 이 카드에는 비밀번호가 없습니다.
method-no-face = 지금은 얼굴 인증을 쓸 수 없습니다.

face-photo-title = 카드의 사진을 읽고 있습니다
face-signing-title = 얼굴을 확인했습니다
face-wait = 카메라를 준비하고 있습니다
face-look-here = 카메라를 봐 주세요
face-one-person = 카메라에 한 분만 나와 주세요
face-closer = 조금 더 가까이 와 주세요
face-back = 조금 뒤로 가 주세요
face-left = 조금 왼쪽으로 움직여 주세요
face-right = 조금 오른쪽으로 움직여 주세요
face-up = 얼굴을 조금 올려 주세요
face-down = 얼굴을 조금 내려 주세요
face-straight = 카메라를 똑바로 봐 주세요
face-upright = 머리를 똑바로 세워 주세요
face-dark = 어두워서 얼굴이 보이지 않습니다
face-backlit = 뒤쪽이 눈부십니다. 방향을 조금 바꿔 주세요
face-mask = 마스크를 벗어 주세요
face-sunglasses = 안경을 벗어 주세요
face-hat = 모자나 앞머리를 올려 주세요
face-still = 그대로 움직이지 말아 주세요
face-turn-left = 고개를 천천히 왼쪽으로 돌려 주세요
face-turn-right = 고개를 천천히 오른쪽으로 돌려 주세요
face-good = 그대로 기다려 주세요
face-camera-stopped = 카메라를 다시 준비하고 있습니다
face-no-match = 얼굴을 확인하지 못했습니다
face-no-match-line = 사진과 비교하기 어려울 때가 있습니다. 다른 방법도 쓸 수 있습니다.
face-not-turned = 고개의 방향을 알 수 없었습니다
face-not-turned-line = 고개를 움직이지 않는 다른 방법도 있습니다.
face-not-seen = 얼굴이 잘 보이지 않았습니다
face-not-seen-line = 카메라에서 얼굴이 잘 안 보이는 것 같습니다. 다른 방법도 쓸 수 있습니다.
face-again = 다시 얼굴 인증

no-face-starting = 직원분께: 준비 중입니다.
no-face-camera = 직원분께: 카메라가 연결되어 있지 않습니다.
no-face-models = 직원분께: 얼굴 인증 데이터가 없습니다.
no-face-key = 직원분께: 국가의 단말기 키가 필요합니다.
no-face-busy = 직원분께: 다른 프로그램이 카메라를 쓰고 있습니다.
no-face-broken = 직원분께: 카메라 영상이 오지 않습니다.
no-face-code = 직원분께: 대조번호 B를 읽을 수 없습니다.
no-face-refused = 직원분께: 카드가 대조번호 B를 받아들이지 않습니다.
no-face-photo = 직원분께: 카드의 사진을 쓸 수 없습니다.
no-face-terminal = 직원분께: 카드가 단말기 키를 받아들이지 않습니다.
no-face-matching = 직원분께: 얼굴 인증이 작동하지 않습니다. 기계를 다시 켜 주세요.

pin-title = 비밀번호 4자리를 입력해 주세요
    .spoken = 비밀번호 네 자리를 입력해 주세요
pin-shuffled = 숫자의 위치는 매번 바뀝니다.
pin-wrong = 비밀번호가 맞지 않습니다
pin-tries-left = 앞으로 { $left ->
    [1] 한 번
    [2] 두 번
   *[other] { $left }번
 } 더 입력할 수 있습니다. 다시 입력하시거나 직원을 불러 주세요.
pin-last-title = 이번이 마지막 한 번입니다
pin-last-try = 맞지 않으면 카드가 잠깁니다.
pin-answer-lost = 카드의 응답이 오지 않았습니다
last-try-title = 비밀번호는 이제 한 번만 입력할 수 있습니다
last-try-line = 한 번 더 맞지 않으면 카드가 잠깁니다.
last-try-todo = 자신이 없으시면 직원에게 확인을 부탁하실 수 있습니다.
last-try-go-on = 비밀번호 입력
signing-title = 비밀번호를 확인하고 있습니다

visual-title = 직원이 확인합니다
visual-line = 카드의 사진과 얼굴을 보고 확인합니다. 이대로 기다려 주세요.
visual-lifted-title = 직원이 카드를 보고 있습니다
visual-lifted-line = 같은 카드를 90초 안에 다시 놓아 주세요.
visual-staff-here = 직원은 여기
visual-code-title = 직원 번호 4자리를 넣어 주세요
visual-code-line = 환자 카드의 비밀번호가 아닙니다.
visual-code-wrong = 번호가 다릅니다. { $seconds } 초 기다린 뒤 다시 넣어 주세요.
visual-code-too-soon = 아직 확인할 수 없습니다. { $seconds } 초 기다려 주세요.
visual-code-locked = 번호를 여러 번 틀려서 여기서는 쓸 수 없습니다. 직원은 접수처 화면에서 확인할 수 있습니다.
visual-code-not-set = 여기에는 직원 번호가 없습니다. 직원은 접수처 화면에서 확인할 수 있습니다.
visual-code-check = 직원 번호를 확인하고 있습니다
visual-compare-title = 카드의 사진과 같은 분입니까
visual-compare-line = 카드는 90초까지 들어 올릴 수 있습니다.
visual-same = 같은 분입니다
visual-differs = 다른 분입니다
reason-title = 눈으로 확인한 이유를 골라 주세요
reason-face-and-pin = 얼굴 확인이 안 되고 비밀번호도 모름
reason-disability = 치매나 장애 등으로 조작이 어려움
reason-condition = 몸이 좋지 않아 조작이 어려움
reason-machine = 기계 문제
visual-signing-title = 확인되었습니다
visual-impossible-title = 이 기계에서는 눈으로 확인할 수 없습니다
visual-impossible-line = 접수처에서 도와 드립니다.

consent-top-title = 과거 의료정보를 이 병원에 제공하시겠습니까?
consent-24h = 24시간 동안 유효합니다. 카드를 다시 놓으면 바꿀 수 있습니다.
consent-all = 모두 동의합니다
consent-each = 하나씩 선택
consent-yes = 동의합니다
consent-no = 동의하지 않습니다
review-title = 이대로 괜찮으시면 보내 주세요
review-line = 아직 보내지 않았습니다. 다시 선택할 수 있습니다.
review-send = 이대로 보내기
review-change = 다시 선택
review-share = 제공합니다
review-not-share = 제공하지 않습니다
consent-not-obtainable = 동의를 받을 수 없음 (응급)
consent-item-title = { $group } 제공에 동의하십니까?
consent-item-count = 질문 { $at } / { $of }
    .spoken = 질문 { $of }개 중 { $at }번입니다.
group-tkk = 건강검진 결과
group-tkk-what = 특정건강검진에서 나온 몸의 수치입니다.
group-yzk = 약 정보
group-yzk-what = 다른 병원이나 약국에서 받은 약입니다.
group-srj = 진료 정보
group-srj-what = 다닌 병원, 알레르기, 검사 결과입니다.
group-shj = 수술과 병명 정보
group-shj-what = 수술, 병명, 감염증 기록입니다.
group-tsr = 특정질병 정보
group-tsr-what = 투석처럼 오래 치료하는 병의 증명서입니다.

query-title = 보험 자격을 확인하고 있습니다
query-line = 센터의 응답을 기다리고 있습니다. 카드를 움직이지 말아 주세요.
delivering-title = 접수처에 알리고 있습니다
delivering-line = 곧 끝납니다.

done-title = 접수가 끝났습니다. 카드를 가져가 주세요
done-taken-title = 접수가 끝났습니다
done-wait = 이름을 부를 때까지 기다려 주세요.
done-what = 정보 제공:
done-shared = 제공했습니다
done-not-shared = 제공하지 않았습니다
done-eligibility-only = 이 병원에는 보험 자격만 알렸습니다.
