//! All routes and what stands around them.

use std::{path::Path, time::Duration};

use app::Assets;
use axum::{
    Router,
    extract::{FromRef, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use interaction::model::{FileKind, LIST_PATH};
use kernel::LIVE_PATH;
use platform::Platform;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, CompressionLevel,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    csrf::CsrfLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    set_header::SetResponseHeaderLayer,
    trace::TraceLayer,
};

use crate::{assets, live, pages, session};

/// What the handlers share. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    pub platform: Platform,
    pub assets: Assets,
    pub trust_proxy: bool,
}

impl FromRef<App> for Platform {
    fn from_ref(app: &App) -> Self {
        app.platform.clone()
    }
}

/// The posted forms and plain routes that need a signed-in person, for the test that each refuses
/// somebody who is not.
pub const SIGNED_IN_POSTS: [&str; 10] = [
    "/logout",
    "/account",
    "/notifications",
    "/interactions/new",
    "/interactions/views",
    "/interactions/bulk",
    "/interactions/bulk/1",
    "/interactions/INT0000001",
    "/interactions/INT0000001/attachments",
    "/my-requests/INT0000001",
];

/// The whole application.
pub fn router(app: App, site: &Path) -> Router {
    // Resources load as tasks of this runtime; a second router in the process finds it set.
    let _ = any_spawner::Executor::init_tokio();
    let hashed = assets::hashed(&app.assets);
    let signed = Router::new()
        .merge(people::server::rest::routes().with_state::<App>(app.platform.clone()))
        .merge(interaction::server::rest::routes().with_state::<App>(app.platform.clone()))
        .route("/login", get(pages::get).post(pages::login))
        .route("/logout", post(pages::logout))
        .route("/account", get(pages::get).post(pages::account))
        .route("/notifications", get(pages::get).post(pages::notifications))
        .route("/interactions/new", get(pages::get).post(pages::new_interaction))
        .route(LIST_PATH, get(pages::list))
        .route("/interactions/views", get(pages::get).post(pages::views))
        .route("/interactions/bulk", get(pages::get).post(pages::bulk_edit))
        .route("/interactions/bulk/{job}", get(pages::get).post(pages::bulk_job))
        .route("/interactions/{number}", get(pages::get).post(pages::interaction))
        .route("/my-requests/{number}", get(pages::get).post(pages::own_interaction))
        .route("/unsubscribe/{token}", get(pages::get).post(pages::unsubscribe))
        .route(LIVE_PATH, get(live::stream))
        .route("/api/{*function}", get(pages::server_function).post(pages::server_function))
        .fallback(pages::get)
        .layer(middleware::from_fn_with_state(app.clone(), session::identify));
    let around = ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth_compressing()))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(fixed(header::X_FRAME_OPTIONS, "DENY"))
        .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(fixed(header::CONTENT_SECURITY_POLICY, CLOSED))
        .layer(CatchPanicLayer::custom(|_| pages::broken()))
        .layer(CsrfLayer::new());
    Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .merge(assets::routes(site, hashed))
        .merge(signed)
        .with_state(app)
        .layer(around)
}

/// All but what is small or compressed already: people's files keep their length, so that a browser can say how much
/// of one is still to come.
fn worth_compressing() -> impl Predicate {
    let but_for = NotForContentType::const_new;
    DefaultPredicate::new()
        .and(but_for(FileKind::Pdf.media_type()))
        .and(but_for(FileKind::Zip.media_type()))
        .and(but_for(FileKind::Other.media_type()))
}

/// For whatever is no page of the application, which sets a policy of its own.
const CLOSED: &str = "default-src 'none'; frame-ancestors 'none'";

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

fn span(request: &axum::extract::Request) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", %id, method = %request.method(), path = request.uri().path())
}

async fn ready(State(platform): State<Platform>) -> Response {
    let answer = tokio::time::timeout(Duration::from_secs(2), sqlx::query("select 1").execute(&platform.pool)).await;
    match answer {
        Ok(Ok(_)) => "ready".into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "The database cannot be reached.").into_response(),
    }
}
