//! 目視: staff look at the card's face. Until the staff part is built the kiosk only calls them and waits.

use crate::i18n::tr;
use crate::session::VisualCard;
use crate::ui::spec::Screen;

pub fn screen(place: VisualCard) -> Screen {
    match place {
        VisualCard::Placed => {
            Screen::new(tr("visual-title")).line(tr("visual-line")).line(tr("visual-not-yet")).with_back().with_cancel()
        }
        VisualCard::Lifted { .. } => {
            Screen::new(tr("visual-lifted-title")).line(tr("visual-lifted-line")).with_cancel()
        }
        VisualCard::Checking { .. } => Screen::new(tr("reading-title")).line(tr("reading-line")).with_cancel(),
    }
}
