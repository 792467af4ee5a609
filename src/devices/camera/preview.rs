//! The small picture for the screen: mirrored, so that who moves to the right sees himself move to the right.

use super::slot::Slot;
use crate::devices::face::picture::{Picture, Point};
use std::sync::Arc;
use std::time::{Duration, Instant};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Width and height in pixels, 4 by 3.
pub const PREVIEW: (usize, usize) = (320, 240);
/// 15 a second at most.
const PACE: Duration = Duration::from_millis(66);

/// Red, green, blue and an opacity of 255, row by row. Wipes itself.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Preview(Vec<u8>);

impl Preview {
    /// The middle of the frame in the shape of the preview.
    pub fn of(frame: &Picture) -> Self {
        let (width, height) = (frame.width() as f32, frame.height() as f32);
        let step = (width / PREVIEW.0 as f32).min(height / PREVIEW.1 as f32);
        let (left, top) = ((width - step * PREVIEW.0 as f32) / 2.0, (height - step * PREVIEW.1 as f32) / 2.0);
        let last = PREVIEW.0 as f32 - 1.0;
        let small = frame.sample(PREVIEW.0, PREVIEW.1, |x, y| Point::new(left + (last - x) * step, top + y * step));
        let mut rgba = Vec::with_capacity(PREVIEW.0 * PREVIEW.1 * 4);
        for [red, green, blue] in small.rgb().as_chunks::<3>().0 {
            rgba.extend([*red, *green, *blue, 255]);
        }
        Self(rgba)
    }

    pub fn rgba(&self) -> &[u8] {
        &self.0
    }
}

/// Puts previews where the screen finds them, and wakes it: not more often than it can take them.
pub struct Painter {
    slot: Slot<Preview>,
    wake: Arc<dyn Fn() + Send + Sync>,
    last: Option<Instant>,
}

impl Painter {
    pub fn new(slot: Slot<Preview>, wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self { slot, wake, last: None }
    }

    pub fn show(&mut self, frame: &Picture) {
        let now = Instant::now();
        if self.last.is_some_and(|last| now < last + PACE) {
            return;
        }
        self.last = Some(now);
        if self.slot.put(Preview::of(frame)) {
            (self.wake)();
        }
    }

    /// Nothing of a person stays.
    pub fn clear(&mut self) {
        self.slot.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_a_mirror() {
        let row: Vec<u8> = (0..640).map(|x| if x < 320 { 200 } else { 0 }).collect();
        let frame = Picture::from_grey(640, 480, &row.repeat(480)).unwrap();
        let preview = Preview::of(&frame);
        let pixel = |x: usize| preview.rgba()[(120 * PREVIEW.0 + x) * 4];
        assert_eq!((pixel(10), pixel(310)), (0, 200));
        assert_eq!(preview.rgba().len(), PREVIEW.0 * PREVIEW.1 * 4);
    }
}
