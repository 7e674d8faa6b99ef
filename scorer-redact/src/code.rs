//! Code in a value's place, which says where the value comes from and not what it is: `os.environ["TOKEN"]`,
//! `await prompt('PIN: ')`, `process.env.API_KEY`.
//!
//! A type that holds a value, as `Debug` prints it, begins with a capital (`ApiKey("x")`); what is called begins with none.

use crate::bounds;
use crate::scan::Scan;
use crate::{random, stays};

/// The longest expression that is looked at.
const LONGEST: usize = 200;

/// The end of the expression at `from`, the whole value of `name`; none when something else stands there.
pub(crate) fn expression_end(scan: &Scan<'_>, from: usize, name: &str) -> Option<usize> {
    let bytes = scan.bytes;
    let mut at = from + signs(&bytes[from..]);
    // `await f()`, `new f()`, `mut f`.
    for word in [
        &b"await "[..],
        b"yield ",
        b"from ",
        b"new ",
        b"mut ",
        b"impl ",
        b"dyn ",
    ] {
        if bytes[at..].starts_with(word) {
            at += word.len();
        }
    }
    // `impl Into<String>`: a type.
    if bytes[..at].ends_with(b"impl ") || bytes[..at].ends_with(b"dyn ") {
        let rest = &bytes[at..];
        let end = rest
            .iter()
            .take(LONGEST)
            .position(|b| matches!(b, b',' | b')' | b'\n' | b';'));
        return rest
            .first()
            .is_some_and(u8::is_ascii_uppercase)
            .then(|| at + end.unwrap_or(rest.len().min(LONGEST)));
    }
    let (mut parts, mut calls, mut names_value) = (0, 0, false);
    let mut last = "";
    loop {
        let end = at + identifier(&bytes[at..]);
        if end == at || end - from > LONGEST {
            return None;
        }
        last = scan.text.get(at..end).unwrap_or(last);
        // A word alone is no expression.
        let is_word = parts == 0
            && !matches!(
                bytes.get(end),
                Some(b'(' | b'[' | b'.' | b':' | b'-' | b'?' | b'!')
            );
        if is_word || random::is_random(last.as_bytes()) {
            return None;
        }
        names_value |= scan.names.of(last).is_some();
        parts += 1;
        at = end;
        if bytes[at..].starts_with(b"!(") {
            at += 1;
        }
        while let Some(open @ (b'(' | b'[')) = bytes.get(at).copied() {
            let close = bounds::group_end(&bytes[..bytes.len().min(at + LONGEST)], at);
            let inside = scan.text.get(at + 1..close.checked_sub(1)?)?;
            // A bracket that one of another kind closes is no code.
            let closing = if open == b'(' { b')' } else { b']' };
            if bytes[close - 1] != closing
                || open == b'('
                    && parts == 1
                    && last.starts_with(|c: char| c.is_ascii_uppercase())
                    && !is_built(scan, inside)
                // What a chain goes on with formats what it began with: `.toString('hex')`.
                || calls == 0 && !arguments(scan, inside, parts > 1 || open == b'[' || is_built(scan, inside))
                || calls > 0 && !plain(inside)
            {
                return None;
            }
            calls += 1;
            at = close;
        }
        at += bytes[at..]
            .iter()
            .take_while(|b| matches!(b, b'?' | b'!'))
            .count();
        match &bytes[at..] {
            [b':', b':', ..] | [b'-', b'>', ..] => at += 2,
            [b'.', next, ..] if next.is_ascii_alphabetic() => at += 1,
            _ => break,
        }
    }
    let is_over = bytes.get(at).is_none_or(|b| {
        b.is_ascii_whitespace() || matches!(b, b';' | b',' | b')' | b'}' | b']' | b'`' | b'|')
    });
    // `cfg.db_password` names what it reads; `monkey.swordfish` may be a password.
    let is_reference = || parts > 1 && (names_value || last.eq_ignore_ascii_case(name));
    (is_over && (calls > 0 || is_reference())).then_some(at)
}

