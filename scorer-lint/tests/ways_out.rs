//! Every way out of a program, with every form of argument: a secret is found in each, its harmless twin in none.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use scorer_lint::engine::run::lint_text;
use scorer_lint::package::unit::Unit;
use scorer_lint::rules::ALL;

/// Calls that show a value; `@` stands for it, `#` for a statement before.
const SINKS: &[&str] = &[
    "info!(\"tried {}\", @);",
    "tracing::warn!(attempt = 1, \"tried {:?}\", @);",
    "log::error!(target: \"audit\", \"tried {}\", @);",
    "log::log!(log::Level::Info, \"tried {}\", @);",
    "log::log!(target: \"audit\", log::Level::Info, \"tried {:>8}\", @);",
    "log::info!(attempt = 1; \"tried {:#?}\", @);",
    "event!(Level::INFO, \"tried {0}\", @);",
    "event!(name: \"x\", target: \"y\", Level::INFO, attempt = 1, \"tried {0} {0}\", @);",
    "print!(\"tried {}\", @);",
    "println!(\"tried {}\", @);",
    "std::println!(\"tried {:?}\", @);",
    "eprint!(\"tried {}\", @);",
    "eprintln!(\"{} tried {}\", 1, @);",
    "dbg!(@);",
    "dbg!(1, @);",
    "panic!(\"tried {}\", @);",
    "core::panic!(\"tried {:?}\", @);",
    "unreachable!(\"tried {}\", @);",
    "todo!(\"tried {}\", @);",
    "unimplemented!(\"tried {}\", @);",
    "assert!(ready, \"tried {}\", @);",
    "assert_eq!(1, 2, \"tried {}\", @);",
    "assert_ne!(1, 2, \"tried {}\", @);",
    "debug_assert!(ready, \"tried {}\", @);",
    "assert_eq!(@, other);",
    "debug_assert_ne!(other, @);",
    "outcome.expect(&format!(\"tried {}\", @));",
    "outcome.unwrap_or_else(|_| panic!(\"tried {}\", @));",
    "write!(io::stdout(), \"tried {}\", @).ok();",
    "writeln!(std::io::stderr(), \"tried {}\", @).ok();",
    "writeln!(io::stdout().lock(), \"tried {}\", @).ok();",
    "let mut out = io::stdout(); writeln!(out, \"tried {}\", @).ok();",
    "let mut out = io::stderr().lock(); writeln!(&mut out, \"tried {}\", @).ok();",
    "let out = io::stdout(); let mut locked = out.lock(); write!(locked, \"tried {}\", @).ok();",
    "let mut out = BufWriter::new(io::stdout()); writeln!(out, \"tried {}\", @).ok();",
    "io::stdout().write_fmt(format_args!(\"tried {}\", @)).ok();",
    "let out = io::stdout(); out.lock().write_fmt(format_args!(\"tried {}\", @)).ok();",
    "info!(\"{}\", format!(\"tried {}\", @));",
    "info!(\"{}\", format_args!(\"tried {}\", @));",
    "info!(\"{text}\", text = @);",
    "info!(\"{text:?}\", text = @);",
    "info!(text = %@, \"tried\");",
    "info!(text = ?@, \"tried\");",
    "info!({ text = %@ }, \"tried\");",
    "log::info!(text = @; \"tried\");",
    "log::info!(text:? = @; \"tried\");",
    "let text = format!(\"tried {}\", @); error!(\"{text}\");",
    "let mut text = String::new(); write!(text, \"tried {}\", @).ok(); error!(\"{text}\");",
    "let mut text = String::new(); text.push_str(@); error!(\"{}\", text);",
];

