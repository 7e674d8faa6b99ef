//! Jaeger and Prometheus, for development: ports are those that the runtime speaks to by itself, and each part knows the
//! others.

use scorer_instrument::settings::SETTINGS;

use crate::files::{keys, path, pipelines, texts, yaml};

#[test]
fn ports_are_those_of_the_defaults_and_open_to_this_machine_alone() {
    let compose = yaml("compose.yaml");
    let ports = texts(&compose["services"]["jaeger"]["ports"]);
    let endpoint = SETTINGS
        .iter()
        .find(|it| it.variable == "OTEL_EXPORTER_OTLP_ENDPOINT")
        .expect("a documented variable");
    for (port, transport) in [("4317", "grpc"), ("4318", "http")] {
        assert!(
            ports.contains(&format!("127.0.0.1:{port}:{port}").as_str()),
            "{ports:?}"
        );
        assert!(
            endpoint.meaning.contains(&format!("localhost:{port}")),
            "{endpoint:?}"
        );
        let receiver = &yaml("jaeger.yaml")["receivers"]["otlp"]["protocols"][transport];
        assert_eq!(
            receiver["endpoint"].as_str(),
            Some(format!("0.0.0.0:{port}").as_str())
        );
    }
    for service in ["jaeger", "prometheus"] {
        let ports = texts(&compose["services"][service]["ports"]);
        assert!(
            ports.iter().all(|port| port.starts_with("127.0.0.1:")),
            "{ports:?}"
        );
    }
}

#[test]
fn jaeger_is_of_version_two_and_mounts_files_that_are_there() {
    let compose = yaml("compose.yaml");
    let image = compose["services"]["jaeger"]["image"]
        .as_str()
        .expect("an image");
    assert!(image.starts_with("jaegertracing/jaeger:2."), "{image}");
    for service in ["jaeger", "prometheus"] {
        let service = &compose["services"][service];
        let command = texts(&service["command"]).join(" ");
        let mut configured = false;
        for volume in texts(&service["volumes"]) {
            let (file, rest) = volume.split_once(':').expect("a mount");
            assert!(path(file.trim_start_matches("./")).exists(), "{file}");
            configured |= command.contains(rest.trim_end_matches(":ro"));
        }
        assert!(configured, "{command}");
        for needed in keys(&service["depends_on"]) {
            let condition = service["depends_on"][needed]["condition"].as_str();
            assert_eq!(condition, Some("service_healthy"), "{needed}");
            assert!(keys(&compose["services"]).contains(&needed));
        }
    }
}

#[test]
fn every_part_of_a_pipeline_is_defined_and_every_definition_used() {
    let jaeger = yaml("jaeger.yaml");
    pipelines(&jaeger);
    let query = &jaeger["extensions"]["jaeger_query"]["storage"];
    let storage = &jaeger["extensions"]["jaeger_storage"];
    let traces = query["traces"].as_str().expect("a name");
    let metrics = query["metrics"].as_str().expect("a name");
    assert!(keys(&storage["backends"]).contains(&traces));
    assert!(keys(&storage["metric_backends"]).contains(&metrics));
    let exporter = &jaeger["exporters"]["jaeger_storage_exporter"]["trace_storage"];
    assert_eq!(exporter.as_str(), Some(traces));
}

#[test]
fn prometheus_reads_what_jaeger_offers() {
    let offered = yaml("jaeger.yaml")["exporters"]["prometheus"]["endpoint"]
        .as_str()
        .and_then(|it| it.rsplit_once(':').map(|(_, port)| port.to_owned()))
        .expect("a port");
    let prometheus = yaml("prometheus.yaml");
    let targets = texts(&prometheus["scrape_configs"][0]["static_configs"][0]["targets"]);
    assert_eq!(targets, [format!("jaeger:{offered}")]);
}

/// The harness asks Jaeger and Prometheus at the same paths whether they are up, with the same files.
#[test]
fn each_container_has_a_bound_on_its_memory_and_is_asked_whether_it_is_up() {
    let compose = yaml("compose.yaml");
    let health = yaml("jaeger.yaml")["extensions"]["healthcheckv2"]["http"]["endpoint"]
        .as_str()
        .and_then(|it| it.rsplit_once(':').map(|(_, port)| port.to_owned()))
        .expect("a port");
    for (name, url) in [
        ("jaeger", format!("http://127.0.0.1:{health}/status")),
        ("prometheus", "http://127.0.0.1:9090/-/ready".to_owned()),
    ] {
        let service = &compose["services"][name];
        let asked = texts(&service["healthcheck"]["test"]);
        assert_eq!(asked.last(), Some(&url.as_str()), "{name}");
        let limit = mebibytes(service["mem_limit"].as_str().expect("a limit"));
        let soft = service["environment"]["GOMEMLIMIT"]
            .as_str()
            .expect("a limit");
        assert!(mebibytes(soft) < limit, "{name}");
    }
    assert_eq!(keys(&compose["services"]), ["jaeger", "prometheus"]);
}

fn mebibytes(text: &str) -> u64 {
    let end = text.find(|c: char| !c.is_ascii_digit()).expect("a unit");
    let number: u64 = text[..end].parse().expect("a number");
    match &text[end..] {
        "g" => number * 1024,
        "m" | "MiB" => number,
        other => panic!("{other}"),
    }
}
