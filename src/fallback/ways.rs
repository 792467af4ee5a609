//! Which ways are left when something does not work, in the order in which to offer them.
//!
//! Sources: the guide (pages in the comments), and the ministry's notice of 2023-07-10, 保発0710第1号, which says what
//! counts when a check with the card cannot be made. What neither says is marked "ours".

use super::old_card::ALL_ENDED;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What does not work, or what is missing. The names are for the record: they stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The reader cannot read any card (page 17).
    ReaderBroken,
    /// Faces cannot be checked; reader and centre work (page 16).
    CameraBroken,
    /// The kiosk reaches nobody. The patient's own telephone may.
    NetworkDown,
    /// The centre does not answer anybody.
    CentreDown,
    /// This card cannot be read: its chip is broken, or it is no good any more.
    CardUnreadable,
    /// The certificate ended, beyond its three months of grace (page 5).
    CertificateEnded,
    /// The centre answered, and knows no valid insurance: 資格(無効) or 資格情報なし. Mostly after a change of insurer.
    EligibilityNotFound,
    /// The card is not registered for use as an insurance card (page 18).
    NotRegistered,
    /// The person has no card, or not with them (page 18).
    NoCard,
}

impl Trouble {
    pub const ALL: [Self; 9] = [
        Self::ReaderBroken,
        Self::CameraBroken,
        Self::NetworkDown,
        Self::CentreDown,
        Self::CardUnreadable,
        Self::CertificateEnded,
        Self::EligibilityNotFound,
        Self::NotRegistered,
        Self::NoCard,
    ];
}

/// A way to be treated at one's own share of the costs. The names are for the record: they stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 暗証番号 at the kiosk (page 14).
    Pin,
    /// 目視: staff compare the photo on the card with the person (page 16).
    VisualCheck,
    /// 健康保険証利用の申込み at the kiosk, then go on (page 7).
    Register,
    /// 資格確認書: enough by itself (pages 5 and 18).
    EligibilityCertificate,
    /// A 健康保険証 of the old kind, until 2025-12-01 (page 5); [`super::OldCard`] says until when each one held.
    OldInsuranceCard,
    /// 資格情報のお知らせ, shown together with the マイナンバーカード: it is no proof without the card (page 17).
    NoticeWithCard,
    /// マイナポータル's page of eligibility on the patient's telephone (page 17).
    PortalScreen,
    /// The PDF of that page, kept on the telephone before (page 17).
    PortalPdf,
    /// Staff know the patient from an earlier visit, and ask whether the insurance is still the same (page 17).
    KnownByMouth,
    /// 被保険者資格申立書: the patient states what they know of their insurance (page 17).
    Statement,
    /// Staff write down the card's four items (氏名, 生年月日, 性別, 住所), and ask the centre with them: at once in its
    /// mode for outages (システム障害時モード, opened by its help line), or later.
    CardsFourItems,
}

impl Way {
    pub const ALL: [Self; 11] = [
        Self::Pin,
        Self::VisualCheck,
        Self::Register,
        Self::EligibilityCertificate,
        Self::OldInsuranceCard,
        Self::NoticeWithCard,
        Self::PortalScreen,
        Self::PortalPdf,
        Self::KnownByMouth,
        Self::Statement,
        Self::CardsFourItems,
    ];

    /// Its message in `locales/`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Pin => "method-pin",
            Self::VisualCheck => "method-visual",
            Self::Register => "way-register",
            Self::EligibilityCertificate => "way-certificate",
            Self::OldInsuranceCard => "way-old-card",
            Self::NoticeWithCard => "way-notice",
            Self::PortalScreen => "way-portal",
            Self::PortalPdf => "way-pdf",
            Self::KnownByMouth => "way-known",
            Self::Statement => "way-statement",
            Self::CardsFourItems => "way-four-items",
        }
    }

    /// What to do, in `locales/`.
    pub fn todo_key(self) -> &'static str {
        match self {
            Self::Pin | Self::VisualCheck | Self::Register => "way-card-again-do",
            Self::EligibilityCertificate | Self::OldInsuranceCard => "way-show-do",
            Self::NoticeWithCard => "way-notice-do",
            Self::PortalScreen => "way-portal-do",
            Self::PortalPdf => "way-pdf-do",
            Self::KnownByMouth => "way-known-do",
            Self::Statement => "way-statement-do",
            Self::CardsFourItems => "way-four-items-do",
        }
    }

    /// Whether the law lets it be used on that day.
    fn is_lawful_on(self, today: Date) -> bool {
        match self {
            Self::OldInsuranceCard => today <= ALL_ENDED,
            Self::Pin
            | Self::VisualCheck
            | Self::Register
            | Self::EligibilityCertificate
            | Self::NoticeWithCard
            | Self::PortalScreen
            | Self::PortalPdf
            | Self::KnownByMouth
            | Self::Statement
            | Self::CardsFourItems => true,
        }
    }
}

/// The ways for a trouble on a day of Japan's calendar, the best first; never empty.
///
/// Order (ours): what the kiosk itself still does; papers that prove it by being shown; page 17's own order; what
/// staff write down.
pub fn ways(trouble: Trouble, today: Date) -> Vec<Way> {
    candidates(trouble).iter().copied().filter(|way| way.is_lawful_on(today)).collect()
}

