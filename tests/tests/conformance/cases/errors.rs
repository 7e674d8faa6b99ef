//! `err` on every shape of function.

use std::error::Error;
use std::future::Future;
use std::pin::Pin;

use scorer_instrument_tests::{block_on, turns};

use super::{Broken, halve, span};

const AREA: &str = "area::constant";

type Outcome<T> = Result<T, Broken>;
type Boxed = Box<dyn Error + Send + Sync>;

/// Calls with an odd and an even number, of which the first is an error.
macro_rules! both {
    ($load:expr) => {{
        let _ = ($load(1).is_err(), $load(2).is_err());
    }};
}

macro_rules! both_later {
    ($load:expr) => {{
        let _ = (block_on($load(1)).is_err(), block_on($load(2)).is_err());
    }};
}

pub(crate) fn an_alias_of_a_result() {
    #[span(err)]
    fn load(n: i64) -> Outcome<i64> {
        halve(n)
    }
    both!(load);
}

pub(crate) fn a_conversion_by_a_question_mark() {
    #[span(err)]
    fn load(n: i64) -> Result<i64, Boxed> {
        let half = halve(n)?;
        Ok(half + "1".parse::<i64>()?)
    }
    both!(load);
}

pub(crate) fn an_early_return_among_statements() {
    #[span(err, ret)]
    fn load(n: i64) -> Outcome<i64> {
        if n % 2 == 1 {
            return halve(n);
        }
        for _ in 0..n {
            tracing::info!(n, "inside");
        }
        Ok(n)
    }
    both!(load);
}

pub(crate) fn a_result_of_nothing() {
    #[span(err, ret)]
    fn load(n: i64) -> Outcome<()> {
        halve(n)?;
        Ok(())
    }
    both!(load);
}

pub(crate) fn a_generic_function() {
    #[span(err, skip(value))]
    fn load<T: Copy + Into<i64>, E: From<Broken> + Error>(value: T) -> Result<i64, E> {
        Ok(halve(value.into())?)
    }
    both!(load::<i64, Broken>);
}

pub(crate) fn an_argument_of_any_type() {
    #[span(err, skip_all)]
    fn load(value: impl Into<i64>) -> Outcome<i64> {
        halve(value.into())
    }
    both!(load);
}

pub(crate) fn an_iterator_in_the_result() {
    #[span(err)]
    fn load(n: i64) -> Result<impl Iterator<Item = i64> + 'static, Broken> {
        let half = halve(n)?;
        Ok((0..half).filter(move |i| i % 2 == 0))
    }
    both!(load);
}

pub(crate) fn an_error_of_any_type() {
    #[span(err)]
    fn load(n: i64) -> Result<i64, impl Error> {
        halve(n)
    }
    both!(load);
}

pub(crate) fn a_borrow_in_the_result() {
    #[span(err, skip(words))]
    fn load(words: &[i64; 2], n: i64) -> Result<&i64, Broken> {
        halve(n)?;
        Ok(&words[0])
    }
    let words = [1, 2];
    let _ = (load(&words, 1).is_err(), load(&words, 2).is_err());
}

pub(crate) fn methods() {
    struct Service(i64);
    impl Service {
        #[span(err, skip(self))]
        fn by_reference(&self, n: i64) -> Outcome<i64> {
            halve(self.0 + n)
        }

        #[span(err, skip(self))]
        fn by_mutable_reference(&mut self, n: i64) -> Outcome<i64> {
            self.0 += n;
            halve(self.0)
        }

        #[span(err, skip(self))]
        fn by_value(self, n: i64) -> Outcome<Self> {
            halve(self.0 + n)?;
            Ok(self)
        }

        #[span(err, skip(self))]
        async fn later(&mut self, n: i64) -> Outcome<i64> {
            self.0 += n;
            turns(1).await;
            halve(self.0)
        }

        #[span(err)]
        fn of_none(n: i64) -> Outcome<Self> {
            Ok(Self(halve(n)?))
        }
    }
    let mut service = Service(0);
    let _ = service.by_reference(1).is_err();
    let _ = service.by_mutable_reference(1).is_err();
    let _ = block_on(service.later(2)).is_err();
    let _ = service.by_value(2).is_err();
    both!(Service::of_none);
}

pub(crate) fn a_method_of_a_trait() {
    trait Load {
        type Error: Error;
        fn load(&self, n: i64) -> Result<i64, Self::Error>;
    }
    struct Service;
    impl Load for Service {
        type Error = Broken;

        #[span(err, skip(self))]
        fn load(&self, n: i64) -> Result<i64, Self::Error> {
            halve(n)
        }
    }
    both!(|n| Service.load(n));
}

pub(crate) fn an_async_function_that_converts_errors() {
    #[span(err)]
    async fn load(n: i64) -> Result<i64, Boxed> {
        turns(1).await;
        let half = halve(n)?;
        if half > 100 {
            return Err("too large".into());
        }
        Ok(half)
    }
    both_later!(load);
}

