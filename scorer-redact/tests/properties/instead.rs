//! What stands in the place of a value, and can be none: masks in every position, networks that everybody has, words of a
//! sentence behind an option, what was looked for, variables. Beside each, the same form with a secret in it.

use proptest::prelude::*;

use crate::forms::{after, before, gone, sentinel, whole};
use crate::{cases, redactor};

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_masked_address_stays(
        first in "[a-z]",
        mask in prop::sample::select(&["***", "****", "••••"][..]),
        host in "[a-z]",
        name in prop::sample::select(&["email", "customer_email", "contact_email"][..]),
    ) {
        whole(&format!("{name}={first}{mask}@{host}{mask}.com status=200"))?;
        gone(&format!("{name}=Qz7vw@{host}example.com status=200"), "Qz7vw@")?;
    }

    #[test]
    fn a_masked_number_stays(
        head in "[1-9][0-9]{0,5}",
        tail in "[0-9]{2,4}",
        stars in 4..12_usize,
        name in prop::sample::select(&["card", "card_number", "phone", "iban"][..]),
    ) {
        whole(&format!("{name}={head}{}{tail} brand=visa", "*".repeat(stars)))?;
    }

    #[test]
    fn a_masked_password_of_a_url_stays(
        user in prop::sample::select(&["username", "token", "oauth2", "svc"][..]),
        mask in prop::sample::select(&["***", "****", "xxxxx", "[REDACTED]"][..]),
        scheme in prop::sample::select(&["https", "postgres", "amqp"][..]),
        sentinel in sentinel(),
    ) {
        whole(&format!("see {scheme}://{user}:{mask}@registry.example.net/simple"))?;
        gone(&format!("see {scheme}://{user}:{sentinel}@registry.example.net/simple"), &sentinel)?;
    }

    #[test]
    fn a_network_that_everybody_has_stays(
        address in prop::sample::select(
            &["10.6.0.2", "192.168.1.9", "172.16.0.1", "127.0.0.1", "0.0.0.0", "169.254.1.1"][..],
        ),
        end in prop::sample::select(&["", "/32", "/8", ":8080"][..]),
        name in prop::sample::select(&["ip", "client_ip", "allowed_ips", "peer_addr"][..]),
    ) {
        whole(&format!("{name}={address}{end} next=1"))?;
    }

    #[test]
    fn an_address_that_one_network_has_goes(
        address in prop::sample::select(&["93.202.207.138", "8.8.4.4", "172.32.0.1"][..]),
        end in prop::sample::select(&["", "/32", ":8080", ",10.0.0.1"][..]),
    ) {
        gone(&format!("client_ip={address}{end} next=1"), address)?;
    }

    #[test]
    fn a_sentence_names_an_option(
        option in prop::sample::select(&["--password", "--token", "--api-key"][..]),
        rest in prop::sample::select(
            &["via the CLI is insecure.", "is deprecated", "must be set", "from a file"][..],
        ),
        sentinel in sentinel(),
    ) {
        whole(&format!("WARNING: using {option} {rest}"))?;
        gone(&format!("run {option} {sentinel} {rest}"), &sentinel)?;
        gone(&format!("run {option} \"{sentinel}\" {rest}"), &sentinel)?;
    }

    #[test]
    fn a_help_text_shows_types(
        option in prop::sample::select(&["-p, --password", "    --auth-token", "-u, --username"][..]),
        kind in prop::sample::select(&["string", "bytes", "integer"][..]),
    ) {
        whole(&format!("Usage: tool login [OPTIONS]\n  {option} {kind}   What to log in with"))?;
    }

    #[test]
    fn what_was_looked_for_stays(
        name in "[a-z]{2,8}(-[a-z]{2,8}){1,3}",
        end in prop::sample::select(&["not found", "already exists", "does not exist"][..]),
        sentinel in sentinel(),
    ) {
        whole(&format!("MountVolume failed : secret \"{name}\" {end}"))?;
        gone(&format!("login failed: password \"{sentinel}\" {end}"), &sentinel)?;
    }

    #[test]
    fn what_a_name_is_bound_to_stays(
        keyword in prop::sample::select(&["let", "const", "if let", "var"][..]),
        variable in "[a-z]{3,8}[A-Z][a-z]{3,8}",
        sentinel in sentinel(),
    ) {
        whole(&format!("{keyword} token = {variable};"))?;
        gone(&format!("{keyword} token = \"{sentinel}\";"), &sentinel)?;
        gone(&format!("{keyword} token = {sentinel};"), &sentinel)?;
    }

    #[test]
    fn the_state_of_a_token_stays(
        name in prop::sample::select(&["token", "api_key", "session_token"][..]),
        state in prop::sample::select(&["present", "missing", "absent", "expired", "unset"][..]),
        sentinel in sentinel(),
    ) {
        whole(&format!("{{\"{name}\":\"{state}\",\"n\":1}}"))?;
        gone(&format!("{{\"{name}\":\"{state} {sentinel}\",\"n\":1}}"), &sentinel)?;
    }

    #[test]
    fn the_variant_of_a_session_stays(
        variant in "[A-Z][a-z]{3,12}",
        sentinel in sentinel(),
    ) {
        whole(&format!("State {{ mfa: false, session: {variant}, n: 1 }}"))?;
        gone(&format!("State {{ mfa: false, session: {sentinel}, n: 1 }}"), &sentinel)?;
    }

    #[test]
    fn a_group_of_yaml_is_judged_by_its_members(
        group in prop::sample::select(&["jwt", "session", "auth"][..]),
        members in prop::sample::subsequence(
            vec!["algorithm: RS256", "expiry: 15m", "secure: true", "store: redis", "issuer: \"https://id.example/\""],
            1..5,
        ),
        name in prop::sample::select(&["secret", "pass", "data", "x1"][..]),
        sentinel in sentinel(),
    ) {
        let members = members.join(", ");
        whole(&format!("{group}: {{ {members} }}"))?;
        gone(&format!("{group}: {{ {members}, {name}: {sentinel} }}"), &sentinel)?;
        gone(&format!("{group}: {{ {name}: \"{sentinel}\", {members} }}"), &sentinel)?;
    }

    #[test]
    fn dots_lead_to_a_value(
        before in before(),
        name in prop::sample::select(&["password", "dataSource.password", "api_key"][..]),
        dots in 3..40_usize,
        sentinel in sentinel(),
        after in after(),
    ) {
        let dots = ".".repeat(dots);
        gone(&format!("{before}{name}{dots}{sentinel}{after}"), &sentinel)?;
        whole(&format!("timeout{dots}30s retries{dots}5 {name}{dots}***"))?;
    }

    #[test]
    fn every_key_of_a_list_goes(
        sign in prop::sample::select(&["(#) ", "#. ", "[#] ", "#: "][..]),
        keys in prop::collection::vec("0x[0-9a-f]{62}[0-9][a-f]", 1..6),
    ) {
        let mut text = String::from("Private Keys\n==================\n");
        for (index, key) in keys.iter().enumerate() {
            text.push_str(&sign.replace('#', &index.to_string()));
            text.push_str(key);
            text.push('\n');
        }
        let out = redactor().text(&text).into_owned();
        for key in &keys {
            prop_assert!(!out.contains(key.as_str()), "{text}\nbecame {out}");
        }
    }

    #[test]
    fn the_address_of_a_network_card_stays(octets in prop::collection::vec("[0-9a-f]{2}", 6)) {
        whole(&format!("MAC {} vendor=x", octets.join(":")))?;
    }
}
