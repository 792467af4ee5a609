//! 練習モード: the practice persons, their faces and their cards' keys, what the practice camera films, the private pcscd,
//! the children that play card and centre, and the tray on the screen.

pub mod children;
pub mod jpeg2000;
pub mod own_face;
pub mod pcscd;
pub mod persons;
pub mod pki;
pub mod portrait;
pub mod recording;
pub mod scene;
pub mod terminal;
pub mod tray;
