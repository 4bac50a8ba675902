//! The page that ends the e-mail to somebody outside, who cannot sign in.

use kernel::{ApiError, InteractionNumber};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use people::ui::Failed;
use ui::{Button, ButtonVariant, Card, Skeleton};

use crate::api::load_leaving;

/// `/unsubscribe/TOKEN`: opened, it asks; sent, it ends. A mail program that looks at links ends nothing.
#[component]
pub fn UnsubscribePage() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(|map| map.get("token").unwrap_or_default()));
    let loaded = Resource::new(move || token.get(), load_leaving);
    view! {
        <Title text="E-mail" />
        <div class="mx-auto grid max-w-md gap-4 p-6">
            <h1 class="text-lg font-semibold">"E-mail from the service desk"</h1>
            <Transition fallback=|| view! { <Skeleton lines=3 /> }>
                {move || Suspend::new(async move { told(loaded.await, &token.get_untracked()) })}
            </Transition>
        </div>
    }
}

fn told(leaving: Result<Option<InteractionNumber>, ApiError>, token: &str) -> AnyView {
    match leaving {
        Ok(Some(number)) => {
            let action = format!("/unsubscribe/{token}");
            view! {
                <Card>
                    <p class="mb-4">"You get e-mail about what happens to " {number.to_string()} "."</p>
                    <form method="post" action=action>
                        <Button kind="submit" variant=ButtonVariant::Primary>"Stop this e-mail"</Button>
                    </form>
                </Card>
            }
            .into_any()
        }
        Ok(None) => view! { <Card><p role="status">"You get no more e-mail about this."</p></Card> }.into_any(),
        Err(error) => view! { <Failed error /> }.into_any(),
    }
}
