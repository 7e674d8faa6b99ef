//! The forms in which a value is read from a name.

/// Whether a case holds a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sensitive,
    Benign,
}

/// A form of expression. `NAME` and `CAMEL` stand for the name; `FLAG` and `COUNT` for a type that a name promises, which
/// in a sensitive case is text.
#[derive(Debug)]
pub(crate) struct Form {
    /// The arguments of the function around it.
    pub(crate) params: &'static str,
    /// What it is called with.
    pub(crate) args: &'static str,
    /// What has to be declared.
    pub(crate) items: &'static str,
    /// The expression.
    pub(crate) value: &'static str,
    /// Whether the name stands in the plural.
    pub(crate) plural: bool,
}

impl Form {
    /// Whether what the value is read from is a collection.
    pub(crate) fn is_of_many(&self) -> bool {
        self.plural || self.params.starts_with("map")
    }
}

const fn text(value: &'static str) -> Form {
    of("NAME: String", "text()", "", value)
}

const fn option(value: &'static str) -> Form {
    of("NAME: Option<String>", "Some(text())", "", value)
}

const fn of(
    params: &'static str,
    args: &'static str,
    items: &'static str,
    value: &'static str,
) -> Form {
    Form {
        params,
        args,
        items,
        value,
        plural: false,
    }
}

const fn many(value: &'static str) -> Form {
    Form {
        params: "NAMEs: Vec<String>",
        args: "vec![text()]",
        items: "",
        value,
        plural: true,
    }
}

const HELD: &str = "pub struct Held { pub NAME: String }";
const GETTERS: &str = "pub struct Held(String); impl Held { pub fn NAME(&self) -> &str { &self.0 } \
                       pub fn get_NAME(&self) -> String { self.0.clone() } }";
const PROMISES: &str = "#[derive(Clone)] pub struct Carrier(COUNT, FLAG); impl Carrier { \
                        pub fn num(&self) -> COUNT { self.0.clone() } \
                        pub fn status(&self) -> COUNT { self.0.clone() } \
                        pub fn elapsed(&self) -> COUNT { self.0.clone() } \
                        pub fn any(&self) -> FLAG { self.1.clone() } \
                        pub fn is_set(&self) -> FLAG { self.1.clone() } }";
const CARRIER: &str = "Carrier(counted(), flagged())";

pub(crate) const FORMS: &[Form] = &[
    text("NAME"),
    text("&NAME"),
    text("&*NAME"),
    text("(NAME)"),
    text("&&&NAME"),
    text("NAME.as_str()"),
    text("NAME.clone()"),
    text("NAME.to_string()"),
    text("NAME.to_owned()"),
    text("NAME.trim()"),
    text("NAME.to_uppercase()"),
    text("NAME.replace(\"a\", \"b\")"),
    text("&NAME[..4]"),
    text("NAME.get(..4)"),
    text("NAME.strip_prefix(\"s\")"),
    text("String::from(NAME.as_str())"),
    text("Some(NAME.as_str())"),
    text("Some(NAME.as_str()).unwrap_or_default()"),
    text("format!(\"{}\", NAME)"),
    text("format!(\"{NAME}\")"),
    text("format!(\"{NAME:>8}\")"),
    text("if wide() { NAME.as_str() } else { \"\" }"),
    text("match wide() { true => NAME.as_str(), _ => \"\" }"),
    text("if let Some(x) = NAME.get(..) { x } else { \"\" }"),
    text("{ NAME.as_str() }"),
    text("unsafe { NAME.as_str() }"),
    text("[NAME.as_str(), \"\"][0]"),
    text("(NAME.as_str(), 1).0"),
    text("std::convert::identity(NAME.as_str())"),
    text("shown(&NAME)"),
    text("Box::new(NAME.as_str())"),
    option("NAME"),
    option("NAME.as_deref()"),
    option("NAME.as_ref().unwrap()"),
    option("NAME.as_deref().unwrap_or(\"\")"),
    option("NAME.clone().unwrap_or_default()"),
    of("user: Held", "Held { NAME: text() }", HELD, "user.NAME"),
    of("user: Held", "Held { NAME: text() }", HELD, "&user.NAME"),
    of(
        "user: Held",
        "Held { NAME: text() }",
        HELD,
        "user.NAME.clone()",
    ),
    of("config: Held", "Held { NAME: text() }", HELD, "config.NAME"),
    of(
        "request: Held",
        "Held { NAME: text() }",
        HELD,
        "request.NAME.as_str()",
    ),
    of("e: Held", "Held { NAME: text() }", HELD, "e.NAME"),
    of("user: Held", "Held(text())", GETTERS, "user.NAME()"),
    of("user: Held", "Held(text())", GETTERS, "user.get_NAME()"),
    of("", "", "fn load_NAME() -> String { text() }", "load_NAME()"),
    of(
        "",
        "",
        "pub struct CAMEL; impl CAMEL { fn load() -> String { text() } }",
        "CAMEL::load()",
    ),
    of(
        "",
        "",
        "mod NAME { pub(super) fn get() -> String { super::text() } }",
        "NAME::get()",
    ),
    of(
        "",
        "",
        "mod NAME { pub(super) const PRIMARY: &str = super::TEXT; }",
        "NAME::PRIMARY",
    ),
    many("NAMEs[0]"),
    many("&NAMEs[0]"),
    many("NAMEs.first()"),
    many("NAMEs.iter().next()"),
    many("NAMEs.last().cloned()"),
    of(
        "map: std::collections::HashMap<&'static str, String>",
        "[(\"NAME\", text())].into()",
        "",
        "map[\"NAME\"]",
    ),
    of(
        "map: std::collections::HashMap<&'static str, String>",
        "[(\"NAME\", text())].into()",
        "",
        "map.get(\"NAME\")",
    ),
    of(
        "NAME: String",
        "text()",
        "fn has_NAME(_: &str) -> FLAG { flagged() }",
        "has_NAME(&NAME)",
    ),
    of(
        "NAME: String",
        "text()",
        "fn NAME_len(_: &str) -> COUNT { counted() }",
        "NAME_len(&NAME)",
    ),
    of("NAME: Carrier", CARRIER, PROMISES, "NAME.num()"),
    of("NAME: Carrier", CARRIER, PROMISES, "NAME.status()"),
    of("NAME: Carrier", CARRIER, PROMISES, "NAME.elapsed()"),
    of("NAME: Carrier", CARRIER, PROMISES, "NAME.any()"),
    of("NAME: Carrier", CARRIER, PROMISES, "NAME.is_set()"),
];
