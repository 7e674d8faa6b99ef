//! Flame graphs of a run.

use std::fs::File;
use std::io::{BufReader, BufWriter};

use tracing_flame::{FlameLayer, FlushGuard}; //~* leftover-dependency#flame
use tracing_subscriber::prelude::*;

pub struct Profiling {
    guard: Option<FlushGuard<BufWriter<File>>>, //~? leftover-dependency
}

pub fn profiling() -> Profiling {
    let Ok((layer, guard)) = FlameLayer::with_file("./tracing.folded") else { //~* leftover-dependency#flame
        return Profiling { guard: None };
    };
    let _ = tracing_subscriber::registry().with(layer).try_init();
    Profiling { guard: Some(guard) }
}

impl Drop for Profiling {
    fn drop(&mut self) {
        let Some(guard) = self.guard.take() else { return };
        let _ = guard.flush();
        let Ok(folded) = File::open("./tracing.folded") else { return };
        let Ok(svg) = File::create("./tracing.svg") else { return };
        let mut options = inferno::flamegraph::Options::default(); //~* leftover-dependency#inferno
        let _ = inferno::flamegraph::from_reader(&mut options, BufReader::new(folded), BufWriter::new(svg)); //~* leftover-dependency#inferno
    }
}
