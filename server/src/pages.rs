//! Pages: everything the Leptos application renders, and posted forms.

use std::{
    collections::{HashMap, HashSet},
    future::Future,
};

use app::{Pages, shell};
use axum::{
    Json,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use interaction::{
    model::{LIST_PATH, Side},
    server::upload,
};
use kernel::{ApiError, Fields, Replay};
use leptos::{PrefetchLazyFn, context::provide_context, prelude::ReadValue, server_fn::axum::get_server_fn_service};
use platform::{Actor, Failure, FormOutcome};

use crate::{router::App, session};

/// The longest form that is read: a description of 5,000 characters is far below it.
const FORM_LIMIT: usize = 1024 * 1024;

/// The most fields one is read with: no form of the product has half as many. A page writes each of them.
const MOST_FIELDS: usize = 100;

/// Any page by `GET`; signed out, all but the public ones lead to the sign-in page and back.
pub async fn get(State(app): State<App>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path();
    if request.extensions().get::<Actor>().is_none() && !Pages::is_public(path) {
        let here = request.uri().path_and_query().map_or(path, |whole| whole.as_str());
        return Redirect::to(&Pages::sign_in(here)).into_response();
    }
    render(app, request, None).await
}

/// The list; its bare address leads to what the person's list opens with.
pub async fn list(state: State<App>, request: Request) -> Response {
    let actor = request.extensions().get::<Actor>().filter(|_| request.uri().query().is_none());
    match actor.and_then(|actor| actor.opens_with.as_ref()) {
        Some(opens_with) => Redirect::to(&format!("{LIST_PATH}?{opens_with}")).into_response(),
        None => get(state, request).await,
    }
}

/// Renders the page of the request's path, with a form as it was sent.
async fn render(app: App, request: Request, replay: Option<Replay>) -> Response {
    let (platform, assets) = (app.platform, app.assets);
    let status = replay.as_ref().and_then(|replay| replay.error.as_ref()).map(ApiError::status);
    let seconds = match replay.as_ref().and_then(|replay| replay.error.as_ref()) {
        Some(ApiError::TooMany { seconds }) => Some(*seconds),
        _ => None,
    };
    let parts = PrefetchLazyFn::default();
    let used = parts.clone();
    let context = move || {
        provide_context(platform.clone());
        // Instead of the framework's own, whose links get lost where a page is made on two threads.
        provide_context(used.clone());
        if let Some(replay) = &replay {
            provide_context(replay.clone());
        }
    };
    let files = assets.parts.clone();
    let handler = leptos_axum::render_app_async_with_context(context, move || shell(&assets));
    let mut response = handler(request).await;
    for link in preloads(&files, &parts.0.read_value()) {
        response.headers_mut().append(header::LINK, link);
    }
    // The framework redirects only who says to accept HTML, and many a script does not.
    if response.status() == StatusCode::OK && response.headers().contains_key(header::LOCATION) {
        *response.status_mut() = StatusCode::FOUND;
    }
    // What kept the page itself from being shown is stronger, but for a sign-in that failed.
    if let (Some(status), StatusCode::OK | StatusCode::UNAUTHORIZED) = (status, response.status()) {
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    }
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Has the browser fetch the parts of the WebAssembly that a page uses at once, beside the main one.
fn preloads(files: &HashMap<String, Vec<String>>, used: &HashSet<&str>) -> Vec<HeaderValue> {
    let used = used.iter().filter_map(|part| files.get(*part)).flatten();
    let link = |file: &String| format!("<{file}>; rel=preload; as=fetch; type=\"application/wasm\"; crossorigin");
    used.filter_map(|file| HeaderValue::from_str(&link(file)).ok()).collect()
}

/// A server function by its path.
pub async fn server_function(State(app): State<App>, request: Request) -> Response {
    let known = get_server_fn_service(request.uri().path(), request.method().clone()).is_some();
    if !known {
        return Failure(ApiError::NotFound).into_response();
    }
    let origin = session::origin(&app, &request);
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, FORM_LIMIT).await else {
        let limit = ApiError::Malformed(format!("A request may have {} KiB at most.", FORM_LIMIT / 1024));
        return (StatusCode::PAYLOAD_TOO_LARGE, Json(limit)).into_response();
    };
    let (platform, request) = (app.platform, Request::from_parts(parts, Body::from(bytes)));
    let context = move || {
        provide_context(platform.clone());
        provide_context(origin.clone());
    };
    own_status(leptos_axum::handle_server_fns_with_context(context, request).await.into_response()).await
}

/// Arguments that cannot be read fail before the server function begins, and the framework calls every
/// such failure a 500: gives it the status it has.
async fn own_status(response: Response) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, FORM_LIMIT).await.unwrap_or_default();
    if let Ok(error) = serde_json::from_slice::<ApiError>(&bytes) {
        parts.status = StatusCode::from_u16(error.status()).unwrap_or(parts.status);
    }
    Response::from_parts(parts, Body::from(bytes))
}

