//! The virtual card without a screen: one order a line in, one answer a line out.

use std::io::{self, BufRead, Write};

use base64ct::{Base64, Encoding};
use jiff::civil::Date;
use zeroize::Zeroizing;

use super::fault::Fault;
use super::reader::Reader;
use crate::practice::persons;
use crate::session::secret::CardPhoto;

/// Carries out orders until the input ends, answering each with `ok` or `error: ...`.
///
/// Orders: `place PERSON` (and a photo in base64, where it is not the drawn one), `take`, `fault FAULT` (see [`Fault`]). Empty lines and lines beginning with `#` are passed
/// over. `today` is asked at each placing.
///
/// Fails only when input or output fail; the card is left as it is.
pub fn run_from_lines(
    reader: &mut Reader,
    today: impl Fn() -> Date,
    input: impl BufRead,
    mut output: impl Write,
) -> io::Result<()> {
    for line in input.lines() {
        // A photo may be in it.
        let line = Zeroizing::new(line?);
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match carry_out(reader, &today, line) {
            Ok(()) => writeln!(output, "ok")?,
            Err(reason) => writeln!(output, "error: {reason}")?,
        }
        output.flush()?;
    }
    Ok(())
}

fn carry_out(reader: &mut Reader, today: impl Fn() -> Date, line: &str) -> Result<(), String> {
    let (order, rest) = line.split_once(' ').unwrap_or((line, ""));
    match (order, rest.trim()) {
        ("place", person) if !person.is_empty() => place(reader, person, today()),
        ("take", "") => reader.take().map_err(|error| error.to_string()),
        ("fault", fault) => {
            reader.fault(fault.parse::<Fault>().map_err(|error| error.to_string())?);
            Ok(())
        }
        _ => Err(format!("unknown order {line:?}: say place PERSON, take, or fault FAULT")),
    }
}

/// `PERSON`, or `PERSON PHOTO` with a JPEG 2000 photo in base64.
fn place(reader: &mut Reader, order: &str, today: Date) -> Result<(), String> {
    let Some((id, photo)) = order.split_once(' ') else {
        return reader.place(order, today).map_err(|error| error.to_string());
    };
    let person = persons::find(id).ok_or_else(|| format!("nobody is called {id:?}"))?;
    let photo = Base64::decode_vec(photo.trim()).map_err(|_| "the photo is not base64".to_owned())?;
    reader.place_card(person, Some(CardPhoto::new(photo)), today).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::pki::Pki;
    use std::sync::Arc;

    #[test]
    fn each_order_gets_one_line() {
        let dir = tempfile::tempdir().unwrap();
        let pki = Arc::new(Pki::open(dir.path()).unwrap());
        // Nothing listens on port 9 (discard) of this machine.
        let mut reader = Reader::start(([127, 0, 0, 1], 9).into(), pki, dir.path().into()).unwrap();
        let orders = "# rehearsal\n\nfault pull-at 7\nplace nobody\nplace suica\ntake\nfault often\ndance\n";
        let mut answers = Vec::new();
        run_from_lines(&mut reader, || jiff::civil::date(2026, 11, 23), orders.as_bytes(), &mut answers).unwrap();
        let answers = String::from_utf8(answers).unwrap();
        let begins =
            ["ok", "error: nobody", "error: no virtual reader", "ok", "error: unknown fault", "error: unknown order"];
        assert_eq!(answers.lines().count(), begins.len(), "{answers}");
        for (line, begin) in answers.lines().zip(begins) {
            assert!(line.starts_with(begin), "{line}");
        }
    }
}
