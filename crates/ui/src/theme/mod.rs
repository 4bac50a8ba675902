//! Light, dark, or what the system says.
//!
//! The choice is kept in the cookie `theme`; the server reads it with
//! [`Theme::from_cookies`] and writes [`Theme::as_str`] into `data-theme` of
//! `<html>`, so a page never flashes in the wrong colours. The tokens in
//! `style/main.css` follow that attribute.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::icon::{Icon, IconName};

/// The cookie the choice is kept in.
pub const COOKIE: &str = "theme";

/// How long it is kept, in seconds: one year.
const MAX_AGE: u32 = 31_536_000;

/// Which colours a person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// As the operating system says.
    #[default]
    System,
}

impl Theme {
    /// Every theme, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::System];

    /// The value of the cookie and of `data-theme`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::System => "system",
        }
    }

    /// The theme of a cookie's value; anything unknown is `System`.
    #[must_use]
    pub fn parse(value: &str) -> Self {
        match value {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The theme in a `Cookie` header.
    #[must_use]
    pub fn from_cookies(header: &str) -> Self {
        header
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == COOKIE)
            .map_or(Self::System, |(_, value)| Self::parse(value))
    }

    /// The `Set-Cookie` value that keeps this theme. It is no secret and scripts
    /// write it too, so it is not `HttpOnly`.
    #[must_use]
    pub fn cookie(self) -> String {
        format!("{COOKIE}={}; Path=/; Max-Age={MAX_AGE}; SameSite=Lax", self.as_str())
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Light => "Light theme",
            Self::Dark => "Dark theme",
            Self::System => "System theme",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Light => IconName::Sun,
            Self::Dark => IconName::Moon,
            Self::System => IconName::System,
        }
    }
}

/// Three buttons in a group. They work after hydration; without scripts the
/// group is not shown and the colours follow the system.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    let chosen = RwSignal::new(None::<Theme>);
    Effect::new(move || {
        let now = document().document_element().and_then(|html| html.get_attribute("data-theme"));
        chosen.set(Some(Theme::parse(now.as_deref().unwrap_or_default())));
    });
    let button = move |theme: Theme| {
        view! {
            <button
                type="button"
                aria-label=theme.label()
                title=theme.label()
                aria-pressed=move || if chosen.get() == Some(theme) { "true" } else { "false" }
                on:click=move |_| {
                    apply(theme);
                    chosen.set(Some(theme));
                }
            >
                <Icon name=theme.icon() />
            </button>
        }
    };
    view! {
        <div class="theme" role="group" aria-label="Theme">
            {Theme::ALL.map(button).into_iter().collect_view()}
        </div>
    }
    .into_any()
}

/// Sets the colours of this page and keeps the choice.
fn apply(theme: Theme) {
    let document = document();
    if let Some(html) = document.document_element() {
        // The name is a lawful one.
        let _ = html.set_attribute("data-theme", theme.as_str());
    }
    if let Some(document) = document.dyn_ref::<web_sys::HtmlDocument>() {
        // Refused only where cookies are off: the choice then lasts for the page.
        let _ = document.set_cookie(&theme.cookie());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_theme_is_read_from_the_cookies() {
        assert_eq!(Theme::from_cookies("a=b; theme=dark; c=d"), Theme::Dark);
        assert_eq!(Theme::from_cookies("theme=light"), Theme::Light);
        assert_eq!(Theme::from_cookies("theme=\"><script>"), Theme::System);
        assert_eq!(Theme::from_cookies("xtheme=dark"), Theme::System);
        assert_eq!(Theme::from_cookies(""), Theme::System);
    }

    #[test]
    fn a_theme_survives_its_cookie() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_cookies(&theme.cookie()), theme);
        }
    }
}
