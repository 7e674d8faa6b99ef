//! What patterns bind: judged by the member that it was bound from, with its owner.

use scorer_instrument_syntax::fault::Fault;

use crate::judged::{PLACES, span};
use crate::names::{benign, camel, sensitive};

/// Patterns that bind `given` from the member `NAME`, with the type that an argument of it has.
const MEMBERS: &[(&str, &str)] = &[
    ("Holder { NAME: given }", "Holder"),
    ("Holder { user_id, NAME: given, .. }", "Holder"),
    ("api::Holder { NAME: given }", "api::Holder"),
    ("Holder { NAME: mut given }", "Holder"),
    ("Holder { NAME: ref given }", "Holder"),
    ("Holder { NAME: ref mut given }", "Holder"),
    ("Holder { NAME: given @ _ }", "Holder"),
    ("Holder { NAME: given @ Some(_) }", "Holder"),
    ("Holder { NAME: &given }", "Holder"),
    ("Holder { NAME: (given) }", "Holder"),
    ("Holder { NAME: (given, _) }", "Holder"),
    ("Holder { NAME: [given, ..] }", "Holder"),
    ("Holder { NAME: [_, given @ ..] }", "Holder"),
    ("Holder { NAME: Some(given) }", "Holder"),
    ("Holder { NAME: Inner(given) }", "Holder"),
    ("Holder { NAME: Inner { value: given } }", "Holder"),
    ("Holder { NAME: Inner { 0: given } }", "Holder"),
    ("Outer { inner: Holder { NAME: given } }", "Outer"),
    (
        "Outer { step: Step { inner: Holder { NAME: given } } }",
        "Outer",
    ),
    ("&Holder { NAME: given }", "&Holder"),
    ("(_, Holder { NAME: given })", "(u8, Holder)"),
    ("[Holder { NAME: given }]", "[Holder; 1]"),
    ("whole @ Holder { NAME: given }", "Holder"),
    ("Form(Holder { NAME: given })", "Form<Holder>"),
    ("Json(Some(Holder { NAME: given }))", "Json<Option<Holder>>"),
    (
        "(Step::One { NAME: given } | Step::Two { depth: given })",
        "Step",
    ),
    (
        "(Step::One { depth: given } | Step::Two { NAME: given })",
        "Step",
    ),
    // The name that it is bound to counts as well.
    ("Holder { NAME }", "Holder"),
    ("Holder { ref NAME }", "Holder"),
    ("Holder { depth: NAME }", "Holder"),
    ("Holder { value: NAME }", "Holder"),
    ("Inner(NAME)", "Inner"),
];

/// Patterns that bind `given` from what a type or a variant of the name holds.
const OWNERS: &[(&str, &str)] = &[
    ("NAME(given)", "Holder"),
    ("Step::NAME(given)", "Step"),
    ("Step::NAME(_, given)", "Step"),
    ("NAME(Inner(given))", "Holder"),
    ("NAME { value: given }", "Holder"),
    ("NAME { 0: given }", "Holder"),
    ("Outer { part: NAME(given) }", "Outer"),
    ("Form(NAME(given))", "Form<Holder>"),
    ("Some(NAME(ref given))", "Holder"),
    ("(Step::Depth(given) | Step::NAME(given))", "Step"),
];

/// Values that are, or print, what `given` was bound to.
const USES: &[&str] = &[
    "given",
    "&given",
    "*given",
    "given.clone()",
    "given.as_str()",
    "given.to_string()",
    "given?",
    "Some(given)",
    "(depth, given)",
    "given[0]",
    "format!(\"{given}\")",
    "format!(\"{given:?}\")",
    "format!(\"{}\", given)",
    "format!(\"{depth:given$}\")",
    "String::from(given)",
    "if ready() { given } else { depth }",
];

/// Expressions whose value is what stands in `USE`, with the pattern's names bound.
const EXPRESSIONS: &[&str] = &[
    "match asked { PATTERN => USE, _ => depth }",
    "match asked { None => depth, PATTERN => { USE } }",
    "match asked { PATTERN if ready() => USE, _ => depth }",
    "if let PATTERN = asked { USE } else { depth }",
    "if let Some(part) = asked && let PATTERN = part { USE } else { depth }",
    "if let PATTERN = asked && ready() { USE } else { depth }",
    "if ready() { depth } else if let PATTERN = asked { USE } else { depth }",
    "match asked { Some(part) => match part { PATTERN => USE, _ => depth }, None => depth }",
    "shown(match asked { PATTERN => USE, _ => depth })",
    "(match asked { PATTERN => USE, _ => depth },)",
];

