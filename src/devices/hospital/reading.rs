//! An OQS answer as somebody reads it who looks whether it arrives: not every value, and each of them as it stands there.

use crate::eligibility::Prescription;
use crate::eligibility::consent::ConsentGroup;
use encoding_rs::UTF_8;
use quick_xml::Reader;
use quick_xml::events::Event;
use zeroize::Zeroizing;

/// The XML declaration is within this.
const DECLARATION: usize = 200;
const ROOT: &str = "XmlMsg";
/// The element that stands for each group: the others of a group say the same.
const CONSENTS: [(&str, ConsentGroup); 5] = [
    ("SpecificHealthCheckupsInfoConsFlg", ConsentGroup::Tkk),
    ("PharmacistsInfoConsFlg", ConsentGroup::Yzk),
    ("DiagnosisInfoConsFlg", ConsentGroup::Srj),
    ("OperationInfoConsFlg", ConsentGroup::Shj),
    ("SpecificDiseasesCertificateRelatedConsFlg", ConsentGroup::Tsr),
];

/// What an answer says. It has no `Debug`: most of it is the patient's.
pub struct Summary {
    pub encoding: &'static str,
    pub validity: Option<u8>,
    /// Of the first coverage.
    pub name: Option<Zeroizing<String>>,
    pub kana: Option<Zeroizing<String>>,
    pub coverages: usize,
    /// As flags, in the order of the file.
    pub consents: Vec<(ConsentGroup, u8)>,
    pub prescription: Option<Prescription>,
}

/// Why a file is no answer. Nothing of its content is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// It begins as one, and breaks off: somebody still writes it.
    Half,
    /// The declaration names an encoding that the bytes are not in.
    Encoding,
    /// Something else.
    Rubbish,
}

/// Reads an answer in whichever encoding its declaration names.
pub fn read(bytes: &[u8]) -> Result<Summary, NoAnswer> {
    if bytes.is_empty() {
        return Err(NoAnswer::Half);
    }
    let encoding = encoding(bytes)?;
    let (text, _, broken) = encoding.decode(bytes);
    let text = Zeroizing::new(text.into_owned());
    match elements(&text, encoding.name()) {
        // A character that was cut in two breaks the encoding too.
        Err(NoAnswer::Half) => Err(NoAnswer::Half),
        _ if broken => Err(NoAnswer::Encoding),
        read => read,
    }
}

fn encoding(bytes: &[u8]) -> Result<&'static encoding_rs::Encoding, NoAnswer> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]);
    let Some((declaration, _)) = head.split_once("?>") else {
        let begins = "<?xml".starts_with(head.as_ref()) || head.starts_with("<?xml");
        return if begins { Err(NoAnswer::Half) } else { Ok(UTF_8) };
    };
    let Some((_, named)) = declaration.split_once("encoding=") else { return Ok(UTF_8) };
    let named = named.split(['"', '\'']).nth(1).ok_or(NoAnswer::Rubbish)?;
    encoding_rs::Encoding::for_label(named.as_bytes()).ok_or(NoAnswer::Encoding)
}

fn elements(text: &str, encoding: &'static str) -> Result<Summary, NoAnswer> {
    let mut summary = Summary {
        encoding,
        validity: None,
        name: None,
        kana: None,
        coverages: 0,
        consents: Vec::new(),
        prescription: None,
    };
    let mut reader = Reader::from_str(text);
    let (mut path, mut value) = (Vec::<String>::new(), Zeroizing::new(String::new()));
    // With a declaration alone it may become one.
    let (mut is_begun, mut is_whole) = (text.starts_with("<?xml"), false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let name = start.name().as_ref().to_owned();
                if path.is_empty() && name != ROOT {
                    return Err(NoAnswer::Rubbish);
                }
                is_begun = true;
                path.push(name);
                value.clear();
            }
            Ok(Event::Text(part)) => value.push_str(&part.xml10_content()),
            Ok(Event::GeneralRef(entity)) => {
                let name = entity.xml10_content();
                value.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or("●"));
            }
            Ok(Event::End(_)) => {
                if let Some(element) = path.pop() {
                    summary.take(&element, &value);
                }
                is_whole = path.is_empty();
            }
            Ok(Event::Eof) if is_whole => return Ok(summary),
            // Between two elements, or within a tag.
            Ok(Event::Eof) | Err(quick_xml::Error::Syntax(_)) if is_begun => return Err(NoAnswer::Half),
            Ok(Event::Eof) | Err(_) => return Err(NoAnswer::Rubbish),
            Ok(_) => {}
        }
    }
}

