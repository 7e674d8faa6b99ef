//! What holds a secret although its own name is not that of one.

use super::forms::{FORMS, Form, Kind};
use super::places::{Handed, NAMINGS, PLACES, Snippet};

/// Names of what keeps secrets.
const KEEPERS: &[&str] = &[
    "vault",
    "keyring",
    "keychain",
    "key_vault",
    "secret_store",
    "secret_manager",
    "secrets_client",
    "credential_cache",
    "token_store",
    "password_manager",
    "api_key_repository",
];

const KEEPER: &str = "#[derive(Clone)] pub struct Keeper; impl Keeper { \
                      pub fn get(&self, _: &str) -> Option<String> { Some(text()) } \
                      pub fn read(&self, _: u8) -> String { text() } \
                      pub fn lookup(&self, _: u8) -> String { text() } \
                      pub fn fetch(&self) -> String { text() } }";

/// What they are asked. `IT` stands for the name.
const ASKED: &[&str] = &[
    "IT.get(\"stripe\")",
    "IT.get(\"stripe\").unwrap()",
    "IT.get(\"stripe\").as_deref().unwrap_or_default()",
    "IT.read(7)",
    "&IT.lookup(7)",
    "IT.fetch()",
    "IT.fetch().as_str()",
    "IT.clone().fetch().trim()",
    "(IT.fetch())",
    "Some(IT.fetch())",
    "format!(\"{}\", IT.fetch())",
];

/// Whatever a keeper of secrets returns, in every place.
pub(crate) fn kept() -> Vec<Snippet> {
    let mut snippets = Vec::new();
    for keeper in KEEPERS {
        let params = format!("{keeper}: Keeper");
        for asked in ASKED {
            for place in PLACES {
                let value = asked.replace("IT", keeper);
                snippets.push(place.of(&value, KEEPER, (&params, "Keeper")));
            }
        }
    }
    snippets
}

/// Functions that make what gives access.
const MAKERS: &[&str] = &[
    "sign",
    "sign_message",
    "sign_request",
    "presign",
    "mint",
    "mint_for",
    "issue",
    "issue_ticket",
    "derive",
    "derive_from",
    "keygen",
    "impersonate",
];

/// What they return, by `ret`, and in every place.
pub(crate) fn made() -> Vec<Snippet> {
    let mut snippets = Vec::new();
    for maker in MAKERS {
        for (output, body) in [
            ("String", "text()"),
            ("Option<String>", "Some(text())"),
            ("std::borrow::Cow<'static, str>", "TEXT.into()"),
            ("Made", "text()"),
        ] {
            snippets.push(Snippet {
                handed: Handed::Span {
                    attribute: "ret".to_owned(),
                    item: format!("fn {maker}() -> {output} {{ {body} }}"),
                },
                items: "type Made = String;".to_owned(),
                params: String::new(),
                args: String::new(),
                function: (*maker).to_owned(),
                kind: Kind::Sensitive,
            });
        }
        let items = format!("fn {maker}(_: u8) -> String {{ text() }}");
        for place in PLACES {
            snippets.push(place.of(&format!("{maker}(depth)"), &items, ("depth: u8", "7")));
        }
    }
    snippets
}

/// Text under names that promise a number or a flag about each of these names.
pub(crate) fn promised(names: &[String]) -> Vec<Snippet> {
    let mut snippets = Vec::new();
    for name in names {
        for promise in promises(name) {
            let plain = NAMINGS.iter().filter(|naming| naming.is_plain());
            snippets.extend(plain.map(|naming| naming.snippet(&promise, Kind::Sensitive)));
            for form in FORMS.iter().filter(|form| is_the_value(form)) {
                for place in PLACES {
                    snippets.extend(place.snippet(form, &promise, Kind::Sensitive));
                }
            }
        }
    }
    snippets
}

/// Whether a form passes the value on as it is. What a function makes of it goes by the function's name.
fn is_the_value(form: &Form) -> bool {
    let is_other = |text| form.value.contains(text);
    form.params == "NAME: String"
        && !["(NAME.", "(&NAME", "[NAME", "identity", "if let"]
            .into_iter()
            .any(is_other)
}

/// `has_NAME`, `NAME_count`.
pub(crate) fn promises(name: &str) -> [String; 5] {
    [
        format!("has_{name}"),
        format!("num_{name}"),
        format!("{name}_count"),
        format!("{name}_len"),
        format!("{name}_left"),
    ]
}

/// Numbers and flags under the same names.
pub(crate) fn kept_promises(names: &[String]) -> Vec<Snippet> {
    let function = |name: &str, ty: &str, value: &str| Snippet {
        handed: Handed::Span {
            attribute: String::new(),
            item: format!("fn case({name}: {ty}) {{}}"),
        },
        items: String::new(),
        params: String::new(),
        args: value.to_owned(),
        function: "case".to_owned(),
        kind: Kind::Benign,
    };
    let mut snippets = Vec::new();
    for name in names {
        let [flag, counts @ ..] = promises(name);
        snippets.push(function(&flag, "bool", "true"));
        snippets.extend(counts.iter().map(|count| function(count, "usize", "7")));
    }
    snippets
}

