//! Who is signed in and which form is shown again: known to the server with the request, handed to
//! the browser with the page.

use kernel::{Replay, in_address};
use leptos::prelude::*;

use crate::model::Me;

#[derive(Clone)]
struct Current(Option<Me>);

/// Reads the signed-in person from the request (on the server) or from the page (in the browser).
/// Called once, by the application.
pub fn provide_current_person() {
    let me = SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        return crate::server::context::me();
        #[cfg(not(feature = "ssr"))]
        None
    });
    provide_context(Current(me.into_inner()));
}

/// The signed-in person.
pub fn current_person() -> Option<Me> {
    use_context::<Current>().and_then(|current| current.0)
}

/// The form this page shows again, if it was sent without JavaScript and not accepted.
pub fn replay() -> Option<Replay> {
    SharedValue::new(use_context::<Replay>).into_inner()
}

/// The sign-in page that leads back to `here`.
pub fn sign_in_href(here: &str) -> String {
    if here == "/" { "/login".to_owned() } else { format!("/login?next={}", in_address(here)) }
}
