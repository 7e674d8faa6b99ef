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
        if let Some(needed) = service["depends_on"].as_vec() {
            for needed in needed {
                let needed = needed.as_str().expect("a name");
                assert!(keys(&compose["services"]).contains(&needed));
            }
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
