//! Which values may stay although their name is refused: nothing, a mask, a placeholder, a word or a sentence about the
//! value, a type.

use std::collections::HashMap;
use std::sync::LazyLock;

use scorer_instrument_policy::Class;

use crate::hash::Seeded;
use crate::names::Refused;
use crate::spoken;

/// Words that stand in a value's place where there is none, or say how it is.
const STATES: &[&str] = &[
    "absent",
    "accepted",
    "active",
    "admin",
    "any",
    "bad",
    "changed",
    "closed",
    "created",
    "default",
    "deleted",
    "denied",
    "disabled",
    "done",
    "empty",
    "enabled",
    "error",
    "expired",
    "failed",
    "failure",
    "false",
    "granted",
    "hidden",
    "inactive",
    "incorrect",
    "invalid",
    "invalidated",
    "issued",
    "loaded",
    "locked",
    "logout",
    "malformed",
    "masked",
    "mismatch",
    "missing",
    "n/a",
    "na",
    "nil",
    "no",
    "none",
    "null",
    "off",
    "ok",
    "okay",
    "on",
    "open",
    "opened",
    "optional",
    "pending",
    "present",
    "ready",
    "received",
    "redacted",
    "refreshed",
    "rejected",
    "required",
    "reset",
    "revoked",
    "rotated",
    "saved",
    "sent",
    "set",
    "started",
    "strict",
    "success",
    "succeeded",
    "true",
    "undefined",
    "unknown",
    "unset",
    "unlocked",
    "unused",
    "updated",
    "used",
    "valid",
    "verified",
    "wrong",
    "yes",
    "filtered",
    "unchanged",
    "unavailable",
    "not",
    "skipped",
    "passed",
    "ignored",
    "found",
    "secured",
    "omitted",
    "removed",
    "blank",
    "nothing",
    "never",
    "always",
    "required,",
    "lax",
    "secure",
    "starting",
    "stopped",
    "generated",
    "provided",
    "configured",
    "tbd",
    "todo",
];

/// Words of sentences, which no phrase of random words holds but by chance.
const SPEECH: &[&str] = &[
    "after",
    "already",
    "are",
    "be",
    "because",
    "before",
    "can",
    "cannot",
    "connection",
    "could",
    "denied",
    "did",
    "does",
    "error",
    "expected",
    "expired",
    "failed",
    "had",
    "has",
    "have",
    "invalid",
    "is",
    "line",
    "missing",
    "mismatch",
    "must",
    "no",
    "none",
    "not",
    "os",
    "refused",
    "rejected",
    "required",
    "should",
    "since",
    "timed",
    "too",
    "unable",
    "unexpected",
    "unknown",
    "until",
    "was",
    "were",
    "when",
    "will",
    "without",
    "within",
    "ms",
    "done",
    "set",
    "dropped",
    "found",
    "unsupported",
    "reset",
];

/// Words that join what stands around them.
const JOINTS: &[&str] = &[
    "a", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "than", "that", "the",
    "this", "to", "via", "with", "your",
];

/// Whether a sentence goes on with this word, so that what stood before it was all of a value.
pub(crate) fn goes_on(word: &str) -> bool {
    kinds(word) != 0
}

/// Words of types, as a declaration has them behind a name.
const TYPES: &[&str] = &[
    "String",
    "&str",
    "str",
    "&String",
    "string",
    "bytes",
    "text",
    "varchar",
    "number",
    "boolean",
    "bool",
    "integer",
    "Vec<u8>",
    "&[u8]",
    "SecretString",
    "Option<String>",
    "Option<&str>",
    "Bytes",
    "byte[]",
    "[]byte",
    "char",
    "object",
    "u8",
    "u16",
    "u32",
    "u64",
    "i32",
    "i64",
    "usize",
    "f64",
    "uuid",
    "Uuid",
    "Cow<str>",
    "PathBuf",
];

