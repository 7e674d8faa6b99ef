//! An old service.

mod flame;
mod jaeger;
mod otlp;

use actix_web::{web, App, HttpServer, Responder};
use log::{error, info, warn};

async fn index(path: web::Path<(u32, String)>) -> impl Responder { //~? key-function-not-instrumented
    let (id, name) = path.into_inner();
    info!("index called for {} {}", id, name); //~ entering-function-log //~? log-level
    format!("{id} {name}")
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    if std::env::var_os("PLAIN").is_some() {
        env_logger::init(); //~? leftover-dependency
    } else if std::env::var_os("JAEGER").is_some() {
        jaeger::init().expect("jaeger");
    } else {
        otlp::init("development").expect("otlp");
    }
    let _flame = flame::profiling(); //~? leftover-dependency
    println!("legacy-telemetry on :8000"); //~ print-macro
    let workers = std::thread::available_parallelism().map(|count| count.get()).unwrap_or(1);
    if workers == 1 {
        warn!("one core only");
    }
    let served = HttpServer::new(|| App::new().route("/{id}/{name}", web::get().to(index)))
        .workers(workers)
        .bind("0.0.0.0:8000")? //~? no-flush
        .run()
        .await;
    if let Err(error) = &served {
        error!("server: {}", error);
    }
    opentelemetry::global::shutdown_tracer_provider();
    served
}
