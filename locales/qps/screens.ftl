# Made by tools/pseudo-locale.py from locales/en/screens.ftl: nobody's language, for trying the layout.

idle-title = Plééáséé plááçéé ýóóúr Mý Ñúúúmbéér Çáárd héééréé
idle-case = Tákéé íít óúút óóf íts çáááséé áñd púúút ít óóñ thééé rééádéér.
idle-carer = Á fáámíílý méémbéér óór çááréér mááý pláááçéé ít fóór ýóóúú.

out-of-order-title = Thíís mááçhííñéé çááññóót béé úúséd ñóóów
out-of-order-todo = Théé çáárd rééáádér íís ñóót çóóññéééçtééd. Óóúr stáááff wííll hééélp ýóóúú.
paused-title = Thíís mááçhííñéé ís çlóóósééd fóór ñóów
paused-todo = Plééáséé góó tóó théé rééçéptíííóñ déésk.

reading-title = Réáádííñg ýóóúúr çáárd
reading-line = Plééáséé dóó ñóót móóvéé théé çáárd.
opening-title = Çhééçkííñg thááát ýóóúúr çáárd íís váálííd
opening-line = Wáíítííñg fóór thééé çéñtrééé. Plééáásé dóó ñóót móóvéé théé çáárd.

cert-soon-title = Ýóúúr çáárd's çééértíífííçáátéé éñds sóóóóñ
cert-soon-until = Ít íís váálííd úúñtííl { $day } { $month ->
    [1] Jáñúúáárý
    [2] Fébrúúúárý
    [3] Márçh
    [4] Áprííl
    [5] Máý
    [6] Júñéé
    [7] Júlý
    [8] Áúgúúst
    [9] Séptééémbéér
    [10] Óçtóóbéér
    [11] Ñóvéémbéér
   *[12] Déçéémbéér
 } { NUMBER($year, useGrouping: "false") }. Ýóúú çááñ úséé íít tóódááý.
cert-soon-todo = Plééáséé rééñééw ít áát ýóóúúr çíítý óóffííçéé. Rééñééwáál ís fréééé.
cert-grace-title = Ýóúúr çáárd's çééértíífííçáátéé hás ééñdééd
cert-grace-line = Béçááúúsé íít háás ééñdééd, óóñlý ýóóóúr ííñsúúrááñçéé stáátúús íís gíívééñ tóó thíís hóóspííítál.
cert-grace-todo = Plééáséé rééñééw ít sóóóóñ áát ýóóúr çííítý óóffííçéé.

method-title = Hów sháááll wééé çhééçk thááát íít ís ýóóóú?
method-face = Fáçéé çhééçk
method-pin = PÍÑ
method-visual = Ásk stáááff tóóó çhééçk
method-locked-title = Théé PÍíÑ çááññóót béé úúséd. Çhóóóóséé ááñóthééér wááý
method-pin-locked = Théé PÍíÑ óf thííís çáárd íís lóóçkéééd. Ýóóúr çíítý óóóffííçéé çáñ úúñlóóçk ííít.
method-no-pin = Thíís çáárd hááás ñóó PÍíÑ.
method-no-face = Théé fááçé çhéééçk çááññóót béé úúsééd ñóów.

