//! Values that may be kept although their name is refused: nothing, a mask, a placeholder, a word or a sentence about
//! the value, or a type.

use scorer_instrument_policy::{Class, Strength};

use crate::mask::is_placeholder;
pub(crate) use crate::mask::{is_empty_group, is_mask, is_reference, is_remark, says_nothing};
use crate::names::Refused;
pub(crate) use crate::words::{goes_on, is_participle, is_sentence, is_state};
use crate::{address, message, random, words};

/// The names of types that follow a name in a declaration. They are listed, because `string` has the form of any word.
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

/// The lengths of these names, by first letter.
static TYPE_LENGTHS: [u32; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < TYPES.len() {
        let word = TYPES[at].as_bytes();
        table[word[0] as usize] |= 1 << word.len();
        at += 1;
    }
    table
};

/// Whether a value may be kept: a `bool`, nothing, an integer under a soft name, a placeholder, a mask, or words about
/// the value.
pub(crate) fn may_stay(text: &str, name: &str, given: Refused, is_typed: bool) -> bool {
    // Text about a value is short.
    const LONGEST: usize = 256;
    if text.len() > LONGEST {
        return false;
    }
    if message::is_too_short(text, name, given) {
        return true;
    }
    // The kinds of characters rule out most cases; most values are letters and digits without a space.
    let kinds = kinds(text);
    let is_integer = kinds & !(DIGIT | DASH) == 0
        && text
            .strip_prefix('-')
            .unwrap_or(text)
            .bytes()
            .all(|b| b.is_ascii_digit())
        && kinds & DIGIT != 0;
    if is_integer {
        // Under a plural, an integer is a count.
        // `"secret": 5` is a number of something; `"password": 482913` is the password.
        const SHORT: usize = 3;
        return is_typed
            && (given.strength == Strength::Soft || given.keeps_integers() && text.len() <= SHORT)
            || given.keeps_integers()
                && text.len() <= 4
                && name.ends_with(['s', 'S'])
                && !name.ends_with("ss");
    }
    if is_of_name(text, kinds, name, given) {
        return true;
    }
    let ends = |end: &str| ends(name, end);
    if ends("answer") && !says_nothing(text) {
        return false;
    }
    // A phrase may consist of words that are joined: `salt and iron`.
    if ends("phrase")
        && has_space(kinds)
        && !text
            .split([' ', ','])
            .any(|word| words::said(word).is_spoken)
    {
        return says_nothing(text) || is_reference(text, name);
    }
    // A mix of letters and digits without a space is never a remark about a value.
    let has = |all: u8| kinds & all != 0;
    let is_mixed = has(DIGIT | EQUALS)
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'=' | b'!' | b'+' | b'_' | b'-'));
    if is_mixed {
        return is_type(text) || is_own_type(text, name) || text.starts_with("redacted-");
    }
    says_nothing(text)
        || !has(DIGIT) && is_state(text)
        || has(SPACE)
            && (is_scheme_of_nothing(text)
                || has(DIGIT) && is_timed(text)
                || !has(EQUALS | UNSPOKEN) && !text.starts_with(['[', '{']) && is_sentence(text)
                // The end of a frame around a line: `=== auth: 3 of 15 passed ===`.
                || text.strip_suffix(" ===").is_some_and(is_sentence))
        || has(DASH) && is_list_of_names(text)
        || has(COLON) && is_plain_url(text)
        || has(DIGIT) && is_version_of(text, given)
        || is_type(text)
        || is_own_type(text, name)
}

/// The kinds of characters in a value.
const DIGIT: u8 = 1;
const SPACE: u8 = 2;
const DASH: u8 = 4;
const COLON: u8 = 8;
const EQUALS: u8 = 16;
const OTHER: u8 = 32;
const LETTER: u8 = 64;
/// A character that no sentence contains.
const UNSPOKEN: u8 = 128;

static KIND: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_digit() {
            table[byte as usize] = DIGIT;
        }
        if byte.is_ascii_alphabetic() {
            table[byte as usize] = LETTER;
        }
        byte += 1;
    }
    table[b' ' as usize] = SPACE;
    table[b'\n' as usize] = SPACE;
    table[b'-' as usize] = DASH;
    table[b'_' as usize] = DASH;
    table[b':' as usize] = COLON;
    table[b'=' as usize] = EQUALS;
    let unspoken = b"@#$%^*+~|\\{}";
    let mut at = 0;
    while at < unspoken.len() {
        table[unspoken[at] as usize] = OTHER | UNSPOKEN;
        at += 1;
    }
    table
};

