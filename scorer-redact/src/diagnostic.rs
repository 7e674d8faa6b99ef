//! Databases' messages about a row: a list of columns next to a list of values, a row without its columns, or a value
//! before the name of its key.

use scorer_instrument_policy::Class;

use crate::bounds;
use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::{Cause, random, stays};

/// The longest list of columns, in bytes.
const LONGEST: usize = 2048;

/// How far the text was read without finding a list of columns.
#[derive(Default)]
pub(crate) struct Lists {
    read_to: usize,
}

/// The text before a row in brackets without the names of its columns: `PostgreSQL`
/// (<https://www.postgresql.org/docs/current/protocol-error-fields.html>, detail), SQL Server, `SQLite`.
const ROWS: [&str; 5] = [
    "row contains ",
    "key value is ",
    "values: ",
    "values are ",
    "dup key: ",
];

/// Handles the bracket at `at`.
#[inline(never)]
pub(crate) fn at_bracket(scan: &mut Scan<'_>, at: usize) {
    let before = &scan.bytes[..at];
    let is_row = ROWS.iter().any(|row| before.ends_with(row.as_bytes()));
    if is_row {
        let end = row_end(scan.bytes, at);
        mark(scan, at + 1, end, Class::Vague);
        return;
    }
    if at >= scan.lists.read_to {
        columns(scan, at);
    }
}

/// `Login incorrect: [user/pass]`, as `FreeRADIUS` logs it, <https://wiki.freeradius.org/config/Radiusd.conf>.
pub(crate) fn at_login(scan: &mut Scan<'_>, at: usize) {
    let before = &scan.bytes[..at];
    if before.ends_with(b"Login incorrect: ") || before.ends_with(b"Login OK: ") {
        let rest = &scan.bytes[at + 1..];
        let length = rest
            .iter()
            .take(LONGEST)
            .position(|b| *b == b']')
            .unwrap_or(rest.len());
        let pass = rest[..length]
            .iter()
            .position(|b| *b == b'/')
            .map_or(0, |slash| slash + 1);
        mark(scan, at + 1 + pass, at + 1 + length, Class::Credential);
    }
}

/// Returns where a row ends: at the last bracket of its line that is followed by a full stop or nothing, because values
/// may contain brackets.
fn row_end(bytes: &[u8], at: usize) -> usize {
    let line = bytes[at..]
        .iter()
        .position(|b| *b == b'\n')
        .map_or(bytes.len(), |length| at + length);
    let row = &bytes[at..line];
    let closing = |ends: fn(Option<&u8>) -> bool| {
        (0..row.len()).find(|place| row[*place] == b')' && ends(row.get(place + 1)))
    };
    closing(|next| matches!(next, Some(b'.')))
        .or_else(|| closing(|next| next.is_none_or(|b| !b.is_ascii_alphanumeric())))
        .map_or(line, |length| at + length)
}

/// Handles `(a, b)=(x, y)` and `(a, b) VALUES (x, y)`.
fn columns(scan: &mut Scan<'_>, at: usize) {
    let bytes = scan.bytes;
    let most = bytes.len().min(at + LONGEST);
    let length = bytes[at + 1..most]
        .iter()
        .take_while(|b| {
            b.is_ascii_alphanumeric()
                || matches!(
                    b,
                    b'_' | b','
                        | b'.'
                        | b' '
                        | b'"'
                        | b'`'
                        | b':'
                        | b'('
                        | b')'
                        | b'['
                        | b']'
                        | b'\\'
                )
        })
        .count();
    let end = at + 1 + length;
    // Either a list ends within the part that was read, or none begins in it.
    let Some((close, open)) = lists(bytes, at, end) else {
        scan.lists.read_to = end;
        return;
    };
    let names: Vec<&str> = scan.text[at + 1..close].split(',').collect();
    let classes: Vec<Option<Class>> = names.iter().map(|name| class(scan, name)).collect();
    if classes.iter().all(Option::is_none) {
        return;
    }
    for class_of in rows(scan, close, open, &classes) {
        scan.mark(class_of);
    }
}