/// Returns the end of the variable that a statement binds to a name: `if let token = timeObserverToken {`. What a program
/// writes in its place is in quotes.
pub(crate) fn binding_end(scan: &Scan<'_>, at: usize, from: usize) -> Option<usize> {
    const KEYWORDS: [&[u8]; 4] = [b"let", b"const", b"var", b"val"];
    let name = scan.bytes[..at].strip_suffix(b" ")?;
    let length = name
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
        .count();
    let before = name[..name.len() - length].strip_suffix(b" ")?;
    let word = before
        .iter()
        .rev()
        .take(8)
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let end = from + identifier(scan.bytes.get(from..)?);
    let value = &scan.bytes[from..end];
    let is_variable = value.iter().all(|b| b.is_ascii_alphabetic() || *b == b'_')
        && value.first().is_some_and(u8::is_ascii_lowercase)
        && value.iter().any(|b| b.is_ascii_uppercase() || *b == b'_');
    let is_over = scan.bytes[end..].starts_with(b";") || scan.bytes[end..].starts_with(b" {");
    (KEYWORDS.contains(&&before[before.len() - word..]) && is_variable && is_over).then_some(end)
}

fn signs(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take(2)
        .take_while(|b| matches!(b, b'&' | b'*' | b'!' | b'$' | b'@'))
        .count()
}

fn identifier(bytes: &[u8]) -> usize {
    const LONGEST: usize = 48;
    if !bytes
        .first()
        .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
    {
        return 0;
    }
    bytes
        .iter()
        .take(LONGEST)
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
        .count()
}

/// Whether these arguments hold no value of their own: nothing, names of the program, short numbers, and strings that name
/// or ask for what is read.
fn arguments(scan: &Scan<'_>, text: &str, is_path: bool) -> bool {
    let mut rest = text;
    while let Some(open) = rest.find(['"', '\'']) {
        let quote = rest.as_bytes()[open];
        let inner = &rest[open + 1..];
        let Some(close) = inner.bytes().position(|b| b == quote) else {
            return false;
        };
        if !plain(&rest[..open]) || !names_or_asks(scan, &inner[..close]) {
            return false;
        }
        rest = &inner[close + 1..];
    }
    // Without a path before it and without a string in it a bracket may be a password's own: `abc(def`.
    plain(rest) && (is_path || rest.len() < text.len() || text.is_empty())
}

/// `Number(input.value)`, `HTTPBasicAuth(user, password)`: what is made of what the program has. `Debug` prints no points and
/// no names there, but strings in quotes.
fn is_built(scan: &Scan<'_>, text: &str) -> bool {
    let is_name =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    let mut parts = text.split([',', '.', '=']).map(str::trim);
    parts.clone().all(is_name)
        && (text.contains(['.', '=']) || parts.any(|part| scan.names.of(part).is_some()))
}

/// Short words and numbers; all digits of them are fewer than a payment card's number has.
fn plain(text: &str) -> bool {
    const MOST_DIGITS: usize = 12;
    text.bytes().filter(u8::is_ascii_digit).count() <= MOST_DIGITS
        && text
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .all(|word| word.len() < 24 && !random::is_random(word.as_bytes()))
}

fn names_or_asks(scan: &Scan<'_>, text: &str) -> bool {
    let is_constant = text.bytes().any(|b| b.is_ascii_uppercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    is_constant && !random::is_random(text.as_bytes())
        || asks(text)
        || stays::says_nothing(text)
        || is_name(text) && scan.names.of(text).is_some()
}

/// Words that may be a name. A value may begin as a name does (`Pw7q..`) or stand behind one (`token=x`).
fn is_name(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b' ' | b'/' | b':'))
        && !text
            .split(' ')
            .any(|word| random::is_random(word.as_bytes()))
}

/// `PIN: `, `Your password?`: a sentence that asks for what is typed behind it, and holds no pair of its own.
fn asks(text: &str) -> bool {
    let text = text.strip_suffix(' ').unwrap_or(text);
    text.strip_suffix([':', '?'])
        .is_some_and(|words| !words.contains([':', '=', '{', '}', '\\']))
}
