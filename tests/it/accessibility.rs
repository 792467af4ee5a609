//! The 52 criteria that this kiosk is checked against, each with the test that holds it and what was measured, or with
//! the reason why it is not held. `make accessibility` writes the table after the tests have run.

use std::fmt::Write as _;
use std::path::Path;
use uketsuke::app::activate::DOUBLE_STRIKE;
use uketsuke::app::voice::{RATES, VOLUMES_DB};
use uketsuke::ui::theme::{Colours, FOCUS_MM, GAP_MM, Letters, TARGET_MM, TextSize, contrast};

enum Held {
    /// By this test; measured values are kept under these names, or worked out here.
    By {
        test: &'static str,
        kept: &'static [&'static str],
        value: fn() -> String,
    },
    Not(&'static str),
}

struct Criterion(u8, &'static str, &'static str, Held);

const fn by(test: &'static str) -> Held {
    Held::By { test, kept: &[], value: String::new }
}

const fn kept(test: &'static str, kept: &'static [&'static str]) -> Held {
    Held::By { test, kept, value: String::new }
}

const fn worked_out(test: &'static str, value: fn() -> String) -> Held {
    Held::By { test, kept: &[], value }
}

const CRITERIA: [Criterion; 52] = [
    Criterion(
        1,
        "non-visual mode covers every function",
        "all",
        by("everything_on_every_screen_is_said_to_headphones"),
    ),
    Criterion(2, "speech built in, found without sight", "yes", by("every_key_of_the_voice_works_without_sight")),
    Criterion(
        3,
        "headphones start speech",
        "automatic",
        by("headphones_that_go_in_while_all_could_hear_take_the_voice_over"),
    ),
    Criterion(4, "speech follows the focus", "same", kept("what_a_key_comes_to_is_heard_at_once", &["04"])),
    Criterion(5, "interrupt, repeat, pause", "on request", by("silence_is_kept_and_ended_by_the_same_key")),
    Criterion(6, "speech stops on action", "≤ 100 ms", kept("what_was_said_stops_within_a_tenth_of_a_second", &["06"])),
    Criterion(7, "non-text content is spoken", "all", by("told_by_a_picture_alone")),
    Criterion(8, "PIN digits never on the loudspeaker", "never", by("no_choice_makes_the_loudspeaker_say_a_digit")),
    Criterion(
        9,
        "personal data only privately or by choice",
        "all",
        by("the_loudspeaker_says_nothing_private_unless_told_to"),
    ),
    Criterion(10, "no uncontrolled audio", "can be stopped", by("every_key_of_the_voice_works_without_sight")),
    Criterion(11, "volume set without sight", "yes", by("every_key_of_the_voice_works_without_sight")),
    Criterion(
        12,
        "loudspeaker reaches",
        "≥ 65 dBA",
        Held::Not("a matter of the loudspeaker that is built in: to be measured on the machine"),
    ),
    Criterion(13, "volume goes back", "each visit", by("pace_loudness_screen_and_pad_go_back_for_the_next_person")),
    Criterion(
        14,
        "volume steps",
        "≤ 10 dB",
        worked_out("loudness_goes_in_steps_of_at_most_ten_decibels", || {
            let steps = VOLUMES_DB.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f32::max);
            format!("{steps} dB")
        }),
    ),
    Criterion(
        15,
        "speech rate, pitch kept",
        "50-200 %",
        Held::By {
            test: "half_and_double_pace_keep_the_pitch",
            kept: &["15"],
            value: || format!("{} steps, {} to {} %", RATES.len(), RATES[0], RATES[RATES.len() - 1]),
        },
    ),
    Criterion(
        16,
        "spoken language = shown language",
        "all",
        Held::Not("Chinese, Korean, Portuguese and Vietnamese have no voice: captions only, and the kiosk says so"),
    ),
    Criterion(17, "errors told by voice", "all", by("everything_on_every_screen_is_said_to_headphones")),
    Criterion(18, "outcome spoken in full", "yes", by("explores_and_types_the_pin")),
    Criterion(
        19,
        "capital height in large text",
        "≥ 6.1 mm",
        worked_out("the_four_sizes_are_those_of_vvsg", || capitals(&[Letters::Large, Letters::Largest])),
    ),
    Criterion(
        20,
        "text otherwise",
        "≥ 4.8 mm",
        worked_out("the_four_sizes_are_those_of_vvsg", || capitals(&[Letters::Usual])),
    ),
    Criterion(
        21,
        "four text sizes",
        "3.5-4.2, 4.8-5.6, 6.4-7.1, 8.5-9.0 mm",
        worked_out("the_four_sizes_are_those_of_vvsg", || capitals(&Letters::ALL)),
    ),
    Criterion(
        22,
        "nothing cut, no sideways scroll",
        "every size × language × screen",
        kept("a_screen_fits", &["layout", "pixels read"]),
    ),
    Criterion(
        23,
        "kanji at 50 cm, age 70",
        "≥ 13.5 pt",
        worked_out("the_four_sizes_are_those_of_vvsg", || {
            let em = Letters::Usual.capital_mm(TextSize::Body) * 2048.0 / 1567.0;
            format!("{:.1} pt at the usual size", em / 25.4 * 72.0)
        }),
    ),
    Criterion(
        24,
        "kanji angle",
        "≥ 25 arcmin (3.7 mm)",
        worked_out("the_four_sizes_are_those_of_vvsg", || {
            let em = Letters::Usual.capital_mm(TextSize::Body) * 2048.0 / 1567.0;
            format!("{em:.1} mm at the usual size")
        }),
    ),
    Criterion(
        25,
        "text contrast",
        "≥ 10:1",
        Held::By {
            test: "text_is_readable_and_edges_are_visible_in_every_theme",
            kept: &["pixels contrast"],
            value: || contrasts(&Colours::ALL),
        },
    ),
    Criterion(
        26,
        "high-contrast themes",
        "≥ 20:1",
        worked_out("text_is_readable_and_edges_are_visible_in_every_theme", || {
            contrasts(&[Colours::White, Colours::Black])
        }),
    ),
    Criterion(
        27,
        "non-text contrast",
        "≥ 3:1",
        worked_out("text_is_readable_and_edges_are_visible_in_every_theme", edges),
    ),
    Criterion(
        28,
        "colour never alone; icons have text",
        "all",
        kept("told_by_a_picture_alone", &["person deuteranopia"]),
    ),
    Criterion(29, "flashes", "≤ 3 a second", kept("nothing_flashes", &["29"])),
    Criterion(
        30,
        "touch target",
        "≥ 20 mm",
        worked_out("a_screen_fits", || format!("{TARGET_MM} mm asked for; see 22 for the smallest")),
    ),
    Criterion(
        31,
        "gap between targets",
        "≥ 5 mm",
        worked_out("a_screen_fits", || format!("{GAP_MM} mm asked for; see 22 for the smallest")),
    ),
    Criterion(32, "release inside; sliding off cancels", "yes", by("sliding_off_a_key_cancels_it")),
    Criterion(33, "taps only", "yes", kept("one_who_hears_nothing", &["person deaf"])),
    Criterion(
        34,
        "a held key or finger",
        "1 activation",
        by("a_finger_that_came_down_on_the_screen_before_answers_nothing"),
    ),
    Criterion(
        35,
        "double-strike filter",
        "≥ 0.5 s",
        worked_out("a_trembling_finger_types_each_digit_once", || format!("{} ms", DOUBLE_STRIKE.as_millis())),
    ),
    Criterion(36, "no simultaneous actions", "none", kept("one_with_one_switch", &["person one switch"])),
    Criterion(
        37,
        "a biometric is never the only way",
        "yes",
        by("who_is_not_seen_is_offered_other_ways_and_may_try_on"),
    ),
    Criterion(
        38,
        "a memory test is never the only way",
        "yes",
        by("a_face_that_matches_needs_no_pin_and_spends_no_try"),
    ),
    Criterion(39, "one hand, no force", "yes", kept("one_who_trembles", &["person tremor"])),
    Criterion(40, "two-switch path", "every flow", kept("one_with_two_switches", &["person two switches"])),
    Criterion(
        41,
        "focus indicator",
        "≥ 2 px and 3:1",
        worked_out("text_is_readable_and_edges_are_visible_in_every_theme", || format!("{FOCUS_MM} mm; {}", edges())),
    ),
    Criterion(
        42,
        "time-out warning",
        "≥ 20 s, ≥ 10 times",
        kept("one_touch_gives_more_time_as_often_as_wanted", &["person slow"]),
    ),
    Criterion(43, "how long until data is lost is told", "yes", by("one_touch_gives_more_time_as_often_as_wanted")),
    Criterion(
        44,
        "consent reviewed before it is sent",
        "review screen",
        by("a_patient_who_sees_a_mistake_in_the_review_chooses_anew"),
    ),
    Criterion(45, "nothing is asked twice", "0", kept("nothing_is_asked_twice", &["45"])),
    Criterion(46, "settings go back", "each visit", by("looks_go_back_for_the_next_person")),
    Criterion(
        47,
        "low layout",
        "lower half",
        kept("the_low_layout_fits", &["layout Portrait Low", "person wheelchair"]),
    ),
    Criterion(
        48,
        "spoken text is also shown",
        "captions",
        kept("all_of_a_long_sentence_is_shown_while_it_is_heard", &["48"]),
    ),
    Criterion(
        49,
        "easy Japanese, readings",
        "switches",
        kept("one_who_reads_easy_japanese", &["person easy", "layout Portrait Readings"]),
    ),
    Criterion(
        50,
        "same privacy in speech mode",
        "screen can be blanked",
        by("pace_loudness_screen_and_pad_go_back_for_the_next_person"),
    ),
    Criterion(
        51,
        "what to do now is the largest text",
        "yes",
        worked_out("the_four_sizes_are_those_of_vvsg", || {
            let title = |letters: &Letters| letters.capital_mm(TextSize::Title) / letters.capital_mm(TextSize::Body);
            let least = Letters::ALL.iter().map(title).fold(f32::INFINITY, f32::min);
            format!("at least {least:.2} times the sentences")
        }),
    ),
    Criterion(52, "platform accessibility tree", "every control", by("a_screen_fits")),
];

