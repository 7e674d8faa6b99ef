//! The listed mode, `[span] record = "listed"`: which arguments are recorded, and what is refused.

use proc_macro2::TokenStream;
use scorer_instrument_policy::{Policy, Record, Team};
use scorer_instrument_syntax::fault::Fault;
use scorer_instrument_syntax::judge;

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("the test writes tokens")
}

/// The names of what is recorded, or what is wrong with the attribute.
fn recorded(record: Record, attr: &str, item: &str) -> Result<Vec<String>, String> {
    let policy = Policy::new(Team {
        record,
        ..Team::default()
    });
    match judge(&policy, tokens(attr), tokens(item), &|_, operand, _| {
        operand
    }) {
        Ok((plan, _)) => Ok(plan
            .fields
            .iter()
            .map(|field| field.name.to_string())
            .collect()),
        Err(faults) => {
            let texts: Vec<String> = faults.iter().map(Fault::text).collect();
            Err(texts.join("\n"))
        }
    }
}

const LOAD: &str = "fn load(pool: &PgPool, api_key: &str, depth: u8, width: u8) {}";

#[test]
fn the_same_attribute_in_both_modes() {
    for (attr, all, listed) in [
        ("skip(pool, api_key)", &["depth", "width"][..], &[][..]),
        ("skip(pool, api_key, width)", &["depth"], &[]),
        ("skip_all", &[], &[]),
        (
            "include(width, depth)",
            &["depth", "width"],
            &["depth", "width"],
        ),
        ("include(width)", &["width"], &["width"]),
        ("include()", &[], &[]),
        (
            "include(width), fields(depth = depth + 1)",
            &["width", "depth"],
            &["width", "depth"],
        ),
        ("skip_all, fields(depth = %depth)", &["depth"], &["depth"]),
    ] {
        let names = |names: &[&str]| Ok(names.iter().map(ToString::to_string).collect());
        assert_eq!(recorded(Record::All, attr, LOAD), names(all), "{attr}");
        assert_eq!(
            recorded(Record::Listed, attr, LOAD),
            names(listed),
            "{attr}"
        );
    }
}

#[test]
fn what_is_not_listed_may_be_anything() {
    assert_eq!(recorded(Record::Listed, "", LOAD), Ok(Vec::new()));
    let refused = recorded(Record::All, "", LOAD).expect_err("a pool is recorded");
    assert!(
        refused.ends_with("write #[scorer_span(skip(pool, api_key))]"),
        "{refused}"
    );
}

#[test]
fn a_listed_argument_is_judged_as_any_other() {
    for (attr, said) in [
        (
            "include(pool, depth)",
            "argument `pool` is a database connection pool (`PgPool`) and must not be recorded\n\
             note: take it out of `include`\n\
             help: write #[scorer_span(include(depth))]",
        ),
        (
            "fields(depth)",
            "field `depth` is declared empty and hides the argument `depth`\n\
             note: `include(depth)` records it, but no argument that is not listed\n\
             help: write #[scorer_span(include(depth))]",
        ),
        (
            "skip(api_key, pol), fields(api_key)",
            "`skip` names `pol`, which is not an argument of this function\n\
             note: did you mean `pool`?\n\
             help: write #[scorer_span(skip(api_key, pool))]\n\
             field `api_key` is an API key and must not be recorded",
        ),
        (
            "include(depth), fields(depth = depth + 1)",
            "`depth` appears in both `include` and `fields`\n\
             help: write #[scorer_span(include(), fields(depth = depth + 1))]",
        ),
        (
            "include(depth), fields(depth)",
            "field `depth` is declared empty and hides the argument `depth`\n\
             note: `include(depth)` records it, but no argument that is not listed\n\
             help: write #[scorer_span(include(depth))]",
        ),
    ] {
        let refused = recorded(Record::Listed, attr, LOAD).expect_err(attr);
        assert!(refused.starts_with(said), "{attr}: {refused}");
    }
}

#[test]
fn no_help_lists_what_must_not_be_recorded() {
    let refused = recorded(Record::All, "include(pol)", LOAD).expect_err("no argument");
    assert_eq!(
        refused,
        "`include` names `pol`, which is not an argument of this function\n\
         help: write #[scorer_span(include())]"
    );
}
