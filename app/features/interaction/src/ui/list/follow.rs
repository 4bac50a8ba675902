//! The list follows what happens elsewhere: a row that is shown is fetched anew, the counts change in their places, new
//! interactions are offered and not pushed under the reader's pointer, and a mark says at which records colleagues are.

use std::time::Duration;

use kernel::InteractionNumber;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::{Button, ButtonSize, News, use_live};
use web_sys::Element;

use super::live::Listens;
use crate::{
    api::{list_news, who_is_at},
    model::{ListQuery, ListSince, Present, Sort},
};

/// Several changes within this time are fetched once.
const GATHER: Duration = Duration::from_millis(400);
/// How long the counts are not asked for again; those of a narrowed list have to be searched for.
const PAUSE: Duration = Duration::from_secs(2);
const PAUSE_NARROWED: Duration = Duration::from_secs(10);

/// What was heard since the page was fetched. A handle: cheap to copy.
#[derive(Clone, Copy)]
struct Heard {
    list: Listens,
    /// Whether something happened since the counts were asked for.
    is_old: StoredValue<bool>,
    /// Whether they are asked for, or were a moment ago.
    pauses: StoredValue<bool>,
    /// What is fetched in a moment: the rows, who is at them.
    due: StoredValue<(bool, bool)>,
    /// The record whose row had the focus when its page was fetched anew.
    focused: StoredValue<Option<String>>,
}

/// Follows for as long as the list is shown, and offers to show what was logged since; only where it comes first, or might.
#[component]
pub fn Follow(list: Listens) -> impl IntoView {
    let heard = Heard {
        list,
        is_old: StoredValue::new(false),
        pauses: StoredValue::new(false),
        due: StoredValue::new((false, false)),
        focused: StoredValue::new(None),
    };
    heard.follow();
    let newest_first = Memo::new(move |_| list.query.with(ListQuery::is_newest));
    let navigate = use_navigate();
    let show = Callback::new(move |()| {
        let query = list.query.get_untracked();
        if query.order() == Sort::MATCH && list.goes_on.get_value() {
            // The best match may be another page than the newest.
            navigate(&query.sorted(Sort::default()).href(), NavigateOptions::default());
            return;
        }
        list.newer.set(0);
        // What comes is seen, whatever follows it.
        list.of.set_value(None);
        list.page.refetch();
    });
    move || {
        let newer = list.newer.get();
        (newer > 0 && newest_first.get()).then(|| {
            let words = match newer {
                1 => "1 new interaction".to_owned(),
                newer if newer > ListSince::MOST => format!("{}+ new interactions", ListSince::MOST),
                newer => format!("{newer} new interactions"),
            };
            view! {
                <div role="status" class="mb-3 flex items-center gap-3 text-sm">
                    <span>{words}</span>
                    <Button size=ButtonSize::Sm on:click=move |_| show.run(())>"Show"</Button>
                </div>
            }
        })
    }
}

impl Heard {
    fn follow(self) {
        let live = use_live();
        Effect::new(move |_| {
            self.list.shown.track();
            self.refocus();
            self.soon(false, true);
            self.ask(GATHER);
            live.listen(self.list.heard.get_value(), Callback::new(move |news| self.hear(&news)));
            let looked_at = window_event_listener_untyped("visibilitychange", move |_| self.ask(Duration::ZERO));
            on_cleanup(move || looked_at.remove());
        });
    }