fn has_space(kinds: u8) -> bool {
    kinds & SPACE != 0
}

fn kinds(text: &str) -> u8 {
    text.bytes()
        .fold(0, |kinds, byte| kinds | KIND[usize::from(byte)])
}

/// Whether a name ends in this, ignoring case.
pub(crate) fn ends(name: &str, end: &str) -> bool {
    name.len() >= end.len()
        && name.as_bytes()[name.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
}

/// Whether a value may be kept under this name, although not under others.
fn is_of_name(text: &str, kinds: u8, name: &str, given: Refused) -> bool {
    const SHORTEST_JOB: usize = 20;
    const SHORTEST_HASH: usize = 32;
    let has = |all: u8| kinds & all != 0;
    // The id of a job, unlike a Jabber id, which has an `@`.
    if !has(SPACE | COLON | EQUALS | DASH) && has(DIGIT) && text.len() >= SHORTEST_JOB {
        let is_hex = |b: u8| b.is_ascii_hexdigit();
        // A lock file's `zipHash`.
        let is_hash = text.len() >= SHORTEST_HASH
            && given.class == Class::Pii
            && ends(name, "hash")
            && text.bytes().all(|b| is_hex(b) || b == b'/');
        // <https://github.com/C2SP/C2SP/blob/main/age.md#x25519-recipient-stanza>
        let is_age = text.len() == 62 && text.starts_with("age1");
        if is_hash || is_age || name == "jid" && text.bytes().all(is_hex) {
            return true;
        }
    }
    if has(DIGIT) && !has(SPACE) && given.class == Class::Pii && address::are_private(text) {
        return true;
    }
    // The status of a delivery, <https://www.rfc-editor.org/rfc/rfc3463>: `dsn=2.0.0`.
    let is_status = || {
        name.eq_ignore_ascii_case("dsn")
            && text.len() <= 9
            && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    if has(DIGIT) && !has(LETTER) && is_status() {
        return true;
    }
    // `api_key_header: X-Api-Key`; a shell's working directory.
    has(LETTER) && has(OTHER | DASH) && is_kept_elsewhere(name, text)
        || !has(DIGIT | SPACE) && is_key_of_own(name, text)
        || has(LETTER)
            && !has(DIGIT)
            && (ends(name, "header") && is_header(text)
                || is_scheme_alone(name, text)
                || is_of_standard(name, text))
        || has(OTHER) && matches!(name, "PWD" | "OLDPWD") && text.starts_with('/')
        || is_mechanism(name, text)
        || has(DASH | COLON | OTHER) && is_reference(text, name)
        || has(EQUALS) && is_empty_cookie(name, text)
}

/// Whether a value says where the secret is kept, or is encrypted: a path of words, the name of a header, what SOPS leaves
/// (<https://getsops.io/docs/#encryption-protocol>).
pub(crate) fn is_kept_elsewhere(name: &str, text: &str) -> bool {
    // The name of a cookie, `cookie: "sid"`; the name of a secret that exists, in a chart.
    let is_word = |longest: usize| {
        text.len() <= longest
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-'))
    };
    name == "cookie" && is_word(8)
        || name.starts_with("existing") && is_word(64)
        || ends(name, "header") && is_header(text)
        || is_path_of_words(text)
        || is_path(text)
        || text.starts_with("ENC[AES256_GCM,") && text.ends_with(']')
        || is_keyed_hash(text)
        // <https://www.rfc-editor.org/rfc/rfc6376#section-3.5>
        || ends(name, "dkim-signature") && text.starts_with("v=1;")
}

/// Whether this is a keyed hash, which Vault writes in place of a secret:
/// <https://developer.hashicorp.com/vault/docs/audit#sensitive-information>.
fn is_keyed_hash(text: &str) -> bool {
    text.strip_prefix("hmac-sha256:")
        .is_some_and(|hash| hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Whether a value is the version of what has this name, such as a library. A code may have a dot between its digits.
pub(crate) fn is_version_of(text: &str, given: Refused) -> bool {
    given.class == Class::Credential && given.strength != Strength::Hard && is_version(text)
}

/// Whether a line consists of words alone, as the description of an option does.
pub(crate) fn is_description(text: &str) -> bool {
    const FEWEST: usize = 3;
    let line = text.lines().next().unwrap_or_default();
    let mut words = line.split(' ').filter(|word| !word.is_empty());
    words.clone().count() >= FEWEST
        && words.all(|word| {
            let word = word.trim_matches(['(', ')', '[', ']', ',', '.', ':', ';', '`', '"']);
            !word.bytes().any(|b| b.is_ascii_digit()) && !random::is_random(word.as_bytes())
        })
}

/// Whether this is a version, possibly with what it must be: `^4.0.1`, `0.5`, `>=1.2`, `2.0.0-rc.1`.
fn is_version(text: &str) -> bool {
    const LONGEST_PART: usize = 3;
    let version = text.trim_start_matches(['^', '~', '>', '<', '=', 'v', ' ']);
    let (numbers, kind) = version.split_once('-').unwrap_or((version, ""));
    let parts = numbers.split('.').count();
    (2..=3).contains(&parts)
        && numbers.split('.').all(|part| {
            (1..=LONGEST_PART).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
        })
        && (kind.is_empty()
            || ["alpha", "beta", "rc", "pre"].iter().any(|own| {
                kind.strip_prefix(own).is_some_and(|rest| {
                    rest.trim_start_matches('.')
                        .bytes()
                        .all(|b| b.is_ascii_digit())
                        && rest.len() <= 3
                })
            }))
}

/// Whether the name is that of the key under which a secret is kept, and the value its last word:
/// `existingSecretPasswordKey: password`.
fn is_key_of_own(name: &str, text: &str) -> bool {
    const SHORTEST: usize = 4;
    name.len()
        .checked_sub("key".len())
        .filter(|_| ends(name, "key") && text.len() >= SHORTEST)
        .and_then(|end| name.get(..end))
        .is_some_and(|name| {
            let name = name.trim_end_matches(['_', '-']);
            ends(name, text)
        })
}

/// Whether this is the path of a file: `Enter passphrase for key "/home/deploy/.ssh/id_ed25519"`.
pub(crate) fn is_path(text: &str) -> bool {
    const LONGEST: usize = 24;
    const LONGEST_RANDOM: usize = 12;
    // Below a folder of somebody's own, which the sign stands for.
    let fewest = if text.starts_with('~') { 2 } else { 3 };
    let Some(path) = text.strip_prefix('/').or_else(|| text.strip_prefix("~/")) else {
        return false;
    };
    let mut parts = 0;
    path.split('/').all(|part| {
        parts += 1;
        let is_last = path.ends_with(part);
        !part.is_empty()
            && part.len() <= LONGEST
            && (part.len() <= LONGEST_RANDOM
                || part.contains('.')
                || !random::is_random(part.as_bytes()))
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'@'))
            && (is_last
                || !part
                    .bytes()
                    .any(|b| b.is_ascii_digit() || b.is_ascii_uppercase()))
    }) && parts >= fewest
}

/// Whether this is a path of words: `database/creds/scorer`, `kv/data/app`.
fn is_path_of_words(text: &str) -> bool {
    const FEWEST: usize = 3;
    const LONGEST: usize = 24;
    let mut parts = 0;
    text.split('/').all(|part| {
        parts += 1;
        (2..=LONGEST).contains(&part.len())
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_'))
    }) && parts >= FEWEST
}

/// Whether this is the name of a scheme with nothing after it, `Authorization: Basic`:
/// <https://www.iana.org/assignments/http-authschemes/>.
fn is_scheme_alone(name: &str, text: &str) -> bool {
    const SCHEMES: [&str; 6] = ["basic", "bearer", "digest", "hoba", "negotiate", "ntlm"];
    (ends(name, "authorization")
        || name.eq_ignore_ascii_case("authorization")
        || name.eq_ignore_ascii_case("auth"))
        && SCHEMES
            .iter()
            .any(|scheme| text.eq_ignore_ascii_case(scheme))
}

/// Whether this is a mechanism, `AUTH=SCRAM-SHA-256`: <https://www.iana.org/assignments/sasl-mechanisms/>.
fn is_mechanism(name: &str, text: &str) -> bool {
    const MECHANISMS: [&str; 12] = [
        "anonymous",
        "cram-md5",
        "digest-md5",
        "external",
        "gssapi",
        "login",
        "ntlm",
        "oauthbearer",
        "otp",
        "plain",
        "xoauth2",
        "scram-",
    ];
    name.eq_ignore_ascii_case("auth")
        && MECHANISMS.iter().any(|own| {
            text.eq_ignore_ascii_case(own)
                || own.ends_with('-')
                    && text
                        .get(..own.len())
                        .is_some_and(|it| it.eq_ignore_ascii_case(own))
        })
}

/// Whether a standard defines this value for a name that otherwise holds secrets, such as the credentials modes of
/// `fetch`: <https://fetch.spec.whatwg.org/#concept-request-credentials-mode>.
pub(crate) fn is_of_standard(name: &str, text: &str) -> bool {
    const CREDENTIALS: [&str; 3] = ["omit", "same-origin", "include"];
    // <https://www.rfc-editor.org/rfc/rfc6265#section-4.1>
    const COOKIE: [&str; 5] = ["httponly", "secure", "lax", "strict", "samesite"];
    // The realm that nginx shows, <https://nginx.org/en/docs/http/ngx_http_auth_basic_module.html#auth_basic>.
    let is_attribute = |part: &str| {
        let (name, _) = part.split_once('=').unwrap_or((part, ""));
        COOKIE
            .iter()
            .any(|own| name.trim().eq_ignore_ascii_case(own))
    };
    name == "auth_basic"
        || name == "credentials" && CREDENTIALS.contains(&text)
        || name.eq_ignore_ascii_case("cookie")
            && text.split(';').all(is_attribute)
        // What a server asks for, <https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1>.
        || ends(name, "-authenticate")
}

/// Whether cookies have no values: `sid=<hidden>; Path=/`. In `Set-Cookie`, only the first pair is the cookie.
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
            // Next to a hidden value, a short word is not a value.
            let is_word = value.len() <= 8 && value.bytes().all(|b| b.is_ascii_lowercase());
            // A program makes no word of four letters to know somebody by: `theme=dark`.
            let is_short = is_word && value.len() <= 4;
            (says_nothing(value) || is_word)
                .then_some(is_hidden || says_nothing(value) || is_set && is_short)
        })
        .unwrap_or(false)
}

