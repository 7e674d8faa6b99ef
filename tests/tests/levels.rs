//! `level`: every form in which it is written.

use scorer_instrument::scorer_span;
use scorer_instrument_tests::watch;
use tracing::Level;

const NOISE: Level = Level::TRACE;

macro_rules! levels {
    ($($test:ident: [$($args:tt)*] => $level:ident;)*) => {$(
        #[test]
        fn $test() {
            #[scorer_span($($args)*)]
            fn load() {}
            let ((), recording) = watch(load);
            assert_eq!(recording.only().level, Level::$level);
        }
    )*};
}

levels! {
    info_unless_written: [] => INFO;
    trace: [level = "trace"] => TRACE;
    debug: [level = "debug"] => DEBUG;
    info: [level = "info"] => INFO;
    warn: [level = "warn"] => WARN;
    error: [level = "error"] => ERROR;
    capitals: [level = "ERROR"] => ERROR;
    mixed_case: [level = "Debug"] => DEBUG;
    one: [level = 1] => TRACE;
    two: [level = 2] => DEBUG;
    three: [level = 3] => INFO;
    four: [level = 4] => WARN;
    five: [level = 5] => ERROR;
    a_path: [level = Level::WARN] => WARN;
    a_constant: [level = NOISE] => TRACE;
}
