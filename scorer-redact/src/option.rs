//! Options of command lines and their values, as a shell, a list of arguments or an audit log writes them:
//! `--passphrase x`, `["--token", "x"]`, `curl -u user:x`, `mysql -px`, `schtasks /rp x`.

use std::sync::LazyLock;

use scorer_instrument_policy::Class;

use crate::bounds;
use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::{Cause, account, stays, words};

/// The longest name of an option.
const LONGEST_NAME: usize = 128;

/// How far before an option its program may be, in bytes.
pub(crate) const BACK: usize = 160;

/// The columns are program, option, which part of the argument is removed, and source. For the part, `!` means all of
/// it, a sign means what follows that sign, and a number means the argument that many places after the option.
const TABLE: &str = include_str!("programs.tsv");

struct Row {
    program: &'static str,
    option: &'static str,
    part: &'static str,
}

static PROGRAMS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = TABLE.lines().skip(1).filter_map(|line| {
        let mut columns = line.split('\t');
        Some(Row {
            program: columns.next()?,
            option: columns.next()?,
            part: columns.next()?,
        })
    });
    rows.collect()
});

/// Returns the value of `--name value`, whose first dash is at `at`, or of `-p value` after a program whose password
/// has this option.
pub(crate) fn at(scan: &Scan<'_>, at: usize) -> Option<(usize, usize, Class)> {
    let rest = &scan.bytes[at..];
    let is_within = at > scan.found_before(at)
        && (scan.bytes[at - 1].is_ascii_alphanumeric()
            || matches!(scan.bytes[at - 1], b'-' | b'_' | b'.' | b'/'));
    if is_within {
        return None;
    }
    let dashes = rest.iter().take(3).take_while(|b| **b == b'-').count();
    if dashes > 2 {
        return None;
    }
    let length = rest[dashes..]
        .iter()
        .take(LONGEST_NAME)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .count();
    let end = at + dashes + length;
    // The value may be an argument of its own, in a list too: `["--name", "value"]`.
    let mut gap = scan.bytes[end..].iter().take_while(|b| is_gap(**b)).count();
    // `a1="-u" a2="svc:x"`, as auditd writes arguments.
    let word = [&b"argv["[..], b"argv", b"a"]
        .iter()
        .find(|word| scan.bytes[end + gap..].starts_with(word))
        .map_or(0, |word| word.len());
    let number = &scan.bytes[end + gap + word.saturating_sub(1)..];
    let digits = number
        .iter()
        .skip(1)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let close = usize::from(number.get(1 + digits) == Some(&b']'));
    if gap > 1 && word > 0 && digits > 0 && number[1 + digits + close..].starts_with(b"=\"") {
        gap += word - 1 + 1 + digits + close + 2;
    }
    let from = end + gap;
    // `unexpected argument '--passwrd' found`: the option is quoted, and what follows is not.
    let is_quotation = gap == 2
        && at > 0
        && matches!(scan.bytes[at - 1], b'\'' | b'`')
        && scan.bytes[end] == scan.bytes[at - 1]
        && scan.bytes[end + 1] == b' ';
    let is_argument = !is_quotation
        && !is_described(scan, end, from)
        && length > 0
        && gap > 0
        && scan
            .bytes
            .get(from)
            .is_some_and(|b| !matches!(b, b'-' | b'[' | b'=' | b'>'))
        && marker_at(scan.bytes, from).is_none();
    if !is_argument {
        return None;
    }
    let quote = scan.bytes[from - 1];
    let to = if gap > 1 && matches!(quote, b'"' | b'\'') {
        bounds::string_end(scan.bytes, from, quote, 0)
    } else {
        from + scan.bytes[from..]
            .iter()
            .position(|b| is_gap(*b) || *b == b']')
            .unwrap_or(scan.bytes.len() - from)
    };
    let value = scan.text.get(from..to)?;
    let name = scan.text.get(at + dashes..end)?;
    if dashes == 1 && length <= 4 {
        if let Some((from, to)) = of_program(scan, at, scan.text.get(at..end)?, from, to) {
            return Some((from, to, Class::Credential));
        }
        let is_pass = name == "p" && pass_behind_user(before(scan, at), value);
        if is_pass || length == 1 {
            return is_pass.then_some((from, to, Class::Credential));
        }
    }
    // `--user name:x`, `--proxy-user name:x`: what follows the colon is the password.
    if dashes == 2 && (name == "user" || name.ends_with("-user")) {
        // A domain and a backslash may precede the name.
        let length = scan.bytes[from..]
            .iter()
            .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b','))
            .count();
        let to = to.max(from + length);
        let value = scan.text.get(from..to)?;
        let (_, pass) = value.split_once(':')?;
        let is_pass = !pass.is_empty()
            && !stays::says_nothing(value)
            && !pass.bytes().all(|b| b.is_ascii_digit())
            && !stays::says_nothing(pass)
            && !pass.starts_with(['/', '$'])
            && marker_at(scan.bytes, to - pass.len()).is_none();
        return is_pass.then_some((to - pass.len(), to, Class::Credential));
    }
    let refused = scan.names.of(name)?;
    // `--passphrase-fd 0` says where the passphrase is read from.
    let is_digit = value.len() == 1 && value.bytes().all(|b| b.is_ascii_digit());
    // `--password-stdin` takes no argument.
    let takes_none = name.ends_with("-stdin");
    // `Using --password via the CLI is insecure`: the sentence goes on.
    let is_quoted = gap > 1;
    let goes_on = !is_quoted && goes_on(&scan.bytes[to..], value);
    let stays = takes_none
        || goes_on
        || is_type(&scan.bytes[to..], value)
        || account::is_of_connection(scan, name, refused, from)
        || is_digit
        || is_placeholder(name, value)
        || scan.is_in_command(at, value)
        || stays::says_nothing(value);
    (to > from && !stays).then_some((from, to, refused.class))
}

