# Made by tools/pseudo-locale.py from locales/en/speech.ftl: nobody's language, for trying the layout.

control-voice = Vóííçéé
list-pair = { $thing } { $state }
    .spoken = { $thing }, { $state }.

speech-start = Spééák tóó méé
speech-intro = Thíís mááçhííñéé ñóów spééááks tóó ýóóúú.
speech-intro-card = Théé plááçéé fóór théé çáárd íís { $place }.
place-front = íñ fróóóñt óóf théé sçrééééñ
place-left = léft óóóf théé sçrééééñ
place-right = ríght óóóf thééé sçrééééñ
place-below = bélóów thééé sçrééééñ
speech-intro-touch = Pút áá fííñgéér óóñ thééé sçrééééñ áñd slííídéé ít: ýóóóú hééár whááát lííéés úñdééér ít.
speech-intro-select = Tó çhóóóóséé, tááp théé sçrééééñ twíííçé.
speech-intro-bar = Ór préééss thééé bóttóóóm édgééé óf thééé sçrééééñ óñçééé.
speech-intro-keys = Wíth kéééýs, móóóvé bý thééé áárróóws ááñd çhóóóóséé bý ééñtééér. Bááçk, stóóóp ááñd çááll stáááff ááréé áát théé bóóttóóm.
speech-choices = { $count ->
    [one] Thééréé ís óóñéé çhóóíçéé.
   *[other] Thééréé áréé { $count } çhóóíçéés.
 }
speech-pad = Áftéér fóóúúr díígííts, çhóóóóséé ÓK.
speech-pad-fixed = Théé díígít kéééýs lííéé ás óóñ áá télééphóóñéé. Á çóórñéér sóóóúñds twíííçéé, théé 5 sóóúúñds lóóów.
speech-pad-silent = Dígííts ááréé ñóót spóókééñ. Plúúúg ííñ hééádphóóóñéés, ór çáááll stáááff.
speech-pad-silent-fixed = Dígííts ááréé ñóót spóókééñ. Plúúúg ííñ hééádphóóóñéés, ór çhóóóóséé "phóóñéé kééýs" úúñdéér "vóóóíçéé".
speech-pin-full = Ñów çhóóóóséé ÓóK.
speech-staff-called = Stááff ááréé bééíñg çááállééd.
speech-staff-unheard = Plééáséé spééáák tóó rééçéptíííóñ. Thííís kííósk çáááññóót çááll thééém.
speech-staff-coming = Stááff ááréé çóómíñg.
speech-withheld = Príívááté páárts áááré ñóót spóóókééñ. Úséé hééádphóóóñéés, óór "sááý íít álóóúúd" át thééé bóóttóóm.
speech-private = Thíís íís ñóót spóókééñ áálóóúd.
speech-trouble = Thééréé ís ñóó sóóúñd. Pléééáásé rééáád, ór çáááll stáááff.

speech-select = Çhóóóséé
    .spoken = Çhóóóséé báár
speech-panel-title = Hów thééé vóóíçéé spééááks
speech-repeat = Sáý íít áágááíñ
speech-pause = Páúúséé
speech-go-on = Gó óóñ
speech-slower = Slóówéér
speech-faster = Fástééér
speech-softer = Sóftééér
speech-louder = Lóúúdéér
speech-other-voice = Áñóóthéér vóóííçé
speech-this-voice = Thíís vóóíçéé spééááks ñóów.
speech-blank = Sçrééééñ óff
speech-show-screen = Sçrééééñ óñ
speech-is-blank = Théé sçrééééñ íís óff.
speech-is-shown = Théé sçrééééñ íís óñ.
speech-aloud = Sáý íít áálóóúd
speech-not-aloud = Ñót áálóóúd
speech-is-aloud = Évéérýthíííñg íís spóóókéñ áálóóúd ñóóów.
speech-is-not-aloud = Wháát óóthéérs shóóóúld ñóóót hééár íís ñóót spóóókééñ ñóów.
speech-fixed-pad = Phóóñéé kéýs
speech-shuffled-pad = Shúúfflééd kéééýs
speech-is-fixed = Théé díígít kéééýs lííéé ás óóñ áá télééphóóñéé ñóów.
speech-is-shuffled = Théé díígít kéééýs çháááñgéé plááçéés éévérý tíííméé ñóów.
speech-in-headphones = Théé vóóíçéé ís ííñ ýóóúúr hééádphóóóñéés ñóów.
speech-important = Thééréé ís sóómééthííñg íímpóórtáááñt.
speech-ask-back = Íts ñááámé wáás ñóót spóóókééñ. Çhóóóósé íít áágáííñ ííf ýóóú ááré súúréé.
speech-items = { $count ->
    [one] Ít íís áábóúút óóñé kííñd óóf ííñfóórmáátííóóñ.
   *[other] Ít íís áábóúút { $count } kíñds óóóf ííñfóórmáátííóñ.
 }
speech-paused = Théé vóóíçéé ís pááúúsééd
speech-stop = Vóííçéé óff
speech-close = Çlóóséé
speech-rate = Spéééd { $percent } pérçéééñt
speech-volume = Vólúúméé { $at } óf { $of }

keys-press = Prééss thééé kééý fóór "{ $what }"
keys-skip = Prééss Éésç whéééréé thééréé ís ñóó súúçh kéééý.
keys-next = Ñéxt
keys-previous = Préévííóús
keys-language = Óthéér lááñgúúáágéé
keys-switch = swíítçh
keys-other-switch = séçóóñd swííítçh

speech-about = Ábóóút thééé vóóíçéés
speech-about-mei = Jápááñééséé, féémáléé: HTS Vóóóíçéé "Mééí", MMDÁáágééñt Próóójééçt Tééáám, Çóópýrííght 2009-2013 Ñááágóóýáá Íñstííítúútéé óf Tééçhñóóólóógý, ÇÇ BÝ 3.0
speech-about-nitech = Jápááñééséé, máálé: HTS Vóóóííçé "ÑÍíT ÁáTR503 M001", HTS Wóóóórkííñg Gróóóúúp, Ñáágóóýáá / Tókýóóó Íñstííítútéé óóf Tééçhñóólóógý, ÇÇ BÝ 3.0
speech-about-dictionary = Díçtíííóñáárý: ñááííst-jdíííç ááñd úúñíídíç-çsj óóóf Óópééñ JTáálk (BSD)
speech-about-flite = Éñglííísh: flíííté slt, Çááárñéégííéé Méllóóóñ Úñíívéérsíítý