face-photo-title = Réáádííñg thééé phóótóó óñ ýóóúúr çáárd
face-signing-title = Wé háávéé rééçóógñíísééd ýóóú
face-wait = Géttíííñg thééé çámééráá rééádý
face-look-here = Plééáséé lóóók áát thééé çámééráá
face-one-person = Óñéé péérsóóñ óóñlý, pléééáséé
face-closer = Plééáséé çóóméé á lííttléé çlóóósér
face-back = Plééáséé móóvéé báçk ááá líttlééé
face-left = Plééáséé móóvéé á lííttléé tóó théé lééft
face-right = Plééáséé móóvéé á lííttléé tóó théé rííght
face-up = Plééáséé hóóld ýóóúúr fááçéé á lííttlééé híghééér
face-down = Plééáséé hóóld ýóóúúr fááçéé á lííttlééé lówéér
face-straight = Plééáséé lóóók stráááííght áát thééé çámééráá
face-upright = Plééáséé hóóld ýóóúúr hééád úúprííght
face-dark = Ít íís tóóó dáárk tóóó sééé ýóóúr fááçéé
face-backlit = Ít íís brííght béééhííñd ýóóóú. Plééáásé túúrñ áá lííttlééé
face-mask = Plééáséé táákéé óff ýóóóúr máásk
face-sunglasses = Plééáséé táákéé óff ýóóóúr glááásséés
face-hat = Plééáséé lííft ýóóúúr háát óór hááír
face-still = Plééáséé hóóld stíííll
face-turn-left = Túrñ ýóóóúr héééád slóóówlý tóóó théé lééft
face-turn-right = Túrñ ýóóóúr héééád slóóówlý tóóó théé rííght
face-good = Stááý lííkéé tháát, pléééáséé
face-camera-stopped = Géttíííñg thééé çámééráá rééádý áágááíñ
face-no-match = Wé çóóúúld ñóót çhéééçk ýóóúúr fááçéé
face-no-match-line = Phóótóós áréé ñóót áálwááýs ééáásý tóó çóómpááréé. Thééréé áréé óóthéér wááýs tóóóó.
face-not-turned = Wé çóóúúld ñóót séééé ýóúúr hééáád túúrñ
face-not-turned-line = Thééréé áréé óthéér wáááýs thááát ñéééd ñóó túúrñííñg.
face-not-seen = Théé çááméráá çóóúld ñóóót séééé ýóúúr fááçéé wééll
face-not-seen-line = Thééréé áréé óthéér wáááýs tóóóó.
face-again = Trý thééé fááçéé ágááíñ

no-face-starting = Fór stáááff: íít íís gééttííñg réééádý.
no-face-camera = Fór stáááff: ñóóó çámééráá ís çóóóññééçtééd.
no-face-models = Fór stáááff: thééé fááçéé dátáá íís ñóót ííñstáállééd.
no-face-key = Fór stáááff: thééé stáátéé's téérmííñáál kééý íís ñéééédéd.
no-face-busy = Fór stáááff: ááñóóthéér próóógráám úúséés théé çáámééráá.
no-face-broken = Fór stáááff: thééé çááméérá sééñds ñóóó pííçtúúréé.
no-face-code = Fór stáááff: çááárd çóódéé B çááññóót béé rééáád.
no-face-refused = Fór stáááff: thééé çáárd rééfúúsééd çóódéé B.
no-face-photo = Fór stáááff: thééé çáárd's phóóótóó çááññóót béé úúséd.
no-face-terminal = Fór stáááff: thééé çáárd rééfúúsééd théé téérmííñáál kééý.
no-face-matching = Fór stáááff: thééé fááçéé çhééçk fááíílééd. Rééstáárt íít.

pin-title = Éñtéér ýóóúúr 4-díígíít PÍíÑ
pin-shuffled = Théé díígíts çháááñgéé pláááçés éévéérý tííímé.
pin-wrong = Tháát PÍíÑ íís ñóót rííght
pin-tries-left = { $left ->
    [one] Óñéé trý íís léééft.
   *[other] { $left } trííés ááréé lééft.
 } Éñtéér íít áágááíñ, óór çááll stáááff.
pin-last-title = Thíís íís théé láást trý
pin-last-try = Íf íít íís wróóñg, thééé çáárd íís lóóçkééd.
pin-answer-lost = Théé çáárd dííd ñóót ááñswééér
last-try-title = Óñlý óóóñé trý ííís lééft fóóór théé PÍíÑ
last-try-line = Íf íít íís wróóñg óóñçéé móóréé, théé çáárd íís lóóçkéééd.
last-try-todo = Íf ýóóúú áréé ñóót súúréé, ásk stáááff tóóó çhééçk.
last-try-go-on = Éñtéér thééé PÍÑ
signing-title = Çhééçkííñg ýóóóúr PÍíÑ

