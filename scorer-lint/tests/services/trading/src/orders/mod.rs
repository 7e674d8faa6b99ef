//! Orders.

pub mod http;

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use scorer_instrument::{record, scorer_span};
use tokio::sync::RwLock;
use tracing::field::Empty;
use tracing::{debug, error, info, info_span, instrument, trace, trace_span, warn, Instrument, Span};
use uuid::Uuid;

pub type Fallible<T> = anyhow::Result<T>;

#[derive(Clone, Debug)]
pub struct Order {
    pub id: Uuid,
    pub account_id: i64,
    pub pair: String,
    pub price: Decimal,
    pub amount: Decimal,
}

#[derive(Clone, Debug)]
pub struct Trade {
    pub maker: Uuid,
    pub taker: Uuid,
    pub price: Decimal,
}

#[derive(Default)]
pub struct Engine {
    books: RwLock<BTreeMap<String, Vec<Order>>>,
}

impl Engine {
    #[instrument(skip(self, order), fields(order_id = %order.id, oid = %order.id, pair = %order.pair))] //~ duplicate-recording, error-not-recorded //~? raw-instrument
    pub async fn place_order(self: &Arc<Self>, order: Order) -> Fallible<Vec<Trade>> {
        trace!("place_order >>"); //~ entering-function-log
        let trades = self.match_order(&order).await?;
        let engine = Arc::clone(self);
        let settled = trades.clone();
        let joined = tokio::spawn(async move { //~ detached-spawn
            for trade in settled {
                engine.settle_trade(trade).await?;
            }
            anyhow::Ok(())
        });
        if trades.is_empty() {
            debug!("resting order");
            self.books.write().await.entry(order.pair.clone()).or_default().push(order);
        }
        joined.await??;
        trace!("place_order <<"); //~ entering-function-log
        Ok(trades)
    }

    async fn match_order(&self, order: &Order) -> Fallible<Vec<Trade>> { //~ key-function-not-instrumented
        let book = self.books.read().await;
        let resting = book.get(&order.pair).map(Vec::as_slice).unwrap_or_default();
        let step = trace_span!("scan", orders = resting.len()); //~* manual-span
        let trades: Vec<Trade> = step.in_scope(|| { //~* manual-span
            resting
                .iter()
                .filter(|maker| maker.price <= order.price)
                .map(|maker| Trade { maker: maker.id, taker: order.id, price: maker.price })
                .collect()
        });
        info!("partial result: {} candidates before filtering", trades.len()); //~ log-level
        Ok(trades)
    }

    #[instrument(skip_all, fields(maker, taker = %trade.taker, price = Empty, fee = Empty), err)] //~ raw-instrument, dead-field
    async fn settle_trade(&self, trade: Trade) -> Fallible<()> {
        Span::current().record("maker", tracing::field::display(trade.maker));
        let span = Span::current();
        span.record("price", tracing::field::display(trade.price));
        fee(&trade).await;
        Ok(())
    }

    #[scorer_span(skip(self), fields(trade_count, volume), err)]
    pub async fn summary(&self, pair: &str) -> Fallible<Decimal> {
        let books = self.books.read().await;
        let book = books.get(pair).map(Vec::as_slice).unwrap_or_default();
        let volume: Decimal = book.iter().map(|order| order.amount).sum();
        record!(trade_count = book.len(), volume = volume);
        Ok(volume)
    }

    #[instrument(skip(self), fields(pair = pair.to_uppercase()))] //~ raw-instrument
    pub async fn halt(&self, pair: &str) -> usize {
        let mut books = self.books.write().await;
        let dropped = books.remove(pair).map_or(0, |book| book.len());
        warn!(dropped, "pair halted");
        dropped
    }

    #[instrument(skip(self), level = "debug", fields(found))] //~ raw-instrument
    pub async fn find(&self, id: Uuid) -> Option<Order> {
        let books = self.books.read().await;
        let found = async { books.values().flatten().find(|order| order.id == id).cloned() }.await;
        tracing::Span::current().record("found", found.is_some());
        found
    }
}

async fn fee(trade: &Trade) {
    let _guard = info_span!("fee", maker = %trade.maker).entered(); //~ manual-span-async //~? manual-span
    tokio::task::yield_now().await;
    debug!(fee = "0.1", "fee taken");
}

pub async fn cancel_all(engine: Arc<Engine>, pairs: Vec<String>) {
    let parent = Span::current();
    let handles: Vec<_> = pairs
        .into_iter()
        .map(|pair| {
            let engine = Arc::clone(&engine);
            tokio::spawn(async move { engine.halt(&pair).await }.instrument(parent.clone()))
        })
        .collect();
    for handle in handles {
        match handle.await {
            Ok(count) => debug!(count, "halted"),
            Err(error) => error!(%error, "a halt panicked"),
        }
    }
}

pub fn blocking_audit(orders: &[Order]) -> usize {
    let span = info_span!("audit", orders = orders.len()); //~* manual-span#audit
    let _entered = span.entered(); //~* manual-span#audit
    orders.iter().filter(|order| order.amount.is_sign_negative()).count()
}

pub async fn audited(orders: Vec<Order>) -> Fallible<usize> {
    let span = info_span!("audited"); //~* manual-span-async#audited //~? manual-span
    let guard = span.enter(); //~* manual-span-async#audited //~? manual-span
    let count = blocking_audit(&orders);
    if count > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    drop(guard);
    Ok(count)
}

pub async fn audited_well(orders: Vec<Order>) -> Fallible<usize> {
    let count = {
        let _guard = info_span!("audited_well").entered(); //~? manual-span
        blocking_audit(&orders)
    };
    tokio::task::yield_now().await;
    Ok(count)
}
