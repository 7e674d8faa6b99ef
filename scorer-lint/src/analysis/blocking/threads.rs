//! Who runs a piece of code: an executor, or a thread that the file starts.

use crate::source::{Call, CallKind, Context, ContextKind, File, Tokens};

/// What threads run that the file starts by other means than `spawn_blocking`: what a builder of threads, a pool of them
/// or a blocking database client is handed.
pub(crate) struct Threads(Vec<Tokens>);

impl Threads {
    pub(crate) fn read(file: &File) -> Self {
        let named = file.hits_of(&["block", "interact", "spawn_fifo"]);
        let spawned = file
            .hits("spawn")
            .filter(|name| is_thread_spawn(file, *name));
        let arguments = named
            .into_iter()
            .chain(spawned)
            .filter_map(|name| Call::at(file, name))
            .filter(|call| call.kind != CallKind::Macro)
            .map(|call| call.arguments);
        Self(arguments.collect())
    }

    /// Whether a token is polled by an executor.
    pub(crate) fn is_polled(&self, file: &File, at: u32) -> bool {
        self.runner(file, at) == Some(ContextKind::Async)
    }

    /// Who runs a token.
    pub(crate) fn runner(&self, file: &File, at: u32) -> Option<ContextKind> {
        let context = innermost(file, at)?;
        // A task that is made within the brackets is polled all the same.
        let on_thread = self
            .0
            .iter()
            .any(|arguments| arguments.contains(&at) && context.body.start < arguments.start);
        Some(if on_thread {
            ContextKind::Thread
        } else {
            context.kind
        })
    }
}

/// The innermost context around a token.
pub(crate) fn innermost(file: &File, at: u32) -> Option<&Context> {
    let contexts = file.contexts();
    let before = contexts.partition_point(|context| context.body.start <= at);
    contexts[..before]
        .iter()
        .rev()
        .take(4096)
        .find(|context| context.body.contains(&at))
}

/// `thread::Builder::new().spawn(..)`, `scope.spawn(..)` of threads, `pool.spawn(..)`.
fn is_thread_spawn(file: &File, name: u32) -> bool {
    const OWNERS: &[&str] = &[
        "Builder",
        "thread",
        "scope",
        "thread_pool",
        "threadpool",
        "rayon",
        "pool",
    ];
    Call::at(file, name).is_some_and(|call| {
        call.kind == CallKind::Method
            && call
                .before
                .clone()
                .any(|at| OWNERS.contains(&file.word(at)))
    })
}