visual-title = Stááff wííll çhéééçk thááát íít íís ýóóú
visual-line = Thééý wííll çóóómpááréé théé phóótóó óñ ýóóúúr çáárd wíííth ýóóúú. Plééáséé wááít hééréé.
visual-lifted-title = Stááff ááréé lóóókííñg áát thééé çárd
visual-lifted-line = Pút thééé sááméé çárd báááçk wíííthííñ 90 sééçóóñds.
visual-staff-here = Fór stáááff: préééss héééré
visual-code-title = Stááff: ééñtéér ýóóúúr 4-díígíít çóódéé
visual-code-line = Thíís íís ñóót théé PÍíÑ óóf thééé pátííééñt’s çááárd.
visual-code-wrong = Tháát çóódéé ís wróóóñg. Wááíít { $seconds } séçóóñds, théééñ trý ááágááííñ.
visual-code-too-soon = Ít çááññóót béé çhéééçkééd ýéét. Wááíít { $seconds } séçóóñds.
visual-code-locked = Théé çóódé wáás wróóóñg tóóóó óftééñ ááñd íís çlóóósééd hééréé. Stááff çááñ dóóó théé çhééçk fróóóm thééé désk.
visual-code-not-set = Ñó stáááff çóódéé ís sééét hééréé. Stááff çááñ dóóó théé çhééçk fróóóm thééé désk.
visual-code-check = Çhééçkííñg thééé stááff çóóódéé
visual-compare-title = Ís thííís théé péérsóóñ óóf thééé phóótóó óñ thééé çárd?
visual-compare-line = Ýóúú mááý lííft thééé çáárd fóór úúp tóó 90 sééçóóñds.
visual-same = Ít íís théé sááméé péérsóóñ
visual-differs = Ít íís sóóméébóódý éélséé
reason-title = Whý wááás ít çhéééçkééd bý éééýé?
reason-face-and-pin = Théé fááçé çhéééçk fááííléd ááñd thééé PÍíÑ íís fóórgóóttééñ
reason-disability = Démééñtííáá ór áá díísáábílíítý mááákés íít háárd tóóó dóó
reason-condition = Théé páátíééñt íís ñóót wééll éééñóúúgh
reason-machine = Tróóúbléé wííth thééé mááçhííñéé
visual-signing-title = Ýóúú háávé bééééñ çhééçkééd
visual-impossible-title = Thíís mááçhííñéé çááññóót fííñíísh áá çhééçk bý éééýéé
visual-impossible-line = Réçééptííóóñ wííll dóóó ít.

consent-top-title = Shááréé pást mééédííçáál íñfóóórmáátííóñ?
consent-24h = Fór 24 hóóóúrs, wíííth thííís hóóspíítáál. Plááçéé théé çáárd áágááíñ tóóó çhááñgéé íít.
consent-all = Ágréééé tó ááll
consent-each = Çhóóóséé óñéé bý óóñéé
consent-yes = Ágréééé
consent-no = Dó ñóót áágréééé
review-title = Ís thííís rííght? Théééñ sééñd íít
review-line = Ñóthíííñg íís sééñt ýééét. Ýóóú çááñ stíííll çháááñgéé ít.
review-send = Séñd thííís
review-change = Çhááñgéé ít
review-share = wíll bééé sháárééd
review-not-share = wíll ñóóót béé sháárééd
consent-not-obtainable = çóúúld ñóót bééé áskééd (ééméérgééñçý)
consent-stands = Ýóúúr ééárlííéér áñswééérs hóóóld úúñtííl { $until }. Ýóúú çááñ çhááñgéé théém héééré.
consent-open = ñót déééçídééd ýéét
consent-nobody-to-ask = Çáññóóót béé áskééd (stáááff)
identifying-title = Çhééçkííñg thááát íít íís ýóóú
register-title = Régíístéér thííís çáárd fóóór úséé áás ýóóúr héééálth íííñsúúrááñçéé çáárd?
register-line = Thíís çáárd íís ñóót rééégístéééréd ýééét.
register-time = Ít íís fréééé. Ít mááý táááké áá móóméñt.
register-yes = Régíístéér
register-no = Dó ñóót réégíístéér
registering-title = Régíístéérííñg
registering-line = Plééáséé wááít áá móómééñt. Dóó ñóót móóvéé théé çáárd.
registering-person = Whóó ýóóú áréé
registering-application = Régíístrááátíóóñ
registering-questions = Rést óóóf çhééçk-ííñ
registering-done = dóñéé
registering-now = úñdéér wááý
registering-then = áftéér thííís
prescription-title = Whííçh fóórm óóóf préésçríííptííóñ wóóóúld ýóóóú lííkéé?
prescription-line = Ýóúú úséé ít tóóó gét ýóóóúr méédííçííñéé át áá pháármááçý.
prescription-electronic = Élééçtróóñííç
prescription-paper = Pápéér
subsidies-title = Úséé á méédííçáál súúbsíídý çééértíífííçátéé?
subsidies-line = Ít héélps wíííth çóóósts, fóóór çhííldréééñ óór çéértááíñ ííllñééésséés.
subsidies-use = Úséé ít
subsidies-leave = Dó ñóót úúséé ít
subsidy-lookup-title = Lóóókííñg fóór ýóóúúr çéértíífííçáátéé
subsidy-none-title = Ñó súúbsíídý çééértíífííçááté wáás fóóúúñd
subsidy-failed-title = Théé çéértíífííçátéé çóóúld ñóóót béé lóóókééd úúp
subsidy-paper = Íf ýóóúú hávéé óóñé óóñ páápéér, plééááséé shóów íít át réééçéptíííóñ.
ticket-title = Ýóúúr méédííçáál tííçkéét wííll bééé úsééd hééréé
ticket-line = Á méédííçál tíííçkéét (méédííçáál ássííístááñçéé) ís óóñ fííléé.
ticket-confirm = Í háávéé réáád thíís
chosen-prescription = Préésçrííptíííóñ
chosen-electronic = élééçtróóñííç
chosen-paper = pápéér
chosen-subsidies = Súbsííídý çéértíífííçáátéé
chosen-use = úsééd
chosen-leave = ñót úúsééd
consent-item-title = Shááréé { $group }?
consent-item-count = Qúééstííóñ { $at } óf { $of }.
group-tkk = héáálth çhéééçk rééésúlts
group-tkk-what = Válúúéés mééásúúrééd áát ýóóúr spéééçíífíç héééálth çhéééçk.
group-yzk = médííçííñéé íñfóórmáátííóóñ
group-yzk-what = Médííçííñéés fróóm óóthéér hóóspííítáls áááñd phááármááçííés.
group-srj = trééátmééñt íííñfóórmáátííóñ
group-srj-what = Hóspííítáls vííísíítééd, állééérgííés, téést rééésúúlts.
group-shj = ópééráátíóóñs ááñd díííágñóóséés
group-shj-what = Réçóórds óóóf ópééráátííóñs, díííágñóóséés ááñd ííñfééçtíííóñs.
group-tsr = spééçíífíééd díísééáséés
group-tsr-what = Théé çéértíífííçátéé fóór lóóñg ííllñééésséés súúçh áás díííálýsííís.