/// Whether this is the name of a header: capitalised words with dashes, or small ones behind `x-`.
fn is_header(text: &str) -> bool {
    if let Some(words) = text.strip_prefix("x-") {
        return words
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()));
    }
    text.split('-').all(|word| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.bytes().all(|b| b.is_ascii_alphabetic())
    })
}

/// Whether a word with a digit follows a separator. With `is_last`, it must be the last one on the line.
pub(crate) fn is_random(text: &str, is_last: bool) -> bool {
    const SHORTEST: usize = 8;
    let bytes = text.as_bytes();
    let gap = bytes
        .iter()
        .take_while(|b| matches!(b, b':' | b'=' | b' '))
        .count();
    let rest = &bytes[gap..];
    let length = rest
        .iter()
        .position(|b| matches!(b, b' ' | b'\n' | b'\r' | b':'))
        .unwrap_or(rest.len());
    let (word, rest) = rest.split_at(length);
    // The frame around a message may follow.
    let is_over = || {
        rest.iter()
            .take_while(|b| !matches!(b, b'\n' | b'\r'))
            .all(|b| matches!(b, b' ' | b'*' | b'#' | b'|' | b'=' | b'\'' | b'"'))
    };
    length >= SHORTEST
        && rest.first() != Some(&b':')
        && !is_pair(word)
        && word.iter().any(u8::is_ascii_digit)
        && word.iter().any(u8::is_ascii_alphabetic)
        && (!is_last || is_over())
}

