//! Finds where the value of a refused name ends: a string, a group in brackets, bare words, or indented lines below it.

use scorer_instrument_policy::Class;

use crate::block::{self, Block};
use crate::bounds::{bare_end, group_end, string_end};
use crate::names::Refused;
use crate::scan::Scan;
use crate::text::marker_at;
use crate::{message, spoken, stays, words};

/// How the value relates to its name.
pub(crate) struct Context<'a> {
    pub(crate) refused: Refused,
    pub(crate) name: &'a str,
    /// A colon separates them, so the value may be several words, as in a header.
    pub(crate) is_colon: bool,
    /// The text is JSON or the `Debug` of a struct, so what looks like an integer is one.
    pub(crate) is_typed: bool,
    /// The position of the name. Following lines that are indented more than it belong to the value.
    pub(crate) indent: usize,
}

/// Returns the position of the value that begins at `from`, or `None` if there is none or it may be kept.
pub(crate) fn of(scan: &Scan<'_>, from: usize, given: &Context<'_>) -> Option<(usize, usize)> {
    let bytes = scan.bytes;
    let mut start = from;
    // The `Debug` of bytes.
    if bytes.get(start) == Some(&b'b') && matches!(bytes.get(start + 1), Some(b'"' | b'\'')) {
        start += 1;
    }
    let rest = bytes.get(start..)?;
    let escapes = rest.iter().take_while(|b| **b == b'\\').count();
    let first = *bytes.get(start + escapes)?;
    match block::below(scan, from, given) {
        Some(Block::Value(start, end)) => return Some((start, end)),
        Some(Block::Nothing) => return None,
        None => {}
    }
    if matches!(first, b'"' | b'\'' | b'`') && (escapes == 0 || first == b'"') {
        let content = start + escapes + 1;
        let end = string_end(bytes, content, first, escapes);
        let is_marked = marker_at(bytes, content) == Some(end);
        let text = &scan.text[content..end];
        let stays = is_marked
            || stays::says_nothing(text)
            || stays::is_remark(text)
            || stays::is_of_standard(given.name, text)
            || stays::is_kept_elsewhere(given.name, text)
            || stays::is_scheme_of_nothing(text)
            || stays::is_version_of(text, given.refused)
            || stays::is_url_of_nothing(text)
            || message::is_made(given.name, given.refused) && is_state(text);
        return (!stays).then_some((content, end));
    }
    if let Some((open, close)) = typographic(&scan.text[start..]) {
        let content = start + open.len_utf8();
        let end = scan.text[content..]
            .find(close)
            .map_or(bytes.len(), |length| content + length);
        return (!stays::says_nothing(&scan.text[content..end])
            && marker_at(bytes, content) != Some(end))
        .then_some((content, end));
    }
    if matches!(first, b'[' | b'{' | b'(') && escapes == 0 {
        let group = group_end(bytes, start);
        // In `{SSHA}9f86..`, the bracket is part of the value.
        let end = match bytes.get(group) {
            Some(b) if b.is_ascii_alphanumeric() && first == b'{' => bare_end(bytes, group, false),
            _ => group,
        };
        let text = &scan.text[start..end];
        // The group is empty, as in `(not set)`. A value that only begins with a bracket, `{hdRd9;jwoVt0}`, is read as
        // a whole.
        let stays = stays::says_nothing(text)
            || stays::is_remark(text)
            || stays::is_empty_group(text)
            || is_schema(text)
            || is_bracketed_name(scan, text)
            || is_group_of_names(text)
            || is_list_of_features(text)
            || message::is_made(given.name, given.refused) && is_list_of_words(text)
            || stays::is_reference(text, given.name)
            || stays::may_stay(text, given.name, given.refused, false);
        return (!stays).then_some((start, end));
    }
    match wrapped(bytes, from, given) {
        Some((inner, end)) => {
            // In `string(11) "x"` and `Uint8Array(64) [1, 2]`, the word says how long the value is.
            let is_length = bytes[inner..end.max(inner + 1) - 1]
                .iter()
                .all(u8::is_ascii_digit);
            let end = match (bytes.get(end).filter(|_| is_length), bytes.get(end + 1)) {
                (Some(b' '), Some(b'"')) => string_end(bytes, end + 2, b'"', 0),
                (Some(b' '), Some(b'[' | b'{')) => group_end(bytes, end + 1),
                _ => end,
            };
            let inside = scan.text[inner..end]
                .trim_end_matches([')', ' ', '}', ']'])
                .trim();
            // `ApiKey(***)`, `SecretString([REDACTED])`.
            let is_masked = stays::is_mask(inside.trim_matches(['"', '\'']))
                && scan.text[from..inner - 1]
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'<' | b'>' | b':'));
            // `Token![=]`: a macro that takes only signs.
            let is_of_signs = bytes[..inner].ends_with(b"![")
                && bytes[end - 1] == b']'
                && !inside.chars().any(char::is_alphanumeric);
            // `RwLock { data: None, poisoned: false, .. }`.
            let is_empty =
                bytes[inner - 1] == b'{' && stays::is_empty_group(&scan.text[inner - 1..end]);
            let stays = is_of_signs
                || is_empty
                || is_qualified_state(&scan.text[from..inner - 1], inside)
                || is_nested_variant(&scan.text[from..end])
                || scan.text[from..].starts_with("Some(") && stays(inside, given)
                || is_masked
                || stays::is_kept_elsewhere(given.name, &scan.text[from..end])
                || is_call(&scan.text[from..end])
                || is_call_of_path(&scan.text[from..end]);
            // If the bracket is empty, the word before it may be the value.
            (!stays).then_some((from, end))
        }
        None => bare(scan, from, given),
    }
}

