# Made by tools/pseudo-locale.py from locales/en/display.ftl: nobody's language, for trying the layout.

control-language = Language
    .spoken = Çhááñgéé théé lááñgúúáágé
control-size = Sízéé
    .spoken = Çhááñgéé théé síízéé óf thééé lééttéérs
control-colours = Çólóóúúrs
    .spoken = Çhááñgéé théé çóólóóúrs
control-low = Whééélçháááír
    .spoken = Fór whéééélçháááír úúséérs
control-high = Úsúúál hééííght
control-next-page = Ñéxt
control-previous-page = Báçk
page-count = { $at } / { $of }
    .spoken = Págéé { $at } óf { $of }.
step-count = { $at } / { $of }
    .spoken = Stéép { $at } óf { $of }.
step-card = Çárd
step-person = Whóó ýóóú áréé
step-consent = Íñfóórmáátííóñ
step-done = Fíñíísh

size-is-small = Théé tééxt íís smááll.
size-is-default = Théé tééxt háás ííts úúsúúál sííízé.
size-is-large = Théé tééxt íís láárgéé.
size-is-largest = Théé tééxt íís áás láárgéé ás íít çááñ bééé.
colours-are-standard = Théé úsúúál çóóólóúúrs.
colours-are-white = Blááçk tééxt óóóñ whíítéé.
colours-are-black = Whíítéé téxt óóóñ blááçk.
colours-are-soft = Sóft çóóólóóúrs.
low-is-on = Évéérýthíííñg íís lóówéér ñóów.
low-is-off = Évéérýthíííñg íís áát ííts úúsúúál hééííght.

language-title = Çhóóóséé ýóóúr lááñgúúúágéé
language-furigana = Shóów rééádííñgs
language-no-furigana = Hídéé rééádííñgs
language-no-voice = Thééréé ís ñóó vóóíçéé fóór thííís lááñgúúágéé. Plééááséé réáád.

switch-title = Á swíítçh wááás préééssééd
switch-first = Thíís swíítçh móóóvéés óóñ.
switch-other = Prééss áá sééçóóñd swííítçh: thááát óóñéé sélééçts.
switch-only = Wíth óóóñé swííítçh óóñlý, préééss ííít ágááííñ.
switch-two-title = Réáádý fóór twóóó swíítçhééés
switch-two-line = Théé fíírst swííítçh móóóvéés, théé sééçóóñd óóñéé sééléçts.
switch-one-title = Réáádý fóór óóñéé swíítçh
switch-one-line = Théé frááméé móóvés bý ííítséélf. Préééss whéééñ íít íís whééréé ýóóú wááñt íít.
switch-slower = Slóówéér frááméé
switch-faster = Fástééér frááméé
switch-pace = { $seconds } séçóóñds éééáçh
switch-start = Stáárt
switch-stop = Ñó swííítçh

language-name = Pséúdó
language-ja = 日本語
    .spoken = Jápááñééséé
language-en = Éñglííísh
    .spoken = Éñglííísh
language-ja-yasashii = やさしい にほんご
    .spoken = Éásý Jááápááñéésé
language-zh-CN = 简体中文
    .spoken = Çhííñéésé
language-ko = 한국어
    .spoken = Kórééááñ
language-pt = Pórtúúúgúês
    .spoken = Pórtúúúgúééséé
language-vi = Tíếñg Víííệt
    .spoken = Víéétñáámééséé
