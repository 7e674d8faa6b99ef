//! The name of a person beside what identifies that person: an e-mail address, a telephone number, an account or a number
//! of an authority.
//!
//! Examples: `{"name":"Ada Byron","email":".."}`, `<Nm>Ada Byron</Nm>`, `1,Ada Byron,ada@host.example`,
//! `"Ada Byron" <ada@host.example>`, `my name is Ada Byron`. By itself a name has no form: `name: "Nightly Backup"` is that
//! of a job, and stays.

use scorer_instrument_policy::Class;

use crate::Cause;
use crate::scan::Scan;
use crate::text::Found;

/// How far from what identifies a person a name belongs to the same person, in bytes.
const NEAR: usize = 256;

/// The longest name, in bytes, and the fewest and most words of one that begin with a capital.
const LONGEST: usize = 64;
const FEWEST: usize = 2;
const MOST: usize = 4;

/// How a name is announced, also in the standard for payments (ISO 20022) and in other languages.
const LABELS: [&str; 6] = ["name", "nm", "nome", "nombre", "nom", "holder"];

/// Marks the names of persons beside what was found.
#[inline(never)]
pub(crate) fn beside(scan: &mut Scan<'_>) {
    let all = scan.found.iter().chain(&scan.aside);
    let mut told: Vec<&Found> = all.filter(|it| identifies(scan.text, it)).collect();
    told.sort_by_key(|it| it.start);
    let mut names = Vec::new();
    let mut searched = 0;
    for it in told {
        names.extend(before(scan.text, it.start));
        let from = floor(scan.text, it.start.saturating_sub(NEAR)).max(searched);
        let to = floor(scan.text, scan.text.len().min(it.end + NEAR));
        labelled(scan.text, from, to, &mut names);
        searched = searched.max(to);
    }
    for (start, end) in names {
        scan.mark(Found {
            start,
            end,
            class: Class::Pii,
            cause: Cause::Shape,
        });
    }
}

/// Whether this tells who a person is: an e-mail address or a long number, and not a location or an address of a network.
fn identifies(text: &str, found: &Found) -> bool {
    const DIGITS: usize = 7;
    let value = text.get(found.start..found.end).unwrap_or_default();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    matches!(found.class, Class::Pii | Class::Financial)
        && (value.contains('@') || digits >= DIGITS && !value.contains('.'))
}

/// Returns the name that ends before `at` in a row (`Ada Byron;`) or before an address in angles (`"Ada Byron" <`).
fn before(text: &str, at: usize) -> Option<(usize, usize)> {
    let mut from = floor(text, at.saturating_sub(LONGEST));
    let rest = text.get(from..at)?;
    let is_address = rest.ends_with('<');
    let cell = match rest.strip_suffix('<') {
        Some(rest) => rest.strip_suffix(' ').unwrap_or(rest),
        None => rest
            .strip_suffix(['"', '\''])
            .unwrap_or(rest)
            .strip_suffix([',', ';', '|', '\t'])?,
    };
    let cell = cell.trim_end_matches(['"', '\'', '\\']);
    let end = from + cell.len();
    let is_name = |c: char| c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '-' | '.');
    let start = cell.rfind(|c| !is_name(c)).map_or(0, |last| {
        last + cell[last..].chars().next().map_or(0, char::len_utf8)
    });
    from += start;
    // Words of a sentence may stand before an address, but not in a cell.
    let skipped = text[from..end]
        .find(char::is_uppercase)
        .filter(|skipped| is_address || text[from..from + skipped].trim().is_empty())?;
    from += skipped;
    (name(&text[from..end]) == Some(end - from)).then_some((from, end))
}

/// Adds the names that a word between `from` and `to` announces.
fn labelled(text: &str, from: usize, to: usize, names: &mut Vec<(usize, usize)>) {
    let bytes = text.as_bytes();
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    let mut at = from;
    while at < to {
        let length = bytes[at..].iter().take_while(|b| is_word(b)).count();
        let word = text.get(at..at + length).unwrap_or_default();
        at += length.max(1);
        if let Some(label) = LABELS.iter().find(|own| word.eq_ignore_ascii_case(own)) {
            names.extend(announced(text, at, *label == "holder"));
        }
    }
}

/// Returns the name behind its label, which ends at `at`.
fn announced(text: &str, at: usize, is_said: bool) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let rest = rest.trim_start_matches(['"', '\'', '\\']);
    let rest = [" on account", " on card", " on the account", " on the card"]
        .iter()
        .find_map(|of| rest.strip_prefix(of))
        .unwrap_or(rest);
    let rest = rest
        .strip_prefix(" is ")
        .or_else(|| rest.strip_prefix('>'))
        .or_else(|| {
            let rest = rest.trim_start_matches(' ');
            let value = rest.strip_prefix([':', '='])?;
            Some(value.strip_prefix('>').unwrap_or(value))
        })
        .or_else(|| rest.strip_prefix(' ').filter(|_| is_said))?;
    let rest = rest.trim_start_matches(' ');
    let rest = rest.strip_prefix("Some(").unwrap_or(rest);
    let bare = rest.trim_start_matches('\\');
    let quoted = bare.strip_prefix(['"', '\'']);
    let value = quoted.unwrap_or(rest);
    let start = text.len() - value.len();
    let length = name(value)?;
    // In quotes, nothing else may stand.
    let is_whole = quoted.is_none()
        || value[length..]
            .trim_start_matches('\\')
            .starts_with(['"', '\'']);
    let is_over = !value[length..].starts_with(|c: char| c.is_alphanumeric() || "_-/@".contains(c));
    (is_whole && is_over).then_some((start, start + length))
}

/// Returns the length of the name that a text begins with: words with a capital, possibly with short ones between them, as in
/// `Ada van der Berg`.
fn name(text: &str) -> Option<usize> {
    const PARTICLE: usize = 3;
    let (mut at, mut end, mut words) = (0, 0, 0);
    while words < MOST {
        let rest = &text[at..];
        let length = rest
            .find(|c: char| !(c.is_alphabetic() || matches!(c, '\'' | '’' | '-')))
            .unwrap_or(rest.len());
        let word = rest[..length].trim_end_matches(['\'', '-']);
        let is_capital = word.starts_with(char::is_uppercase);
        let has_small = word.chars().any(char::is_lowercase);
        let is_initial = is_capital && rest[length..].starts_with(". ");
        if is_capital && (has_small || is_initial) {
            words += 1;
            end = at + word.len();
        } else if words == 0 || word.is_empty() || word.len() > PARTICLE || !has_small {
            break;
        }
        at += word.len() + usize::from(is_initial);
        if !text[at..].starts_with(' ') {
            break;
        }
        at += 1;
    }
    (words >= FEWEST && end <= LONGEST).then_some(end)
}

/// Returns the last boundary of a character up to `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
