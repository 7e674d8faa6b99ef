//! Recognises text that stands in for a value: an empty text, a mask, a placeholder, or words that say where the value
//! is.

use crate::random;
use crate::stays::is_type;

/// Whether a text hides a value or has none: `***`, `<hidden>`, `""`, `null`, `${TOKEN}`, `$1`.
pub(crate) fn says_nothing(text: &str) -> bool {
    const LONGEST: usize = 512;
    if text.len() > LONGEST {
        return false;
    }
    let text = text.trim();
    // A mix of letters and digits does not hide anything, and neither do most words.
    let is_word = text.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_word
        && (text.bytes().any(|b| b.is_ascii_digit())
            || !text.is_empty() && !may_hide(text.as_bytes()))
    {
        return false;
    }
    !is_word && !text.chars().any(char::is_alphanumeric)
        || text.is_empty()
        || is_mask(text)
        || (!is_word || text.starts_with(['C', 'R'])) && is_placeholder(text)
        || NOTHING.contains(&text)
}

/// Words that say that there is no value.
const NOTHING: [&str; 8] = [
    "null",
    "NULL",
    "None",
    "nil",
    "undefined",
    "none",
    "true",
    "false",
];

/// Words in place of a value that was hidden.
const HIDDEN: [&str; 14] = [
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
];

/// The lengths of these words, by first letter.
static LENGTHS: [u32; 32] = {
    let mut table = [0; 32];
    let mut at = 0;
    while at < NOTHING.len() {
        table[NOTHING[at].as_bytes()[0] as usize % 32] |= 1 << NOTHING[at].len();
        at += 1;
    }
    at = 0;
    while at < HIDDEN.len() {
        table[HIDDEN[at].as_bytes()[0] as usize % 32] |= 1 << HIDDEN[at].len();
        at += 1;
    }
    table
};

/// Whether a word of letters may be one of these, or crosses, or a filler that documentation tells everybody to replace.
fn may_hide(word: &[u8]) -> bool {
    let first = word[0];
    LENGTHS[usize::from(first % 32)] & 1 << word.len().min(31) != 0
        || matches!(first, b'x' | b'X')
        || matches!(word, b"CHANGEME" | b"REPLACEME")
}

/// Whether a group has only members without text: `{ enabled: false, username: "", password: "" }`.
pub(crate) fn is_empty_group(text: &str) -> bool {
    let Some(inner) = text
        .strip_prefix(['{', '('])
        .and_then(|rest| rest.strip_suffix(['}', ')']))
    else {
        return false;
    };
    // `Debug` writes two dots for members that it leaves out.
    let inner = inner.trim_end();
    let inner = inner.strip_suffix(", ..").unwrap_or(inner);
    inner.split(',').all(|member| {
        member.split_once([':', '=']).is_some_and(|(_, value)| {
            let value = value.trim();
            says_nothing(value.trim_matches('"')) || is_type(value)
        })
    })
}

/// Whether a text consists of stars, dots or crosses that hide a value.
pub(crate) fn is_mask(text: &str) -> bool {
    const FEWEST: usize = 3;
    let is_plain = text.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ');
    let bare = if is_plain {
        text
    } else {
        text.trim_matches(['<', '>', '[', ']', '(', ')', '{', '}', '"', '\'', ' ', '*'])
    };
    let is_cross = |c: char| {
        matches!(
            c,
            'x' | 'X' | '*' | '•' | '.' | '…' | '-' | '#' | '█' | '●' | '_'
        )
    };
    let is_crossed = text.chars().all(is_cross) && text.chars().nth(FEWEST - 1).is_some();
    let is_word = HIDDEN.iter().any(|word| bare.eq_ignore_ascii_case(word))
        || bare == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER";
    // `[REDACTED alloc::string::String]`, as `secrecy` prints it, and the markers of this crate and of others.
    let is_marker = bare
        .get(..8)
        .is_some_and(|it| it.eq_ignore_ascii_case("redacted"))
        && bare[8..].starts_with([' ', ':', '-', '_']);
    is_crossed || is_word || is_marker || !is_plain && is_shown_in_part(text)
}

