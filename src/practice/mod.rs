//! 練習モード: the practice persons, their cards' keys, the private pcscd, the children that play card and centre, and
//! the tray on the screen.

pub mod children;
pub mod pcscd;
pub mod persons;
pub mod pki;
pub mod terminal;
pub mod tray;
