//! What a request pays: one of four spans, under each pipeline in turn, many rounds, medians.
//!
//! `cargo run --release` prints nanoseconds and the ratio to the plan's pipeline of the same kind. Nothing is exported:
//! each pipeline encodes its batches and hands them to a client that answers at once.
//!
//! `cargo run --release -- --faults`: the same while the collector fails.
//!
//! `cargo run --release -- --memory`: 10,000 requests a second for a minute, all sampled, with the collector gone.

mod faults;
mod memory;
mod pipelines;
mod request;
mod smallest;

/// How often each pipeline is measured, in turn with the others, so that a busy machine is busy for all.
const ROUNDS: usize = 9;

/// How many requests one measurement holds.
const REQUESTS: u32 = 100_000;

fn main() {
    if std::env::args().any(|it| it == "--memory") {
        memory::run(10_000, 60);
        return;
    }
    if std::env::args().any(|it| it == "--faults") {
        faults::run();
        return;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let requests = if arguments.iter().any(|it| it == "--quick") {
        REQUESTS / 20
    } else {
        REQUESTS
    };
    let pipelines = pipelines::all();
    // A process for each measurement: what one subscriber asks of a callsite, another would pay for.
    if let [first, place, ..] = arguments.as_slice() {
        if first == "--one" {
            let place: usize = place.parse().expect("a number");
            println!("{}", measure(&pipelines[place], requests));
            return;
        }
    }
    // Words choose pipelines by name; the plan's is always there, for the ratio.
    let words: Vec<&String> = arguments
        .iter()
        .filter(|it| !it.starts_with("--"))
        .collect();
    let chosen: Vec<usize> = (0..pipelines.len())
        .filter(|place| {
            let name = pipelines[*place].name;
            words.is_empty() || name == "the plan's" || words.iter().any(|word| *word == name)
        })
        .collect();
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); pipelines.len()];
    for _ in 0..ROUNDS {
        for place in &chosen {
            times[*place].push(in_a_process(*place, &arguments));
        }
    }
    let mut plans = std::collections::HashMap::new();
    println!("| kind | pipeline | ns a request | of the plan's |\n|---|---|---|---|");
    for place in chosen {
        let (pipeline, times) = (&pipelines[place], &mut times[place]);
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        let plan = *plans.entry(pipeline.kind).or_insert(median);
        println!(
            "| {} | {} | {median:.0} | {:.3} |",
            pipeline.kind,
            pipeline.name,
            median / plan
        );
    }
}

fn in_a_process(place: usize, arguments: &[String]) -> f64 {
    let program = std::env::current_exe().expect("this program");
    let output = std::process::Command::new(program)
        .args(["--one", &place.to_string()])
        .args(arguments.iter().filter(|it| *it == "--quick"))
        .env("OTEL_TRACES_SAMPLER", "traceidratio")
        .env("OTEL_TRACES_SAMPLER_ARG", "0.01")
        .output()
        .expect("it runs");
    let printed = String::from_utf8(output.stdout).expect("text");
    printed.trim().parse().unwrap_or_else(|_| {
        panic!("{printed}{}", String::from_utf8_lossy(&output.stderr));
    })
}

fn measure(pipeline: &pipelines::Pipeline, requests: u32) -> f64 {
    pipeline.run(&mut |work| {
        for _ in 0..requests / 10 {
            work();
        }
        let start = on_cpu();
        for _ in 0..requests {
            work();
        }
        (on_cpu() - start) / f64::from(requests)
    })
}

/// How long this thread has run, in nanoseconds: a machine that does other things too does not count.
fn on_cpu() -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|it| it.split(' ').next()?.parse().ok())
        .expect("Linux tells it")
}
