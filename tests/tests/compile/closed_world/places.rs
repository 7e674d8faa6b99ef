//! The places that record a value, and those that record something under a name.

use super::forms::{Form, Kind};
use super::judged::{self, Verdict};
use super::names::camel;

/// The field that `record!` fills. No argument may be called so: an argument would be hidden by it.
pub(crate) const FILLED: &str = "case_state";

/// What a macro is handed.
#[derive(Clone, Debug)]
pub(crate) enum Handed {
    /// `#[scorer_span(attribute)] item`.
    Span { attribute: String, item: String },
    /// `info!(inside)`.
    Event(String),
    /// `record!(inside)`, with the field [`FILLED`].
    Record(String),
    /// `#[derive(Recordable)] item`, of which a value is recorded.
    Derive { item: String, value: String },
}

/// A piece of a program that records something.
#[derive(Clone, Debug)]
pub(crate) struct Snippet {
    pub(crate) handed: Handed,
    pub(crate) items: String,
    pub(crate) params: String,
    pub(crate) args: String,
    /// What is called; in a place for values it is always the same.
    pub(crate) function: String,
    pub(crate) kind: Kind,
}

impl Snippet {
    /// As the macros judge it.
    pub(crate) fn verdict(&self) -> Verdict {
        judged::verdict(&self.handed)
    }

    /// In one line.
    pub(crate) fn shown(&self) -> String {
        match &self.handed {
            Handed::Span { attribute, item } => format!("#[scorer_span({attribute})] {item}"),
            Handed::Event(inside) => format!("info!({inside})  // fn({})", self.params),
            Handed::Record(inside) => format!("record!({inside})  // fn({})", self.params),
            Handed::Derive { item, .. } => item.clone(),
        }
    }

    /// A module with a function `run`.
    pub(crate) fn module(&self, name: &str) -> String {
        let Self {
            items,
            params,
            args,
            function,
            ..
        } = self;
        let (flag, count) = match self.kind {
            Kind::Sensitive => ("String { text() }", "String { text() }"),
            Kind::Benign => ("bool { true }", "u64 { 7 }"),
        };
        let function_text = match &self.handed {
            Handed::Span { attribute, item } => format!("#[scorer_span({attribute})] {item}"),
            Handed::Event(inside) => format!("fn {function}({params}) {{ info!({inside}); }}"),
            Handed::Record(inside) => format!(
                "#[scorer_span(skip_all, fields({FILLED}))] fn {function}({params}) {{ record!({inside}); }}"
            ),
            Handed::Derive { item, value } => format!(
                "#[derive(Recordable)] {item} fn {function}({params}) {{ info!(row = ?{value}); }}"
            ),
        };
        let text = format!(
            "mod {name} {{ use super::*; fn flagged() -> {flag} fn counted() -> {count} {items} {function_text} \
             pub fn run() {{ let _ = {function}({args}); }} }}"
        );
        text.replace('\n', " ")
    }
}

/// A place that records the value of an expression.
#[derive(Debug)]
pub(crate) struct Place {
    /// `VALUE` stands for the expression.
    written: fn(&str) -> Handed,
}

const fn place(written: fn(&str) -> Handed) -> Place {
    Place { written }
}

fn span(attribute: String) -> Handed {
    Handed::Span {
        attribute,
        item: "fn case(PARAMS) {}".to_owned(),
    }
}

pub(crate) const PLACES: &[Place] = &[
    place(|value| span(format!("skip_all, fields(state = %{value})"))),
    place(|value| span(format!("skip_all, fields(state = ?{value})"))),
    place(|value| {
        span(format!(
            "skip_all, fields(user.state = %{value}, depth = 1)"
        ))
    }),
    place(|value| {
        span(format!(
            "skip_all, name = \"case\", fields(\"state\" = %{value}), level = \"warn\""
        ))
    }),
    place(|value| Handed::Event(format!("state = %{value}"))),
    place(|value| Handed::Event(format!("state = ?{value}, \"done\""))),
    place(|value| {
        Handed::Event(format!(
            "target: \"case\", depth = 1, state = %{value}, \"done\""
        ))
    }),
    place(|value| Handed::Event(format!("{{ state = %{value} }}, \"done\""))),
    place(|value| Handed::Event(format!("\"got {{}}\", {value}"))),
    place(|value| Handed::Event(format!("\"got {{:?}}\", {value}"))),
    place(|value| Handed::Event(format!("\"got {{shown}} of {{}}\", 1, shown = {value}"))),
    place(|value| Handed::Event(format!("depth = 1, \"got {{0:?}}\", {value}"))),
    place(|value| Handed::Record(format!("{FILLED} = %{value}"))),
    place(|value| Handed::Record(format!("{FILLED} = ?{value}"))),
];

impl Place {
    /// A value in this place, in a function with these arguments.
    pub(crate) fn of(&self, value: &str, items: &str, (params, args): (&str, &str)) -> Snippet {
        let handed = match (self.written)(value) {
            Handed::Span { attribute, item } => Handed::Span {
                attribute,
                item: item.replace("PARAMS", params),
            },
            handed => handed,
        };
        Snippet {
            handed,
            items: items.to_owned(),
            params: params.to_owned(),
            args: args.to_owned(),
            function: "case".to_owned(),
            kind: Kind::Sensitive,
        }
    }

