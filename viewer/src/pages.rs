//! Jaeger's pages, as they were built.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse as _, Response};

/// Name and content of each file.
static PAGES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// A page stands at each path; its script shows what the path names.
const INDEX: &str = "index.html";

/// What Jaeger replaces in the page to configure it: <https://github.com/jaegertracing/jaeger-ui#configuration>.
const CONFIG: &str = "const JAEGER_CONFIG = DEFAULT_CONFIG;";
/// Without the page of percentiles, which asks a Prometheus.
const OUR_CONFIG: &str = r#"const JAEGER_CONFIG = {"monitor": {"menuEnabled": false}};"#;

/// The file at a path, or the page.
pub(crate) async fn page(method: Method, uri: Uri) -> Response {
    if method != Method::GET && method != Method::HEAD {
        let message = "This port shows traces; it takes none.\n";
        return (StatusCode::METHOD_NOT_ALLOWED, message).into_response();
    }
    let path = uri.path().trim_start_matches('/');
    match file(path) {
        Some(content) if path != INDEX => {
            // Its name holds a checksum of it.
            let headers = [
                (CONTENT_TYPE, kind(path)),
                (CACHE_CONTROL, "max-age=31536000, immutable"),
            ];
            (headers, content).into_response()
        }
        None if path.starts_with("static/") => StatusCode::NOT_FOUND.into_response(),
        _ => match file(INDEX).and_then(|it| std::str::from_utf8(it).ok()) {
            Some(page) => Html(page.replace(CONFIG, OUR_CONFIG)).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}

fn file(path: &str) -> Option<&'static [u8]> {
    let mut files = PAGES.iter();
    files.find(|it| it.0 == path).map(|it| it.1)
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" => "application/json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{CONFIG, INDEX, file};

    #[test]
    fn the_page_has_the_place_for_its_configuration() {
        let page = std::str::from_utf8(file(INDEX).expect("a page")).expect("text");
        assert_eq!(page.matches(CONFIG).count(), 1);
    }
}