    fn hear(self, news: &News) {
        match news {
            News::Reset => self.soon(true, true),
            News::Event(event) => {
                let shown = row(InteractionNumber(event.id)).is_some();
                match event.kind.as_str() {
                    "interaction.presence" if shown => self.soon(false, true),
                    // With its row the counts come too.
                    "interaction.updated" if shown => self.soon(true, true),
                    "interaction.created" | "interaction.updated" => {
                        self.is_old.set_value(true);
                        self.ask(GATHER);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Asks for the counts where they are old, in a moment; not while that was just done, nor while nobody looks.
    fn ask(self, after: Duration) {
        if self.is_old.get_value() && !self.pauses.get_value() && !document().hidden() {
            self.pauses.set_value(true);
            set_timeout(move || self.count(), after);
        }
    }

    fn count(self) {
        // The page may be gone by now.
        let Some(shown) = self.list.shown.try_get_untracked() else { return };
        let (query, newest) = (self.list.query.get_untracked(), self.list.newest.get_value());
        // While another page is on its way there is nothing to be newer than.
        if document().hidden() || self.list.of.with_value(|of| of.as_ref() != Some(&query)) {
            self.pauses.set_value(false);
            return;
        }
        self.is_old.set_value(false);
        spawn_local(async move {
            let news = list_news(query.parameters(), newest).await;
            // The database could not say it now: it is asked again.
            let unknown = matches!(news, Ok(None));
            if unknown {
                self.is_old.try_set_value(true);
            }
            // Where its rows came anew meanwhile, what happened since those were asked for is heard again.
            if let Ok(Some(news)) = news
                && self.list.query.try_get_untracked().as_ref() == Some(&query)
                && self.list.shown.try_get_untracked() == Some(shown)
            {
                if let Some(counts) = self.list.counts.get_value() {
                    counts.try_set(news.counts);
                }
                self.list.newer.set(news.newer);
            }
            let pause = if query.is_narrowed() || unknown { PAUSE_NARROWED } else { PAUSE };
            set_timeout(
                move || {
                    if self.pauses.try_set_value(false).is_none() {
                        self.ask(Duration::ZERO);
                    }
                },
                pause,
            );
        });
    }

    /// Fetches in a moment, everything that is asked for until then at once.
    fn soon(self, rows: bool, present: bool) {
        let due = self.due.get_value();
        self.due.set_value((due.0 || rows, due.1 || present));
        if due == (false, false) {
            set_timeout(move || self.fetch(), GATHER);
        }
    }

    fn fetch(self) {
        // The page may be gone by now.
        let Some((rows, present)) = self.due.try_update_value(std::mem::take) else { return };
        if rows {
            self.focused.set_value(focused());
            self.list.page.refetch();
        } else if present {
            spawn_local(async {
                let numbers = numbers();
                if !numbers.is_empty()
                    && let Ok(present) = who_is_at(numbers).await
                {
                    mark(&present);
                }
            });
        }
    }

    /// Puts the focus back on the row that had it.
    fn refocus(self) {
        let Some(href) = self.focused.try_update_value(Option::take).flatten() else { return };
        // Until then the rows of before may still stand there.
        request_animation_frame(move || {
            if let Some(page) = document().document_element() {
                ui::focus_control(&page, &format!(".row-link[href=\"{href}\"]"));
            }
        });
    }
}

/// The link of a record's row.
fn row(number: InteractionNumber) -> Option<Element> {
    document().query_selector(&format!(".row-link[href=\"/interactions/{number}\"]")).ok().flatten()
}

/// The address of the row that has the focus.
fn focused() -> Option<String> {
    let focused = document().active_element()?;
    focused.class_list().contains("row-link").then(|| focused.get_attribute("href")).flatten()
}

/// The records whose rows are shown.
fn numbers() -> Vec<InteractionNumber> {
    let Ok(links) = document().query_selector_all(".row-link") else { return Vec::new() };
    let links = (0..links.length()).filter_map(|n| links.item(n)?.text_content());
    links.filter_map(|text| text.trim().parse().ok()).collect()
}

/// Marks the rows at whose records colleagues are, and takes the mark from all others.
fn mark(present: &[Present]) {
    let Ok(marks) = document().query_selector_all(".row-here") else { return };
    for mark in (0..marks.length()).filter_map(|n| marks.item(n)) {
        if let Some(parent) = mark.parent_node() {
            let _ = parent.remove_child(&mark);
        }
    }
    for at in present.chunk_by(|one, next| one.number == next.number) {
        let names: Vec<&str> = at.iter().map(|present| present.name.as_str()).collect();
        let verb = if names.len() == 1 { "is" } else { "are" };
        let words = format!("{} {verb} here", names.join(", "));
        let (Some(link), Ok(mark)) = (row(at[0].number), document().create_element("span")) else { continue };
        mark.set_class_name(if at.iter().any(|present| present.typing) { "row-here is-typing" } else { "row-here" });
        let described = mark.set_attribute("title", &words).and_then(|()| mark.set_attribute("aria-label", &words));
        if described.and_then(|()| mark.set_attribute("role", "img")).is_ok() {
            // A row that is gone meanwhile needs no mark.
            let _ = link.after_with_node_1(&mark);
        }
    }
}
