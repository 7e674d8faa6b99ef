//! Runs each program by itself and prints what it records: one line of JSON for each span and each event.

mod programs;
mod recorder;

fn main() {
    for (name, run) in programs::ALL {
        recorder::record(name, *run);
    }
}