/// Whether a value is mostly masked, such as `••••••1234`, `sk-…abcd`, `AKIA****`, `j***@g***.com` or `%2A%2A%2A`. The
/// visible part is only enough to tell values apart.
fn is_shown_in_part(text: &str) -> bool {
    const SHOWN: usize = 8;
    // The first six and the last four digits of a card may be shown:
    // <https://www.pcisecuritystandards.org/faq/articles/Frequently_Asked_Question/what-are-acceptable-formats-for-truncation-of-primary-account-numbers/>.
    const SHOWN_DIGITS: usize = 10;
    let is_hidden = text.bytes().any(|b| matches!(b, b'*' | b'.' | 0x80..));
    if !is_hidden && !text.starts_with("%2A") {
        return false;
    }
    let hidden = text.matches(['*', '•', '…', '●', '█']).count();
    let dots = text.matches("...").count() * 3;
    let shown = text.chars().filter(|c| c.is_alphanumeric()).count();
    let is_plain = text
        .chars()
        .all(|c| c.is_alphanumeric() || "*•…●█.-_ @+".contains(c));
    let is_of_digits = || !text.bytes().any(|b| b.is_ascii_alphabetic());
    let hidden = if hidden > 0 { hidden + dots } else { 0 };
    let is_encoded = text.len() >= 9 && text.as_bytes().chunks(3).all(|it| it == b"%2A");
    is_encoded
        || is_plain
            && (shown <= SHOWN || shown <= SHOWN_DIGITS && is_of_digits())
            && (hidden >= 4 || text.contains('…') || dots > 0 && text.contains(['-', '_']))
}

/// Whether a text is the name of a value: `$1`, `%s`, `:name`, `<token>`, `${TOKEN}`, `{{ token }}`, `$(cat file)`.
pub(crate) fn is_placeholder(text: &str) -> bool {
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
    // The default in a placeholder is a value: `${TOKEN:-x}`.
    let is_named = |text: &str| {
        text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .all(|word| !random::is_random(word.as_bytes()))
    };
    // Text that documentation tells everybody to replace.
    let filler = text.trim_end_matches(['/', '\'', '"', ';']);
    if matches!(
        filler,
        "CHANGEME" | "CHANGE_ME" | "REPLACEME" | "REPLACE_ME"
    ) {
        return true;
    }
    match text.as_bytes() {
        [b'%', b's' | b'd' | b'v' | b'q'] => true,
        [b'?', number @ ..] => number.iter().all(u8::is_ascii_digit),
        [b'$', b'(', ..] => text.ends_with(')') && !text[2..].contains('(') && is_named(text),
        [b'$' | b'%' | b'#' | b'@', b'{', ..] => text.ends_with('}') && is_named(text),
        [b'$', b'e', b'n', b'v', b':', ..] => is_capital(&text[5..]),
        [b'$', ..] => is_capital(&text[1..]) || is_variable(&text[1..]),
        [b'<', b'%', ..] => text.ends_with("%>"),
        [b'%' | b'!', .., last] if *last == text.as_bytes()[0] => {
            is_capital(&text[1..text.len() - 1])
        }
        [b'_', b'_', .., b'_', b'_'] => is_capital(text),
        [b'[', b'[', b' ', ..] => text.ends_with(" ]]") && is_named(text),
        [b'%', b'(', ..] => text.ends_with(")s"),
        [b'{', b'{', ..] => text.ends_with("}}") && is_named(text),
        [b'{', ..] => within("{", "}") && !text.contains(':') && is_named(text),
        // `<base64(id:secret)>`, `<user@host/path>`.
        [b'<', ..] => {
            let is_part = |c: char| c.is_ascii_alphanumeric() || "_-. |:(),/@".contains(c);
            text.len() > 2
                && text.ends_with('>')
                && text[1..text.len() - 1].chars().all(is_part)
                && is_named(text)
        }
        [b':' | b'@', name @ ..] => {
            !name.is_empty() && name.iter().all(|b| b.is_ascii_lowercase() || *b == b'_')
        }
        _ => false,
    }
}

/// Whether words say where a value is instead of what it is: `YOUR_API_KEY`, `your-token-here`, `env:API_TOKEN`,
/// `file:/run/secrets/db`, `!secret wifi_password`.
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
    // The constant has the same name as the value.
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
    // A file beside the program: `./pw.txt`.
    let is_file = text
        .strip_prefix("./")
        .or_else(|| text.strip_prefix("../"))
        .is_some_and(|path| path.split('/').all(is_word));
    if is_own || is_yours || is_file {
        return true;
    }
    // A YAML tag and its value, which may be a path: `!vault kv/data/app#password`.
    if let Some(tag) = text.strip_prefix('!') {
        return match tag.split_once(' ') {
            Some((tag, rest)) => {
                is_word(tag)
                    && (rest.split(['/', '#']).all(is_word) || matches!(rest, "|" | "|-" | ">"))
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

/// Whether words in brackets replace a value: `(sensitive value)`, `(known after apply)`.
pub(crate) fn is_remark(text: &str) -> bool {
    text.strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .is_some_and(|inner| {
            inner
                .bytes()
                .all(|b| b.is_ascii_lowercase() || matches!(b, b' ' | b'-' | b'_' | b','))
        })
}

/// Whether a name has the form of a variable of a shell or of PHP: words joined by `_`, such as `db_password`.
fn is_variable(name: &str) -> bool {
    name.contains('_') && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}
