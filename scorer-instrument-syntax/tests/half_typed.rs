//! Attributes, events and `record!` while they are typed: every prefix, cut at each token and within each word, with the
//! brackets that an editor closes. Nothing panics, and what is not written yet is one error, where it is missing.

use proc_macro2::{TokenStream, TokenTree};
use scorer_instrument_policy::Policy;
use scorer_instrument_syntax::fault::Fault;
use scorer_instrument_syntax::{events, judge};

/// What is fit as it stands.
const ATTRIBUTES: &[&str] = &[
    "skip(pool, api_key, stamps)",
    "skip(pool, r#type, api_key, stamps), err(Debug, level = \"warn\"), ret(Display)",
    "skip_all, fields(stamp_count = stamps.len(), has_key = api_key.is_some())",
    "skip_all, fields(score, late = tracing::field::Empty, %depth, user.id = %depth, \"quoted name\" = ?depth)",
    "skip_all, fields(first = if depth > 1 { depth } else { 2 }, kind = match depth { 0 => \"none\", _ => \"some\" })",
    "skip_all, fields(shown = format!(\"{depth} of {}\", depth + 1), cast = (depth as u64), all = [depth, 1][0])",
    "skip_all, fields(kind = reviewed!(stamps, reason = \"reviewed\"), part = depth.min(3).max(1))",
    "include(depth, address), fields(stamp_count = stamps.len()), level = tracing::Level::DEBUG",
    "name = \"load\", target = \"area\", level = \"debug\", skip_all, parent = root.id(), follows_from = [causes.first()]",
    "name = NAME, target = TARGET, level = 3, include(), crate = ::my::facade, err, ret",
    "\"named\", skip_all, err(level = \"warn\", Debug)",
    "skip_all, parent = match depth { 0 => None, _ => Some(root.id()) }, err",
];

const ITEM: &str = "async fn load(&self, pool: &PgPool, r#type: i64, depth: u8, address: &str, api_key: Option<&str>, stamps: &[Stamp]) \
     -> Result<u8, Error> { record!(score = 1); record!(late = 1); }";

const EVENTS: &[&str] = &[
    "depth, \"loaded\"",
    "depth = 1, %address, ?other, user.id = %id, \"quoted\" = 3, \"loaded {} of {depth}\", count",
    "target: \"area\", parent: root.id(), stamp_count = stamps.len(), \"loaded {first:?}\", first = stamps.len()",
    "name: \"event\", target: \"area\", { depth, kind = match depth { 0 => \"none\", _ => \"some\" } }, \"loaded\"",
    "shown = format!(\"{depth} {}\", depth), part = reviewed!(stamps, reason = \"reviewed\")",
];

const FILLED: &[&str] = &[
    "score = 1",
    "score = %depth, late = stamps.len()",
    "score = if depth > 1 { depth } else { 2 }, late = format!(\"{depth}\")",
];

/// A token, or a bracket, as it is typed.
fn typed(tokens: TokenStream, found: &mut Vec<String>) {
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => {
                let whole = TokenTree::from(proc_macro2::Group::new(
                    group.delimiter(),
                    TokenStream::new(),
                ))
                .to_string();
                let brackets: Vec<String> = whole
                    .chars()
                    .filter(|char| !char.is_whitespace())
                    .map(String::from)
                    .collect();
                found.extend(brackets.first().cloned());
                typed(group.stream(), found);
                found.extend(brackets.last().cloned());
            }
            TokenTree::Punct(punct) => {
                // What belongs together is typed together: `::`, `=>`.
                let joins = punct.spacing() == proc_macro2::Spacing::Joint;
                found.push(format!(
                    "{}{}",
                    punct.as_char(),
                    if joins { "\u{0}" } else { "" }
                ));
            }
            other => found.push(other.to_string()),
        }
    }
}

/// What has been typed so far, with the brackets that are open still, and the column of the token before the last.
struct Prefix {
    text: String,
    hole: usize,
    /// The arguments that are complete.
    complete: String,
}

fn prefixes(whole: &str) -> Vec<Prefix> {
    let mut tokens = Vec::new();
    typed(whole.parse().expect("tokens"), &mut tokens);
    let mut found = Vec::new();
    for end in 0..=tokens.len() {
        let last = tokens.get(end.wrapping_sub(1)).map_or("", String::as_str);
        let is_word = last
            .chars()
            .all(|char| char.is_alphanumeric() || char == '_');
        let cuts = if is_word { last.len().max(1) } else { 1 };
        for cut in 1..=cuts {
            let mut typed: Vec<&str> = tokens[..end].iter().map(String::as_str).collect();
            if let Some(last) = typed.last_mut().filter(|_| is_word) {
                *last = &last[..cut];
            }
            found.push(prefix(&typed));
        }
    }
    found
}

