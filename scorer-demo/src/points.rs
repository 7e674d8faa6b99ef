//! Human points: what a community gives an address that passes.

use scorer_instrument::{record, scorer_span};
use sqlx::AnyConnection;

use crate::domain::{Address, CommunityId, Score};
use crate::store::{self, StoreError};

/// The points of an address that passes, and of each whole point of score above the threshold.
const POINTS_FOR_PASSING: i64 = 100;
const POINTS_PER_POINT: f64 = 10.0;

/// Stores the points of an address that passes; one that does not is given none.
#[scorer_span(skip(tx, address), fields(points), err)]
pub(crate) async fn process_human_points(
    tx: &mut AnyConnection,
    community_id: CommunityId,
    address: &Address,
    score: Score,
    threshold: f64,
) -> Result<i64, StoreError> {
    let points = points_for(score, threshold);
    record!(points = points);
    if points > 0 {
        store::store_human_points(tx, community_id, address, points).await?;
    }
    Ok(points)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast from f64 saturates, and a score is a sum of a few weights"
)]
fn points_for(score: Score, threshold: f64) -> i64 {
    if score.0 < threshold {
        return 0;
    }
    POINTS_FOR_PASSING + ((score.0 - threshold).floor() * POINTS_PER_POINT) as i64
}

#[cfg(test)]
mod tests {
    use super::points_for;
    use crate::domain::Score;

    #[test]
    fn points_begin_at_the_threshold() {
        assert_eq!(points_for(Score(14.9), 15.0), 0);
        assert_eq!(points_for(Score(15.0), 15.0), 100);
        assert_eq!(points_for(Score(17.9), 15.0), 120);
    }
}