/// Whether the name of an option stands in capitals in place of its value, in a text on how a program is used:
/// `--password PASSWORD`.
fn is_placeholder(name: &str, value: &str) -> bool {
    value.len() > 2
        && value.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
        && name.len() >= value.len()
        && name.as_bytes()[name.len() - value.len()..]
            .iter()
            .zip(value.bytes())
            .all(|(own, b)| own.eq_ignore_ascii_case(&b) || *own == b'-' && b == b'_')
}

/// Whether a sentence goes on behind an option that it names: with a preposition, an article or an auxiliary, and more words.
fn goes_on(rest: &[u8], value: &str) -> bool {
    let said = words::said(value);
    // `--password and --token`: another option may be the next word.
    rest.first() == Some(&b' ')
        && rest
            .get(1)
            .is_some_and(|b| b.is_ascii_alphabetic() || said.is_joint && *b == b'-')
        && value.bytes().all(|b| b.is_ascii_lowercase())
        && (said.is_joint || said.is_spoken && !said.is_state)
}

/// Whether this is the type of an argument, between an option and its description in a column of its own, or at the end of a
/// line: `--password string   Password of the registry`.
fn is_type(rest: &[u8], value: &str) -> bool {
    rest.starts_with(b"  ") && stays::is_type(value)
}

/// Returns which part of the argument from `from` to `to` is removed, if a program of the table takes a secret with the
/// option at `at`.
fn of_program(
    scan: &Scan<'_>,
    at: usize,
    option: &str,
    from: usize,
    to: usize,
) -> Option<(usize, usize)> {
    let is_of = |row: &&Row| row.option == option;
    PROGRAMS.iter().find(is_of)?;
    let before = before(scan, at);
    let row = PROGRAMS
        .iter()
        .filter(is_of)
        .find(|row| holds(before, row.program))?;
    let text = scan.text.get(from..to)?;
    let (from, to) = match row.part {
        "!" => (from, to),
        "2" => argument(scan, to)?,
        "3" => argument(scan, to).and_then(|(_, to)| argument(scan, to))?,
        // If a list ended before this sign, it does not count.
        "," => {
            let rest = scan.text.get(to..)?.strip_prefix(',')?;
            let length = rest.bytes().take_while(|b| !is_gap(*b)).count();
            (to + 1, to + 1 + length)
        }
        sign => {
            let (user, _) = text.split_once(sign)?;
            (from + user.len() + sign.len(), to)
        }
    };
    let value = scan.text.get(from..to)?;
    let is_plain_port = option == "-p" && value.bytes().all(|b| b.is_ascii_digit() || b == b':');
    // `-u USER:PASSWORD`.
    let is_name = !value.is_empty()
        && value.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
        && scan.names.of(value).is_some();
    let stays = value.is_empty()
        || is_name
        || is_plain_port
        || stays::says_nothing(value)
        || value.starts_with(['/', ':']) && row.part == ":"
        || marker_at(scan.bytes, from).is_some();
    (!stays).then_some((from, to))
}

/// Returns the argument after the one that ends at `from`.
fn argument(scan: &Scan<'_>, from: usize) -> Option<(usize, usize)> {
    let gap = scan.bytes[from..]
        .iter()
        .take_while(|b| is_gap(**b) && **b != b'\n')
        .count();
    let start = from + gap;
    let length = scan.bytes[start..]
        .iter()
        .take_while(|b| !is_gap(**b) && **b != b']')
        .count();
    (gap > 0 && length > 0).then_some((start, start + length))
}

/// Returns the part of the line before the option.
pub(crate) fn before<'a>(scan: &Scan<'a>, at: usize) -> &'a str {
    let mut start = at.saturating_sub(BACK).max(scan.floor.min(at));
    while !scan.text.is_char_boundary(start) {
        start += 1;
    }
    let before = scan.text.get(start..at).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or(before)
}

