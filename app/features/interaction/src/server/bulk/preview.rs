//! What a change is going to do, and which letters it sends: by the rules that decide when it is made.

use kernel::{ApiError, Changes, InteractionNumber};
use platform::{Permit, Platform};
use time::OffsetDateTime;

use super::{
    aim,
    chosen::{chosen, companies, rows},
};
use crate::{
    model::{
        BulkAim, BulkDraft, BulkRow, Foreseen, Preview, PreviewRow, Refusal, Selection,
        notice::{Happening, What},
    },
    server::{
        notices::{self, Fact},
        policy::EditMany,
    },
};

/// How many that change are shown.
const SAMPLE: usize = 10;

/// How many are named of those that cannot be changed for one reason.
const NAMED: usize = 5;

/// # Errors
/// `Invalid` naming the fields that are wrong for all of them, or what is wrong with the selection.
pub async fn preview(
    platform: &Platform,
    permit: &Permit<EditMany>,
    selection: Selection,
    draft: &BulkDraft,
) -> Result<Preview, ApiError> {
    let (visible, now) = (&permit.subject, platform.clock.now());
    let change = draft.check().map_err(ApiError::Invalid)?;
    let numbers = chosen(platform, visible, selection).await?;
    let companies = companies(&platform.pool, visible, &numbers).await?;
    let mut connection = platform.pool.acquire().await?;
    let aim = aim(&mut connection, visible, &change, &companies, now).await?;
    let rows = rows(&mut connection, visible, &numbers, &aim).await?;
    let mut preview = Preview { total: numbers.len(), ..Preview::default() };
    let mut facts = Vec::new();
    for row in &rows {
        match aim.foresee(row, now) {
            Foreseen::Same => preview.same += 1,
            Foreseen::Cannot(why) => refuse(&mut preview.cannot, why, row.number),
            Foreseen::Changes(changes) => {
                preview.changes += 1;
                if preview.sample.len() < SAMPLE {
                    let (number, summary) = (row.number, row.summary.clone());
                    preview.sample.push(PreviewRow { number, summary, changes: changes.0.clone() });
                }
                facts.push(fact(permit, &aim, row, changes, now));
            }
        }
    }
    refuse_unseen(&mut preview.cannot, &numbers, &rows);
    preview.cannot.sort_by_key(|refusal| std::cmp::Reverse(refusal.count));
    preview.letters = notices::letters(&mut connection, &facts).await?;
    Ok(preview)
}

/// Those that are not there, or not for this person to see. Both are in the same order.
fn refuse_unseen(cannot: &mut Vec<Refusal>, numbers: &[InteractionNumber], rows: &[BulkRow]) {
    let mut seen = rows.iter().map(|row| row.number).peekable();
    for number in numbers {
        if seen.next_if_eq(number).is_none() {
            refuse(cannot, ApiError::NotFound.to_string(), *number);
        }
    }
}

fn refuse(cannot: &mut Vec<Refusal>, why: String, number: InteractionNumber) {
    match cannot.iter_mut().find(|refusal| refusal.why == why) {
        Some(refusal) => {
            refusal.count += 1;
            if refusal.numbers.len() < NAMED {
                refusal.numbers.push(number);
            }
        }
        None => cannot.push(Refusal { why, count: 1, numbers: vec![number] }),
    }
}

/// What people would have to be told of.
fn fact(permit: &Permit<EditMany>, aim: &BulkAim, row: &BulkRow, changes: Changes, at: OffsetDateTime) -> Fact {
    let what = match aim {
        BulkAim::Watch(whom) => match whom.get(&row.company) {
            Some(Ok(who)) => What::Watched(who.clone()),
            _ => What::Updated(changes),
        },
        BulkAim::Assign { .. } | BulkAim::SetStatus(_) => What::Updated(changes),
    };
    let happening = Happening { actor: Some(permit.actor.person), who: permit.actor.name.clone(), at, what };
    Fact { number: row.number, summary: row.summary.clone(), happening, after: aim.roles(row) }
}
