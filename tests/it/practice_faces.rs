//! The practice persons' faces: one person lies inside the operating point, two lie clearly outside.

use uketsuke::devices::camera::Mount;
use uketsuke::devices::face::coach::{largest, look};
use uketsuke::devices::face::detector::Search;
use uketsuke::devices::face::models::{Models, default_folder};
use uketsuke::devices::face::recogniser::Descriptor;
use uketsuke::devices::face::{describe_photo, picture::Picture};
use uketsuke::practice::jpeg2000::{CARD_PHOTO_BYTES, CARD_PHOTO_SIZE, encode_grey};
use uketsuke::practice::own_face::OWN_FACE;
use uketsuke::practice::persons::{CardKind, Person, persons};
use uketsuke::practice::portrait;
use uketsuke::practice::scene::{Scene, Studio};
use uketsuke::session::face::Advice;
use uketsuke::session::secret::CardPhoto;

/// No practice card may be taken for another person's: the next one lies at least this far away.
const CLEARLY_OUTSIDE: f32 = 0.5;
/// Frames that are fused, as the kiosk does it, and how many of a film lie between two of them.
const FRAMES: u32 = 5;
const STEP: u32 = 9;

fn on_the_card(models: &mut Models, id: &str) -> Descriptor {
    let (width, height) = CARD_PHOTO_SIZE;
    let photo = encode_grey(width, height, &portrait::passport(id, width, height), CARD_PHOTO_BYTES).unwrap();
    describe_photo(models, &CardPhoto::new(photo)).unwrap().unwrap_or_else(|| panic!("no face on the card of {id}"))
}

fn on_film(models: &mut Models, studio: &mut Studio, scene: &Scene) -> Descriptor {
    let frames: Vec<Descriptor> = (0..FRAMES)
        .filter_map(|frame| {
            let picture: Picture = studio.film(scene, (640, 480), frame * STEP);
            let faces = models.detector.find(&picture, Search::Everywhere { smallest: 90.0 }).unwrap();
            models.recogniser.describe(&picture, largest(&faces)?).unwrap()
        })
        .collect();
    assert_eq!(frames.len(), FRAMES as usize, "a face of {scene:?} was not found");
    Descriptor::mean(frames.iter().map(|frame| (frame, 1.0)), models.recogniser.facts().metric).unwrap()
}

/// Everybody with a face of the program's own design: the card for one's own face gets a picture of its user, and extras
/// have a face by lot.
fn ids() -> Vec<&'static str> {
    let drawn = |person: &&'static Person| {
        person.kind == CardKind::MyNumber && person.id != OWN_FACE && portrait::is_designed(&person.id)
    };
    persons().iter().filter(drawn).map(|person| person.id.as_str()).collect()
}

#[test]
fn who_stands_at_an_edge_is_told_so_in_every_frame() {
    let mut models = Models::load(&default_folder().unwrap()).unwrap();
    let mut studio = Studio::default();
    for id in ids() {
        for (side, advice) in [("left", Advice::MoveRight), ("right", Advice::MoveLeft)] {
            let scene: Scene = format!("{id} {side}").parse().unwrap();
            for frame in (0..10).map(|frame| frame * 5) {
                let picture = studio.film(&scene, (640, 480), frame);
                let faces = models.detector.find(&picture, Search::Everywhere { smallest: 90.0 }).unwrap();
                let told = look(&picture, &faces, 1.0, Mount::default(), false).advice;
                assert_eq!(told, advice, "{id} {side}, frame {frame}");
            }
        }
    }
}

#[test]
fn everybody_is_recognised_by_the_own_card_and_by_no_other() {
    let mut models = Models::load(&default_folder().unwrap()).unwrap();
    let limit = models.recogniser.facts().distance;
    let mut studio = Studio::default();
    let ids = ids();
    let cards: Vec<Descriptor> = ids.iter().map(|id| on_the_card(&mut models, id)).collect();
    let (mut same, mut other) = ((0.0_f32, ""), (f32::MAX, "", ""));
    for id in &ids {
        let film = on_film(&mut models, &mut studio, &Scene::of(id));
        for (owner, card) in ids.iter().zip(&cards) {
            let distance = models.recogniser.distance(&film, card);
            if owner == id && distance > same.0 {
                same = (distance, id);
            } else if owner != id && distance < other.0 {
                other = (distance, id, owner);
            }
        }
    }
    assert!(same.0 <= limit, "{same:?}");
    assert!(other.0 >= CLEARLY_OUTSIDE, "{other:?}");
}
