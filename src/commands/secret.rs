//! Codes that are typed at a terminal: not shown, not in the list of processes, not in the shell's history.

use std::io::{self, BufRead, IsTerminal, Write};
use zeroize::Zeroizing;

/// One line of standard input; the letters are not shown.
pub fn read(prompt: &str) -> io::Result<Zeroizing<String>> {
    let stdin = io::stdin();
    let echo = Echo::off(&stdin)?;
    if echo.is_some() {
        write!(io::stderr(), "{prompt}: ")?;
    }
    let mut line = Zeroizing::new(String::new());
    stdin.lock().read_line(&mut line)?;
    if echo.is_some() {
        writeln!(io::stderr())?;
    }
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// Letters are shown again when it is dropped.
struct Echo(rustix::termios::Termios);

impl Echo {
    /// `None` where nobody types.
    fn off(stdin: &io::Stdin) -> io::Result<Option<Self>> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        if !stdin.is_terminal() {
            return Ok(None);
        }
        let before = tcgetattr(stdin)?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(stdin, OptionalActions::Now, &silent)?;
        Ok(Some(Self(before)))
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        rustix::termios::tcsetattr(io::stdin(), rustix::termios::OptionalActions::Now, &self.0).ok();
    }
}
