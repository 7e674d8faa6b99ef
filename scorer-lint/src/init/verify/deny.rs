//! Does cargo-deny refuse the crates that are banned, and a second release of those of which there is one?

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use crate::init::deny::{ONE_RELEASE, banned};
use crate::init::facts::Facts;

use super::outcome::Outcome::{self, Failed, Verified};
use super::probe::{Probe, Said, found, run};

pub(super) fn check(facts: &Facts<'_>, text: &str) -> Result<Vec<Outcome>, String> {
    if found("cargo-deny").is_none() {
        return Err("cargo-deny is not installed: `cargo install --locked cargo-deny`".to_owned());
    }
    let probe = Probe::new()?;
    let (banned, _) = banned(facts);
    let mut dependencies = String::new();
    let mut expected = BTreeSet::new();
    for (package, _) in &banned {
        probe.package(package, (package, "0.0.0"), "", "")?;
        // Writing to a string cannot fail.
        let _ = writeln!(dependencies, "{package} = {{ path = \"../{package}\" }}");
        expected.insert(("banned".to_owned(), package.clone()));
    }
    for package in ONE_RELEASE {
        for release in 1..=2 {
            let folder = format!("{package}-{release}");
            probe.package(&folder, (package, &format!("{release}.0.0")), "", "")?;
            let _ = writeln!(
                dependencies,
                "{package}_{release} = {{ package = \"{package}\", path = \"../{folder}\" }}"
            );
        }
        expected.insert(("duplicate".to_owned(), package.to_owned()));
    }
    // A workspace of its own: what it depends on lies beside it, and is no member.
    let dependencies = format!("{dependencies}\n[workspace]\n");
    probe.package("service", ("service", "0.0.0"), &dependencies, "")?;
    probe.write("service/deny.toml", text)?;
    let said = run(probe.cargo("service").args([
        "deny",
        "--format",
        "json",
        "--offline",
        "check",
        "bans",
    ]))
    .ok_or("cargo cannot be run")?;
    let reported: BTreeSet<_> = Said::objects(&said.stderr)
        .iter()
        .filter_map(refusal)
        .collect();
    let missing: Vec<String> = expected
        .difference(&reported)
        .map(|(_, package)| format!("`{package}`"))
        .collect();
    Ok(vec![if missing.is_empty() {
        Verified(format!(
            "cargo-deny refuses {} crates that are banned, and two releases of {}",
            banned.len(),
            ONE_RELEASE.map(|package| format!("`{package}`")).join(", ")
        ))
    } else if reported.is_empty() {
        Failed(format!("cargo-deny ends with `{}`", said.complaint()))
    } else {
        Failed(format!("cargo-deny does not refuse {}", missing.join(", ")))
    }])
}

/// What an error is called, and the crate that it is about.
fn refusal(object: &Value) -> Option<(String, String)> {
    let fields = object.get("fields")?;
    if fields.get("severity")?.as_str()? != "error" {
        return None;
    }
    let krate = fields.get("graphs")?.get(0)?.get("Krate")?.get("name")?;
    let code = fields.get("code")?.as_str()?;
    Some((code.to_owned(), krate.as_str()?.to_owned()))
}