/// A `bool`, nothing, an integer under a soft name, a placeholder, a mask, or words about the value.
pub(crate) fn may_stay(text: &str, name: &str, given: Refused, is_typed: bool) -> bool {
    // What is said about a value is short.
    const LONGEST: usize = 256;
    if text.len() > LONGEST {
        return false;
    }
    let number = text.strip_prefix('-').unwrap_or(text);
    let is_integer = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if is_integer {
        // Many of them are counted.
        return is_typed && given.keeps_integers()
            || given.keeps_integers()
                && text.len() <= 4
                && name.ends_with(['s', 'S'])
                && !name.ends_with("ss");
    }
    // `api_key_header: X-Api-Key`; a lock file's `zipHash`.
    let ends = |end: &str| {
        name.len() > end.len()
            && name.as_bytes()[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
    };
    let is_hash = text.len() >= 32 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'/');
    if ends("header") && is_header(text) || is_hash && given.class == Class::Pii && ends("hash") {
        return true;
    }
    // A job's id and no Jabber id, which has an `@`; a shell's working directory.
    let is_job = name == "jid" && text.len() >= 20 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let is_directory = matches!(name, "PWD" | "OLDPWD") && text.starts_with('/');
    if is_job
        || is_directory
        || is_scheme_alone(name, text)
        || is_reference(text, name)
        || is_of_standard(name, text)
        || is_empty_cookie(name, text)
    {
        return true;
    }
    if ends("answer") && !says_nothing(text) {
        return false;
    }
    // Letters and digits mixed, without a space: nothing that is said about a value.
    let is_mixed = text.bytes().any(|b| b.is_ascii_digit() || b == b'=')
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'=' | b'!' | b'+' | b'_' | b'-'));
    if is_mixed {
        return is_type(text) || is_own_type(text, name) || text.starts_with("redacted-");
    }
    says_nothing(text)
        || is_state(text)
        || is_scheme_of_nothing(text)
        || is_list_of_names(text)
        || is_plain_url(text)
        || is_timed(text)
        || is_type(text)
        || !text.starts_with(['[', '{']) && is_sentence(text)
        || is_own_type(text, name)
}

/// `Authorization: Basic`: a scheme, with nothing behind it, <https://www.iana.org/assignments/http-authschemes/>.
fn is_scheme_alone(name: &str, text: &str) -> bool {
    const SCHEMES: [&str; 6] = ["basic", "bearer", "digest", "hoba", "negotiate", "ntlm"];
    let name = name.to_ascii_lowercase();
    (name.ends_with("authorization") || name == "auth")
        && SCHEMES
            .iter()
            .any(|scheme| text.eq_ignore_ascii_case(scheme))
}

/// Values that a standard enumerates under a name that holds secrets elsewhere: the modes of `fetch`,
/// <https://fetch.spec.whatwg.org/#concept-request-credentials-mode>.
pub(crate) fn is_of_standard(name: &str, text: &str) -> bool {
    const CREDENTIALS: [&str; 3] = ["omit", "same-origin", "include"];
    // <https://www.rfc-editor.org/rfc/rfc6265#section-4.1>
    const COOKIE: [&str; 5] = ["httponly", "secure", "lax", "strict", "samesite"];
    name == "credentials" && CREDENTIALS.contains(&text)
        || name.eq_ignore_ascii_case("cookie")
            && COOKIE.iter().any(|own| text.eq_ignore_ascii_case(own))
}

/// `sid=<hidden>; Path=/`: cookies without values. Behind `Set-Cookie` the first pair alone is the cookie.
fn is_empty_cookie(name: &str, text: &str) -> bool {
    let last = name.rsplit(['-', '_']).next().unwrap_or(name);
    if !last.eq_ignore_ascii_case("cookie") && !last.eq_ignore_ascii_case("cookies") {
        return false;
    }
    let is_set = name
        .get(..3)
        .is_some_and(|it| it.eq_ignore_ascii_case("set"));
    text.split(';')
        .take(if is_set { 1 } else { usize::MAX })
        .try_fold(false, |is_hidden, pair| {
            let (_, value) = pair.split_once('=')?;
            // Beside a value that somebody hid, a word is none.
            let is_word = value.len() <= 8 && value.bytes().all(|b| b.is_ascii_lowercase());
            (says_nothing(value) || is_word).then_some(is_hidden || says_nothing(value))
        })
        .unwrap_or(false)
}

/// `(sensitive value)`, `(known after apply)`: words in brackets stand for a value.
pub(crate) fn is_remark(text: &str) -> bool {
    text.strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .is_some_and(|inner| {
            inner
                .bytes()
                .all(|b| b.is_ascii_lowercase() || matches!(b, b' ' | b'-' | b'_'))
        })
}