/// Whether the description of an option follows in a column of its own, as in a usage text:
/// `-p, --password      Ask for a password`.
fn is_described(scan: &Scan<'_>, end: usize, from: usize) -> bool {
    from > end + 1
        && scan.bytes[end..from].iter().all(|b| *b == b' ')
        && matches!(&scan.bytes[from..], [first, second, ..] if first.is_ascii_uppercase() && second.is_ascii_lowercase())
        && stays::is_description(&scan.text[from..])
}

/// Whether the program is named in the line as a word of its own, possibly with its folder or with `.exe`.
pub(crate) fn holds(line: &str, program: &str) -> bool {
    let (line, program) = (line.as_bytes(), program.as_bytes());
    let is_here = |at: usize| {
        let Some(rest) = line[at..].strip_prefix(program) else {
            return false;
        };
        let is_begun = at == 0 || !is_of_name(line[at - 1]);
        is_begun && (rest.starts_with(b".exe") || !rest.first().is_some_and(|b| is_of_name(*b)))
    };
    let first = program.first().copied().unwrap_or_default();
    (0..line.len()).any(|at| line[at] == first && is_here(at))
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// Whether this is `-u user -p x` of a program that is not known to use `-p` for a port.
fn pass_behind_user(before: &str, value: &str) -> bool {
    before.contains("-u ")
        && !["docker", "mysql", "mariadb"]
            .iter()
            .any(|own| before.contains(own))
        && value.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Returns where the password begins and ends that directly follows the option at `at`: `mysql -px`.
pub(crate) fn attached(scan: &Scan<'_>, at: usize) -> Option<(usize, usize)> {
    const FEWEST: usize = 4;
    const PROGRAMS: [&str; 5] = ["mysql", "mysqldump", "mysqladmin", "mariadb", "7z"];
    if !scan.bytes[at..].starts_with(b"-p") || !scan.bytes.get(at + 2)?.is_ascii_alphanumeric() {
        return None;
    }
    let length = scan.bytes[at + 2..]
        .iter()
        .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b']' | b','))
        .count();
    let before = before(scan, at);
    let is_own = before
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .any(|word| PROGRAMS.contains(&word));
    (length >= FEWEST && is_own && !scan.bytes[at + 2..].starts_with(b"assword"))
        .then_some((at + 2, at + 2 + length))
}

/// Handles the slash at `at` of an option of a Windows program: `/u:user /p:x`, `schtasks /rp x`,
/// `net use Z: share x /user:name`, `net user name x /add`.
pub(crate) fn slash(scan: &mut Scan<'_>, at: usize) {
    let bytes = scan.bytes;
    let length = bytes[at + 1..]
        .iter()
        .take(8)
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let end = at + 1 + length;
    let next = bytes.get(end).copied().unwrap_or(b'\n');
    if !(1..=4).contains(&length) || !matches!(next, b':' | b' ' | b'\n') {
        return;
    }
    let before = before(scan, at);
    let option = &scan.text[at..end];
    let of_value = |from: usize| {
        let quote = usize::from(matches!(bytes.get(from), Some(b'"')));
        let to = if quote > 0 {
            bounds::string_end(bytes, from + 1, b'"', 0)
        } else {
            from + bytes[from.min(bytes.len())..]
                .iter()
                .take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\''))
                .count()
        };
        (from + quote, to)
    };
    let found = match option {
        "/p" if next == b':' && before.contains("/u:") => Some(of_value(end + 1)),
        "/user" if next == b':' && before.contains("net use ") => {
            let word = before.trim_end().rsplit(' ').next().unwrap_or_default();
            let to = at - (before.len() - before.trim_end().len());
            let is_pass = !word.starts_with('\\') && !word.ends_with(':') && !word.is_empty();
            // The password may precede or follow the user.
            let (_, user) = of_value(end + 1);
            let behind = (bytes.get(user) == Some(&b' ')).then(|| of_value(user + 1));
            if is_pass {
                Some((to - word.len(), to))
            } else {
                behind.filter(|(from, to)| from < to && bytes[*from] != b'/')
            }
        }
        "/add" if before.contains("net user ") => {
            let words: Vec<&str> = before.trim_end().rsplit(' ').take(3).collect();
            let to = at - (before.len() - before.trim_end().len());
            // `net user name /add` has no password.
            (words.len() > 2 && words[1] != "user").then(|| (to - words[0].len(), to))
        }
        _ => {
            let (from, to) = of_value(end + 1);
            of_program(scan, at, option, from, to)
        }
    };
    let Some((start, end)) = found else { return };
    let text = scan.text.get(start..end).unwrap_or_default();
    if !text.is_empty() && marker_at(bytes, start).is_none() && !stays::says_nothing(text) {
        scan.mark(Found {
            start,
            end,
            class: Class::Credential,
            cause: Cause::Name,
        });
    }
}

/// Whether a byte separates arguments.
fn is_gap(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b',' | b'\\')
}