/// Each list says what it leaves out, and why.
fn candidates(trouble: Trouble) -> &'static [Way] {
    use Way::*;
    match trouble {
        // Page 17, all of it. With a broken reader the centre can be asked with the four items; without a network of its
        // own the kiosk does not matter to the patient's telephone.
        Trouble::ReaderBroken | Trouble::NetworkDown => &[
            EligibilityCertificate,
            OldInsuranceCard,
            PortalScreen,
            PortalPdf,
            NoticeWithCard,
            KnownByMouth,
            Statement,
            CardsFourItems,
        ],
        // Pages 14 and 16: the card works, and so nothing of page 17 is needed.
        Trouble::CameraBroken => &[Pin, VisualCheck],
        // The portal asks the same centre (ours), and opens with no card that is broken or ended: only what was kept before
        // can be shown. 資格確認書 comes to those whose certificate ended without their asking (page 18).
        Trouble::CentreDown | Trouble::CardUnreadable | Trouble::CertificateEnded => &[
            EligibilityCertificate,
            OldInsuranceCard,
            PortalPdf,
            NoticeWithCard,
            KnownByMouth,
            Statement,
            CardsFourItems,
        ],
        // What is known from before is what has changed, and the centre has answered already: neither KnownByMouth nor
        // CardsFourItems. The portal's page is named by the notice for this trouble too.
        Trouble::EligibilityNotFound => {
            &[EligibilityCertificate, OldInsuranceCard, PortalScreen, NoticeWithCard, Statement]
        }
        // Page 17 is for those whose card is registered. These may register here and now (page 7), or have a
        // 資格確認書, which came without their asking (page 18).
        Trouble::NotRegistered => &[Register, EligibilityCertificate, OldInsuranceCard],
        // The notice is no proof without the card, and the statement is for a check that was tried with it.
        Trouble::NoCard => &[EligibilityCertificate, OldInsuranceCard],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 28);

    #[test]
    fn page_17_is_offered_in_its_order_when_the_reader_is_broken() {
        let before = [Way::EligibilityCertificate];
        let page_17 = [Way::PortalScreen, Way::PortalPdf, Way::NoticeWithCard, Way::KnownByMouth, Way::Statement];
        let after = [Way::CardsFourItems];
        assert_eq!(ways(Trouble::ReaderBroken, TODAY), [&before[..], &page_17, &after].concat());
    }

    #[test]
    fn no_trouble_is_without_a_way_and_no_way_comes_twice() {
        for trouble in Trouble::ALL {
            let offered = ways(trouble, TODAY);
            assert!(!offered.is_empty(), "{trouble:?}");
            for way in Way::ALL {
                assert!(offered.iter().filter(|offer| **offer == way).count() <= 1, "{way:?} for {trouble:?}");
            }
        }
    }

    #[test]
    fn who_holds_only_a_card_is_never_without_a_way_when_a_machine_fails() {
        let machines = [
            Trouble::ReaderBroken,
            Trouble::CameraBroken,
            Trouble::NetworkDown,
            Trouble::CentreDown,
            Trouble::CardUnreadable,
            Trouble::CertificateEnded,
            Trouble::EligibilityNotFound,
        ];
        let with_a_card_alone = [Way::Pin, Way::VisualCheck, Way::Statement, Way::CardsFourItems];
        for trouble in machines {
            assert!(ways(trouble, TODAY).iter().any(|way| with_a_card_alone.contains(way)), "{trouble:?}");
        }
    }

    #[test]
    fn an_old_card_is_a_way_until_the_last_of_them_ended() {
        for trouble in Trouble::ALL {
            assert!(!ways(trouble, date(2025, 12, 2)).contains(&Way::OldInsuranceCard), "{trouble:?}");
        }
        assert!(ways(Trouble::NoCard, date(2025, 12, 1)).contains(&Way::OldInsuranceCard));
    }

    #[test]
    fn what_the_centre_does_not_tell_the_portal_does_not_show() {
        assert!(!ways(Trouble::CentreDown, TODAY).contains(&Way::PortalScreen));
        assert!(ways(Trouble::CentreDown, TODAY).contains(&Way::PortalPdf));
        assert!(ways(Trouble::NetworkDown, TODAY).contains(&Way::PortalScreen));
    }

    #[test]
    fn what_is_known_from_before_does_not_help_when_the_insurance_has_changed() {
        let offered = ways(Trouble::EligibilityNotFound, TODAY);
        assert!(!offered.contains(&Way::KnownByMouth) && offered.contains(&Way::Statement));
    }

    #[test]
    fn the_names_in_the_record_stay() {
        let names: Vec<String> = Way::ALL.iter().map(|way| serde_json::to_string(way).unwrap()).collect();
        let wanted = "\"pin\" \"visual_check\" \"register\" \"eligibility_certificate\" \"old_insurance_card\" \
                      \"notice_with_card\" \"portal_screen\" \"portal_pdf\" \"known_by_mouth\" \"statement\" \
                      \"cards_four_items\"";
        assert_eq!(names.join(" "), wanted);
        let names: Vec<String> = Trouble::ALL.iter().map(|trouble| serde_json::to_string(trouble).unwrap()).collect();
        let wanted = "\"reader_broken\" \"camera_broken\" \"network_down\" \"centre_down\" \"card_unreadable\" \
                      \"certificate_ended\" \"eligibility_not_found\" \"not_registered\" \"no_card\"";
        assert_eq!(names.join(" "), wanted);
    }
}
