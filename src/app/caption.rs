//! What is being said, in letters: as much of a sentence as the bar holds, then the rest, leaf by leaf with its sound.

use super::clock::Clock;
use super::display::Display;
use super::view::{Drawn, Sentences};
use super::voice::Voice;
use crate::ui::layout::Caption;
use crate::ui::theme::{TextSize, Theme};
use crate::ui::typeset::{Lines, Typesetter};
use crate::ui::widgets::Fonts;
use bevy::prelude::*;
use std::time::Duration;

/// How long a leaf stays where no sound tells how far the sentence is.
const UNHEARD: Duration = Duration::from_secs(4);

/// Where the sentence that is shown stands.
#[derive(Resource, Default)]
pub struct Leafing {
    words: String,
    /// When these words came.
    since: Duration,
    /// When the next leaf is due.
    pub turns_at: Option<Duration>,
}

/// The caption follows the voice without a rebuild.
pub fn follow(
    (voice, display, clock): (Res<Voice>, Res<Display>, Res<Clock>),
    (sentences, fonts, theme): (Res<Sentences>, Res<Fonts>, Res<Theme>),
    mut drawn: ResMut<Drawn>,
    mut leafing: ResMut<Leafing>,
    mut captions: Query<(&mut Text, &Caption)>,
) {
    leafing.turns_at = None;
    let language = display.language();
    for (mut shown, place) in &mut captions {
        let words = voice.caption(&sentences.0, language);
        if words != leafing.words {
            leafing.words.clone_from(&words);
            leafing.since = clock.elapsed();
        }
        let em = theme.font_px(TextSize::Body, language.face());
        let typesetter = Typesetter { measure: &fonts.measure, language, readings: false };
        let leaves = leaves(&typesetter.set(&words, place.width / em, false), place.lines);
        let (at, turns_at) = match voice.caption_sound() {
            Some((began, lasts)) => heard(&leaves, began, lasts, clock.elapsed()),
            None => unheard(leaves.len(), leafing.since, clock.elapsed()),
        };
        leafing.turns_at = turns_at;
        let leaf = leaves.into_iter().nth(at).unwrap_or_default();
        if shown.0 != leaf {
            shown.0 = leaf;
            drawn.draw_change();
        }
    }
}

/// The sentence in parts that the bar holds.
fn leaves(set: &Lines, lines: usize) -> Vec<String> {
    (0..set.lines.len()).step_by(lines.max(1)).map(|from| set.part(from..from + lines.max(1)).text()).collect()
}

/// Which leaf is being heard, as far as its letters tell, and when the next one is.
fn heard(leaves: &[String], began: Duration, lasts: Duration, now: Duration) -> (usize, Option<Duration>) {
    let letters = |leaf: &String| leaf.chars().count() as f32;
    let all: f32 = leaves.iter().map(letters).sum();
    let mut before = 0.0;
    for (at, leaf) in leaves.iter().enumerate() {
        before += letters(leaf);
        let ends = began + lasts.mul_f32(before / all.max(1.0));
        if now < ends && at + 1 < leaves.len() {
            return (at, Some(ends));
        }
    }
    (leaves.len().saturating_sub(1), None)
}

/// Round and round.
fn unheard(leaves: usize, since: Duration, now: Duration) -> (usize, Option<Duration>) {
    if leaves < 2 {
        return (0, None);
    }
    let turn = u32::try_from(now.saturating_sub(since).as_millis() / UNHEARD.as_millis()).unwrap_or(u32::MAX - 1);
    (turn as usize % leaves, Some(since + UNHEARD * (turn + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_leaf_stands_as_long_as_its_part_of_the_sound() {
        let leaves = ["abcd".to_owned(), "ef".to_owned()];
        let [began, lasts] = [10, 6].map(Duration::from_secs);
        let at = |seconds| heard(&leaves, began, lasts, Duration::from_secs(seconds));
        assert_eq!([at(10), at(13)], [(0, Some(Duration::from_secs(14))); 2]);
        assert_eq!([at(14), at(60)], [(1, None); 2]);
        assert_eq!(heard(&[], began, lasts, began), (0, None));
    }

    #[test]
    fn unheard_leaves_go_round() {
        let at = |seconds| unheard(2, Duration::ZERO, Duration::from_secs(seconds)).0;
        assert_eq!([at(0), at(3), at(4), at(8)], [0, 0, 1, 0]);
        assert_eq!(unheard(1, Duration::ZERO, Duration::from_secs(9)), (0, None));
    }
}
