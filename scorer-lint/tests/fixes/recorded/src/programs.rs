//! The programs: each is about the fixes of one topic.

mod arguments;
mod empty;
mod errors;
mod events;
mod fields;
mod noise;
mod sleeps;
mod spans;
mod tasks;
mod twice;

/// Each by its name.
pub const ALL: &[(&str, fn())] = &[
    ("arguments", arguments::run),
    ("empty", empty::run),
    ("errors", errors::run),
    ("events", events::run),
    ("fields", fields::run),
    ("noise", noise::run),
    ("sleeps", sleeps::run),
    ("spans", spans::run),
    ("tasks", tasks::run),
    ("twice", twice::run),
];

/// Runs a future on this thread, and the tasks that it spawns.
fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    runtime.block_on(future)
}