/// Returns the bracket that closes a list of columns and the one that opens its values.
fn lists(bytes: &[u8], at: usize, end: usize) -> Option<(usize, usize)> {
    let mut from = at + 1;
    while let Some(length) = bytes[from..end.min(bytes.len())]
        .iter()
        .position(|b| *b == b')')
    {
        let close = from + length;
        let rest = &bytes[close + 1..];
        let spaces = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let rest = &rest[spaces..];
        let word = match rest.first() {
            Some(b'=') => 1,
            Some(b'V' | b'v')
                if rest
                    .get(..6)
                    .is_some_and(|it| it.eq_ignore_ascii_case(b"values")) =>
            {
                6
            }
            _ => 0,
        };
        if word > 0 {
            let gap = rest[word..]
                .iter()
                .take_while(|b| b.is_ascii_whitespace())
                .count();
            if rest.get(word + gap) == Some(&b'(') {
                return Some((close, close + 1 + spaces + word + gap));
            }
        }
        from = close + 1;
    }
    None
}

/// Returns the class of a column: a name, possibly quoted, in a function, or with a type, such as `lower(email::text)`.
fn class(scan: &Scan<'_>, column: &str) -> Option<Class> {
    column
        .split("::")
        .next()?
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
        .filter(|word| !word.is_empty())
        .find_map(|word| scan.names.of(word))
        .filter(|refused| refused.class != Class::Vague)
        .map(|refused| refused.class)
}

/// Returns the values of the refused columns, in every row after the bracket at `open`.
fn rows(scan: &Scan<'_>, close: usize, open: usize, classes: &[Option<Class>]) -> Vec<Found> {
    let bytes = scan.bytes;
    let mut found = Vec::new();
    let is_key = bytes[close + 1..open].contains(&b'=');
    let mut open = open;
    loop {
        let end = if is_key {
            key_end(bytes, open)
        } else {
            bounds::group_end(bytes, open)
                .saturating_sub(1)
                .max(open + 1)
        };
        let end = end.min(bytes.len());
        let values = split(bytes, open + 1, end);
        let all = classes.iter().copied().flatten().next();
        if values.len() == classes.len() {
            for ((start, end), class) in values.iter().zip(classes) {
                if let Some(class) = class {
                    found.extend(literal(scan, *start, *end, *class));
                }
            }
        } else if let Some(class) = all {
            // If values contain commas, they cannot be assigned to columns.
            found.extend(literal(scan, open + 1, end, class));
        }
        // Further rows: `VALUES (..), (..)`.
        let gap = bytes.get(end + 1..).map_or(0, |rest| {
            rest.iter()
                .take_while(|b| matches!(b, b',' | b' ' | b'\n'))
                .count()
        });
        if is_key || gap == 0 || bytes.get(end + 1 + gap) != Some(&b'(') {
            return found;
        }
        open = end + 1 + gap;
    }
}

/// Returns where the values of a key end: before the rest of the database's message, or at the end of the line.
fn key_end(bytes: &[u8], open: usize) -> usize {
    const SAID: [&[u8]; 3] = [b") already", b") is ", b") conflicts"];
    let line = bytes[open..]
        .iter()
        .position(|b| *b == b'\n')
        .map_or(bytes.len(), |length| open + length);
    let rest = &bytes[open..line];
    (0..rest.len())
        .find(|at| rest[*at] == b')' && SAID.iter().any(|said| rest[*at..].starts_with(said)))
        .map_or_else(|| row_end(bytes, open), |length| open + length)
}

