//! The workflow: where it stands, what it runs, and that somebody's own is left alone.

use yaml_rust2::{Yaml, YamlLoader};

use super::Service;

const FILE: &str = ".github/workflows/scorer-lint.yml";

fn workflow(service: &Service) -> Yaml {
    let mut documents = YamlLoader::load_from_str(&service.read(FILE)).expect("YAML");
    documents.remove(0)
}

/// The commands of its steps.
fn commands(service: &Service) -> Vec<String> {
    let workflow = workflow(service);
    let steps = workflow["jobs"]["scorer-lint"]["steps"]
        .as_vec()
        .expect("steps");
    let commands = steps.iter().filter_map(|step| step["run"].as_str());
    commands.map(str::to_owned).collect()
}

#[test]
fn it_uploads_what_the_lint_writes() {
    let service = Service::new();
    service.written("workflow");
    let job = &workflow(&service)["jobs"]["scorer-lint"];
    assert_eq!(
        job["permissions"]["security-events"].as_str(),
        Some("write")
    );
    let steps = job["steps"].as_vec().expect("steps");
    let upload = steps
        .iter()
        .find(|step| {
            step["uses"]
                .as_str()
                .is_some_and(|uses| uses.contains("upload-sarif"))
        })
        .expect("an upload");
    let file = upload["with"]["sarif_file"].as_str().expect("a file");
    let writes = commands(&service);
    let writes = writes
        .iter()
        .filter(|run| run.starts_with("cargo scorer-lint "));
    let writes: Vec<_> = writes.collect();
    assert_eq!(writes.len(), 2);
    assert!(
        writes
            .iter()
            .all(|run| run.ends_with(&format!(" > {file}"))),
        "{writes:?}"
    );
}

#[test]
fn the_lint_is_installed_as_the_workspace_has_the_crate_or_from_a_folder() {
    let service = Service::new();
    service.written("workflow");
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        commands(&service)[0],
        format!("cargo install --locked scorer-lint@{version}")
    );
    let service = Service::new();
    let ran = service.init(&["--yes", "--no-verify", "--lint-path", "tools/scorer-lint"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        commands(&service)[0],
        "cargo install --locked --path tools/scorer-lint"
    );
}

#[test]
fn the_lint_comes_from_where_the_team_says_that_the_crate_does() {
    for (source, line) in [
        (
            "{ git = \"https://example.org/scorer.git\", tag = \"v0.1.0\" }",
            "--git https://example.org/scorer.git --tag v0.1.0 scorer-lint",
        ),
        (
            "{ path = \"vendor/scorer/scorer-instrument\" }",
            "--path vendor/scorer/scorer-lint",
        ),
        ("{ version = \"0.3\" }", "scorer-lint@0.3"),
    ] {
        let service = Service::new();
        let text = format!("[lint]\ndependency = {source}\n");
        service.write("scorer-instrument.toml", &text);
        let ran = service.init(&["--yes", "--no-verify", "--only", "workflow"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert_eq!(
            commands(&service)[0],
            format!("cargo install --locked {line}")
        );
    }
}

#[test]
fn without_a_word_on_where_the_lint_comes_from_no_release_is_made_up() {
    let service = Service::new();
    let manifest = super::MANIFEST.replace("scorer-instrument = \"0.1.0\"\n", "");
    service.write("Cargo.toml", &manifest);
    let ran = service.init(&["--yes", "--no-verify", "--only", "workflow"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!service.has(FILE));
    let said = format!("{}{}", ran.out, ran.err);
    assert!(
        said.contains("nothing says where the lint comes from"),
        "{ran:?}"
    );
    assert!(said.contains("dependency = { git"), "{ran:?}");
}

#[test]
fn a_folder_outside_of_the_repository_is_no_source() {
    let service = Service::new();
    let text = "[lint]\ndependency = { path = \"../scorer/scorer-instrument\" }\n";
    service.write("scorer-instrument.toml", text);
    let ran = service.init(&[
        "--yes",
        "--no-verify",
        "--only",
        "workflow",
        "--only",
        "hook",
    ]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(!service.has(FILE));
    let said = format!("{}{}", ran.out, ran.err);
    let why = "the lint's folder `../scorer/scorer-instrument` is outside of the repository";
    assert!(said.contains(why), "{ran:?}");
    assert!(said.contains("dependency = { git"), "{ran:?}");
    let hook = service.read(".git/hooks/pre-commit");
    assert!(
        hook.contains("install scorer-lint as your team does"),
        "{hook}"
    );
}

#[test]
fn the_hook_says_how_the_team_installs_the_lint() {
    let service = Service::new();
    let text = "[lint]\ndependency = { git = \"https://example.org/scorer.git\" }\n";
    service.write("scorer-instrument.toml", text);
    let ran = service.init(&["--yes", "--no-verify", "--only", "hook"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let hook = service.read(".git/hooks/pre-commit");
    let line = "`cargo install --locked --git https://example.org/scorer.git scorer-lint`";
    assert!(hook.contains(line), "{hook}");
}

#[test]
fn a_folder_that_a_shell_would_read_otherwise_is_refused() {
    for folder in ["tools/a b", "$(touch x)", "a;b", "--git", ""] {
        let service = Service::new();
        let path = format!("--lint-path={folder}");
        let ran = service.init(&["--yes", "--no-verify", &path]);
        assert_eq!(ran.code, Some(2), "{folder}: {ran:?}");
        assert!(!service.has(FILE));
    }
}

#[test]
fn a_workspace_below_the_repositorys_root_is_named() {
    let service = Service::without_git();
    service.write("backend/Cargo.toml", super::MANIFEST);
    service.write("backend/src/lib.rs", "");
    std::fs::remove_file(service.path("Cargo.toml")).expect("removed");
    service.git(&["init", "--quiet"]);
    let ran = service.init_in("backend", &["--yes", "--no-verify"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let commands = commands(&service);
    assert!(
        commands[1].contains("--workspace --manifest-path backend/Cargo.toml "),
        "{commands:?}"
    );
    assert!(
        service
            .read(".git/hooks/pre-commit")
            .contains("--manifest-path backend/Cargo.toml")
    );
}

#[test]
fn a_workflow_that_differs_is_shown_and_replaced_by_force_alone() {
    let service = Service::new();
    service.written("workflow");
    let fresh = service.read(FILE);
    let own = fresh.replace("[main, master]", "[trunk]");
    service.write(FILE, &own);
    let ran = service.init(&["--yes", "--no-verify", "--only", "workflow"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out
            .contains("-    branches: [trunk]\n+    branches: [main, master]\n"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("`--force` replaces it"), "{}", ran.out);
    assert_eq!(service.read(FILE), own);
    service.init(&["--yes", "--no-verify", "--only", "workflow", "--force"]);
    assert_eq!(service.read(FILE), fresh);
}