/// The name of a header: words with capitals, and dashes.
fn is_header(text: &str) -> bool {
    text.split('-').all(|word| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.bytes().all(|b| b.is_ascii_alphabetic())
    })
}

/// Whether a text hides what it stands for, or has none: `***`, `<hidden>`, `""`, `null`, `${TOKEN}`, `$1`.
pub(crate) fn says_nothing(text: &str) -> bool {
    const LONGEST: usize = 512;
    if text.len() > LONGEST {
        return false;
    }
    let text = text.trim();
    !text.chars().any(char::is_alphanumeric)
        || is_mask(text)
        || is_placeholder(text)
        || matches!(
            text,
            "null" | "NULL" | "None" | "nil" | "undefined" | "none" | "true" | "false"
        )
}

/// `{ enabled: false, username: "", password: "" }`: members without text.
pub(crate) fn is_empty_group(text: &str) -> bool {
    let Some(inner) = text
        .strip_prefix(['{', '('])
        .and_then(|rest| rest.strip_suffix(['}', ')']))
    else {
        return false;
    };
    inner.split(',').all(|member| {
        member
            .split_once([':', '='])
            .is_some_and(|(_, value)| says_nothing(value.trim()) || is_type(value.trim()))
    })
}

/// Whether stars, dots or crosses stand in a value's place.
pub(crate) fn is_mask(text: &str) -> bool {
    const FEWEST: usize = 3;
    let bare = text.trim_matches(['<', '>', '[', ']', '(', ')', '{', '}', '"', '\'', ' ', '*']);
    let is_cross = |c: char| {
        matches!(
            c,
            'x' | 'X' | '*' | '•' | '.' | '…' | '-' | '#' | '█' | '●' | '_'
        )
    };
    let is_crossed =
        text.chars().filter(|c| is_cross(*c)).count() >= FEWEST && text.chars().all(is_cross);
    let is_word = [
        "redacted",
        "hidden",
        "masked",
        "filtered",
        "removed",
        "unset",
        "not set",
        "scrubbed",
        "sensitive",
        "secret hidden",
        "omitted",
        "empty",
        "protected",
        "snip",
    ]
    .iter()
    .any(|word| bare.eq_ignore_ascii_case(word))
        || bare == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER";
    // `[REDACTED alloc::string::String]`, as `secrecy` prints it; markers of this crate's and of others' kind.
    let is_marker = bare
        .get(..8)
        .is_some_and(|it| it.eq_ignore_ascii_case("redacted"))
        && bare[8..].starts_with([' ', ':', '-', '_']);
    is_crossed || is_word || is_marker || is_shown_in_part(text)
}

/// `••••••1234`, `sk-…abcd`, `AKIA****`, `%2A%2A%2A`: so many signs of a mask that what is shown tells one value from another and
/// no more.
fn is_shown_in_part(text: &str) -> bool {
    const SHOWN: usize = 8;
    let hidden = text.matches(['*', '•', '…', '●', '█']).count();
    let dots = text.matches("...").count() * 3;
    let shown = text.chars().filter(|c| c.is_alphanumeric()).count();
    let is_plain = text
        .chars()
        .all(|c| c.is_alphanumeric() || "*•…●█.-_ ".contains(c));
    let is_encoded = text.len() >= 9 && text.as_bytes().chunks(3).all(|it| it == b"%2A");
    is_encoded
        || is_plain
            && shown <= SHOWN
            && (hidden >= 4 || text.contains('…') || dots > 0 && text.contains(['-', '_']))
}

