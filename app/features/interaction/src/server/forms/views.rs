//! Posted forms of the page of saved lists.

use kernel::{ApiError, Fields, ViewId};
use platform::{Actor, FormOutcome, Platform};

use crate::{
    model::{ListQuery, QueryError, ViewDraft, ViewForm, view_href, views_path},
    server::{commands, views},
};

/// `POST /interactions/views`: `intent` says what, `id` which saved list; a list to be saved comes with the parameters of
/// its address.
pub async fn post(platform: &Platform, actor: &Actor, fields: Fields) -> FormOutcome {
    match act(platform, actor, &fields).await {
        Ok(Some(location)) => FormOutcome::done(location),
        Ok(None) => FormOutcome::again(fields, None),
        Err(error) => FormOutcome::again(fields, error),
    }
}

/// Where the browser goes on; nowhere where the page asks first.
async fn act(platform: &Platform, actor: &Actor, fields: &Fields) -> Result<Option<String>, ApiError> {
    let damaged = || ApiError::Malformed("This form is damaged. Please open the page again.".into());
    let form = ViewForm::from_fields(fields).ok_or_else(damaged)?;
    let (query, wrong) = listed(fields);
    if let (Some(wrong), ViewForm::Save | ViewForm::Change) = (wrong.first(), form) {
        return Err(ApiError::Malformed(format!("Part of the list was not understood, so it is not saved. {wrong}")));
    }
    let id = fields.get("id").parse::<ViewId>().map_err(|_| damaged());
    match form {
        ViewForm::Save => {
            let id = commands::save_view(platform, actor, &ViewDraft::from_fields(fields), &query).await?;
            return Ok(Some(view_href(id, &query.as_saved().parameters())));
        }
        ViewForm::Change => {
            let id = id?;
            let seen = fields.get(ViewForm::SEEN);
            commands::change_view(platform, actor, id, seen, &ViewDraft::from_fields(fields), &query).await?;
            return Ok(Some(view_href(id, &query.as_saved().parameters())));
        }
        ViewForm::Remove if fields.get(ViewForm::SURE).is_empty() => {
            id?;
            return Ok(None);
        }
        ViewForm::Remove => commands::remove_view(platform, actor, id?).await?,
        ViewForm::Up => views::step(platform, actor, id?, false).await?,
        ViewForm::Down => views::step(platform, actor, id?, true).await?,
        ViewForm::Open => views::choose(platform, actor, Some(id?)).await?,
        ViewForm::OpenPlain => views::choose(platform, actor, None).await?,
    }
    Ok(Some(format!("{}#views", views_path(&query))))
}

/// The list whose address the form has in it.
fn listed(fields: &Fields) -> (ListQuery, Vec<QueryError>) {
    let all = |name: &str| fields.0.iter().filter(|(said, _)| said == name).map(|(_, value)| value.clone()).collect();
    ListQuery::read(all)
}
