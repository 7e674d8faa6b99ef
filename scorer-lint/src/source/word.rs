//! The words that rules look for: each is found while lexing, so that a rule visits its own words and
//! not every token of a file.

macro_rules! words {
    ($($word:ident $text:literal)*) => {
        /// A word that a rule looks for, or none.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u16)]
        #[expect(missing_docs, reason = "each is the word that it is called after")]
        pub enum Word {
            None,
            $($word,)*
        }

        const TEXTS: &[(&str, Word)] = &[$(($text, Word::$word),)*];
    };
}

words! {
    // The language.
    Fn "fn"
    Async "async"
    Await "await"
    Struct "struct"
    Enum "enum"
    Impl "impl"
    Use "use"
    Type "type"
    Derive "derive"
    Cfg "cfg"
    Test "test"
    Rstest "rstest"
    TestCase "test_case"
    Proptest "proptest"
    // Spans and events.
    Instrument "instrument"
    ScorerSpan "scorer_span"
    Trace "trace"
    Debug "debug"
    Info "info"
    Warn "warn"
    Error "error"
    Event "event"
    Log "log"
    Span "span"
    TraceSpan "trace_span"
    DebugSpan "debug_span"
    InfoSpan "info_span"
    WarnSpan "warn_span"
    ErrorSpan "error_span"
    Record "record"
    Enter "enter"
    Entered "entered"
    InScope "in_scope"
    // Tasks and threads.
    Spawn "spawn"
    SpawnBlocking "spawn_blocking"
    BlockInPlace "block_in_place"
    ThreadSpawn "spawn_thread"
    Unblock "unblock"
    Asyncify "asyncify"
    // Printing.
    Print "print"
    Println "println"
    Eprint "eprint"
    Eprintln "eprintln"
    Dbg "dbg"
    // Text.
    Format "format"
    Panic "panic"
    Bail "bail"
    Anyhow "anyhow"
    // Suspension points that are no `.await`: `manual-span-async`.
    Select "select"
    Join "join"
    TryJoin "try_join"
    SelectBiased "select_biased"
    // Tasks: `detached-spawn`.
    SpawnLocal "spawn_local"
    SpawnOn "spawn_on"
    // Spans filled later: `dead-field`.
    RecordAll "record_all"
    // Routers: `key-function-not-instrumented`.
    Route "route"
    Routes "routes"
    Fallback "fallback"
    // print-macro: services and commands.
    Axum "axum"
    ActixWeb "actix_web"
    Hyper "hyper"
    Tonic "tonic"
    Warp "warp"
    Rocket "rocket"
    Poem "poem"
    LambdaRuntime "lambda_runtime"
    LambdaHttp "lambda_http"
    TcpListener "TcpListener"
    Rdkafka "rdkafka"
    Lapin "lapin"
    Clap "clap"
    Structopt "structopt"
    Argh "argh"
    Bpaf "bpaf"
    Lexopt "lexopt"
    PicoArgs "pico_args"
    Gumdrop "gumdrop"
    Rustyline "rustyline"
    Dialoguer "dialoguer"
    Indicatif "indicatif"
    Args "args"
    Exit "exit"
    Abort "abort"
    ExitCode "ExitCode"
    SetHook "set_hook"
    PanicInfo "PanicInfo"
    PanicHookInfo "PanicHookInfo"
    Stdin "stdin"
    Init "init"
    TryInit "try_init"
    SetGlobalDefault "set_global_default"
    InitTelemetry "init_telemetry"
    InitTracing "init_tracing"
    InitLogging "init_logging"
    InitSubscriber "init_subscriber"
    InitLogger "init_logger"
    SetupTracing "setup_tracing"
    SetupLogging "setup_logging"
    SetupTelemetry "setup_telemetry"
    Quote "quote"
    ParseQuote "parse_quote"
    // timing-log: clocks.
    Elapsed "elapsed"
    DurationSince "duration_since"
    SignedDurationSince "signed_duration_since"
    CheckedDurationSince "checked_duration_since"
    SaturatingDurationSince "saturating_duration_since"
    Now "now"
    NowUtc "now_utc"
    NowMs "now_ms"
    NowMillis "now_millis"
    CurrentTimeMillis "current_time_millis"
    // redundant-db-log: statements.
    Sqlx "sqlx"
    Query "query"
    QueryAs "query_as"
    QueryScalar "query_scalar"
    QueryWith "query_with"
    QueryFile "query_file"
    QueryFileAs "query_file_as"
    QueryBuilder "QueryBuilder"
    FetchOne "fetch_one"
    FetchAll "fetch_all"
    FetchOptional "fetch_optional"
    Execute "execute"
    Commit "commit"
    Begin "begin"
    Rollback "rollback"
    // blocking-in-async.
    Sleep "sleep"
    Fs "fs"
    StdFile "File"
    OpenOptions "OpenOptions"
    Command "Command"
    Output "output"
    Status "status"
    Wait "wait"
    WaitWithOutput "wait_with_output"
    Blocking "blocking"
    Ureq "ureq"
    BlockOn "block_on"
    Lock "lock"
    Read "read"
    Write "write"
    Recv "recv"
    RecvTimeout "recv_timeout"
    Mpsc "mpsc"
    Send "send"
    CallIt "call"
    Mutex "Mutex"
    RwLock "RwLock"
    Bcrypt "bcrypt"
    Pbkdf2 "pbkdf2"
    Pbkdf2Type "Pbkdf2"
    Argon2 "argon2"
    Argon2Type "Argon2"
    Scrypt "scrypt"
    ScryptType "Scrypt"
    Djangohashers "djangohashers"
    Block "block"
    Interact "interact"
    SpawnFifo "spawn_fifo"
    Drop "drop"
    // sampler-not-parent-based.
    TraceIdRatioBased "TraceIdRatioBased"
    ParentBased "ParentBased"
    AlwaysOn "AlwaysOn"
    // simple-exporter.
    SimpleSpanProcessor "SimpleSpanProcessor"
    SimpleLogProcessor "SimpleLogProcessor"
    WithSimpleExporter "with_simple_exporter"
    InstallSimple "install_simple"
    // no-flush.
    TracerProvider "TracerProvider"
    SdkTracerProvider "SdkTracerProvider"
    LoggerProvider "LoggerProvider"
    SdkLoggerProvider "SdkLoggerProvider"
    MeterProvider "MeterProvider"
    SdkMeterProvider "SdkMeterProvider"
    InstallBatch "install_batch"
    Shutdown "shutdown"
    ShutdownWithTimeout "shutdown_with_timeout"
    ForceFlush "force_flush"
    ShutdownTracerProvider "shutdown_tracer_provider"
    ShutdownLoggerProvider "shutdown_logger_provider"
    ShutdownMeterProvider "shutdown_meter_provider"
    Static "static"
    Main "main"
    Run "run"
    RunWithStreamingResponse "run_with_streaming_response"
    Runtime "Runtime"
    Forget "forget"
    Leak "leak"
    // literal-endpoint.
    WithEndpoint "with_endpoint"
    WithAgentEndpoint "with_agent_endpoint"
    WithCollectorEndpoint "with_collector_endpoint"
    ExportConfig "ExportConfig"
    SetVar "set_var"
    Const "const"
    // one-filter-for-all.
    With "with"
    WithFilter "with_filter"
    // leftover-dependency.
    FlameLayer "FlameLayer"
    Inferno "inferno"
    TracingFlame "tracing_flame"
    Flamegraph "flamegraph"
    EnvLogger "env_logger"
    PrettyEnvLogger "pretty_env_logger"
    SimpleLogger "simple_logger"
    Simplelog "simplelog"
    Fern "fern"
    FlexiLogger "flexi_logger"
    Stderrlog "stderrlog"
    Log4rs "log4rs"
    Pprof "pprof"
}

