//! Subscribers of all kinds; callers flush.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{fmt, registry, EnvFilter, Registry};

pub fn first(provider: &SdkTracerProvider) {
    registry()
        .with(EnvFilter::from_default_env()) //~ one-filter-for-all
        .with(fmt::layer())
        .with(tracing_opentelemetry::layer().with_tracer(provider.tracer("a")))
        .init();
}

pub fn on_top_of_fmt(provider: &SdkTracerProvider) {
    let subscriber = fmt()
        .with_env_filter(EnvFilter::from_default_env()) //~ one-filter-for-all
        .finish()
        .with(tracing_opentelemetry::layer().with_tracer(provider.tracer("a")));
    tracing::subscriber::set_global_default(subscriber).ok();
}

pub fn per_layer(provider: &SdkTracerProvider) {
    registry()
        .with(fmt::layer().with_filter(EnvFilter::from_default_env()))
        .with(tracing_opentelemetry::layer().with_tracer(provider.tracer("a")).with_filter(LevelFilter::DEBUG))
        .init();
}

pub fn per_layer_bound(provider: &SdkTracerProvider) {
    let filter = EnvFilter::from_default_env();
    let logs = fmt::layer().json().with_filter(filter);
    let spans = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("a"))
        .with_filter(Targets::new().with_target("h2", LevelFilter::OFF).with_default(LevelFilter::INFO));
    Registry::default().with(logs).with(spans).init();
}

pub fn logs_only() {
    registry().with(EnvFilter::new("info")).with(fmt::layer()).init();
}

pub fn optional(provider: Option<&SdkTracerProvider>) {
    let otel = provider.map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("a")));
    let env = EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()); //~* one-filter-for-all#o
    registry().with(env).with(fmt::layer()).with(otel).init(); //~* one-filter-for-all#o
}

pub fn on_spans_only(provider: &SdkTracerProvider) {
    registry()
        .with(fmt::layer())
        .with(tracing_opentelemetry::layer().with_tracer(provider.tracer("a")).with_filter(EnvFilter::new("info")))
        .init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_test() {
        let provider = SdkTracerProvider::builder().build();
        let _ = registry()
            .with(EnvFilter::new("debug"))
            .with(tracing_opentelemetry::layer().with_tracer(provider.tracer("a")))
            .set_default();
    }
}