/// Returns the values of a list, separated by commas outside strings and brackets.
fn split(bytes: &[u8], from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut values = Vec::new();
    let (mut start, mut at, mut depth) = (from, from, 0_usize);
    while at < to {
        match bytes[at] {
            quote @ (b'\'' | b'"') => at = bounds::string_end(&bytes[..to], at + 1, quote, 0),
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                values.push((start, at));
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    values.push((start, to));
    values
}

/// Returns a value without the spaces and quotes around it, unless it is a placeholder.
fn literal(scan: &Scan<'_>, start: usize, end: usize, class: Class) -> Option<Found> {
    let text = scan.text.get(start..end)?;
    let trimmed = text.trim();
    let bare = trimmed.trim_matches(['\'', '"']);
    let at = start + text.find(bare)?;
    let stays = stays::says_nothing(bare) || marker_at(scan.bytes, at) == Some(at + bare.len());
    (!stays).then_some(Found {
        start: at,
        end: at + bare.len(),
        class,
        cause: Cause::Name,
    })
}

pub(crate) fn mark(scan: &mut Scan<'_>, start: usize, end: usize, class: Class) {
    if let Some(found) = literal(scan, start, end, class) {
        scan.mark(found);
    }
}

/// Handles the quote at `at` of a value in `'x' for key 'users.email'`.
pub(crate) fn at_quote(scan: &mut Scan<'_>, at: usize) {
    const ENTRY: &[u8] = b"entry ";
    let is_of_field = |word: &[u8]| scan.bytes[..at].ends_with(word);
    if scan.bytes[at] == b'`' && (is_of_field(b" field ") || is_of_field(b" for key ")) {
        return of_field(scan, at);
    }
    if is_of_field(b" got ") || is_of_field(b" found ") {
        return of_named(scan, at);
    }
    if scan.bytes[at] != b'\'' {
        return;
    }
    if scan.bytes[..at].ends_with(b"value ") {
        return of_option(scan, at);
    }
    if !scan.bytes[..at].ends_with(ENTRY) {
        return;
    }
    let end = bounds::string_end(scan.bytes, at + 1, b'\'', 0);
    let rest = scan.text.get(end..).unwrap_or_default();
    let Some(key) = rest.strip_prefix("' for key ") else {
        return;
    };
    let key = key.trim_start_matches(['\'', '"', '`']);
    let key: &str = &key[..key
        .find(|c: char| !(c.is_alphanumeric() || "_.-".contains(c)))
        .unwrap_or(key.len())];
    let Some(class) = key_class(scan, key) else {
        return;
    };
    mark(scan, at + 1, end, class);
}

/// Handles `invalid value 'x' for '--token <TOKEN>'`, a message of `clap`. The value precedes its option.
fn of_option(scan: &mut Scan<'_>, at: usize) {
    let end = bounds::string_end(scan.bytes, at + 1, b'\'', 0);
    let rest = scan.text.get(end..).unwrap_or_default();
    let Some(option) = rest.strip_prefix("' for '") else {
        return;
    };
    let option = option.trim_start_matches(['-', '<', '[']);
    let end_of_name = option.find(|c: char| !(c.is_alphanumeric() || "_-".contains(c)));
    let name = &option[..end_of_name.unwrap_or(option.len())];
    if let Some(refused) = scan
        .names
        .of(name)
        .filter(|refused| refused.class != Class::Vague)
    {
        mark(scan, at + 1, end, refused.class);
    }
}

/// Handles ``field `db.password`: expected `env:NAME`, got `x` ``: what was found in the place of something else, on a line
/// on which a string before is a refused name. The quote is at `at`.
fn of_named(scan: &mut Scan<'_>, at: usize) {
    const FAR: usize = 192;
    let quote = scan.bytes[at];
    let mut from = at.saturating_sub(FAR).max(scan.floor);
    while !scan.text.is_char_boundary(from) {
        from += 1;
    }
    let before = scan.text.get(from..at).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or(before);
    let class = ['`', '"', '\'']
        .into_iter()
        .flat_map(|quote| before.split(quote).skip(1).step_by(2))
        .filter_map(|name| scan.names.of(name))
        .map(|refused| refused.class)
        .find(|class| *class != Class::Vague);
    let Some(class) = class else { return };
    let end = bounds::string_end(scan.bytes, at + 1, quote, 0);
    let text = scan.text.get(at + 1..end).unwrap_or_default();
    let is_named = scan.names.of(text).is_some() && !random::is_random(text.as_bytes());
    if !is_named && !stays::is_type(text) {
        mark(scan, at + 1, end, class);
    }
}

/// Handles ``invalid type: string "x", expected u32 for field `api_key` ``, and an integer in backticks instead of the
/// string. The value precedes its name.
fn of_field(scan: &mut Scan<'_>, at: usize) {
    const FAR: usize = 256;
    let rest = scan.text.get(at + 1..).unwrap_or_default();
    let name = &rest[..rest.find('`').unwrap_or(0)];
    let Some(refused) = scan.names.of(name).filter(|it| it.class != Class::Vague) else {
        return;
    };
    let mut from = at.saturating_sub(FAR).max(scan.floor);
    while !scan.text.is_char_boundary(from) {
        from += 1;
    }
    let before = scan.text.get(from..at).unwrap_or_default();
    let kinds = ["string ", "integer ", "floating point ", "!!str ", "!!int "];
    let Some(open) = kinds
        .iter()
        .flat_map(|kind| before.match_indices(kind))
        .map(|(place, kind)| from + place + kind.len())
        .filter(|open| matches!(scan.bytes[*open], b'"' | b'`' | b'\\'))
        .max()
    else {
        return;
    };
    let escapes = scan.bytes[open..]
        .iter()
        .take_while(|b| **b == b'\\')
        .count();
    let content = open + escapes + 1;
    let quote = scan.bytes[open + escapes];
    if matches!(quote, b'"' | b'`') && content <= at {
        let end = bounds::string_end(&scan.bytes[..at], content, quote, escapes);
        mark(scan, content, end, refused.class);
    }
}

/// Returns the class of a key by its name, or by the column in its name: `uniq_api_key`, `users_email_unique`.
fn key_class(scan: &Scan<'_>, key: &str) -> Option<Class> {
    let column = key.rsplit('.').next()?;
    let words = ["unique", "uniq", "idx", "index", "key", "uq", "ux", "on"];
    let plain: Vec<&str> = column
        .split('_')
        .filter(|word| !words.iter().any(|own| word.eq_ignore_ascii_case(own)))
        .collect();
    [column.to_owned(), plain.join("_"), column.to_owned() + "_"]
        .iter()
        .chain(column.strip_suffix("_unique").map(str::to_owned).as_ref())
        .chain(column.strip_prefix("uniq_").map(str::to_owned).as_ref())
        .find_map(|name| scan.names.of(name))
        .filter(|refused| refused.class != Class::Vague)
        .map(|refused| refused.class)
}

/// Handles `$1 = 'x'`, the form in which `PostgreSQL` logs the parameters of a statement. Nothing says what they are.
pub(crate) fn parameter(scan: &Scan<'_>, at: usize, after: usize) -> Option<(usize, usize)> {
    let bytes = scan.bytes;
    if bytes[at] != b'=' || bytes.get(after) != Some(&b' ') || bytes.get(after + 1) != Some(&b'\'')
    {
        return None;
    }
    let name = bytes[..at].strip_suffix(b" ")?;
    let digits = name
        .iter()
        .rev()
        .take(5)
        .take_while(|b| b.is_ascii_digit())
        .count();
    if digits == 0 || name.get(name.len() - digits - 1) != Some(&b'$') {
        return None;
    }
    let end = bounds::string_end(bytes, after + 2, b'\'', 0);
    let text = scan.text.get(after + 2..end)?;
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    (!is_number && !stays::says_nothing(text)).then_some((after + 2, end))
}