/// Names in a value's place: `$1`, `%s`, `:name`, `<token>`, `${TOKEN}`, `{{ token }}`, `$(cat file)`.
fn is_placeholder(text: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|b| {
                b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b' ' | b'|' | b':')
            })
    };
    let within = |open: &str, close: &str| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(is_name)
    };
    let is_capital = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    // A default in a placeholder is a value: `${TOKEN:-x}`.
    let is_named = |text: &str| {
        text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .all(|word| !spoken::is_random(word.as_bytes()))
    };
    match text.as_bytes() {
        [b'%', b's' | b'd' | b'v' | b'q'] => true,
        [b'?', number @ ..] => number.iter().all(u8::is_ascii_digit),
        [b'$', b'(', ..] => text.ends_with(')') && !text[2..].contains('(') && is_named(text),
        [b'$', b'{', ..] => text.ends_with('}') && is_named(text),
        [b'$', b'e', b'n', b'v', b':', ..] => is_capital(&text[5..]),
        [b'$', ..] => is_capital(&text[1..]) || is_variable(&text[1..]),
        [b'%' | b'#' | b'@', b'{', ..] => text.ends_with('}') && is_named(text),
        [b'<', b'%', ..] => text.ends_with("%>"),
        [b'%' | b'!', .., last] if *last == text.as_bytes()[0] => {
            is_capital(&text[1..text.len() - 1])
        }
        [b'_', b'_', .., b'_', b'_'] => is_capital(text),
        [b'[', b'[', b' ', ..] => text.ends_with(" ]]") && is_named(text),
        [b'%', b'(', ..] => text.ends_with(")s"),
        [b'{', b'{', ..] => text.ends_with("}}") && is_named(text),
        [b'{', ..] => within("{", "}") && !text.contains(':'),
        [b'<', ..] => within("<", ">"),
        [b':' | b'@', name @ ..] => {
            !name.is_empty() && name.iter().all(|b| b.is_ascii_lowercase() || *b == b'_')
        }
        _ => false,
    }
}

/// Words that say where a value is and not what it is: `YOUR_API_KEY`, `your-token-here`, `env:API_TOKEN`, `file:/run/secrets/db`,
/// `!secret wifi_password`.
pub(crate) fn is_reference(text: &str, name: &str) -> bool {
    let is_constant = |text: &str| {
        text.contains('_') && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
    };
    let is_word = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'.' | b'-'))
    };
    // The constant is called as the value is.
    let last = name.rsplit(['_', '-', '.', ' ']).next().unwrap_or(name);
    let is_own = is_constant(text)
        && last.len() > 2
        && text.split('_').any(|part| part.eq_ignore_ascii_case(last));
    let is_yours = text.get(..5).is_some_and(|it| {
        ["your-", "your_"]
            .iter()
            .any(|own| it.eq_ignore_ascii_case(own))
    }) && is_word(text)
        || text.starts_with("[your ");
    if is_own || is_yours {
        return true;
    }
    // A tag of YAML's and what it stands before.
    if let Some(tag) = text.strip_prefix('!') {
        return match tag.split_once(' ') {
            Some((tag, rest)) => {
                is_word(tag) && (is_word(rest) || matches!(rest, "|" | "|-" | ">"))
            }
            None => false,
        };
    }
    text.split_once(':').is_some_and(|(scheme, rest)| {
        let is_path = rest.starts_with('/')
            && rest
                .split(['/', '.'])
                .all(|part| part.is_empty() || is_word(part));
        scheme == "arn"
            || (2..=8).contains(&scheme.len())
                && scheme.bytes().all(|b| b.is_ascii_lowercase())
                && (is_constant(rest) || is_path)
    })
}