/// Forms of one value; `@` stands for its name. What stands before `;;` are statements that make it.
const FORMS: &[&str] = &[
    "@",
    "&@",
    "*@",
    "(@)",
    "&mut @",
    "@.clone()",
    "@.to_owned()",
    "@.to_string()",
    "@.as_str()",
    "@.as_ref()",
    "@.trim()",
    "@.as_str().to_uppercase()",
    "String::from(@)",
    "Some(@)",
    "Some(&@).unwrap()",
    "Box::new(@)",
    "Arc::new(@.clone())",
    "format!(\"{}\", @)",
    "format!(\"{@}\")",
    "format_args!(\"{}\", @)",
    "[@]",
    "vec![@]",
    "(1, @)",
    "&@[..4]",
    "@.get(..4)",
    "\"x\".to_owned() + @",
    "form.@",
    "&form.@",
    "self.@",
    "self.form.@.clone()",
    "form.@.as_deref().unwrap_or_default()",
    "form.@.unwrap_or_default()",
    "get_@()",
    "store.get_@(1).await?",
    "load_@(&store)?",
    "if ready { @ } else { other }",
    "match ready { true => @, false => other }",
    "{ @ }",
    "let given = @ ;; given",
    "let given = &@; let again = given.clone() ;; again",
    "let given = @.as_str(); let given = given.trim() ;; given",
    "let (given, n) = (@, 5) ;; given",
    "let pair = (@, 5) ;; pair.0",
    "let pair = (5, @) ;; pair.1",
    "let given = if ready { @ } else { other } ;; given",
    "let given = match ready { true => @, _ => other } ;; given",
    "let given; given = @ ;; given",
    "let mut given = String::new(); given = @.clone() ;; given",
    "let given: String = @.into() ;; given",
    "let Some(given) = Some(@) else { return } ;; given",
    "let given = vec![@] ;; given",
    "let given = Arc::new(@) ;; given",
    "let given = async { @ }.await ;; @",
    "let given = format!(\"x {@}\") ;; given",
    "let given = get_@() ;; given",
    "let given = form.@ ;; given",
    "let Form { @: given, .. } = form ;; given",
    "let Form { @, .. } = form ;; @",
];

/// Statements around a call, in which `given` stands for the value's name.
const AROUND: &[&str] = &[
    "if let Some(given) = @ { ! }",
    "if let Some(given) = &form.@ { ! }",
    "if let Ok(given) = read_@() { ! }",
    "while let Some(given) = @.pop() { ! }",
    "match form.@ { Some(given) => { ! } None => {} }",
    "match form { Form { @: given } => { ! } }",
    "@.iter().for_each(|given| { ! });",
    "@.map(|given| { ! });",
    "form.@.as_ref().map(|given| { ! });",
    "@.inspect(|given| { ! });",
    "let show = move || { let given = &@; ! };",
    "for given in [@] { ! }",
    "unsafe { let given = @; ! }",
    "async { let given = @; ! };",
    "loop { let given = @; ! break; }",
];

/// Names of secrets, and a harmless one for each.
const NAMES: &[(&str, &str)] = &[
    ("password", "community"),
    ("api_key", "region"),
    ("access_token", "provider"),
    ("client_secret", "plan"),
];

fn found(text: &str) -> BTreeSet<usize> {
    let unit = Unit::default();
    let findings = lint_text(&ALL, &unit, PathBuf::from("src/any.rs"), text);
    findings
        .iter()
        .filter(|finding| matches!(finding.rule.name, "secret-in-message" | "pii-field"))
        .map(|finding| finding.start.line)
        .collect()
}

/// A file with a function for each case, one a line, and the line of each.
fn program(cases: &[String]) -> (String, Vec<usize>) {
    let mut text = String::from(
        "use std::io::{self, BufWriter, Write as _};\nuse tracing::{error, event, info, Level};\n",
    );
    let mut lines = Vec::new();
    let before = text.lines().count();
    for (at, case) in cases.iter().enumerate() {
        lines.push(before + at + 1);
        writeln!(text, "async fn case_{at}() {{ {case} }}").expect("a text takes all");
    }
    (text, lines)
}

