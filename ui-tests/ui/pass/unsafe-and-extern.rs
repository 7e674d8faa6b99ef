use scorer_instrument::scorer_span;

/// Adds.
///
/// # Safety
///
/// None needed.
#[scorer_span]
pub unsafe fn add(left: i64, right: i64) -> i64 {
    left + right
}

#[scorer_span]
pub extern "C" fn double(n: i32) -> i32 {
    n * 2
}

#[scorer_span]
pub(crate) unsafe extern "C" fn triple(n: i32) -> i32 {
    n * 3
}

fn main() {
    // SAFETY: nothing is asked of the caller.
    unsafe {
        assert_eq!(add(1, 2), 3);
        assert_eq!(triple(1), 3);
    }
    assert_eq!(double(1), 2);
}
