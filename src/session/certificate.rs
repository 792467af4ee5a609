//! What the date on a certificate means for the visit. Japan's calendar days throughout.

use super::limits::{GRACE_MONTHS, NOTICE_MONTHS};
use jiff::ToSpan;
use jiff::civil::Date;

/// The verdict over a certificate's last valid day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateRule {
    Valid,
    /// Valid, but to be renewed soon.
    EndsSoon,
    /// Ended: until the end of the third month after the month of expiry, eligibility only.
    Grace,
    /// Ended beyond the grace: E006.
    Expired,
}

/// What the notice screen tells; the visit goes on after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateNotice {
    EndsSoon { valid_until: Date },
    EligibilityOnly,
}

/// A day that the calendar cannot reach (year 9999) counts as out of range and falls to the stricter side.
pub fn judge_certificate(valid_until: Date, today: Date) -> CertificateRule {
    if today <= valid_until {
        let told_from = valid_until.checked_sub(NOTICE_MONTHS.months()).unwrap_or(Date::MIN);
        return if today >= told_from { CertificateRule::EndsSoon } else { CertificateRule::Valid };
    }
    let grace_ends = valid_until.first_of_month().checked_add(GRACE_MONTHS.months()).map(|day| day.last_of_month());
    match grace_ends {
        Ok(last) if today <= last => CertificateRule::Grace,
        Ok(_) | Err(_) => CertificateRule::Expired,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn boundaries_by_the_day() {
        let cases = [
            (date(2026, 5, 20), date(2026, 2, 19), CertificateRule::Valid),
            (date(2026, 5, 20), date(2026, 2, 20), CertificateRule::EndsSoon),
            (date(2026, 5, 20), date(2026, 5, 20), CertificateRule::EndsSoon),
            (date(2026, 5, 20), date(2026, 5, 21), CertificateRule::Grace),
            (date(2026, 5, 20), date(2026, 8, 31), CertificateRule::Grace),
            (date(2026, 5, 20), date(2026, 9, 1), CertificateRule::Expired),
            // Three months after the end of November is the end of February, in a leap year too.
            (date(2027, 11, 30), date(2028, 2, 29), CertificateRule::Grace),
            (date(2027, 11, 30), date(2028, 3, 1), CertificateRule::Expired),
            (date(2026, 5, 31), date(2026, 2, 28), CertificateRule::EndsSoon),
        ];
        for (valid_until, today, expected) in cases {
            assert_eq!(judge_certificate(valid_until, today), expected, "{valid_until} on {today}");
        }
    }
}
