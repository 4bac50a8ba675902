use leptos::prelude::*;
use leptos_router::components::Router;
use ui::*;

#[component]
fn App() -> impl IntoView {
    let nav = vec![
        NavItem::new("/board", "Board", IconName::Board),
        NavItem::new("/design", "Interactions", IconName::Inbox),
        NavItem::new("/incidents", "Incidents", IconName::Ticket),
        NavItem::new("/requests", "Requests", IconName::Cart),
        NavItem::new("/knowledge", "Knowledge", IconName::Book),
        NavItem::new("/dashboards", "Dashboards", IconName::Chart),
        NavItem::new("/admin", "Administration", IconName::Settings),
    ];
    let q = RwSignal::new(String::new());
    view! {
        <Router>
            <Toaster>
            <AppShell brand="Firstline" nav=nav
                header=move || view! { <form role="search"><SearchField name="q" label="Global search" value=q key="/"/></form> }
                user=|| view! { <IconButton label="Notifications" icon=IconName::Bell/>
                    <Menu label="Account" trigger=|| view!{ <Avatar name="Ada Lovelace" size=AvatarSize::Md/> }><MenuItem href="/account" icon=IconName::User>"Account"</MenuItem><MenuItem kind="submit" icon=IconName::Logout>"Sign out"</MenuItem></Menu> }
            >
                <Gallery/>
            </AppShell>
            </Toaster>
        </Router>
    }
}

#[cfg(feature = "ssr")]
fn main() {
    use leptos::reactive::owner::Owner;
    let owner = Owner::new_root(None);
    let html = owner.with(|| {
        provide_context(leptos_router::location::RequestUrl::new("/design"));
        view! { <App/> }.to_html()
    });
    let theme = std::env::args().nth(1).unwrap_or("light".into());
    println!(
        "<!DOCTYPE html><html lang=en data-theme={theme}><head><meta charset=utf-8><title>t</title><meta name=viewport content='width=device-width,initial-scale=1'><link rel=stylesheet href=/ui.css></head><body>{html}<script>__INCOMPLETE_CHUNKS=[];__SERIALIZED_ERRORS=[];__RESOLVED_RESOURCES=[];</script><script type=module>import init from '/pkg/preview.js';window.go=()=>init().then(()=>{{document.body.dataset.up='1'}});if(!location.search.includes('hold'))window.go()</script></body></html>"
    );
}

#[cfg(feature = "hydrate")]
fn main() {
    use wasm_bindgen::prelude::*;
    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = console)]
        fn error(s: &str);
    }
    std::panic::set_hook(Box::new(|i| error(&i.to_string())));
    leptos::mount::hydrate_body(App);
}
