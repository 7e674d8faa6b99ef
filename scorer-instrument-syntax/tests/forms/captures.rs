//! What format strings print: captures, positions, names, widths, in every spelling of the literal.

use crate::judged::{Place, event, record, span};
use crate::names::{benign, sensitive};

/// Format strings with their arguments that print `NAME`, or take a width from it.
const FORMS: &[&str] = &[
    r#""{NAME}""#,
    r#""at {depth}: {{{NAME}}} {depth}""#,
    r#""{NAME:?}""#,
    r#""{NAME:#?}""#,
    r#""{NAME:x}""#,
    r#""{NAME:#010b}""#,
    r#""{NAME:>8}""#,
    r#""{NAME:}<8}""#,
    r#""{NAME:{^8?}""#,
    r#""{depth:}<8}{NAME}""#,
    r#""{NAME }""#,
    r#""{NAME:?} and {NAME}""#,
    r#""\u{7b}NAME}""#,
    r#""\x7bNAME\x7d""#,
    r#""a \
        {NAME}""#,
    r#"r"{NAME}""#,
    r###"r##"a "quoted"# {NAME}"##"###,
    r#""{depth:NAME$}""#,
    r#""{depth:>0NAME$}""#,
    r#""{depth:.NAME$}""#,
    r#""{depth:NAME$.NAME$}""#,
    r#""{}", NAME"#,
    r#""{:?}", &NAME"#,
    r#""{0} {0:?}", NAME"#,
    r#""{1} {0}", depth, NAME"#,
    r#""{shown}", shown = NAME"#,
    r#""{type}", r#type = NAME"#,
    r#""{:.*}", 3, NAME"#,
    r#""{:.*}", NAME, depth"#,
    r#""{:1$}", depth, NAME"#,
    r#""{:w$}", depth, w = NAME"#,
    r#"concat!("{", "}"), NAME"#,
    r#""{}", format_args!("{NAME}")"#,
    r#""{}", format!("{}", format!("{NAME:?}"))"#,
    r#""{}", if ready() { format!("{NAME}") } else { String::new() }"#,
    r#""{}", match depth { K => format!("{K} {NAME}") }"#,
];

/// Where a format string stands.
const PLACES: &[Place] = &[
    ("a message", |format| event(format)),
    ("a message behind fields", |format| {
        event(&format!("target: \"area\", depth = 1, {format}"))
    }),
    ("a field of an event", |format| {
        event(&format!("note = format!({format})"))
    }),
    ("a field by Display", |format| {
        event(&format!("note = %format_args!({format}), \"done\""))
    }),
    ("a filled field", |format| {
        record(&format!("format!({format})"))
    }),
    ("a field of a span", |format| {
        span(
            &format!("fields(note = format!({format}))"),
            "fn load(&self, depth: usize) {}",
        )
    }),
];

fn is_refused_in_every_place(format: &str) {
    for (place, judge) in PLACES {
        assert!(!judge(format).is_empty(), "{place} is accepted: {format}");
    }
}

fn is_accepted_in_every_place(format: &str) {
    for (place, judge) in PLACES {
        let faults = judge(format);
        assert!(
            faults.is_empty(),
            "{place} is refused: {format}: {faults:#?}"
        );
    }
}

#[test]
fn every_sensitive_name_is_refused_in_every_form() {
    for name in sensitive() {
        for form in FORMS {
            let format = form.replace("NAME", name);
            assert!(!event(&format).is_empty(), "accepted: {format}");
        }
    }
}

#[test]
fn every_benign_name_is_accepted_in_every_form() {
    for name in benign() {
        for form in FORMS {
            let format = form.replace("NAME", name);
            let faults = event(&format);
            assert!(faults.is_empty(), "refused: {format}: {faults:#?}");
        }
    }
}

#[test]
fn a_format_string_is_read_wherever_it_stands() {
    for form in FORMS {
        is_refused_in_every_place(&form.replace("NAME", "api_key"));
        is_accepted_in_every_place(&form.replace("NAME", "stamp_count"));
    }
}

#[test]
fn what_cannot_be_read_is_refused_in_every_form() {
    // Forms that write the name as an expression are no Rust with these.
    let captures = |form: &&&str| {
        !form.contains(", NAME") && !form.contains("= NAME") && !form.contains("&NAME")
    };
    let printed = |form: &&&str| captures(form) && !form.contains("NAME$");
    for name in ["self", "Self", "super", "crate", "_", "r#type", "1a"] {
        for form in FORMS.iter().filter(captures) {
            is_refused_in_every_place(&form.replace("NAME", name));
        }
    }
    // As a width these are no words.
    for name in ["a.b", "self.pool", "a-b"] {
        for form in FORMS.iter().filter(printed) {
            is_refused_in_every_place(&form.replace("NAME", name));
        }
    }
}