    /// An expression over a name in this place; none where the name has no plural.
    pub(crate) fn snippet(&self, form: &Form, name: &str, kind: Kind) -> Option<Snippet> {
        if form.plural && !has_plural(name) {
            return None;
        }
        let fill = |text: &str| filled(text, name, kind);
        let params = fill(form.params);
        let value = fill(form.value);
        let handed = match (self.written)(&value) {
            // A collection among the arguments is refused by its type.
            Handed::Span { .. } if kind == Kind::Benign && form.is_of_many() => return None,
            Handed::Span { attribute, item } => Handed::Span {
                attribute,
                item: item.replace("PARAMS", &params),
            },
            handed => handed,
        };
        Some(Snippet {
            handed,
            items: fill(form.items),
            params,
            args: fill(form.args),
            function: "case".to_owned(),
            kind,
        })
    }
}

/// Whether a name with an `s` is its plural.
fn has_plural(name: &str) -> bool {
    let last = name.rsplit('_').next().unwrap_or(name);
    last.len() > 2 && last.ends_with(|c: char| c.is_ascii_lowercase() && c != 's')
}

fn filled(text: &str, name: &str, kind: Kind) -> String {
    let (flag, count) = match kind {
        Kind::Sensitive => ("String", "String"),
        Kind::Benign => ("bool", "u64"),
    };
    text.replace("NAME", name)
        .replace("CAMEL", &camel(name))
        .replace("FLAG", flag)
        .replace("COUNT", count)
}

/// A place that records something under a name.
#[derive(Debug)]
pub(crate) struct Naming {
    attribute: &'static str,
    /// A function; a type, where it says so; what stands in an event.
    written: &'static str,
    items: &'static str,
    function: &'static str,
    args: &'static str,
}

const fn function(
    attribute: &'static str,
    written: &'static str,
    function: &'static str,
    args: &'static str,
) -> Naming {
    Naming {
        attribute,
        written,
        items: "pub struct Login { pub NAME: String, pub id: u64 }",
        function,
        args,
    }
}

const fn event(written: &'static str) -> Naming {
    Naming {
        attribute: "event",
        written,
        items: "",
        function: "case",
        args: "text()",
    }
}

const fn derive(written: &'static str, value: &'static str) -> Naming {
    Naming {
        attribute: "derive",
        written,
        items: "",
        function: "case",
        args: value,
    }
}

pub(crate) const NAMINGS: &[Naming] = &[
    function("", "fn case(NAME: String) {}", "case", "text()"),
    function("", "fn case(NAME: &str) {}", "case", "&text()"),
    function(
        "",
        "fn case(NAME: Option<&str>) {}",
        "case",
        "Some(&text())",
    ),
    function(
        "",
        "fn case(depth: u8, mut NAME: String) {}",
        "case",
        "1, text()",
    ),
    function("", "async fn case(NAME: String) {}", "case", "text()"),
    function(
        "",
        "fn case((NAME, depth): (String, u8)) {}",
        "case",
        "(text(), 1)",
    ),
    function(
        "",
        "fn case(Login { NAME, id }: Login) {}",
        "case",
        "Login { NAME: text(), id: 1 }",
    ),
    function(
        "",
        "fn case(Login { NAME: given, id }: Login) {}",
        "case",
        "Login { NAME: text(), id: 1 }",
    ),
    function(
        "skip_all, fields(NAME = %shown)",
        "fn case(shown: String) {}",
        "case",
        "text()",
    ),
    function(
        "skip_all, fields(user.NAME = %shown)",
        "fn case(shown: String) {}",
        "case",
        "text()",
    ),
    function(
        "skip_all, fields(\"NAME\" = ?shown)",
        "fn case(shown: String) {}",
        "case",
        "text()",
    ),
    function("ret", "fn NAME() -> String { text() }", "NAME", ""),
    function("ret", "fn get_NAME() -> String { text() }", "get_NAME", ""),
    function(
        "ret",
        "fn load_NAME() -> Option<String> { Some(text()) }",
        "load_NAME",
        "",
    ),
    function(
        "",
        "fn verify_NAME(candidate: String) {}",
        "verify_NAME",
        "text()",
    ),
    function("", "fn check_NAME(s: &str) {}", "check_NAME", "&text()"),
    function("", "fn is_NAME(given: &str) {}", "is_NAME", "&text()"),
    function(
        "",
        "fn parse_NAME(line: Option<&str>) {}",
        "parse_NAME",
        "Some(&text())",
    ),
    event("NAME = %shown"),
    event("user.NAME = ?shown, \"done\""),
    event("\"NAME\" = %shown"),
    derive(
        "struct Row { NAME: String, depth: u8 }",
        "Row { NAME: text(), depth: 1 }",
    ),
    derive("struct CAMEL(String);", "CAMEL(text())"),
    derive("enum Row { CAMEL(String) }", "Row::CAMEL(text())"),
    derive(
        "enum Row { CAMEL { to: String } }",
        "Row::CAMEL { to: text() }",
    ),
];

impl Naming {
    /// Whether the value itself is called by the name, as it is.
    pub(crate) fn is_plain(&self) -> bool {
        let is_other = |text| self.written.contains(text);
        !["_NAME", "CAMEL", "NAME: given"].into_iter().any(is_other)
    }

    pub(crate) fn snippet(&self, name: &str, kind: Kind) -> Snippet {
        let fill = |text: &str| filled(text, name, kind);
        let (handed, params, args) = match self.attribute {
            "event" => (
                Handed::Event(fill(self.written)),
                "shown: String",
                self.args,
            ),
            "derive" => (
                Handed::Derive {
                    item: fill(self.written),
                    value: fill(self.args),
                },
                "",
                "",
            ),
            attribute => (
                Handed::Span {
                    attribute: fill(attribute),
                    item: fill(self.written),
                },
                "",
                self.args,
            ),
        };
        Snippet {
            handed,
            items: fill(self.items),
            params: params.to_owned(),
            args: fill(args),
            function: fill(self.function),
            kind,
        }
    }
}