/// Whether the members only name things and have no value of their own: `[{name: regcred}]`,
/// `{name: db, key: password}`.
fn is_group_of_names(text: &str) -> bool {
    let mut members = 0;
    for member in text.split(['{', '}', '[', ']', ',']) {
        let member = member.trim();
        if member.is_empty() {
            continue;
        }
        let Some((name, value)) = member.split_once([':', '=']) else {
            return false;
        };
        let name = name.trim_matches(['"', '\'', ' ']);
        if !matches!(name, "name" | "key") || value.len() > 64 {
            return false;
        }
        members += 1;
    }
    members > 0
}

/// Whether the members describe values and hold none: `{"type": "string", "format": "email"}`,
/// <https://json-schema.org/draft/2020-12/json-schema-validation>.
fn is_schema(text: &str) -> bool {
    const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];
    const NUMBERS: [&str; 4] = ["minLength", "maxLength", "minimum", "maximum"];
    let Some(inner) = text.strip_prefix('{').and_then(|it| it.strip_suffix('}')) else {
        return false;
    };
    let mut has_type = false;
    let all = inner.split(',').all(|member| {
        let Some((name, value)) = member.split_once(':') else {
            return false;
        };
        let trimmed = |text: &str| text.trim_matches([' ', '\n', '"', '\\']).to_owned();
        let (name, value) = (trimmed(name), trimmed(value));
        let is_type = name == "type" && TYPES.contains(&&*value);
        has_type |= is_type;
        is_type
            || name == "format"
                && value.len() <= 16
                && value.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
            || NUMBERS.contains(&&*name) && value.bytes().all(|b| b.is_ascii_digit())
            || matches!(&*value, "true" | "false")
    });
    all && has_type
}

/// Whether the name of a value stands in brackets in its place: `password: [secret]`.
fn is_bracketed_name(scan: &Scan<'_>, text: &str) -> bool {
    text.strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|inner| {
            inner.bytes().all(|b| b.is_ascii_lowercase() || b == b' ')
                && scan.names.of(inner).is_some()
        })
}

/// Whether these are variants without a text, which `Debug` would quote: `Error(InvalidAlgorithm)`.
fn is_nested_variant(text: &str) -> bool {
    let text = text.trim_end_matches(')');
    text.contains('(')
        && text.split('(').all(|name| {
            name.starts_with(|c: char| c.is_ascii_uppercase())
                && name.bytes().all(|b| b.is_ascii_alphabetic())
                && name.bytes().any(|b| b.is_ascii_lowercase())
        })
}

/// Whether a word says that there is a value, and what stands in brackets behind it of what kind it is: `present(ed25519)`.
fn is_qualified_state(word: &str, inside: &str) -> bool {
    const LONGEST: usize = 16;
    const KINDS: [&str; 5] = ["ed25519", "ed448", "x25519", "secp256k1", "p256"];
    is_state(word)
        && inside.len() <= LONGEST
        && (spoken::is_algorithm(inside.as_bytes())
            || KINDS.contains(&inside)
            || words::said(inside).is_state)
}

/// Whether the items of a list are the optional dependencies of a feature of Cargo, `["dep:secrecy"]`:
/// <https://doc.rust-lang.org/cargo/reference/features.html#optional-dependencies>.
fn is_list_of_features(text: &str) -> bool {
    text.strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|items| {
            items.split(',').all(|item| {
                item.trim()
                    .trim_matches('"')
                    .strip_prefix("dep:")
                    .is_some_and(|name| {
                        !name.is_empty()
                            && name
                                .bytes()
                                .all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_'))
                    })
            })
        })
}

/// Whether the items of a list are words, which no program makes as a token: `tokens: ["Ident", "Comma"]`.
fn is_list_of_words(text: &str) -> bool {
    const LONGEST: usize = 12;
    let is_word = |item: &str| {
        let item = item.trim().trim_matches('"');
        (2..=LONGEST).contains(&item.len())
            && item.bytes().all(|b| b.is_ascii_alphabetic())
            && item.bytes().skip(1).all(|b| b.is_ascii_lowercase())
    };
    text.strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|items| items.split(',').all(is_word))
}