#[test]
fn every_spelling_of_a_literal_is_read() {
    let spellings: &[fn(char) -> String] = &[
        |letter| letter.to_string(),
        |letter| format!("\\u{{{:x}}}", u32::from(letter)),
        |letter| format!("\\u{{00_{:X}}}", u32::from(letter)),
        |letter| format!("\\x{:02x}", u32::from(letter)),
        |letter| format!("\\\n    {letter}"),
    ];
    let text = "{self:?}";
    for spelling in spellings {
        let whole: String = text.chars().map(spelling).collect();
        is_refused_in_every_place(&format!("\"{whole}\""));
        // One letter otherwise than the others.
        for other in 0..text.len() {
            let mixed: String = text
                .char_indices()
                .map(|(at, letter)| {
                    if at == other {
                        spelling(letter)
                    } else {
                        letter.to_string()
                    }
                })
                .collect();
            is_refused_in_every_place(&format!("\"{mixed}\""));
        }
    }
}

#[test]
fn a_literal_of_bytes_is_no_format_string() {
    for literal in ["b\"{depth}\"", "c\"{depth}\"", "'{'", "1"] {
        for (place, judge) in &PLACES[2..] {
            assert!(!judge(literal).is_empty(), "{place} is accepted: {literal}");
        }
    }
}

#[test]
fn a_keyword_is_judged_as_the_raw_identifier_that_it_stands_for() {
    let function = |attr: &str| {
        span(
            attr,
            "fn load(r#type: &PgPool, r#match: u8, r#gen: &str) {}",
        )
    };
    for capture in ["{type}", "{type:?}", "{match} {type}"] {
        let attr = format!("skip(r#type), fields(note = format!(\"{capture}\"))");
        let faults = function(&attr);
        assert_eq!(faults.len(), 1, "{attr}");
        assert!(
            faults[0]
                .message
                .contains("a database connection pool (`PgPool`)"),
            "{faults:#?}"
        );
    }
    let faults = function("skip(r#type), fields(note = format!(\"{match} {gen}\"))");
    assert!(faults.is_empty(), "{faults:#?}");
    is_accepted_in_every_place("\"{type} {match:?} {gen}\"");
}

#[test]
fn self_is_never_recorded_as_a_whole_and_its_members_are_judged() {
    let whole = [
        "self",
        "&self",
        "*self",
        "(self)",
        "self.clone()",
        "(&*self).clone()",
        "self.to_string()",
    ];
    for value in whole {
        for (place, judge) in crate::judged::PLACES {
            assert!(!judge(value).is_empty(), "{place} is accepted: {value}");
        }
    }
    let parts = [
        "self.depth",
        "(*self).depth",
        "self.depth()",
        "self.len()",
        "self == other",
        "*self as u8",
        "stamps_of(self)",
        "match self { Self::Depth { depth } => depth, _ => 0 }",
        "match self { Step::Depth(n) => n, _ => 0 }",
        "if let Step::Depth(n) = self { n } else { 0 }",
    ];
    for value in parts {
        for (place, judge) in crate::judged::PLACES {
            let faults = judge(value);
            assert!(
                faults.is_empty(),
                "{place} is refused: {value}: {faults:#?}"
            );
        }
    }
    for value in [
        "match self { whole => whole }",
        "match self { Self(part) => part }",
        "self.api_key",
    ] {
        for (place, judge) in crate::judged::PLACES {
            assert!(!judge(value).is_empty(), "{place} is accepted: {value}");
        }
    }
}

#[test]
fn the_message_says_what_to_write() {
    let faults = event("\"state {self:#?}\"");
    assert_eq!(
        faults[0].text(),
        "this message must not be logged: it reads `self`, which is never recorded as a whole\n\
         help: write what is needed of it by name, such as `id = self.id`; if it is an error, whose text is redacted, \
         write `let error = &self;` before, and `%error`"
    );
    let faults = event("\"{super}\"");
    assert_eq!(
        faults[0].text(),
        "this message must not be logged: it captures `super`, which cannot be read here\n\
         help: write the value as an argument: `\"{}\", value`"
    );
}
