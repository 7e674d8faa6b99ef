//! Arguments of calls that log in, as a backtrace or the dump of a record prints them: `ldap.bind('CN=svc', 'x')`,
//! `PDO->__construct('mysql:..', 'user', 'x')`, `{amqp_params_network,<<"user">>,<<"x">>,..}`.

use scorer_instrument_policy::Class;

use crate::bounds;
use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::{Cause, random, stays};

/// How many bytes of a call are searched.
const LONGEST: usize = 320;

/// Calls that take a password, and the position of that argument: functions and objects of PHP, and a record of Erlang.
const POSITIONS: [(&str, usize); 12] = [
    // <https://www.php.net/manual/en/pdo.construct.php>
    ("PDO->__construct", 2),
    // <https://www.php.net/manual/en/mysqli.construct.php>
    ("mysqli->__construct", 2),
    ("mysqli_connect", 2),
    ("mysqli->real_connect", 2),
    // <https://www.php.net/manual/en/function.ldap-bind.php>
    ("ldap_bind", 1),
    // <https://www.php.net/manual/en/function.ftp-login.php>
    ("ftp_login", 1),
    // <https://www.php.net/manual/en/function.imap-open.php>
    ("imap_open", 2),
    // <https://www.php.net/manual/en/function.ssh2-auth-password.php>
    ("ssh2_auth_password", 1),
    // <https://www.php.net/manual/en/function.password-hash.php>
    ("password_hash", 0),
    ("password_verify", 0),
    // <https://docs.oracle.com/javase/8/docs/api/java/sql/DriverManager.html#getConnection-java.lang.String-java.lang.String-java.lang.String->
    ("DriverManager.getConnection", 2),
    // <https://hexdocs.pm/amqp_client/readme.html>
    ("{amqp_params_network", 1),
];

/// Handles a call or a record whose password has a known position. The bracket or the comma after its name is at `at`.
fn at_place(scan: &mut Scan<'_>, at: usize) -> bool {
    let before = &scan.bytes[..at];
    let Some((_, place)) = POSITIONS
        .iter()
        .find(|(name, _)| before.ends_with(name.as_bytes()))
    else {
        return false;
    };
    let mut end = scan.text.len().min(at + LONGEST);
    while !scan.text.is_char_boundary(end) {
        end -= 1;
    }
    let text = scan.text.get(at + 1..end).unwrap_or_default();
    let text = text.lines().next().unwrap_or_default();
    // A value that was redacted before may have contained a comma.
    if text.contains("[redacted:") {
        return true;
    }
    // PHP does not escape strings when it prints them, so only a comma after a quote separates arguments.
    let mut from = at + 1;
    let mut strings = Vec::new();
    for argument in text.split(", ").flat_map(|it| it.split(",<<")) {
        strings.push((from, argument));
        from += argument.len()
            + if scan.text[from + argument.len()..].starts_with(",<<") {
                3
            } else {
                2
            };
    }
    let is_string = |text: &&(usize, &str)| text.1.contains(['\'', '"']);
    if let Some((from, argument)) = strings.iter().filter(is_string).nth(*place) {
        let open = argument.find(['\'', '"']).unwrap_or_default();
        let close = argument.rfind(['\'', '"']).unwrap_or_default();
        let (start, end) = (from + open + 1, from + close);
        let text = scan.text.get(start..end).unwrap_or_default();
        if !text.is_empty() && marker_at(scan.bytes, start).is_none() && !stays::says_nothing(text)
        {
            scan.mark(secret(start, end));
        }
    }
    true
}

/// Handles an Erlang record whose brace is at `at`.
pub(crate) fn record(scan: &mut Scan<'_>, at: usize) {
    const NAME: &[u8] = b"{amqp_params_network,";
    if scan.bytes[at..].starts_with(NAME) {
        at_place(scan, at + NAME.len() - 1);
    }
}

fn secret(start: usize, end: usize) -> Found {
    Found {
        start,
        end,
        class: Class::Credential,
        cause: Cause::Name,
    }
}

/// Functions that take a password, on any object.
const LOGINS: [&str; 8] = [
    "connect",
    "bind",
    "login",
    "authenticate",
    "auth",
    "logon",
    "signIn",
    "sign_in",
];

/// Whether this is a password and not the name of a host, a file or a database: letters of both cases and digits.
fn is_chosen(text: &str) -> bool {
    const SHORTEST: usize = 8;
    let has = |is: fn(&u8) -> bool| text.as_bytes().iter().any(is);
    text.len() >= SHORTEST
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && !text.contains(['/', ':', '.', ' '])
}

/// Handles the call whose bracket is at `at`: `ldap.bind('CN=svc', 'x')`, in a backtrace.
pub(crate) fn at(scan: &mut Scan<'_>, at: usize) {
    if at_place(scan, at) {
        return;
    }
    let length = scan.bytes[..at]
        .iter()
        .rev()
        .take(16)
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
        .count();
    // `tryLogin`, `do_login`: the last word is the verb.
    let name = &scan.text[at - length..at];
    let capital = name.bytes().rposition(|b| b.is_ascii_uppercase());
    let verb = name.rsplit('_').next().unwrap_or(name);
    let verb = capital.map_or(verb, |at| name.get(at..).unwrap_or(name));
    let is_login = |name: &str| LOGINS.iter().any(|own| own.eq_ignore_ascii_case(name));
    if !is_login(name) && !is_login(verb) {
        return;
    }
    let end = at
        + scan.bytes[at..]
            .iter()
            .take(LONGEST)
            .take_while(|b| !matches!(b, b')' | b'\n'))
            .count();
    let mut found = Vec::new();
    let mut strings = Vec::new();
    let mut from = at;
    while let Some(open) = scan.bytes[from..end]
        .iter()
        .position(|b| matches!(b, b'\'' | b'"'))
    {
        let content = from + open + 1;
        let close = bounds::string_end(&scan.bytes[..end], content, scan.bytes[content - 1], 0);
        if random::is_random(&scan.bytes[content..close]) {
            found.push(secret(content, close));
        }
        strings.push((content, close));
        from = (close + 1).min(end);
    }
    // In `login("user", "x")`, the second of two strings is the password, whatever it looks like.
    if let [_, (start, end)] = &*strings {
        let is_login = is_login(name) && !name.eq_ignore_ascii_case("connect")
            || verb.eq_ignore_ascii_case("login");
        let text = scan.text.get(*start..*end).unwrap_or_default();
        if (is_login || is_chosen(text))
            && marker_at(scan.bytes, *start).is_none()
            && !stays::says_nothing(text)
        {
            found.push(secret(*start, *end));
        }
    }
    for it in found {
        scan.mark(it);
    }
}