pub async fn login(State(app): State<App>, request: Request) -> Response {
    let origin = session::origin(&app, &request);
    let platform = app.platform.clone();
    form(app, request, |fields| async move { people::server::forms::login(&platform, fields, &origin).await }).await
}

pub async fn logout(State(app): State<App>, request: Request) -> Response {
    if request.extensions().get::<Actor>().is_none() {
        // Signed out already, and no page to come back to.
        return Redirect::to(&Pages::sign_in("/")).into_response();
    }
    let platform = app.platform.clone();
    signed_in(app, request, |actor, _| async move { people::server::forms::logout(&platform, &actor).await }).await
}

pub async fn account(State(app): State<App>, request: Request) -> Response {
    let platform = app.platform.clone();
    signed_in(
        app,
        request,
        |actor, fields| async move { people::server::forms::revoke(&platform, &actor, fields).await },
    )
    .await
}

pub async fn notifications(State(app): State<App>, request: Request) -> Response {
    let platform = app.platform.clone();
    signed_in(app, request, |actor, fields| async move {
        notification::server::forms::post(&platform, &actor, fields).await
    })
    .await
}

/// By whoever has the link. What else is sent does not matter, and is not read.
pub async fn unsubscribe(State(app): State<App>, Path(token): Path<String>, request: Request) -> Response {
    let outcome = interaction::server::forms::unsubscribe(&app.platform, &token).await;
    let (parts, _) = request.into_parts();
    answer(app, parts, outcome).await
}

pub async fn new_interaction(State(app): State<App>, request: Request) -> Response {
    let platform = app.platform.clone();
    typed(
        app,
        request,
        |actor, fields| async move { interaction::server::forms::create(&platform, &actor, fields).await },
    )
    .await
}

pub async fn views(State(app): State<App>, request: Request) -> Response {
    let platform = app.platform.clone();
    typed(app, request, |actor, fields| async move {
        interaction::server::forms::views::post(&platform, &actor, fields).await
    })
    .await
}

pub async fn interaction(State(app): State<App>, Path(number): Path<String>, request: Request) -> Response {
    if has_files(&request) {
        return files(app, &number, Side::Desk, request).await;
    }
    let platform = app.platform.clone();
    typed(app, request, |actor, fields| async move {
        interaction::server::forms::record(&platform, &actor, &number, fields).await
    })
    .await
}

/// The page that changes many: which, its address says.
pub async fn bulk_edit(State(app): State<App>, request: Request) -> Response {
    let platform = app.platform.clone();
    let address = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
    let address: Vec<(String, String)> = address.into_owned().collect();
    typed(app, request, |actor, fields| async move {
        interaction::server::forms::bulk(&platform, &actor, &address, fields).await
    })
    .await
}

pub async fn bulk_job(State(app): State<App>, Path(job): Path<String>, request: Request) -> Response {
    let platform = app.platform.clone();
    signed_in(app, request, |actor, fields| async move {
        interaction::server::forms::undo_bulk(&platform, &actor, &job, fields).await
    })
    .await
}