fn expression(form: &str, pattern: &str, value: &str) -> String {
    form.replace("PATTERN", pattern).replace("USE", value)
}

/// Which name a pattern binds: `given`, or that of the member.
fn bound(pattern: &str) -> &'static str {
    if pattern.contains("given") {
        "given"
    } else {
        "NAME"
    }
}

/// What the macro says of a function with one argument of a pattern.
fn argument(pattern: &str, ty: &str) -> Result<(), String> {
    let item = format!("fn load({pattern}: {ty}, depth: u8) {{}}");
    let faults = span("", &item);
    let Some(first) = faults.first() else {
        return Ok(());
    };
    // What it says to write is accepted.
    let help = first.help.clone().unwrap_or_default();
    let attr = help
        .strip_prefix("write #[scorer_span(")
        .and_then(|rest| rest.strip_suffix(")]"))
        .unwrap_or_else(|| panic!("no attribute to write: {item}: {faults:#?}"));
    let again = span(attr, &item);
    assert!(again.is_empty(), "{item}: {attr}: {again:#?}");
    Err(first.text())
}

#[test]
fn an_argument_is_judged_by_the_member_that_it_was_bound_from() {
    for name in sensitive() {
        for (pattern, ty) in MEMBERS {
            let pattern = pattern.replace("NAME", name);
            assert!(argument(&pattern, ty).is_err(), "accepted: {pattern}");
        }
        for (pattern, ty) in OWNERS {
            let pattern = pattern.replace("NAME", &camel(name));
            assert!(argument(&pattern, ty).is_err(), "accepted: {pattern}");
        }
    }
}

#[test]
fn an_argument_bound_from_a_benign_member_is_recorded() {
    for name in benign() {
        for (pattern, ty) in MEMBERS {
            let pattern = pattern.replace("NAME", name);
            assert_eq!(argument(&pattern, ty), Ok(()), "{pattern}");
        }
        for (pattern, ty) in OWNERS {
            let pattern = pattern.replace("NAME", &camel(name));
            assert_eq!(argument(&pattern, ty), Ok(()), "{pattern}");
        }
    }
}

#[test]
fn an_expression_is_judged_by_what_its_patterns_bind() {
    let verdict = |pattern: &str, name: &str| {
        let bound = bound(pattern).replace("NAME", name);
        let pattern = pattern.replace("NAME", name);
        let value = expression(EXPRESSIONS[0], &pattern, &bound);
        let faults = PLACES[0].1(&value);
        (value, faults)
    };
    for name in sensitive() {
        for (pattern, _) in MEMBERS {
            let (value, faults) = verdict(pattern, name);
            assert!(!faults.is_empty(), "accepted: {value}");
        }
        for (pattern, _) in OWNERS {
            let (value, faults) = verdict(pattern, &camel(name));
            assert!(!faults.is_empty(), "accepted: {value}");
        }
    }
    for name in benign() {
        for (pattern, _) in MEMBERS {
            let (value, faults) = verdict(pattern, name);
            assert!(faults.is_empty(), "refused: {value}: {faults:#?}");
        }
        for (pattern, _) in OWNERS {
            let (value, faults) = verdict(pattern, &camel(name));
            assert!(faults.is_empty(), "refused: {value}: {faults:#?}");
        }
    }
}

#[test]
fn patterns_are_read_in_every_expression_use_and_place() {
    let check =
        |form: &str, pattern: &str, value: &str, place: &str, judge: fn(&str) -> Vec<Fault>| {
            let unfit = expression(form, &pattern.replace("NAME", "password"), value);
            assert!(!judge(&unfit).is_empty(), "{place} is accepted: {unfit}");
            let fit = expression(form, &pattern.replace("NAME", "user_id"), value);
            let faults = judge(&fit);
            assert!(faults.is_empty(), "{place} is refused: {fit}: {faults:#?}");
        };
    for form in EXPRESSIONS {
        for value in USES {
            for (place, judge) in PLACES {
                check(form, MEMBERS[0].0, value, place, *judge);
            }
        }
        let patterns = MEMBERS
            .iter()
            .filter(|(pattern, _)| pattern.contains("given"));
        for (pattern, _) in patterns {
            let (place, judge) = PLACES[0];
            check(form, pattern, "given", place, judge);
        }
    }
}

#[test]
fn what_says_nothing_of_the_member_is_fit() {
    for value in [
        "match login { Login { password: given } => given.len() }",
        "match login { Login { password: given, .. } => given.is_some() }",
        "match login { Login { password: given, user_id } => user_id }",
        "if let Login { password: given } = login { true } else { false }",
        "match login { Login { password: None, .. } => 0, _ => 1 }",
    ] {
        for (place, judge) in PLACES {
            let faults = judge(value);
            assert!(
                faults.is_empty(),
                "{place} is refused: {value}: {faults:#?}"
            );
        }
    }
}

