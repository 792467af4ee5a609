# Made by tools/pseudo-locale.py from locales/en/controls.ftl: nobody's language, for trying the layout.

control-continue = Çóñtíííñúéé
control-back = Báçk
control-cancel = Stóóp
control-staff = Hélp: çáááll stáááff
control-staff-called = Çállíííñg stáááff
control-staff-unheard = Plééáséé tééll rééçééptííóóñ
control-staff-coming = Stááff ááréé çóómíñg
control-more-time = Í ñéééd móóréé tííméé
control-erase = Dél
    .spoken = Déléétéé
control-enter = ÓK
control-digit = { $digit }
pin-dots = { $count } óf { $of } dígííts ééñtéérééd
    .spoken = { $count ->
        [one] Óñéé díígít ééñtéérééd.
       *[other] { $count } dígííts ééñtéérééd.
    }

warning-title = Áréé ýóóú stííll théééréé?
warning-line = Íf ñóót, thííís éñds íííñ { $seconds } séçóóñds. Whááát ýóóóú éñtéééréd wíííll béé éérásééd.
warning-card-title = Ýóúúr çáárd íís stíííll hééréé
warning-card-line = Plééáséé táákéé ýóúúr çáárd.
