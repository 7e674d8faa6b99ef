//! The names of persons: one goes beside what identifies its person, and stays where it may be the name of anything.

use proptest::prelude::*;

use crate::cases;
use crate::forms::{before, gone, whole};

/// A name whose last word is the sentinel.
fn person() -> impl Strategy<Value = (String, String)> {
    let given = prop::sample::select(
        &[
            "Ada",
            "José",
            "Anne-Marie",
            "J. R.",
            "Ludwig van der",
            "Mary Jane",
        ][..],
    );
    (given, "[A-Z]qz[a-z]{5,9}").prop_map(|(given, family)| (format!("{given} {family}"), family))
}

/// What identifies a person.
fn identity() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "ada@host.example",
            "+44 20 7946 0958",
            "DE89370400440532013000",
            "4111 1111 1111 1111",
        ][..],
    )
}

/// Texts in which a name and an identity belong together.
const TOGETHER: [&str; 14] = [
    r#"{"id":"cus_1","name":"NAME","contact":"{}"}"#,
    r#"{"contact":"{}","name": "NAME"}"#,
    r#"{\"name\":\"NAME\",\"contact\":\"{}\"}"#,
    r#"Customer { name: "NAME", contact: Some("{}") }"#,
    r#"Customer { name: Some("NAME"), contact: Some("{}") }"#,
    "profile: { name: 'NAME', contact: '{}' }",
    "<Dbtr><Nm>NAME</Nm></Dbtr><Id>{}</Id>",
    "id,name,contact\n1,NAME,{},2026-03-01",
    "row 3: NAME;{};active",
    "3: \"NAME,{}\" extra data",
    "transfer to {}, account holder NAME",
    "my name is NAME, write to {} please",
    "name=\"NAME\" contact={} status=ok",
    "name: NAME\ncontact: {}\n",
];

/// What may be announced as a name beside an identity and is none.
fn other() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "orders",
            "Production",
            "nightly backup",
            "web-01",
            "Not set",
            "HTTP 404",
        ][..],
    )
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn a_name_beside_an_identity_goes(
        before in before(),
        form in prop::sample::select(&TOGETHER[..]),
        (name, sentinel) in person(),
        identity in identity(),
    ) {
        gone(&format!("{before}{}", form.replace("NAME", &name).replace("{}", identity)), &sentinel)?;
    }

    #[test]
    fn a_name_before_its_address_goes(
        before in before(),
        quote in prop::sample::select(&["", "\""][..]),
        header in prop::sample::select(&["From: ", "To: ", "Author: ", "sent to ", ""][..]),
        (name, sentinel) in person(),
    ) {
        gone(&format!("{before}{header}{quote}{name}{quote} <ada@host.example>"), &sentinel)?;
    }

    #[test]
    fn a_name_beside_a_table_goes_whatever_follows(
        (name, sentinel) in person(),
        rows in 1..40_usize,
    ) {
        let rows = "ok;status\n".repeat(rows * 20);
        gone(&format!("name: {name}\nid;ssn\n1;431-76-4276\n\n{rows}ada@host.example"), &sentinel)?;
    }

    #[test]
    fn a_name_by_itself_stays(
        form in prop::sample::select(&TOGETHER[..]),
        (name, _) in person(),
        value in prop::sample::select(&["active", "42", "2026-03-01T10:11:12Z"][..]),
    ) {
        prop_assume!(!form.contains("holder"));
        whole(&form.replace("NAME", &name).replace("{}", value))?;
    }

    #[test]
    fn what_is_no_name_of_a_person_stays_beside_an_identity(
        form in prop::sample::select(&TOGETHER[..]),
        other in other(),
        identity in identity(),
    ) {
        let text = form.replace("NAME", other).replace("{}", identity);
        prop_assert!(crate::redactor().text(&text).contains(other), "{text}");
    }

    #[test]
    fn a_name_beside_a_place_or_a_network_stays(
        (name, _) in person(),
        place in prop::sample::select(
            &["ip=93.202.207.138", "lat=55.6761234 lon=12.5683456", "user_agent=curl/8.5.0"][..],
        ),
    ) {
        let text = format!("name=\"{name}\" {place}");
        prop_assert!(crate::redactor().text(&text).contains(&name), "{text}");
    }
}