/// Whether a word is a pair, which is judged by its own name: `sig_alg=-7`. Base64 may end with such a sign.
fn is_pair(word: &[u8]) -> bool {
    let name = word
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
        .count();
    word[0].is_ascii_alphabetic()
        && word.get(name) == Some(&b'=')
        && word.get(name + 1).is_some_and(|b| *b != b'=')
        && !random::is_random(&word[..name])
}

/// Whether this is a scheme without credentials: `Bearer ****`, `Bearer <token>`, `Bearer realm="api"`.
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
    // `Bearer MASTER_KEY`.
    let is_constant =
        rest.contains('_') && rest.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    is_scheme
        && (is_challenge
            || is_constant
            || is_bracketed
            || is_reference(rest, "token")
            || is_mask(rest)
            || is_placeholder(rest))
}

/// Whether this is a list of header names: `authorization, content-type`, `content-type;host`.
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

/// Whether this is a URL without a user, a query or a part that looks like a key.
pub(crate) fn is_plain_url(text: &str) -> bool {
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

/// Whether a user and a password are placeholders in a URL that holds nothing else: `postgres://${USER}:${PASSWORD}@${HOST}/app`.
pub(crate) fn is_url_of_nothing(text: &str) -> bool {
    text.contains("://") && text.contains('@') && is_plain_url(text)
}

/// Whether a user and a password are placeholders, or an ordinary user name comes before a placeholder.
fn is_user_of_nothing(user: &str) -> bool {
    let (user, pass) = user.split_once(':').unwrap_or((user, ""));
    let is_name = |text: &str| text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    says_nothing(pass) && !pass.is_empty() && (says_nothing(user) || is_name(user))
}

/// Whether this is the name of a test with its time: `TestToken (0.03s)`.
fn is_timed(text: &str) -> bool {
    let Some((name, time)) = text.rsplit_once(" (") else {
        return false;
    };
    let Some(time) = time.strip_suffix("s)") else {
        return false;
    };
    let time = time.trim_end_matches(['m', ' ', 'µ']);
    !name.contains(' ')
        && !random::is_random(name.as_bytes())
        && !time.is_empty()
        && time.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

pub(crate) fn is_type(text: &str) -> bool {
    // No type in the list is longer, and none begins with another character.
    const LONGEST: usize = 16;
    let end = text
        .bytes()
        .take(LONGEST + 1)
        .position(|b| matches!(b, b',' | b')' | b' ' | b'}' | b'=' | b';' | b'?' | b'!'))
        .unwrap_or(text.len());
    end <= LONGEST
        && end > 0
        && TYPE_LENGTHS[usize::from(text.as_bytes()[0])] & 1 << end != 0
        && TYPES.contains(&text.get(..end).unwrap_or_default())
        || is_generic(text)
}

/// Whether this is a type with parameters: `Option<SecretString>`, `output<string>`, `Result<Json<Token>, Error>`.
fn is_generic(text: &str) -> bool {
    const LONGEST: usize = 96;
    let text = text.trim_end_matches([',', ';', ')', '{', ' ']);
    if text.len() > LONGEST
        || !text.ends_with('>')
        || !text.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return false;
    }
    let mut depth = 0_usize;
    let is_balanced = text.bytes().enumerate().all(|(at, b)| {
        match b {
            b'<' => depth += 1,
            b'>' if depth == 0 => return false,
            b'>' => depth -= 1,
            _ => {}
        }
        depth > 0 || at + 1 == text.len() || b.is_ascii_alphanumeric() || matches!(b, b':' | b'_')
    });
    let is_name = |name: &str| {
        name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && !name.starts_with(|c: char| c.is_ascii_digit())
            && !random::is_random(name.as_bytes())
    };
    is_balanced
        && depth == 0
        && text
            .split([
                '<', '>', ',', ' ', ':', '&', '\'', '(', ')', '[', ']', ';', '*',
            ])
            .all(is_name)
}

/// Whether a value only repeats its name: `token: Token`, `session: &mut Session`, `email = excluded.email`.
fn is_own_type(text: &str, name: &str) -> bool {
    let bytes = text.as_bytes();
    let signs = bytes
        .iter()
        .take_while(|b| matches!(b, b'&' | b'*' | b'$' | b'@' | b':'))
        .count();
    let from = signs
        + if bytes[signs..].starts_with(b"mut ") {
            4
        } else {
            0
        };
    let length = bytes[from..]
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'))
        .count();
    let (first, rest) = text[from..].split_at(length);
    // Most values end in another letter than their names.
    let ends = |text: &str| text.bytes().next_back().map(|b| b.to_ascii_lowercase());
    !first.is_empty()
        && ends(first) == ends(name)
        && letters(first).eq(letters(name))
        && !rest.starts_with(['(', '-'])
}

/// Returns the letters of the last part of a name, without what joins its words.
fn letters(text: &str) -> impl Iterator<Item = u8> + '_ {
    let bytes = text.as_bytes();
    let from = bytes
        .iter()
        .rposition(|b| *b == b'.')
        .map_or(0, |dot| dot + 1);
    bytes[from..]
        .iter()
        .filter(|b| !matches!(b, b'_' | b'-'))
        .map(u8::to_ascii_lowercase)
}
