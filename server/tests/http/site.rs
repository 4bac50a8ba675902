//! A site for a test: the router, its database, and somebody's browser.

use std::{path::Path, sync::Arc, time::Duration};

use app::Assets;
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
};
use interaction::{model::Draft, server::commands};
use kernel::{InteractionNumber, PersonId};
use people::server::commands::Origin;
use platform::{Platform, testing::fixture};
use serde_json::Value;
use server::router::{App, router};
use sqlx::PgPool;
use tower::ServiceExt;
use uuid::Uuid;

/// The application in front of the small world.
pub struct Site {
    pub pool: PgPool,
    pub platform: Platform,
    router: Router,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// A header's text; empty where there is none.
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub fn location(&self) -> &str {
        self.header(header::LOCATION)
    }
}

/// Somebody's cookie; `None` is nobody.
#[derive(Clone, Debug)]
pub struct Browser(Option<String>);

impl Site {
    pub async fn new() -> Self {
        let pool = fixture::database().await;
        Self::of(fixture::platform(&pool))
    }

    pub fn of(platform: Platform) -> Self {
        let platform = Platform { kinds: server::kinds::all(), ..platform };
        let assets = Assets {
            stylesheet: "/pkg/firstline.css".into(),
            script: "/pkg/firstline.js".into(),
            wasm: "/pkg/firstline.wasm".into(),
            loader: "/pkg/__wasm_split.js".into(),
            parts: Arc::default(),
        };
        let app = App { platform: platform.clone(), assets, trust_proxy: false };
        Self { pool: platform.pool.clone(), platform, router: router(app, Path::new("no-such-folder")) }
    }

    /// Signs somebody in beside the sign-in page.
    pub async fn browser(&self, person: PersonId) -> Browser {
        let email: String = sqlx::query_scalar("select email from person where id = $1")
            .bind(person)
            .fetch_one(&self.pool)
            .await
            .unwrap();
        let origin = Origin { address: "192.0.2.1".into(), user_agent: "Firefox/140.0 Linux".into() };
        let token = people::server::commands::sign_in(&self.platform, &email, fixture::PASSWORD, &origin).await;
        Browser::of(token.unwrap().set_cookie(false).to_str().unwrap())
    }

    /// Hears of changes from now on, as a server process does.
    pub async fn listen(&self) {
        tokio::spawn(self.platform.live.clone().listen(self.pool.clone()));
        while self.platform.live.latest().is_none() {
            tokio::task::yield_now().await;
        }
    }

    /// The answer, whose body may have no end.
    pub async fn respond(&self, request: Request<Body>) -> Response {
        let response = tokio::time::timeout(Duration::from_mins(1), self.router.clone().oneshot(request)).await;
        response.expect("an answer in time").unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.respond(request).await.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(bytes.to_vec()).expect("text") }
    }

    pub async fn get(&self, browser: &Browser, path: &str) -> Answer {
        self.send(browser.request(Method::GET, path, Body::empty())).await
    }

    /// Posts a form as a browser without JavaScript does.
    pub async fn post(&self, browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request = browser.request(Method::POST, path, Body::from(body));
        let form = "application/x-www-form-urlencoded".parse().unwrap();
        request.headers_mut().insert(header::CONTENT_TYPE, form);
        self.send(request).await
    }

    /// Calls a server function with JSON.
    pub async fn call(&self, browser: &Browser, function: &str, sent: &Value) -> Answer {
        self.call_as(browser, function, "application/json", sent).await
    }

    /// The same, with another type of content.
    pub async fn call_as(&self, browser: &Browser, function: &str, kind: &str, sent: &Value) -> Answer {
        let mut request = browser.request(Method::POST, function_path(function), Body::from(sent.to_string()));
        request.headers_mut().insert(header::CONTENT_TYPE, kind.parse().unwrap());
        self.send(request).await
    }

    /// Calls a server function by its address.
    pub async fn call_by_address(&self, browser: &Browser, function: &str, query: &str) -> Answer {
        self.get(browser, &format!("{}?{query}", function_path(function))).await
    }

    /// Logs an interaction beside the form.
    pub async fn log(&self, who: PersonId, draft: &Draft) -> InteractionNumber {
        let actor = fixture::actor(&self.pool, who).await;
        commands::create(&self.platform, &actor, draft, Uuid::new_v4()).await.unwrap()
    }

    /// How many interactions there are.
    pub async fn interactions(&self) -> i64 {
        fixture::count(&self.pool, "select count(*) from interaction").await
    }
}

/// The address of a server function.
fn function_path(function: &str) -> &'static str {
    let registered = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path);
    registered.into_iter().find(|path| path.contains(&format!("/{function}"))).expect("a server function")
}

impl Browser {
    pub fn nobody() -> Self {
        Self(None)
    }

    /// Keeps the cookie of a `Set-Cookie` header.
    pub fn of(set_cookie: &str) -> Self {
        Self(set_cookie.split(';').next().map(ToOwned::to_owned))
    }

    pub fn request(&self, method: Method, path: &str, body: Body) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "firstline.test");
        if let Some(cookie) = &self.0 {
            request = request.header(header::COOKIE, cookie);
        }
        request.body(body).unwrap()
    }
}

/// The least that an agent of Northwind can save.
pub fn draft() -> Draft {
    Draft {
        company: fixture::NORTHWIND.to_string(),
        reason: fixture::NEW_INCIDENT.to_string(),
        requested_for: fixture::REQUESTER.to_string(),
        requested_by: fixture::REQUESTER.to_string(),
        summary: "Cannot print".into(),
        ..Draft::open()
    }
}

/// The least that an agent of Fabrikam can save.
pub fn fabrikam_draft() -> Draft {
    Draft {
        company: fixture::FABRIKAM.to_string(),
        reason: fixture::ENQUIRIES[2].to_string(),
        requested_for: fixture::FABRIKAM_USER.to_string(),
        requested_by: fixture::FABRIKAM_USER.to_string(),
        ..draft()
    }
}