/// `db_password`, as a shell's or PHP's variable is called: words joined by `_`.
fn is_variable(name: &str) -> bool {
    name.contains('_') && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// Whether behind a separator a word with a digit in it stands; and, if it has to be the last one, nothing else on the line.
pub(crate) fn is_random(text: &str, is_last: bool) -> bool {
    const SHORTEST: usize = 8;
    let (mut length, mut letters, mut digits, mut is_over) = (0_usize, false, false, false);
    for byte in text.bytes().skip_while(|b| matches!(b, b':' | b'=' | b' ')) {
        match byte {
            b' ' if is_last && length > 0 => {
                is_over = true;
                continue;
            }
            b'\n' | b'\r' | b' ' => break,
            _ if is_over => return false,
            b':' if length > 0 => return false,
            _ => {}
        }
        length += 1;
        letters |= byte.is_ascii_alphabetic();
        digits |= byte.is_ascii_digit();
    }
    length >= SHORTEST && letters && digits
}

/// A word that says how the value is, maybe in brackets, or a variant's name that holds such a word.
pub(crate) fn is_state(text: &str) -> bool {
    let bare = text.trim_matches(['<', '>', '[', ']', '(', ')', '.', '!', ' ', ',']);
    if !bare.bytes().all(|b| b.is_ascii_alphabetic() || b == b'/') {
        return false;
    }
    if kinds(bare) & STATE != 0 || is_participle(bare) {
        return true;
    }
    // `ExpiredSignature`, `InvalidToken`.
    let is_variant = bare.bytes().all(|b| b.is_ascii_alphabetic())
        && bare.starts_with(|c: char| c.is_ascii_uppercase())
        && bare.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    is_variant && capitalised(bare).any(|word| kinds(word) & STATE != 0)
}

/// A word that says by its form how something is: `expired`, `refreshing`, `unreadable`.
fn is_participle(word: &str) -> bool {
    const SHORTEST: usize = 6;
    let is_word = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase());
    word.len() >= SHORTEST
        && (is_word(word) || word.get(1..).is_some_and(is_word))
        && ["ed", "ing", "able", "ible"]
            .iter()
            .any(|end| word.ends_with(end))
}

/// The words of `ExpiredSignature`.
fn capitalised(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_ascii_uppercase())
            .map_or(rest.len(), |(at, _)| at);
        let (word, left) = rest.split_at(end);
        rest = left;
        Some(word)
    })
}

/// What a word says: a state, a part of a sentence, a joint of one.
const STATE: u8 = 1;
const SPOKEN: u8 = 2;
const JOINT: u8 = 4;

static WORDS: LazyLock<HashMap<&'static [u8], u8, Seeded>> = LazyLock::new(|| {
    let mut words = HashMap::with_hasher(Seeded::new());
    for (list, kind) in [(STATES, STATE), (SPEECH, SPOKEN), (JOINTS, JOINT)] {
        for word in list {
            *words.entry(word.as_bytes()).or_default() |= kind;
        }
    }
    words
});

/// What a word says, in letters of either case.
fn kinds(word: &str) -> u8 {
    const LONGEST: usize = 16;
    let mut lower = [0; LONGEST];
    let Some(lower) = lower.get_mut(..word.len()) else {
        return 0;
    };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    WORDS.get(&*lower).copied().unwrap_or_default()
}

/// Several plain words, of which one is no word for a thing: said about the value.
pub(crate) fn is_sentence(text: &str) -> bool {
    const LOOKED_AT: usize = 200;
    if !text.contains(' ') || text.len() > LOOKED_AT {
        return false;
    }
    // `3 attempts left`: so many of something.
    let counted = text.split_once(' ').is_some_and(|(count, rest)| {
        count.len() <= 3
            && count.bytes().all(|b| b.is_ascii_digit())
            && rest.bytes().all(|b| b.is_ascii_lowercase() || b == b' ')
    });
    if counted {
        return true;
    }
    let (mut words, mut speech, mut states) = (0, 0, 0);
    let mut ends_in_state = false;
    for word in text.split([' ', '\n']) {
        let bare = word.trim_matches([
            '.', ',', ';', '!', '?', '(', ')', '"', '\'', '`', ':', '[', ']', '<', '>',
        ]);
        if bare.is_empty() {
            continue;
        }
        if !is_plain(bare) {
            return false;
        }
        words += 1;
        let kind = kinds(bare);
        speech += usize::from(kind & SPOKEN != 0);
        // A state alone may be a word of the value's: `open sesame`. With a word that joins it is said of something.
        ends_in_state = kind & STATE != 0 || is_participle(bare);
        states += usize::from(ends_in_state) + usize::from(kind & JOINT != 0);
    }
    words >= 2 && (speech >= 1 || states >= 2 || ends_in_state)
}

/// A word of a sentence, a number, a name of a program; not letters and digits mixed.
fn is_plain(word: &str) -> bool {
    const LONGEST: usize = 24;
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let turns = word
        .as_bytes()
        .windows(2)
        .filter(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase())
        .count();
    if digits > 0 && letters == 0 {
        return word.len() <= 5 || word.contains(['.', '-', ':']);
    }
    if digits > 0 {
        // `4ms`, `2026-05-01T00:00:00Z`.
        let is_time =
            word.starts_with(|c: char| c.is_ascii_digit()) && letters <= 2 && word.len() <= LONGEST;
        return is_time;
    }
    word.len() <= LONGEST
        && turns <= 2
        && word
            .chars()
            .all(|c| c.is_alphabetic() || "-_'’./&<>:".contains(c))
}

