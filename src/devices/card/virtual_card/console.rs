//! The virtual card without a screen: one order a line in, one answer a line out.

use std::io::{self, BufRead, Write};

use jiff::civil::Date;

use super::fault::Fault;
use super::reader::Reader;

/// Carries out orders until the input ends, answering each with `ok` or `error: ...`.
///
/// Orders: `place PERSON`, `take`, `fault FAULT` (see [`Fault`]). Empty lines and lines beginning with `#` are passed
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
        let line = line?;
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
        ("place", person) if !person.is_empty() => reader.place(person, today()).map_err(|error| error.to_string()),
        ("take", "") => reader.take().map_err(|error| error.to_string()),
        ("fault", fault) => {
            reader.fault(fault.parse::<Fault>().map_err(|error| error.to_string())?);
            Ok(())
        }
        _ => Err(format!("unknown order {line:?}: say place PERSON, take, or fault FAULT")),
    }
}
