//! Models.

use axum::Json;
use axum::extract::State;
use tracing::debug;

use crate::Gateway;

pub async fn list_models(State(gateway): State<Gateway>) -> Json<Vec<String>> { //~ key-function-not-instrumented
    let models: Vec<String> = gateway.providers.iter().flat_map(|(_, provider)| provider.models()).collect();
    debug!(?models, "models"); //~? large-arg-not-skipped
    Json(models)
}
