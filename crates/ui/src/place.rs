//! Where somebody was on a page: how far it was scrolled, and on what they clicked. Whoever goes back is there again.
//!
//! A browser keeps how far a page is scrolled and nothing of a frame in it; and it puts it back before the page of a
//! program is drawn.

use std::cell::RefCell;

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, Event};

use crate::dom::focus_control;

/// Of how many pages it is remembered.
const REMEMBERED: usize = 20;

/// How a page was left.
struct Left {
    address: String,
    frame: i32,
    page: f64,
    /// The address of the link that was followed.
    link: Option<String>,
}

#[derive(Default)]
struct Places {
    left: Vec<Left>,
    /// Where somebody went back to last, until that page is drawn.
    returned: Option<String>,
    /// What is in the frame.
    drawn: String,
    listens: bool,
}

thread_local! {
    static PLACES: RefCell<Places> = RefCell::default();
}

/// Keeps the place on this page, whose scrolling frame and whose links a selector each finds, and puts whoever came back
/// there again; whoever goes on is at the beginning. To be called whenever what is in the frame was drawn. Nothing happens on
/// the server.
pub fn keep_place(frame: &'static str, links: &'static str) {
    Effect::new(move || {
        listen_for_returns();
        // What is in the frame is in the page by then.
        request_animation_frame(move || go_back(frame, links));
        // At the document: the router, which may take the page away at once, listens at the window behind it.
        let clicked = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let clicked = event.target().and_then(|at| at.dyn_into::<Element>().ok());
            let link = clicked.and_then(|clicked| clicked.closest(links).ok().flatten());
            remember(frame, link.and_then(|link| link.get_attribute("href")));
        });
        // Refused only where it listens already.
        let _ = document().add_event_listener_with_callback("click", clicked.as_ref().unchecked_ref());
        let kept = StoredValue::new_local(Some(clicked));
        on_cleanup(move || {
            if let Some(clicked) = kept.try_update_value(Option::take).flatten() {
                let _ = document().remove_event_listener_with_callback("click", clicked.as_ref().unchecked_ref());
            }
        });
    });
}

fn address() -> String {
    window().location().href().unwrap_or_default()
}

/// Once for all pages, and for as long as the program runs: who goes back is on another page then.
fn listen_for_returns() {
    let listens = PLACES.with_borrow_mut(|places| std::mem::replace(&mut places.listens, true));
    if !listens {
        let _for_ever = window_event_listener(ev::popstate, |_| {
            PLACES.with_borrow_mut(|places| places.returned = Some(address()));
        });
    }
}

fn found(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

fn remember(frame: &str, link: Option<String>) {
    let frame = found(frame).map_or(0, |frame| frame.scroll_top());
    let left = Left { address: address(), frame, page: window().scroll_y().unwrap_or_default(), link };
    PLACES.with_borrow_mut(|places| {
        places.left.retain(|other| other.address != left.address);
        places.left.push(left);
        if places.left.len() > REMEMBERED {
            places.left.remove(0);
        }
    });
}

fn go_back(frame: &str, links: &str) {
    let here = address();
    let (same, left) = PLACES.with_borrow_mut(|places| {
        let same = std::mem::replace(&mut places.drawn, here.clone()) == here;
        let returned = places.returned.take_if(|returned| *returned == here);
        let place = returned.and_then(|here| places.left.iter().position(|left| left.address == here));
        (same, place.map(|place| places.left.remove(place)))
    });
    let Some(Left { frame: top, page, link, .. }) = left else {
        if let (false, Some(frame)) = (same, found(frame)) {
            frame.set_scroll_top(0);
        }
        return;
    };
    if let (Some(link), Some(root)) = (link, document().document_element()) {
        // The focus may scroll; how far it was counts.
        focus_control(&root, &format!("{links}[href=\"{link}\"]"));
    }
    if let Some(frame) = found(frame) {
        frame.set_scroll_top(top);
    }
    window().scroll_to_with_x_and_y(0.0, page);
}