pub(crate) fn an_async_function_that_borrows() {
    #[span(err, skip(words), ret)]
    async fn load(words: &mut Vec<i64>, n: i64) -> Outcome<usize> {
        words.push(halve(n)?);
        turns(2).await;
        Ok(words.len())
    }
    let mut words = Vec::new();
    let _ = block_on(load(&mut words, 1)).is_err();
    let _ = block_on(load(&mut words, 2)).is_err();
}

pub(crate) fn an_async_block_that_is_returned() {
    #[span(err, ret)]
    fn load(n: i64) -> impl Future<Output = Outcome<i64>> {
        async move {
            turns(1).await;
            halve(n)
        }
    }
    both_later!(load);
}

pub(crate) fn a_boxed_block_that_converts_errors() {
    #[span(err)]
    fn load(n: i64) -> Pin<Box<dyn Future<Output = Result<i64, Boxed>> + Send>> {
        let more = n + 2;
        Box::pin(async move {
            turns(1).await;
            tracing::info!(more, "inside");
            Ok(halve(n)?)
        })
    }
    both_later!(load);
}

pub(crate) fn a_boxed_block_behind_an_alias() {
    type Later<T> = Pin<Box<dyn Future<Output = Result<T, Boxed>>>>;
    #[span(err, ret)]
    fn load(n: i64) -> Later<i64> {
        Box::pin(async move { Ok(halve(n)?) })
    }
    both_later!(load);
}

pub(crate) fn an_async_function_within() {
    // What `async_trait` made of a method up to 0.1.43.
    #[span(err)]
    fn load(n: i64) -> Pin<Box<dyn Future<Output = Outcome<i64>> + Send>> {
        async fn load(n: i64) -> Outcome<i64> {
            turns(1).await;
            Ok(halve(n)? + 1)
        }
        Box::pin(load(n))
    }
    both_later!(load);
}

pub(crate) fn an_async_trait() {
    #[async_trait::async_trait]
    trait Load {
        async fn load(&self, n: i64) -> Outcome<i64>;

        #[span(err, skip(self))]
        async fn load_twice(&self, n: i64) -> Result<i64, Boxed> {
            Ok(self.load(n).await? + self.load(n).await?)
        }
    }
    struct Service;
    #[async_trait::async_trait]
    impl Load for Service {
        #[span(err(level = "warn"), ret, skip(self))]
        async fn load(&self, n: i64) -> Outcome<i64> {
            turns(1).await;
            halve(n)
        }
    }
    let _ = block_on(Service.load_twice(1)).is_err();
    let _ = block_on(Service.load_twice(2)).is_err();
}

pub(crate) fn levels_and_targets() {
    #[span(err(level = 2, Display), ret(level = "trace"), target = AREA, level = "warn")]
    fn load(n: i64) -> Outcome<i64> {
        halve(n)
    }
    #[span(level = tracing::Level::DEBUG, err(level = tracing::Level::INFO), ret(Display), target = "area::written")]
    async fn load_later(n: i64) -> Outcome<i64> {
        halve(n)
    }
    both!(load);
    both_later!(load_later);
}

pub(crate) fn an_error_in_an_error() {
    #[span(err)]
    fn outer(n: i64) -> Outcome<i64> {
        inner(n)
    }
    #[span(err(Debug))]
    fn inner(n: i64) -> Outcome<i64> {
        halve(n)
    }
    both!(outer);
}

pub(crate) fn a_recursive_function() {
    #[span(err)]
    fn load(n: i64) -> Outcome<i64> {
        if n > 4 { load(n - 2) } else { halve(n) }
    }
    both!(|n: i64| load(n + 6));
}

pub(crate) fn a_panic_before_the_result() {
    #[span(err)]
    fn load(n: i64) -> Outcome<i64> {
        assert!(n > 1, "too small");
        halve(n)
    }
    let _ = std::panic::catch_unwind(|| load(1)).is_err();
}

pub(crate) fn a_dropped_future() {
    #[span(err)]
    async fn load(n: i64) -> Outcome<i64> {
        turns(9).await;
        halve(n)
    }
    let mut future = Box::pin(load(1));
    assert!(scorer_instrument_tests::poll_once(future.as_mut()).is_pending());
}

pub(crate) fn a_lock_that_is_held_to_the_end() {
    #[span(err, skip(lock))]
    fn load(lock: &std::sync::Mutex<i64>, n: i64) -> Outcome<i64> {
        let guard = lock
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        halve(*guard + n)
    }
    let lock = std::sync::Mutex::new(0);
    let _ = (load(&lock, 1).is_err(), load(&lock, 2).is_err());
}

pub(crate) fn inner_attributes_and_items() {
    #[span(err)]
    fn load(n: i64) -> Outcome<i64> {
        #![allow(unused_variables, reason = "for the attribute's place")]
        const LIMIT: i64 = 10;
        fn within(n: i64) -> Outcome<i64> {
            halve(n)
        }
        let unused = LIMIT;
        within(n)
    }
    both!(load);
}

pub(crate) fn an_argument_that_is_moved() {
    #[span(err)]
    fn load(label: String, n: i64) -> Result<String, Broken> {
        halve(n)?;
        Ok(label)
    }
    both!(|n| load("x".to_owned(), n));
}