impl Word {
    /// The word of an identifier's bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"r#").unwrap_or(bytes);
        let mut slot = hash(bytes);
        loop {
            let Some(known) = usize::from(TABLE[slot]).checked_sub(1) else {
                return Self::None;
            };
            let (text, word) = TEXTS[known];
            if text.as_bytes() == bytes {
                return word;
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

const SLOTS: usize = 1024;

/// Each word's place in `TEXTS`, counted from one, by its hash.
static TABLE: [u16; SLOTS] = table();

const fn table() -> [u16; SLOTS] {
    let mut table = [0; SLOTS];
    let mut at = 0;
    while at < TEXTS.len() {
        let mut slot = hash(TEXTS[at].0.as_bytes());
        while table[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = TEXTS[at].1 as u16;
        at += 1;
    }
    table
}

/// Length, ends and middle: enough to tell the words apart, and the same few steps for every identifier.
const fn hash(bytes: &[u8]) -> usize {
    let length = bytes.len();
    if length == 0 {
        return 0;
    }
    let (first, second) = (bytes[0] as usize, bytes[length / 3] as usize);
    let (middle, last) = (bytes[length / 2] as usize, bytes[length - 1] as usize);
    (length
        .wrapping_mul(0x9E5)
        .wrapping_add(first.wrapping_mul(0x1F1))
        .wrapping_add(second.wrapping_mul(0x71))
        .wrapping_add(middle.wrapping_mul(0x3B))
        .wrapping_add(last.wrapping_mul(0x11)))
        % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        for (text, word) in TEXTS {
            assert_eq!(Word::of(text.as_bytes()), *word, "{text}");
            assert_eq!(Word::of(format!("r#{text}").as_bytes()), *word, "r#{text}");
            assert_eq!(
                Word::of(format!("{text}_x").as_bytes()),
                Word::None,
                "{text}_x"
            );
        }
        assert_eq!(Word::of(b""), Word::None);
    }
}