pub async fn own_interaction(State(app): State<App>, Path(number): Path<String>, request: Request) -> Response {
    if has_files(&request) {
        return files(app, &number, Side::Own, request).await;
    }
    let platform = app.platform.clone();
    typed(app, request, |actor, fields| async move {
        interaction::server::forms::own(&platform, &actor, &number, fields).await
    })
    .await
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether a posted form has files in it.
fn has_files(request: &Request) -> bool {
    content_type(request.headers()).starts_with("multipart/form-data")
}

/// A form with files, sent to the page of an interaction. It is read by the slice, as it comes.
async fn files(app: App, number: &str, side: Side, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let outcome = match parts.extensions.get::<Actor>() {
        Some(actor) => upload::form(&app.platform, actor, number, side, &parts.headers, body).await,
        None => upload::signed_out(body).await,
    };
    answer(app, parts, outcome).await
}

/// A form that only a signed-in person may send and that has no text in it. Signed out, the sign-in page
/// leads back to it.
async fn signed_in<F: Future<Output = FormOutcome>>(
    app: App,
    request: Request,
    act: impl FnOnce(Actor, Fields) -> F,
) -> Response {
    let Some(actor) = request.extensions().get::<Actor>().cloned() else {
        return Redirect::to(&Pages::sign_in(request.uri().path())).into_response();
    };
    form(app, request, |fields| act(actor, fields)).await
}

/// A form that only a signed-in person may send and that somebody typed. Signed out, its page asks to sign in
/// and carries what was typed; after that it is there again, for the person to send.
async fn typed<F: Future<Output = FormOutcome>>(
    app: App,
    request: Request,
    act: impl FnOnce(Actor, Fields) -> F,
) -> Response {
    use people::server::forms::{asks_to_sign_in, sign_in_again, still_there};
    let origin = session::origin(&app, &request);
    let (mut parts, fields) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let returned = match parts.extensions.get::<Actor>().cloned() {
        Some(actor) if !asks_to_sign_in(&fields) => return answer(app, parts, act(actor, fields).await).await,
        Some(_) => return answer(app, parts, FormOutcome::Again(still_there(fields))).await,
        None => sign_in_again(&app.platform, fields, &origin).await,
    };
    let set_cookie = returned.signed_in.map(|(actor, set_cookie)| {
        parts.extensions.insert(actor);
        set_cookie
    });
    let mut response = answer(app, parts, FormOutcome::Again(returned.replay)).await;
    if let Some(set_cookie) = set_cookie {
        response.headers_mut().insert(header::SET_COOKIE, set_cookie);
    }
    response
}

/// Reads the posted fields, acts, and goes on or shows the page again.
async fn form<F: Future<Output = FormOutcome>>(app: App, request: Request, act: impl FnOnce(Fields) -> F) -> Response {
    match read(request).await {
        Ok((parts, fields)) => answer(app, parts, act(fields).await).await,
        Err(refusal) => refusal,
    }
}

/// The fields of a posted form, or why they are not read.
async fn read(request: Request) -> Result<(Parts, Fields), Response> {
    let (parts, body) = request.into_parts();
    if !content_type(&parts.headers).starts_with("application/x-www-form-urlencoded") {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "This address takes a form.").into_response());
    }
    let Ok(bytes) = axum::body::to_bytes(body, FORM_LIMIT).await else {
        let limit = format!("A form may have {} KiB at most.", FORM_LIMIT / 1024);
        return Err((StatusCode::PAYLOAD_TOO_LARGE, limit).into_response());
    };
    let Some(fields) = fields(&bytes) else {
        return Err((StatusCode::BAD_REQUEST, "This is no form that can be read.").into_response());
    };
    Ok((parts, fields))
}

/// Goes on to another page, or shows the form's own again.
async fn answer(app: App, parts: Parts, outcome: FormOutcome) -> Response {
    match outcome {
        FormOutcome::Done { location, cookie } => {
            let mut response = Redirect::to(&location).into_response();
            if let Some(cookie) = cookie {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        FormOutcome::Again(replay) => {
            let mut request = Request::from_parts(parts, Body::empty());
            *request.method_mut() = Method::GET;
            render(app, request, Some(replay)).await
        }
    }
}

/// The names and values of a form body; `None` where it is not UTF-8 or too many.
fn fields(bytes: &[u8]) -> Option<Fields> {
    let pairs = form_urlencoded::parse(bytes);
    let fields: Vec<(String, String)> = pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    // Bytes that are no text are replaced while parsing; better to refuse than to keep them.
    let damaged = fields.iter().any(|(name, value)| name.contains('\u{FFFD}') || value.contains('\u{FFFD}'));
    (!damaged && fields.len() <= MOST_FIELDS).then_some(Fields(fields))
}

/// The page for a database that is away. It stands alone, says so, and looks again by itself.
pub fn unavailable() -> Response {
    let page = Html(include_str!("unavailable.html"));
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5"), (header::CACHE_CONTROL, "no-store")], page)
        .into_response()
}

/// The page for a mistake of ours.
pub fn broken() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, Html(include_str!("broken.html"))).into_response()
}