fn capitals(sizes: &[Letters]) -> String {
    let size = |letters: &Letters| {
        let of = |size| letters.capital_mm(size);
        format!("{letters:?} {} / {} mm", of(TextSize::Body), of(TextSize::Button))
    };
    sizes.iter().map(size).collect::<Vec<_>>().join(", ")
}

fn contrasts(themes: &[Colours]) -> String {
    let least = |colours: &Colours| {
        let p = colours.palette();
        let pairs = [(p.text, p.ground), (p.on_primary, p.primary), (p.text, p.attention), (p.text, p.success)];
        let least = pairs.into_iter().map(|(a, b)| contrast(a, b)).fold(f32::INFINITY, f32::min);
        format!("{colours:?} {least:.1}")
    };
    themes.iter().map(least).collect::<Vec<_>>().join(", ")
}

fn edges() -> String {
    let least = |colours: &Colours| {
        let p = colours.palette();
        let least = contrast(p.edge, p.ground).min(contrast(p.focus, p.ground)).min(contrast(p.focus, p.strip));
        format!("{colours:?} {least:.1}")
    };
    Colours::ALL.iter().map(least).collect::<Vec<_>>().join(", ")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All values that tests have kept under a name that begins so.
fn values(prefixes: &[&str]) -> Vec<String> {
    let folder = root().join("target/accessibility");
    let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|file| file.path()).collect();
    files.sort();
    let named = |path: &Path| path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
    let wanted = files.into_iter().filter(|path| prefixes.iter().any(|prefix| named(path).starts_with(prefix)));
    let value = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        format!("{}: {}", named(&path), text.trim())
    };
    wanted.map(value).collect()
}