/// Whether a word says whether there is a value, or what became of it: `"token": "present"`.
fn is_state(text: &str) -> bool {
    let said = words::said(text);
    (said.is_state || said.is_spoken) && text.bytes().all(|b| b.is_ascii_lowercase())
}

/// Returns a typographic quote and the one that closes it.
fn typographic(text: &str) -> Option<(char, char)> {
    let open = text.chars().next()?;
    let close = match open {
        '“' | '”' => '”',
        '„' => '“',
        '‘' => '’',
        '«' => '»',
        _ => return None,
    };
    Some((open, close))
}

/// Whether this is code, which does not contain the value: `parse(input)`, `config.load(&path)`.
fn is_call(text: &str) -> bool {
    let Some((name, inside)) = text.split_once('(') else {
        return false;
    };
    let is_code = |b: u8| {
        b.is_ascii_lowercase() || matches!(b, b'_' | b'.' | b'&' | b',' | b' ' | b'?' | b')')
    };
    name.len() > 2
        && name.bytes().all(is_code)
        && (inside == ")" || inside.len() > 2)
        && inside.bytes().all(is_code)
}

/// Whether this is code that reads a file: `file("~/.ssh/id_ed25519")`, `readFileSync('/etc/app/tls.key')`.
fn is_call_of_path(text: &str) -> bool {
    let Some((name, inside)) = text.split_once('(') else {
        return false;
    };
    let path = inside.trim_end_matches(')').trim_matches(['"', '\'']);
    name.len() > 2
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'.'))
        && stays::is_path(path)
}

fn stays(text: &str, given: &Context<'_>) -> bool {
    stays::may_stay(text, given.name, given.refused, given.is_typed)
}

/// Returns where the inside of `Some(..)`, `ApiKey(..)` or `Secret { .. }` begins, and where the whole ends.
fn wrapped(bytes: &[u8], from: usize, given: &Context<'_>) -> Option<(usize, usize)> {
    let word = bytes[from..]
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':'))
        .count();
    let word = word + generics(&bytes[from + word..]);
    let after = from + word + usize::from(bytes.get(from + word..from + word + 2) == Some(b"!["));
    let open = match (bytes.get(after)?, bytes.get(after + 1)) {
        (b'(' | b'[' | b'{', _) => after,
        (b' ', Some(b'{')) if given.is_colon => after + 1,
        (b' ', Some(b'[')) if given.is_colon && bytes.get(after + 2) == Some(&b'"') => after + 1,
        _ => return None,
    };
    (word > 0).then(|| (open + 1, group_end(bytes, open)))
}

/// Returns the length of the parameters of a type: `<str>`.
fn generics(rest: &[u8]) -> usize {
    const LONGEST: usize = 32;
    if rest.first() != Some(&b'<') {
        return 0;
    }
    let inner = rest[1..]
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'&'))
        .count();
    let is_closed = inner > 0 && rest[1 + inner..].starts_with(b">(");
    if is_closed { inner + 2 } else { 0 }
}

/// Returns the end of words without quotes.
fn bare(scan: &Scan<'_>, from: usize, given: &Context<'_>) -> Option<(usize, usize)> {
    let bytes = scan.bytes;
    let mut end = bare_end(bytes, from, given.is_colon);
    // Words up to here must not be kept.
    let mut judged = from;
    if given.is_colon {
        if message::is_message(scan, from, given.name, given.refused) {
            return None;
        }
        let line = || scan.text[from..].lines().next().unwrap_or_default();
        if bytes.get(end) == Some(&b',') && stays::is_list_of_names(line()) {
            return None;
        }
        // `serviceaccounts "api" not found` is a sentence with a quotation.
        if bytes.get(end) == Some(&b'"')
            && scan.text[from..end].contains(' ')
            && stays::is_sentence(line())
        {
            return None;
        }
        end = parameters_end(scan, from, end);
        end = listed_end(scan, from, end, given);
        end = mapped_end(scan, from, end, given);
    } else {
        let word = &scan.text[from..end];
        let is_followed = bytes.get(end) == Some(&b' ')
            && !scan.text[end + 1..bare_end(bytes, end + 1, false)].contains('=')
            && is_scheme(scan, word);
        if !is_followed {
            if stays(word, given) {
                return None;
            }
            judged = end;
        }
        // `= await x`: the value is what it waits for.
        if bytes.get(end) == Some(&b' ') && matches!(word, "await" | "new" | "yield") {
            let next = bare_end(bytes, end + 1, false);
            return (next > end + 1).then_some((from, next));
        }
        // `authorization=Bearer ..`.
        if bytes.get(end) == Some(&b' ') && is_scheme(scan, word) {
            end = bare_end(bytes, end + 1, false).max(end);
        } else if bytes.get(end) == Some(&b' ') {
            end = words_end(scan, from, end, given);
        }
    }
    let text = scan.text[from..end].trim_end();
    let end = from + text.len();
    (end == judged || !stays(text, given)).then_some((from, end))
}