fn cases(name: &str) -> Vec<String> {
    let mut cases = Vec::new();
    for sink in SINKS {
        for form in FORMS {
            // What is put together or borrowed to be pushed is no argument of this one.
            let (before, value) = form.split_once(" ;; ").unwrap_or(("", form));
            let before = if before.is_empty() {
                String::new()
            } else {
                format!("{before}; ")
            };
            cases.push(format!("{before}{}", sink.replace('@', value)).replace('@', name));
        }
        for around in AROUND {
            cases.push(
                around
                    .replace('!', &sink.replace('@', "given").replace("!(", "\u{1}("))
                    .replace('@', name)
                    .replace("\u{1}(", "!("),
            );
        }
    }
    for literal in [
        "{@}",
        "{@:?}",
        "{@:#?}",
        "{@:>8}",
        "x {@} y {{@}}",
        "{0} {@}",
        "\\u{7b}@}",
    ] {
        for sink in SINKS.iter().filter(|sink| sink.contains("\"tried {}\"")) {
            let literal = literal.replace('@', name);
            let argument = if literal.contains("{0}") { ", 1" } else { "" };
            cases.push(
                sink.replace("tried {}", &literal)
                    .replace(", @", argument)
                    .replace('@', name),
            );
        }
    }
    cases
}

#[test]
fn each_way_out_is_found_for_each_form_and_no_twin_is() {
    let (mut missed, mut wrong, mut all) = (Vec::new(), Vec::new(), 0);
    for (secret, harmless) in NAMES {
        for (name, is_secret) in [(*secret, true), (*harmless, false)] {
            let cases = cases(name);
            let (text, lines) = program(&cases);
            let found = found(&text);
            all += cases.len();
            for (case, line) in cases.iter().zip(lines) {
                match (is_secret, found.contains(&line)) {
                    (true, false) => missed.push(case.clone()),
                    (false, true) => wrong.push(case.clone()),
                    _ => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {all}: {wrong:#?}", wrong.len());
    assert!(missed.is_empty(), "{} of {all}: {missed:#?}", missed.len());
}

/// What is done to a value that leaves nothing of it, and where it is no way out.
const HARMLESS: &[&str] = &[
    "info!(\"{}\", @.len());",
    "println!(\"{}\", @.is_empty());",
    "eprintln!(\"has one: {}\", @.is_some());",
    "panic!(\"{}\", mask(@));",
    "assert!(@.len() > 3, \"too short\");",
    "assert!(verify(&@), \"the @ is wrong\");",
    "assert!(@ == other);",
    "outcome.expect(\"a @\");",
    "dbg!(@.len());",
    "todo!(\"check the @\");",
    "unreachable!(\"no @\");",
    "println!(\"the @ is missing\");",
    "let mut file = File::create(path)?; writeln!(file, \"{}\", @)?;",
    "let mut out = Vec::new(); write!(out, \"{@}\").ok(); send(out);",
    "socket.write_all(@.as_bytes()).await?;",
    "let pair = (@, 5); println!(\"{}\", pair.1);",
    "let outcome = verify_@(&@).await; println!(\"{outcome:?}\");",
    "let done = store.@_remove(@).await; eprintln!(\"{done:?}\");",
    "let n = match check(@).await { Ok(n) => n, Err(_) => 0 }; info!(n);",
    "let user = match find_user(@).await { Some(user) => user, None => return }; println!(\"{}\", user.id);",
    "eprintln!(\"{}\", @_id);",
    "println!(\"{}\", form.@_id);",
];

#[test]
fn what_leaves_nothing_of_a_secret_is_not_found() {
    let mut wrong = Vec::new();
    for (secret, _) in NAMES {
        let cases: Vec<String> = HARMLESS
            .iter()
            .map(|case| case.replace('@', secret))
            .collect();
        let (text, lines) = program(&cases);
        let found = found(&text);
        wrong.extend(
            cases
                .iter()
                .zip(lines)
                .filter(|(_, line)| found.contains(line))
                .map(|(case, _)| case.clone()),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