#[test]
fn every_criterion_has_its_number_and_a_test_that_exists_or_a_reason() {
    let mut sources = String::new();
    for folder in ["src", "tests/it"] {
        read_all(&root().join(folder), &mut sources);
    }
    for (at, Criterion(number, name, _, held)) in CRITERIA.iter().enumerate() {
        assert_eq!(usize::from(*number), at + 1, "{name}");
        if let Held::By { test, .. } = held {
            let is_there = sources.contains(&format!("fn {test}(")) || sources.contains(&format!("    {test} "));
            assert!(is_there, "{number}: no test is called {test}");
        }
    }
}

fn read_all(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read_all(&path, into);
        } else if !path.ends_with("accessibility.rs") {
            into.push_str(&std::fs::read_to_string(&path).unwrap_or_default());
        }
    }
}

/// Run by `make accessibility`, after the tests that measure.
#[test]
#[ignore = "writes the table from what other tests have measured"]
fn table() {
    let mut table =
        String::from("# Accessibility: 52 criteria\n\nMade by `make accessibility`; never written by hand.\n\n");
    table.push_str("| # | criterion | threshold | measured | held by |\n|---|---|---|---|---|\n");
    for Criterion(number, name, threshold, held) in &CRITERIA {
        let (measured, test) = match held {
            Held::Not(why) => ("-".to_owned(), format!("**not held**: {why}")),
            Held::By { test, kept, value } => {
                let values = values(kept);
                assert!(kept.is_empty() || !values.is_empty(), "{number}: nothing was measured; run `make test` first");
                let own = Some(value()).filter(|value| !value.is_empty());
                (own.into_iter().chain(values).collect::<Vec<_>>().join("<br>"), format!("`{test}`"))
            }
        };
        writeln!(table, "| {number} | {name} | {threshold} | {measured} | {test} |").unwrap();
    }
    table.push_str("\n## Persons\n\n| who | actions and seconds of the visit |\n|---|---|\n");
    for line in values(&["person "]) {
        let (who, cost) = line.split_once(": ").unwrap();
        writeln!(table, "| {} | {cost} |", who.trim_start_matches("person ")).unwrap();
    }
    std::fs::write(root().join("target/accessibility.md"), table).unwrap();
}
