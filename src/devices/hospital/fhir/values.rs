//! Dates, times, texts and codes in FHIR's forms.

use super::{FhirError, OWN_VALUES};
use jiff::civil::DateTime;
use serde_json::{Value, json};

/// Japan has one time zone, and no summer time since 1951.
const JAPAN: &str = "+09:00";

/// `yyyyMMdd` as a FHIR date.
pub fn date(element: &'static str, value: &str) -> Result<String, FhirError> {
    let day = moment(element, value, "%Y%m%d", 8)?;
    Ok(day.strftime("%Y-%m-%d").to_string())
}

/// `yyyyMMddHHmmss` in Japan as a FHIR instant or dateTime.
pub fn instant(element: &'static str, value: &str) -> Result<String, FhirError> {
    let time = moment(element, value, "%Y%m%d%H%M%S", 14)?;
    Ok(time.strftime("%Y-%m-%dT%H:%M:%S").to_string() + JAPAN)
}

/// Digits only, and a day that exists.
fn moment(element: &'static str, value: &str, form: &str, length: usize) -> Result<DateTime, FhirError> {
    let digits = value.len() == length && value.bytes().all(|byte| byte.is_ascii_digit());
    let day_only = jiff::civil::Date::strptime(form, value).map(|day| day.to_datetime(jiff::civil::Time::midnight()));
    let read = if length == 8 { day_only } else { DateTime::strptime(form, value) };
    read.ok().filter(|_| digits).ok_or(FhirError::Value(element))
}

/// From day to day. `None` where neither is known.
pub fn period(element: &'static str, start: Option<&str>, end: Option<&str>) -> Result<Option<Value>, FhirError> {
    let mut period = json!({});
    if let Some(start) = start {
        period["start"] = date(element, start)?.into();
    }
    if let Some(end) = end {
        period["end"] = date(element, end)?.into();
    }
    match (start, end) {
        (None, None) => Ok(None),
        // Both are digits of one length by now, so they compare as text.
        (Some(start), Some(end)) if start > end => Err(FhirError::Value(element)),
        _ => Ok(Some(period)),
    }
}

/// A number of digits within a length.
pub fn digits<'a>(
    element: &'static str,
    value: &'a str,
    lengths: std::ops::RangeInclusive<usize>,
) -> Result<&'a str, FhirError> {
    let fits = lengths.contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(value) } else { Err(FhirError::Value(element)) }
}

/// A text that FHIR takes: not empty, no control characters. Spaces at its ends are no part of it.
pub fn text(element: &'static str, value: &str) -> Result<String, FhirError> {
    let trimmed = value.trim();
    if trimmed.is_empty() || trimmed.chars().any(char::is_control) {
        return Err(FhirError::Value(element));
    }
    Ok(trimmed.to_owned())
}

/// Printable ASCII in its full-width form, as JP Core has 記号, 番号 and 枝番.
pub fn full_width(value: &str) -> String {
    let widen = |character| match character {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(character) + 0xFEE0).unwrap_or(character),
        other => other,
    };
    value.chars().map(widen).collect()
}

/// One coding and its text.
pub fn concept(system: &str, code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code }], "text": text })
}

pub fn yen(amount: u32) -> Value {
    json!({ "value": amount, "currency": "JPY" })
}

/// A share in percent.
pub fn percent(element: &'static str, share: u8) -> Result<Value, FhirError> {
    if share > 100 {
        return Err(FhirError::Value(element));
    }
    Ok(json!({ "value": share, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%" }))
}

/// Adds `value` as a field, where there is one.
pub fn put(object: &mut Value, field: &str, value: Option<Value>) {
    if let Some(value) = value {
        object[field] = value;
    }
}

/// Our extension: values of the OQS answer under their own element names.
#[derive(Default)]
pub struct OwnValues(Vec<Value>);

impl OwnValues {
    pub fn text(&mut self, element: &'static str, value: Option<&str>) -> Result<(), FhirError> {
        if let Some(value) = value {
            self.0.push(json!({ "url": element, "valueString": text(element, value)? }));
        }
        Ok(())
    }

    pub fn date(&mut self, element: &'static str, value: Option<&str>) -> Result<(), FhirError> {
        if let Some(value) = value {
            self.0.push(json!({ "url": element, "valueDate": date(element, value)? }));
        }
        Ok(())
    }

    /// The extension, unless it is empty.
    pub fn extension(self) -> Option<Value> {
        (!self.0.is_empty()).then(|| json!({ "url": OWN_VALUES, "extension": self.0 }))
    }

    /// The extensions of an element that has no others.
    pub fn put_into(self, object: &mut Value) {
        put(object, "extension", self.extension().map(|extension| json!([extension])));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_japans_and_days_exist() {
        assert_eq!(date("Birthdate", "20240229").unwrap(), "2024-02-29");
        assert_eq!(instant("ConsTime", "20260401093005").unwrap(), "2026-04-01T09:30:05+09:00");
        for wrong in ["20230229", "2024-2-9", "", "20240229x", "+2024022", "99999999"] {
            assert_eq!(date("Birthdate", wrong), Err(FhirError::Value("Birthdate")), "{wrong}");
        }
        assert_eq!(instant("ConsTime", "20260401253005"), Err(FhirError::Value("ConsTime")));
    }

    #[test]
    fn a_period_does_not_end_before_it_begins() {
        assert_eq!(period("x", None, None), Ok(None));
        assert_eq!(period("x", None, Some("20260401")), Ok(Some(json!({ "end": "2026-04-01" }))));
        assert_eq!(period("x", Some("20260402"), Some("20260401")), Err(FhirError::Value("x")));
    }

    #[test]
    fn ascii_becomes_full_width_and_nothing_else_does() {
        assert_eq!(full_width("A-1 ~あ１"), "Ａ－１　～あ１");
    }

    #[test]
    fn texts_are_trimmed_and_never_empty() {
        assert_eq!(text("Name", "　花子 ").unwrap(), "花子");
        assert!(text("Name", " \u{3000}").is_err() && text("Name", "a\nb").is_err());
    }
}
