//! Guards of spans.

use tracing::{Instrument, Level, Span, debug, debug_span, error_span, info_span, span, trace_span};

async fn step() {}

pub async fn held() {
    let span = info_span!("held"); //~* manual-span-async#1 //~? manual-span
    let _guard = span.enter(); //~* manual-span-async#1 //~? manual-span
    step().await;
}

pub async fn held_in_one() {
    let _guard = info_span!("held").entered(); //~ manual-span-async //~? manual-span
    step().await;
}

pub async fn held_qualified() {
    let span = tracing::span!(tracing::Level::INFO, "held"); //~* manual-span-async#2 //~? manual-span
    let _e = span.enter(); //~* manual-span-async#2 //~? manual-span
    if step_twice().await {
        debug!("twice");
    }
}

async fn step_twice() -> bool {
    step().await;
    true
}

pub async fn held_over_select() {
    let _e = error_span!("held").entered(); //~ manual-span-async //~? manual-span
    tokio::select! {
        () = step() => {}
        else => {}
    }
}

pub async fn held_over_join() {
    let _e = debug_span!("held").entered(); //~ manual-span-async //~? manual-span
    tokio::join!(step(), step());
}

pub async fn held_in_block() {
    let work = async {
        let _e = debug_span!("held").entered(); //~ manual-span-async //~? manual-span
        step().await;
    };
    work.await;
}

pub async fn dropped_before() {
    let span = trace_span!("dropped"); //~? manual-span
    let guard = span.enter(); //~? manual-span
    debug!("inside");
    drop(guard);
    step().await;
}

pub async fn scoped() {
    {
        let _e = trace_span!("scoped").entered(); //~? manual-span
        debug!("inside");
    }
    step().await;
}

pub async fn not_awaited_inside() {
    let _e = trace_span!("closure").entered(); //~? manual-span
    let later = || async { step().await };
    drop(later);
}

pub fn sync_guard(n: u32) -> u32 {
    let span = span!(Level::DEBUG, "sync", n); //~* manual-span#3
    let _e = span.enter(); //~* manual-span#3
    n + 1
}

pub fn sync_entered(n: u32) -> u32 {
    let _e = info_span!("sync", n).entered(); //~ manual-span
    n + 1
}

pub fn sync_scope(n: u32) -> u32 {
    info_span!("sync", n).in_scope(|| n + 1) //~ manual-span
}

pub async fn whole_body(n: u32) -> u32 {
    async move { //~? manual-span
        step().await;
        n + 1
    }
    .instrument(info_span!("whole_body", n)) //~ manual-span
    .await
}

pub async fn current() {
    step().instrument(Span::current()).await;
    step().in_current_span().await;
    Span::current().record("x", 1); //~ missing-record
}

pub struct Keeper {
    span: Span,
}

impl Keeper {
    pub fn new(span: Span) -> Self {
        Self { span }
    }

    pub fn poll(&self) -> u32 {
        let _e = self.span.enter(); //~? manual-span
        1
    }
}