/// `Bearer ****`, `Bearer <token>`, `Bearer realm="api"`: a scheme without what it needs.
pub(crate) fn is_scheme_of_nothing(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(' ') else {
        return false;
    };
    let is_challenge = rest.starts_with("realm=") && !rest.contains("response=");
    let is_scheme = scheme.len() <= 10
        && scheme.bytes().all(|b| b.is_ascii_alphabetic())
        && scheme.bytes().skip(1).all(|b| b.is_ascii_lowercase());
    // `Bearer [credentials]`.
    let is_bracketed = rest
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|inner| inner.bytes().all(|b| b.is_ascii_lowercase() || b == b' '));
    is_scheme
        && (is_challenge
            || is_bracketed
            || is_reference(rest, "token")
            || is_mask(rest)
            || is_placeholder(rest))
}

/// `authorization, content-type`, `content-type;host`: names of headers in a list.
pub(crate) fn is_list_of_names(text: &str) -> bool {
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
    let is_list = |by: char| {
        text.contains(by)
            && text
                .split(by)
                .all(|name| is_name(name.trim_start_matches(' ')))
    };
    text.contains('-') && !text.contains("; ") && (is_list(',') || is_list(';'))
}

/// A URL without a user, a query or a part that looks like a key.
fn is_plain_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    // `postgres://${USER}:${PASSWORD}@db/app`.
    let rest = match rest.rsplit_once('@') {
        Some((user, rest)) if user.len() < 128 && is_user_of_nothing(user) => rest,
        _ => rest,
    };
    scheme
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'+')
        && !rest.contains(['@', '?', '#', '=', ' ', '&'])
        && rest
            .split(['/', '.', ':'])
            .all(|part| part.len() <= 24 && part.bytes().filter(u8::is_ascii_digit).count() <= 5)
}

/// A user and a password that are placeholders, or a user's plain name before one.
fn is_user_of_nothing(user: &str) -> bool {
    let (user, pass) = user.split_once(':').unwrap_or((user, ""));
    let is_name = |text: &str| text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    says_nothing(pass) && !pass.is_empty() && (says_nothing(user) || is_name(user))
}

/// `TestToken (0.03s)`: a test's name and its time.
fn is_timed(text: &str) -> bool {
    let Some((name, time)) = text.rsplit_once(" (") else {
        return false;
    };
    let time = time
        .trim_end_matches(')')
        .trim_end_matches(['s', 'm', ' ', 'µ']);
    !name.contains(' ') && !time.is_empty() && time.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn is_type(text: &str) -> bool {
    // No type of the list is longer, and none begins with another sign.
    const LONGEST: usize = 16;
    let end = text
        .bytes()
        .take(LONGEST + 1)
        .position(|b| matches!(b, b',' | b')' | b' ' | b'}' | b'=' | b';' | b'?'))
        .unwrap_or(text.len());
    end <= LONGEST && TYPES.contains(&text.get(..end).unwrap_or_default())
}

/// `token: Token`, `session: &mut Session`, `email = excluded.email`.
fn is_own_type(text: &str, name: &str) -> bool {
    let bare = text
        .trim_start_matches(['&', '*', '$', '@', ':'])
        .trim_start_matches("mut ");
    let first = bare
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
        .next()
        .unwrap_or_default();
    let letters = |text: &'_ str| -> Vec<u8> {
        let last = text.rsplit('.').next().unwrap_or_default();
        last.bytes()
            .filter(|b| !matches!(b, b'_' | b'-'))
            .map(|b| b.to_ascii_lowercase())
            .collect()
    };
    // Most values begin with another letter than their names.
    let begins = |text: &str| {
        let last = text.rsplit('.').next().unwrap_or_default();
        last.bytes().next().map(|b| b.to_ascii_lowercase())
    };
    !first.is_empty()
        && begins(first) == begins(name)
        && letters(first) == letters(name)
        && !bare[first.len()..].starts_with(['(', '-'])
}
