//! Documents, in JSON or TOML, that are almost valid: a value is replaced by what nobody expects there.

use super::mutation::almost_text;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// What stands in the place of a value, or goes.
#[derive(Debug, Clone)]
enum Edit {
    Put(Index, Value),
    /// The value becomes a list of itself, so often.
    Many(Index, u16),
    Remove(Index),
}

/// Values that a parser may not have thought of.
fn absurd() -> impl Strategy<Value = Value> {
    let deep = |depth: usize| (0..depth).fold(json!("deep"), |inner, _| json!([inner]));
    let known = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(1),
        json!(2),
        json!(255),
        json!(256),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e308),
        json!(0.1),
        json!(""),
        json!(" "),
        json!("\0"),
        json!("\u{1F}\r\n"),
        json!([]),
        json!({}),
        json!("●"),
        json!("髙𠮷👩‍👩‍👧"),
        json!("ｱﾞ"),
        json!("<&>\"']]>"),
        json!("{ $name }"),
        json!("20260230"),
        json!("00000000"),
        json!("99999999"),
        json!("99999999999999"),
        json!("２０２６０１０１"),
        json!("20260101\n"),
        json!("/../../etc/passwd"),
        json!("http://localhost"),
        deep(100),
        deep(1_000),
    ];
    let long =
        (select(vec!["漢", "x", "ﾊﾞ", "\u{FEFF}", "-"]), 1..5_000_usize).prop_map(|(of, times)| json!(of.repeat(times)));
    prop_oneof![4 => select(known.to_vec()), 1 => long, 1 => any::<String>().prop_map(Value::String)]
}

/// `seed` with up to five values replaced.
pub fn almost(seeds: Vec<Value>) -> impl Strategy<Value = Value> {
    let edit = prop_oneof![
        5 => (any::<Index>(), absurd()).prop_map(|(at, value)| Edit::Put(at, value)),
        1 => (any::<Index>(), 0..200_u16).prop_map(|(at, times)| Edit::Many(at, times)),
        1 => any::<Index>().prop_map(Edit::Remove),
    ];
    (select(seeds), vec(edit, 0..5)).prop_map(|(mut value, edits)| {
        for edit in edits {
            type Bend = Box<dyn Fn(&Value) -> Value>;
            let (at, bend, is_gone): (Index, Bend, bool) = match edit {
                Edit::Put(at, new) => (at, Box::new(move |_| new.clone()), false),
                Edit::Many(at, times) => (at, Box::new(move |old| vec![old.clone(); usize::from(times)].into()), false),
                Edit::Remove(at) => (at, Box::new(|_| Value::Null), true),
            };
            let mut left = at.index(nodes(&value));
            replace(&mut value, &mut left, &bend, is_gone);
        }
        value
    })
}

/// JSON as it comes over a line: bent as a document, or as text.
pub fn almost_json(seeds: Vec<Value>) -> impl Strategy<Value = String> {
    let texts: Vec<String> = seeds.iter().map(Value::to_string).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let words = ["[[[[[[[[", "{\"a\":", "1e999", "\\ud800", "\\u0000", "null", "-0", "\"", "//"];
    prop_oneof![2 => almost(seeds).prop_map(|value| value.to_string()), 1 => almost_text(&texts, &words)]
}

/// TOML of a file: the same.
pub fn almost_toml(seeds: &[&str]) -> impl Strategy<Value = String> + use<> {
    let values = seeds.iter().map(|seed| toml::from_str(seed).unwrap()).collect();
    let words = ["[a", "[[a]]", "= ", "\"\"\"", "inf", "nan", "1979-05-27", "\u{FEFF}", "a.b.c.d = ", "[[[[[["];
    let text = almost_text(seeds, &words);
    prop_oneof![2 => almost(values).prop_map(|value| toml::to_string(&value).unwrap_or_default()), 1 => text]
}

fn nodes(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(nodes).sum(),
        Value::Object(fields) => fields.values().map(nodes).sum(),
        _ => 0_usize,
    }
}

/// Changes the node that is so many further on, in the order of the document; `true` once that is done.
fn replace(value: &mut Value, left: &mut usize, new: &dyn Fn(&Value) -> Value, is_gone: bool) -> bool {
    if *left == 0 {
        *value = new(value);
        return true;
    }
    *left -= 1;
    match value {
        Value::Array(items) => match items.iter_mut().position(|item| replace(item, left, new, is_gone)) {
            Some(at) if is_gone && items[at].is_null() => drop(items.remove(at)),
            found => return found.is_some(),
        },
        Value::Object(fields) => {
            let found =
                fields.iter_mut().find_map(|(name, item)| replace(item, left, new, is_gone).then(|| name.clone()));
            let Some(name) = found else { return false };
            if is_gone && fields[&name].is_null() {
                fields.remove(&name);
            }
        }
        _ => return false,
    }
    true
}