#[test]
fn a_pattern_hides_the_argument_of_its_name() {
    // The argument `api_key` is a flag; what the pattern binds is none.
    let unfit = "skip(login), fields(n = match login { Login { api_key } => api_key })";
    assert!(!span(unfit, "fn load(api_key: bool, login: Login) {}").is_empty());
    // And the argument is what is meant again behind the arm.
    let fit = "skip(login), fields(n = if let Login { api_key } = login { 1 } else { api_key })";
    assert!(span(fit, "fn load(api_key: bool, login: Login) {}").is_empty());
    // The other way round: the argument is a pool, the pattern's name a number.
    let fit = "skip(pool, login), fields(n = match login { Login { depth: pool } => pool.len() })";
    assert!(span(fit, "fn load(pool: &PgPool, login: Login) {}").is_empty());
}

#[test]
fn extractors_are_looked_through() {
    for (pattern, ty) in [
        ("Path((id, address))", "Path<(i64, String)>"),
        (
            "Json(ScoreRequest { community_id, .. })",
            "Json<ScoreRequest>",
        ),
        ("Query(Page { depth, token: cursor })", "Query<Page>"),
        ("Search { request: Page { token: cursor } }", "Search"),
        ("Some(depth)", "Option<u8>"),
        ("Ok(depth)", "Result<u8, E>"),
        ("Wrapping(depth)", "Wrapping<u8>"),
        ("Step::Two { id, .. }", "Step"),
        ("ApiKey { id, .. }", "ApiKey"),
        ("Session { user_id, .. }", "Session"),
    ] {
        let item = format!("fn load({pattern}: {ty}) {{}}");
        let faults = span("", &item);
        assert!(faults.is_empty(), "refused: {item}: {faults:#?}");
    }
}

#[test]
fn the_owner_counts_where_the_member_alone_says_too_little() {
    for (pattern, ty) in [
        ("Email { to }", "Message"),
        ("Message::Email { to: given }", "Message"),
        ("Message::Email { subject: given, .. }", "Message"),
        ("User { name: given }", "User"),
        ("Outer { user: Part { name: given } }", "Outer"),
        ("Outer { user: Some(Part { name: given }) }", "Outer"),
        ("Self(given)", "Self"),
        ("Self { password: given }", "Self"),
        ("Self::Password(given)", "Self"),
    ] {
        assert!(argument(pattern, ty).is_err(), "accepted: {pattern}");
    }
}

#[test]
fn a_member_whose_written_type_makes_it_fit_is_recorded() {
    assert!(span("", "fn load(Token(given): Wrapper<usize>) {}").is_empty());
}

#[test]
fn a_pattern_that_cannot_be_read_is_refused() {
    for (place, judge) in PLACES {
        let value = "match login { login!(given) => given }";
        assert!(!judge(value).is_empty(), "{place} is accepted: {value}");
    }
    for pattern in [
        "login!(given)",
        "Form(login!(given))",
        "Holder { inner: login!(given), .. }",
    ] {
        let item = format!("fn load({pattern}: Holder) {{}}");
        assert_eq!(span("skip_all", &item).len(), 1, "{item}");
    }
}

#[test]
fn the_message_names_the_member_and_the_whole_attribute() {
    assert_eq!(
        argument("Form(Login { user_id, password: given })", "Form<Login>"),
        Err(
            "argument `given` holds a password (`password`) and must not be recorded\n\
             help: write #[scorer_span(skip(given))]"
                .to_owned()
        )
    );
    assert_eq!(
        argument("ApiKey(inner)", "ApiKey"),
        Err(
            "argument `inner` is a credential (`ApiKey`) and must not be recorded\n\
             help: write #[scorer_span(skip(inner))]"
                .to_owned()
        )
    );
    assert_eq!(
        argument("Message::Email { to: given }", "Message"),
        Err(
            "argument `given` holds an e-mail address (`Email.to`) and must not be recorded\n\
             note: a field `user_id` could be recorded\n\
             help: write #[scorer_span(skip(given))]"
                .to_owned()
        )
    );
    let faults = PLACES[0].1("match login { Login { password: given } => given }");
    assert_eq!(
        faults[0].text(),
        "field `note` must not be recorded: its value reads `given`, which holds a password (`password`)\n\
         help: leave it out, or write a fact about it, such as `.is_some()` or `.len()`"
    );
}
