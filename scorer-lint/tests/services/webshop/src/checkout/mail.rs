//! Confirmations.

use std::fmt::Write;

use tera::{Context, Tera};
use tracing::{debug, info, warn};

use super::Order;

pub async fn confirm(order: &Order) {
    let mut context = Context::new();
    context.insert("name", &order.shipping_address.full_name);
    context.insert("order", &order.id);
    let template = match std::fs::read_to_string("templates/confirm.html") { //~ blocking-in-async
        Ok(template) => template,
        Err(error) => {
            warn!(%error, template = "confirm.html", "no confirmation");
            return;
        }
    };
    let mut line = String::new();
    let _ = write!(line, "order {} for {}", order.id, order.shipping_address.street);
    debug!("{}", line); //~ secret-in-message
    let mut short = String::new();
    let _ = write!(short, "order {} with {} lines", order.id, order.cart.lines.len());
    debug!("{}", short);
    match Tera::one_off(&template, &context, true) {
        Ok(html) => info!(bytes = html.len(), order.id = %order.id, "confirmation rendered"),
        Err(error) => warn!("template: {error}"),
    }
}