/// Names that are themselves the secret, and what is only about them.
const NUMBERS: &[&str] = &[
    "secret",
    "client_secret",
    "password",
    "api_key",
    "access_token",
    "reset_token",
    "signing_key",
    "encryption_key",
    "private_key",
    "wallet_seed",
    "pin",
    "passcode",
    "otp",
];

/// Integers of these names: refused, and those that count, measure or identify them: accepted.
pub(crate) fn numbers() -> (Vec<Snippet>, Vec<Snippet>) {
    let (mut secrets, mut others) = (Vec::new(), Vec::new());
    for name in NUMBERS {
        for ty in [
            "u32",
            "u64",
            "i64",
            "u128",
            "Option<u64>",
            "std::num::NonZero<u64>",
        ] {
            let item = |name: &str| Snippet {
                handed: Handed::Span {
                    attribute: String::new(),
                    item: format!("fn case({name}: {ty}) {{}}"),
                },
                items: String::new(),
                params: String::new(),
                args: String::new(),
                function: "case".to_owned(),
                kind: Kind::Sensitive,
            };
            secrets.push(item(name));
            secrets.push(Snippet {
                handed: Handed::Derive {
                    item: format!("struct Row {{ {name}: {ty} }}"),
                    value: String::new(),
                },
                ..item(name)
            });
            for other in ["count", "len", "size", "id", "version", "ttl"] {
                others.push(item(&format!("{name}_{other}")));
            }
        }
    }
    (secrets, others)
}

/// Letters of other scripts, with the Latin ones that they look like.
const ALIKE: &[(char, char)] = &[
    ('a', '\u{430}'),
    ('c', '\u{441}'),
    ('e', '\u{435}'),
    ('i', '\u{456}'),
    ('o', '\u{3bf}'),
    ('p', '\u{440}'),
    ('s', '\u{455}'),
    ('x', '\u{445}'),
    ('y', '\u{443}'),
];

/// Each name with one letter, and with every letter, replaced by what looks like it.
pub(crate) fn disguised(names: &[String]) -> Vec<String> {
    let mut disguised = Vec::new();
    for name in names {
        for (latin, other) in ALIKE {
            if name.contains(*latin) {
                disguised.push(name.replacen(*latin, &other.to_string(), 1));
                disguised.push(name.replace(*latin, &other.to_string()));
            }
        }
    }
    disguised
}

/// Names that say only that there is a text: what a pattern, a loop or a closure calls a secret.
const UNNAMED: &[&str] = &[
    "x", "p", "t", "b", "s", "k", "v", "entered", "trimmed", "received", "given", "line", "row",
    "old", "output",
];

/// How an event prints them. `IT` stands for the name.
const PRINTED: &[&str] = &[
    "IT",
    "%IT",
    "?IT, \"done\"",
    "\"got {IT}\"",
    "\"got {IT:?} of {}\", 7",
    "\"got {}\", IT",
    "\"got {}\", &IT[..]",
    "\"got {}\", IT.trim()",
    "\"got {}\", IT.as_str()",
    "\"got {}\", IT.to_uppercase()",
    "\"got {shown}\", shown = IT",
    "depth = 1, \"got {0:?}\", Some(IT)",
];

/// Text under such a name, and the twin of each that is a number.
pub(crate) fn unnamed() -> (Vec<Snippet>, Vec<Snippet>) {
    let (mut texts, mut numbers) = (Vec::new(), Vec::new());
    for name in UNNAMED {
        for printed in PRINTED {
            let handed = Handed::Event(printed.replace("IT", name));
            let of = |ty: &str, value: &str, kind| Snippet {
                handed: handed.clone(),
                items: String::new(),
                params: format!("{name}: {ty}"),
                args: value.to_owned(),
                function: "case".to_owned(),
                kind,
            };
            texts.push(of("String", "text()", Kind::Sensitive));
            // A number has no methods of a text.
            if !printed.contains("IT.") && !printed.contains("IT[") {
                numbers.push(of("u64", "7", Kind::Benign));
            }
        }
    }
    (texts, numbers)
}

/// Attributes of OpenTelemetry's conventions that hold content as it came.
const RAW: &[&str] = &[
    "db.statement",
    "db.query.text",
    "db.query.parameter.name",
    "http.request.header.x_custom",
    "http.response.header.location",
    "http.request.body.content",
    "http.target",
    "url.full",
    "url.original",
    "url.query",
    "user.name",
    "user.email",
    "user.full_name",
    "client.address",
    "network.peer.address",
    "messaging.message.body",
    "graphql.document",
    "gen_ai.input.messages",
    "process.command_line",
    "rpc.grpc.request.metadata.x_custom",
];

/// Text under each of them.
pub(crate) fn conventions() -> Vec<Snippet> {
    let mut snippets = Vec::new();
    for name in RAW {
        for field in [format!("{name} = %shown"), format!("\"{name}\" = ?shown")] {
            let event = Handed::Event(field.clone());
            let span = Handed::Span {
                attribute: format!("skip_all, fields({field})"),
                item: "fn case(shown: String) {}".to_owned(),
            };
            for handed in [event, span] {
                snippets.push(Snippet {
                    handed,
                    items: String::new(),
                    params: "shown: String".to_owned(),
                    args: "text()".to_owned(),
                    function: "case".to_owned(),
                    kind: Kind::Sensitive,
                });
            }
        }
    }
    snippets
}