/// Under a plural, a list item that looks like the first one belongs to the value: `codes: a1b2, e5f6`.
fn listed_end(scan: &Scan<'_>, from: usize, end: usize, given: &Context<'_>) -> usize {
    const MOST: usize = 64;
    let has_digit = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    let is_word = |text: &str| has_digit(text) && !text.contains([' ', '=', ':']);
    if !given.name.ends_with(['s', 'S']) || !is_word(&scan.text[from..end]) {
        return end;
    }
    let mut to = end;
    for _ in 0..MOST {
        let rest = scan.text.get(to..).unwrap_or_default();
        let Some(next) = rest.strip_prefix(", ") else {
            break;
        };
        let length = next
            .bytes()
            .take_while(|b| b.is_ascii_graphic() && !matches!(b, b',' | b')' | b']' | b'}'))
            .count();
        if !is_word(next.get(..length).unwrap_or_default()) {
            break;
        }
        to += 2 + length;
    }
    to
}

/// In `map[token:a b count:3]` and `{Token:a b Count:3}`, the forms in which Go prints a map and a struct, the value ends before the next name.
fn mapped_end(scan: &Scan<'_>, from: usize, end: usize, given: &Context<'_>) -> usize {
    const NEAR: usize = 256;
    let before = &scan.bytes[given.indent.saturating_sub(NEAR)..given.indent];
    let open = before.windows(4).rposition(|it| it == b"map[");
    let is_open = open.is_some_and(|at| !before[at..].contains(&b']')) || scan.braces > 0;
    if !is_open || scan.bytes.get(from.wrapping_sub(1)) != Some(&b':') {
        return end;
    }
    let text = &scan.text[from..end];
    let pair = text.match_indices(' ').find(|(at, _)| {
        let rest = &text.as_bytes()[at + 1..];
        let name = rest
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
            .count();
        name > 0 && rest.get(name) == Some(&b':')
    });
    pair.map_or(end, |(at, _)| from + at)
}

/// Returns where several words that form one value end: a phrase, a password of words, or what precedes the `;` of a
/// connection string.
fn words_end(scan: &Scan<'_>, from: usize, end: usize, given: &Context<'_>) -> usize {
    const MOST: usize = 32;
    let is_word = |text: &str| !text.is_empty() && text.chars().all(char::is_alphabetic);
    let is_joint = |text: &str| matches!(text, "&" | "+" | "-" | "/");
    if !is_word(&scan.text[from..end]) {
        return end;
    }
    let is_phrase = given.refused.class == Class::Secret;
    let mut to = end;
    for _ in 0..MOST {
        if scan.bytes.get(to) != Some(&b' ') {
            break;
        }
        let next = to + 1;
        let after = bare_end(scan.bytes, next, false);
        let Some(word) = scan.text.get(next..after) else {
            break;
        };
        let is_pair = word.contains(['=', ':']) || scan.bytes.get(after) == Some(&b'=');
        let goes_on = is_word(word)
            || is_joint(word)
            || is_joint(scan.text[..to].rsplit(' ').next().unwrap_or_default());
        if is_pair
            || !goes_on
            || !is_phrase && (stays::goes_on(word) || scan.names.of(word).is_some())
        {
            break;
        }
        to = after;
    }
    to
}

/// Returns where `name="value", name="value"` after the scheme of a header ends.
fn parameters_end(scan: &Scan<'_>, from: usize, end: usize) -> usize {
    let rest = &scan.bytes[from..];
    let scheme = rest
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'-')
        .count();
    let name = rest.get(scheme + 1..).map_or(0, |rest| {
        rest.iter()
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
            .count()
    });
    let is_parameter = scheme > 2
        && rest.get(scheme) == Some(&b' ')
        && name > 0
        && rest.get(scheme + 1 + name) == Some(&b'=')
        && rest
            .get(scheme + 2 + name)
            .is_some_and(|b| !b.is_ascii_whitespace() && *b != b'=');
    if !is_parameter {
        return end;
    }
    let line = rest
        .iter()
        .position(|b| matches!(b, b'\n' | b'\r'))
        .unwrap_or(rest.len());
    end.max(from + line)
}

fn is_scheme(scan: &Scan<'_>, word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|b| b.is_ascii_alphabetic())
        && (["basic", "digest", "negotiate"]
            .iter()
            .any(|scheme| word.eq_ignore_ascii_case(scheme))
            || scan.names.of(word).is_some())
}
