//! Files of `deploy`, read.

use std::fs;
use std::path::PathBuf;

use yaml_rust2::{Yaml, YamlLoader};

pub(crate) fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../deploy")
        .join(name)
}

pub(crate) fn text(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub(crate) fn yaml(name: &str) -> Yaml {
    let mut documents = YamlLoader::load_from_str(&text(name)).expect(name);
    assert_eq!(documents.len(), 1, "{name}");
    documents.remove(0)
}

/// The variables of an environment file, as `docker --env-file` reads it: no quotes, no expansion.
pub(crate) fn variables(text: &str) -> Vec<(String, String)> {
    let lines = text.lines().filter(|line| !line.is_empty());
    lines
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (name, value) = line.split_once('=').expect("name=value");
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

pub(crate) fn texts(list: &Yaml) -> Vec<&str> {
    let list = list.as_vec().expect("a list");
    list.iter().map(|it| it.as_str().expect("text")).collect()
}

/// None where there is no such map.
pub(crate) fn keys(map: &Yaml) -> Vec<&str> {
    map.as_hash().map_or_else(Vec::new, |map| {
        map.keys().map(|it| it.as_str().expect("text")).collect()
    })
}

/// Asserts that every part of a collector's pipelines is defined, every definition used, and every pipeline whole.
pub(crate) fn pipelines(collector: &Yaml) {
    let pipelines = &collector["service"]["pipelines"];
    let connectors = keys(&collector["connectors"]);
    let extensions = &collector["service"]["extensions"];
    let mut used = if extensions.is_badvalue() {
        Vec::new()
    } else {
        texts(extensions)
    };
    assert!(!keys(pipelines).is_empty());
    for pipeline in keys(pipelines) {
        for kind in ["receivers", "processors", "exporters"] {
            let part = &pipelines[pipeline][kind];
            if part.is_badvalue() {
                assert_eq!(kind, "processors", "{pipeline} has no {kind}");
                continue;
            }
            assert!(!texts(part).is_empty(), "{pipeline} has no {kind}");
            for name in texts(part) {
                let defined = keys(&collector[kind]).contains(&name);
                assert!(defined || connectors.contains(&name), "{kind} {name}");
                used.push(name);
            }
        }
    }
    for kind in [
        "receivers",
        "processors",
        "exporters",
        "connectors",
        "extensions",
    ] {
        for name in keys(&collector[kind]) {
            assert!(used.contains(&name), "{kind} {name} is used nowhere");
        }
    }
}
