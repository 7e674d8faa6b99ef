//! Together with `#[sqlx::test]` and `#[tonic::async_trait]`, in either order, and with several attributes at once.

use scorer_instrument::{Recordable, record, scorer_span};
use scorer_instrument_tests::FieldValue::{I64, U64};
use scorer_instrument_tests::watch;
use tonic::{Request, Response, Status};

#[sqlx::test]
#[scorer_span]
async fn sqlx_test_stands_before_the_span() {
    tokio::task::yield_now().await;
}

#[scorer_span(err)]
#[sqlx::test]
async fn sqlx_test_stands_behind_the_span() -> Result<(), std::fmt::Error> {
    tokio::task::yield_now().await;
    Ok(())
}

#[sqlx::test]
#[scorer_span(fields(score))]
async fn what_sqlx_test_runs_fills_its_fields() {
    record!(score = 3);
    tokio::task::yield_now().await;
}

#[derive(Recordable)]
struct Asked {
    community_id: i64,
    #[recordable(skip)]
    stamps: Vec<u8>,
}

/// What `tonic-build` generates of a service.
#[tonic::async_trait]
trait Scores {
    async fn score(&self, request: Request<Asked>) -> Result<Response<u64>, Status>;

    async fn watched(&self, request: Request<Asked>) -> Result<Response<u64>, Status>;
}

struct Service;

#[tonic::async_trait]
impl Scores for Service {
    #[scorer_span(skip(request), fields(community_id, score))]
    async fn score(&self, request: Request<Asked>) -> Result<Response<u64>, Status> {
        let asked = request.into_inner();
        let score = asked.stamps.len();
        record!(community_id = asked.community_id, score = score);
        tokio::task::yield_now().await;
        Ok(Response::new(score as u64))
    }

    #[scorer_span(include())]
    async fn watched(&self, request: Request<Asked>) -> Result<Response<u64>, Status> {
        self.score(request).await
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(future)
}

fn asked() -> Request<Asked> {
    Request::new(Asked {
        community_id: 7,
        stamps: vec![1, 2],
    })
}

#[test]
fn a_method_under_tonics_async_trait_has_its_span() {
    let (answer, recording) = watch(|| block_on(Service.score(asked())));
    assert_eq!(answer.expect("a score").into_inner(), 2);
    assert_eq!(recording.only().name, "score");
    assert_eq!(recording.field("community_id"), Some(I64(7)));
    assert_eq!(recording.field("score"), Some(U64(2)));
}

#[test]
fn one_method_calls_another_and_each_has_its_span() {
    let (answer, recording) = watch(|| block_on(Service.watched(asked())));
    assert_eq!(answer.expect("a score").into_inner(), 2);
    let names: Vec<&str> = recording.spans.iter().map(|span| &*span.name).collect();
    assert_eq!(names, ["watched", "score"]);
    assert!(recording.spans[0].declared.is_empty());
}