impl Summary {
    fn take(&mut self, element: &str, value: &str) {
        match element {
            "QualificationValidity" => self.validity = value.parse().ok(),
            "PrescriptionIssueSelect" => {
                self.prescription = match value {
                    "1" => Some(Prescription::Electronic),
                    "2" => Some(Prescription::Paper),
                    _ => None,
                }
            }
            "Name" if self.name.is_none() => self.name = Some(value.to_owned().into()),
            "NameKana" if self.kana.is_none() => self.kana = Some(value.to_owned().into()),
            "ResultOfQualificationConfirmation" => self.coverages += 1,
            flag => {
                let group = CONSENTS.iter().find(|(of, _)| *of == flag).map(|(_, group)| *group);
                // Each coverage repeats them.
                if let (Some(group), Ok(flag)) = (group, value.parse())
                    && self.consents.iter().all(|(known, _)| *known != group)
                {
                    self.consents.push((group, flag));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConsentGroup::{Shj, Srj, Tkk, Tsr, Yzk};

    const UTF8: &[u8] = include_bytes!("../../../tests/it/golden/hanako_utf8.xml");
    const SHIFT_JIS: &[u8] = include_bytes!("../../../tests/it/golden/hanako_shift_jis.xml");

    #[test]
    fn both_encodings_are_read_as_their_declaration_says() {
        for (bytes, encoding) in [(UTF8, "UTF-8"), (SHIFT_JIS, "Shift_JIS")] {
            let summary = read(bytes).ok().unwrap();
            assert_eq!((summary.encoding, summary.validity, summary.coverages), (encoding, Some(1), 1));
            assert_eq!(summary.name.as_ref().map(|name| name.as_str()), Some("練習　花子"));
            assert_eq!(summary.kana.as_ref().map(|kana| kana.as_str()), Some("ﾚﾝｼｭｳ ﾊﾅｺ"));
            assert_eq!(summary.consents, [(Tsr, 1), (Tkk, 0), (Yzk, 1), (Srj, 0), (Shj, 0)]);
            assert_eq!(summary.prescription, Some(Prescription::Paper));
        }
    }

    #[test]
    fn a_file_that_breaks_off_anywhere_is_half_written() {
        for whole in [UTF8, SHIFT_JIS] {
            let end = whole.len() - "</XmlMsg>\r\n".len();
            for cut in (0..=end).step_by(7) {
                assert_eq!(read(&whole[..cut]).err(), Some(NoAnswer::Half), "after {cut} bytes");
            }
        }
    }

    #[test]
    fn what_is_no_answer_is_told_from_one() {
        assert_eq!(read(b"GIF89a").err(), Some(NoAnswer::Rubbish));
        assert_eq!(read(b"<?xml version='1.0'?><html></html>").err(), Some(NoAnswer::Rubbish));
        assert_eq!(read(&[0xFF; 500]).err(), Some(NoAnswer::Encoding));
        assert_eq!(read(b"<?xml version='1.0' encoding='klingon'?><XmlMsg/>").err(), Some(NoAnswer::Encoding));
        let text = String::from_utf8_lossy(UTF8).replace("UTF-8", "Shift_JIS");
        assert_eq!(read(text.as_bytes()).err(), Some(NoAnswer::Encoding));
    }
}