fn prefix(typed: &[&str]) -> Prefix {
    let (mut text, mut starts, mut open) = (String::new(), vec![0, 0], Vec::new());
    let mut complete = 0;
    for token in typed {
        if *token == "," && open.is_empty() {
            complete = text.len();
        }
        starts.push(text.chars().count());
        text.push_str(token.trim_end_matches('\u{0}'));
        if !token.ends_with('\u{0}') {
            text.push(' ');
        }
        match *token {
            "(" => open.push(')'),
            "[" => open.push(']'),
            "{" => open.push('}'),
            ")" | "]" | "}" => drop(open.pop()),
            _ => {}
        }
    }
    let complete = text[..complete].to_owned();
    text.extend(open.iter().rev());
    Prefix {
        hole: starts[starts.len() - 2],
        complete,
        text,
    }
}

fn keep(
    _: &syn::Path,
    operand: TokenStream,
    _: scorer_instrument_syntax::expr::Operand,
) -> TokenStream {
    operand
}

/// The faults of an attribute: column and words. The item's begin behind a column that no attribute reaches.
fn of_attribute(attribute: &str) -> Vec<(usize, String)> {
    let width = 1_000;
    let text = format!("{attribute:width$}{ITEM}");
    let all: Vec<TokenTree> = text
        .parse::<TokenStream>()
        .expect("tokens")
        .into_iter()
        .collect();
    let is_item = |tree: &TokenTree| tree.span().start().column >= width;
    let (item, attribute): (Vec<TokenTree>, Vec<TokenTree>) = all.into_iter().partition(is_item);
    let judged = judge(
        &Policy::default(),
        attribute.into_iter().collect(),
        item.into_iter().collect(),
        &keep,
    );
    told(&judged.err().unwrap_or_default())
}

fn told(faults: &[Fault]) -> Vec<(usize, String)> {
    let told = faults
        .iter()
        .map(|fault| (fault.span.start().column, fault.message.clone()));
    told.collect()
}

fn of_event(event: &str) -> Vec<(usize, String)> {
    let tokens = event.parse().expect("tokens");
    told(
        &events::event(&Policy::default(), tokens, false, &keep)
            .err()
            .unwrap_or_default(),
    )
}

fn of_record(filled: &str) -> Vec<(usize, String)> {
    // An editor has the declared names as tokens of another place.
    let mut tokens: TokenStream = "[\"score\", \"late\"]".parse().expect("tokens");
    tokens.extend(filled.parse::<TokenStream>().expect("tokens"));
    told(
        &events::record(&Policy::default(), tokens, &keep)
            .err()
            .unwrap_or_default(),
    )
}

#[test]
fn the_samples_are_fit() {
    for attribute in ATTRIBUTES {
        assert_eq!(of_attribute(attribute), [], "{attribute}");
    }
    for event in EVENTS {
        assert_eq!(of_event(event), [], "{event}");
    }
    for filled in FILLED {
        assert_eq!(of_record(filled), [], "{filled}");
    }
}

#[test]
fn a_half_typed_attribute_is_one_error_at_the_hole() {
    let mut wrong = Vec::new();
    let mut holes = 0;
    for attribute in ATTRIBUTES {
        for Prefix {
            text,
            hole,
            complete,
        } in prefixes(attribute)
        {
            let before = of_attribute(&complete);
            let mut said = of_attribute(&text);
            said.retain(|fault| !before.contains(fault));
            holes += said.len();
            if said.len() > 1 || said.iter().any(|(column, _)| *column < hole) {
                wrong.push(format!("{text}\n    hole at {hole}: {said:?}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(holes > 200, "only {holes} errors were seen");
}

#[test]
fn a_half_typed_event_is_one_error_at_the_hole() {
    let mut wrong = Vec::new();
    let mut holes = 0;
    for (samples, judge) in [
        (EVENTS, of_event as fn(&str) -> Vec<(usize, String)>),
        (FILLED, of_record),
    ] {
        for sample in samples {
            for Prefix { text, hole, .. } in prefixes(sample) {
                let said = judge(&text);
                holes += said.len();
                if said.len() > 1 || said.iter().any(|(column, _)| *column < hole) {
                    wrong.push(format!("{text}\n    hole at {hole}: {said:?}"));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(holes > 50, "only {holes} errors were seen");
}