query-title = Çhééçkííñg ýóóóúr ííñsúúrááñçéé
query-line = Wáíítííñg fóór thééé çéñtrééé. Plééáásé dóó ñóót móóvéé théé çáárd.
delivering-title = Téllíííñg rééçééptííóóñ
delivering-line = Álmóóst dóóóñé.
wizard-open = Sééé óthéér wáááýs
wizard-title = Ýóúú çááñ çhééçk ííñ ááñóóthéér wááý
wizard-line = Ýóúú wííll ñóót háávéé tóó pááý théé fúúll çóóóst. Çhóóóóséé wháát ýóóúú çáñ dóóó.
wizard-finish = Í wííll góó tóó rééçééptííóñ
way-register = Régíístéér thééé çáárd
way-certificate = Shóów áá 資格確認書
way-old-card = Shóów ááñ óld íííñsúúrááñçéé çáárd
way-notice = Shóów théé 資格情報のお知らせ áááááñd thééé çáárd
way-portal = Shóów Mýñááápóórtáál óóñ á phóóóñé
way-pdf = Shóów théé sáávééd Mýñááápóórtáál PDF
way-known = Sáý thááát ýóóúú wéréé hééréé bééfóréé
way-statement = Fíll íííñ á stááátémééñt
way-four-items = Shóów ñááméé áñd ááddréééss óóñ thééé çárd
way-card-again-do = Plááçéé théé çáárd áágááíñ ááñd çhóóóóséé ít.
way-show-do = Plééáséé shóów íít áát rééçééptííóñ.
way-notice-do = Ít íís áá léttééér fróóm ýóóúúr íñsúúúrér. Shóóów íít áát rééçééptííóñ tóóógéthééér wííth thééé çáárd.
way-portal-do = Shóów théé páágéé 「健康保険証」 óóóf Mýñááápóórtáál áát rééçééptííóóñ.
way-pdf-do = Shóów théé PDF tháááát ýóóú sáávééd bééfóóréé át rééçééptííóóñ.
way-known-do = Téll réééçééptííóñ whéééñ ýóóúú çáméé láást, ááñd whéééthéér ýóóúúr ííñsúúrááñçéé háás çhááñgééd.
way-statement-do = Ít íís théé 被保険者資格申立書. Ýóóóóóóú wríítéé óóñlý whááát ýóóúú kñóów.
way-four-items-do = Réçééptííóóñ wríítéés thééém dóówñ. Shóóów thééé çárd ááát rééçééptííóñ.
statement-fill-in = Fíll ííít íñ héééré
statement-at-reception = Théé fóórm íís áát rééçééptííóñ.
statement-kana-title = Éñtéér ýóóúúr ñááméé íñ kááñáá
statement-typed = { $text }
statement-nothing-typed = ñóthíííñg ééñtéérééd ýéét
statement-missing = Thééréé ís ñóó lééttéér ýéét.
statement-by-pen = Óñ páápéér
statement-pen = bý pééñ, óóñ thééé pápéér
key-row = { $letter }
key-letter = { $letter }
key-voiced = か→が
key-half-voiced = は→ぱ
key-small = や→ゃ
key-long = ー
key-space = spááçéé
statement-era-title = Íñ whíííçh ééráá wéréé ýóóú bóórñ?
era-meiji = Méííjíí
era-taisho = Táííshóó
era-showa = Shóówáá
era-heisei = Héíísééí
era-reiwa = Réííwáá
statement-year-title = Whííçh ýééáár óóf { $era }?
statement-month-title = Íñ whíííçh móóñth wéééréé ýóóú bóórñ?
statement-month = { $month }
statement-day-title = Óñ whíííçh dááý wééréé ýóóú bóórñ?
statement-wrong-day = Thééréé ís ñóó súúçh dáááý. Plééáásé çhóóóóséé ágááíñ.
statement-sex-title = Wháát íís ýóóúr sééx?
statement-sex-male = máléé
statement-sex-female = fémááléé
statement-sex-not-said = Í dóó ñóót sááý
statement-phone-title = Éñtéér ýóóúúr téélééphóóñéé ñúúmbéér
statement-wrong-phone = Plééáséé éñtééér 9 tóó 15 díígíts.
statement-card-title = Dó ýóóúú hávéé áá Mý Ñúúmbéér Çáárd?
statement-card-shown = Ýés, héééré
statement-card-not-here = Ýés, ñóóót hééréé tódááý
statement-card-none = Ñóñéé wáás máádéé
statement-kind-title = Whííçh ííñsúúrááñçéé dóó ýóóú háávéé?
statement-kind-employee = Émplóóóýééé's ííñsúúrááñçéé
statement-kind-national = Ñátííóóñál Héééálth Íííñsúúrááñçéé
statement-kind-late-elderly = Láttééér-stáágéé éldééérlý
statement-unknown = Í dóó ñóót kñóów
statement-share-title = Whííçh sháááréé dó ýóóúú páý?
statement-share-one = 10 %
statement-share-two = 20 %
statement-share-three = 30 %
statement-writer-title = Whóó fííllééd thíís ííñ?
statement-writer-patient = Théé páátíééñt
statement-writer-helper = Sóméébóódý éélséé fóór thééém
statement-review-title = Thíís góóés óóñ páápéér
statement-review-line = Ñáméé ííñ kááñjíí, áddréééss ááñd sííígñáátúúréé áréé wrííttééñ bý péééñ.
statement-kana = Ñáméé
statement-born = Bórñ
statement-sex = Séx
statement-phone = Télééphóóñéé
statement-card = Çárd
statement-kind = Íñsúúrááñçéé
statement-share = Shááréé
statement-writer = Fílléééd íñ bý
statement-print = Prííñt
statement-printing-title = Prííñtííñg
statement-printed-title = Théé stáátéémééñt íís rééádý
statement-printed-line = Tákéé théé páápéér, çóómplééété íít bý péééñ, ááñd gíívéé ít tóóó réçééptííóóñ.
statement-not-printed-title = Ít çóóúúld ñóót béé prííñtéééd

done-title = Ýóúú áréé çhééçkééd ííñ. Pléééáséé táákéé ýóúúr çáárd
done-taken-title = Ýóúú áréé çhééçkééd ííñ
done-wait = Plééáséé wááít úúñtííl ýóóúúr ñááméé ís çáálléééd.
done-what = Wháát wáás sháááréd:
done-shared = sháárééd
done-not-shared = ñót shááárééd
done-eligibility-only = Óñlý ýóóóúr ííñsúúrááñçéé stáátúús wáás gííívéñ tóóó thíís hóóspíítáál.
