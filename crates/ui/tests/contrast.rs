//! The contrast of the tokens, computed from `style/main.css` (WCAG 2.2, 1.4.3
//! and 1.4.11): every pair of colours that can meet, in both schemes.

use std::collections::HashMap;

/// Grounds that text of every kind stands on.
const GROUNDS: [&str; 6] = ["canvas", "surface", "raised", "sunken", "hover", "rail"];
const TONES: [&str; 6] = ["neutral", "info", "success", "warning", "danger", "purple"];

type Rgb = [f64; 3];
/// Each token with its light and its dark colour.
type Tokens = HashMap<String, [Rgb; 2]>;

fn tokens() -> Tokens {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../style/main.css");
    let css = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let tokens: Tokens = css
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
            let pair = value.trim().strip_prefix("light-dark(")?;
            let (light, dark) = pair.strip_suffix(");")?.split_once(',')?;
            Some((name.to_owned(), [rgb(light.trim()), rgb(dark.trim())]))
        })
        .collect();
    assert!(tokens.len() > 30, "the tokens were not found");
    tokens
}

/// The three channels of `#rrggbb`, 0 to 255; further digits are the opacity and
/// are passed over.
fn rgb(hex: &str) -> Rgb {
    let digits = hex.trim_start_matches('#');
    [0, 2, 4].map(|at| {
        let channel = digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        f64::from(channel.unwrap_or_else(|| panic!("not a colour: {hex}")))
    })
}

fn luminance(colour: Rgb) -> f64 {
    let [r, g, b] = colour.map(|channel| {
        let c = channel / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Panics with every pair below `bound`.
fn check(bound: f64, pairs: &[(String, String)]) {
    let tokens = tokens();
    let mut wrong = Vec::new();
    for (front, ground) in pairs {
        for (scheme, name) in ["light", "dark"].into_iter().enumerate() {
            let of = |token: &str| tokens.get(token).unwrap_or_else(|| panic!("no {token}"))[scheme];
            let ratio = contrast(of(front), of(ground));
            if ratio < bound {
                wrong.push(format!("{front} on {ground}, {name}: {ratio:.2} < {bound}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn pairs(fronts: &[&str], grounds: &[&str]) -> Vec<(String, String)> {
    fronts.iter().flat_map(|front| grounds.iter().map(|ground| ((*front).to_owned(), (*ground).to_owned()))).collect()
}

#[test]
fn text_can_be_read_on_every_ground() {
    let fronts = [&["ink", "muted", "accent-ink"], TONES.as_slice()].concat();
    check(4.5, &pairs(&fronts, &GROUNDS));
}

#[test]
fn placeholders_and_disabled_words_can_be_read() {
    check(4.5, &pairs(&["faint"], &["surface", "raised", "sunken"]));
}

#[test]
fn text_can_be_read_on_every_tint() {
    for tone in TONES.into_iter().chain(["accent"]) {
        let tint = format!("{tone}-tint");
        let own = if tone == "accent" { "accent-ink" } else { tone };
        check(4.5, &pairs(&[own, "ink"], &[&tint]));
    }
    check(4.5, &pairs(&["muted"], &["accent-tint"]));
    check(4.5, &pairs(&["ink"], &["selection"]));
}

#[test]
fn words_on_filled_buttons_can_be_read() {
    check(4.5, &pairs(&["on-accent"], &["accent", "accent-strong"]));
    check(4.5, &pairs(&["on-danger"], &["danger-solid", "danger-strong"]));
    check(4.5, &pairs(&["surface"], &["muted"]));
}

#[test]
fn controls_and_focus_can_be_seen() {
    let grounds = ["canvas", "surface", "raised", "sunken"];
    check(3.0, &pairs(&["control", "danger"], &grounds));
    check(3.0, &pairs(&["accent"], &["canvas", "surface", "raised"]));
    check(3.0, &pairs(&["focus"], &GROUNDS));
}

#[test]
fn the_formula_is_that_of_wcag() {
    let ratio = contrast(rgb("#000000"), rgb("#ffffff"));
    assert!((ratio - 21.0).abs() < 1e-9);
    let ratio = contrast(rgb("#767676"), rgb("#ffffff"));
    assert!((ratio - 4.54).abs() < 0.01);
}
