//! Saying how two interactions belong together.

use kernel::{ApiError, InteractionNumber};
use platform::{Actor, Platform, Uow};

use super::event::InteractionEvent;
use crate::{
    model::{MOST_RELATIONS, RelationDraft, RelationKind, circle, way_down},
    server::{
        policy::{self, Visible},
        queries::{self, UNSEEN},
    },
};

/// Relates an interaction to another one; gives that one's number.
///
/// # Errors
/// `Invalid` at the box: there is no such interaction (or none that may be seen), it is this one, the two are related
/// already, the child has a parent, the two would be in a circle, or one of them has as many relations as it may;
/// `NotFound`, `Forbidden`.
pub async fn relate(
    platform: &Platform,
    actor: &Actor,
    number: InteractionNumber,
    draft: &RelationDraft,
) -> Result<InteractionNumber, ApiError> {
    let mut uow = Uow::begin(&platform.pool, Some(actor.person), platform.clock.now()).await?;
    let seek = policy::seek(uow.connection(), actor, number).await?;
    let kind = RelationKind::from_key(&draft.kind)
        .ok_or_else(|| ApiError::Malformed("This form is damaged. Please open the page again.".into()))?;
    let other = queries::named(uow.connection(), &seek, &draft.other).await?;
    if other == number {
        return wrong("An interaction cannot be related to itself.");
    }
    let permit = policy::relate(&mut uow, actor, number, other).await?;
    let (visible, [number, other]) = permit.subject;
    let two = match kind {
        RelationKind::Parent => Two { first: other, second: number, key: "parent" },
        RelationKind::Child => Two { first: number, second: other, key: "parent" },
        RelationKind::Related => Two { first: number.min(other), second: number.max(other), key: "related" },
    };
    let existing = queries::existing(uow.connection(), number, other).await?;
    if existing == Some(kind) {
        return wrong(format!("{other} is {} this interaction already.", kind.of_this()));
    }
    if kind != RelationKind::Related {
        may_be_parent(&mut uow, &visible, &two).await?;
    }
    if let Some(existing) = existing {
        return wrong(format!("{other} is {} this interaction: remove that first.", existing.of_this()));
    }
    for end in [number, other] {
        if queries::count_relations(uow.connection(), end).await? >= MOST_RELATIONS {
            return wrong(format!("{end} has {MOST_RELATIONS} relations, and may have no more: remove one first."));
        }
    }
    sqlx::query!(
        "insert into interaction_relation (kind, first, second, added_by_id, at) values ($1, $2, $3, $4, $5)",
        two.key,
        two.first.0,
        two.second.0,
        permit.actor.person.0,
        uow.now(),
    )
    .execute(uow.connection())
    .await?;
    uow.record(&InteractionEvent::Related(number, kind.added(other))).await?;
    uow.record(&InteractionEvent::Related(other, kind.from_there().added(number))).await?;
    uow.commit().await?;
    Ok(other)
}

fn wrong<T>(why: impl Into<String>) -> Result<T, ApiError> {
    Err(ApiError::field(RelationDraft::OTHER, why))
}

/// Two interactions as the table has them.
struct Two {
    first: InteractionNumber,
    second: InteractionNumber,
    key: &'static str,
}

/// Whether the first may be the parent of the second. From here to the end of the transaction nobody else gives anything
/// a parent, so that two moves that are each lawful do not make a circle together.
async fn may_be_parent(uow: &mut Uow, visible: &Visible, two: &Two) -> Result<(), ApiError> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('interaction parents', 0))")
        .execute(uow.connection())
        .await?;
    let Two { first: parent, second: child, .. } = *two;
    // Of what the person may not see, no number is told.
    let shown = |(number, seen): (InteractionNumber, bool)| if seen { number.to_string() } else { UNSEEN.to_owned() };
    let above = queries::above(uow.connection(), visible, parent).await?;
    let numbers: Vec<InteractionNumber> = above.iter().map(|(number, _)| *number).collect();
    if let Some(way) = way_down(child, &numbers) {
        let seen = |number: InteractionNumber| above.contains(&(number, true));
        let way: Vec<String> = way.into_iter().map(|number| shown((number, seen(number)))).collect();
        return wrong(circle(&way));
    }
    if let Some(present) = queries::parent_of(uow.connection(), visible, child).await? {
        return wrong(format!("{child} has a parent already, {}: remove that first.", shown(present)));
    }
    Ok(())
}
