//! The icons: one set, one stroke, drawn on a 16-px grid.
//!
//! Each is a single path of 1.5-px strokes with round ends in the colour of the
//! text, so an icon costs one short string. An icon is never the only carrier
//! of a meaning: it is hidden from screen readers and stands beside words, or in
//! a control that has a label.
//!
//! For one more, add a line to [`IconName`]: what it shows and its path; keep
//! 1.5 px away from the edge.

use leptos::prelude::*;

/// Makes [`IconName`] of names and paths, so that one icon is one line.
macro_rules! icons {
    ($($name:ident = $path:literal,)*) => {
        /// The name of an icon: what it shows, not what it is used for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum IconName {
            $(#[doc = stringify!($name)] $name,)*
        }

        impl IconName {
            /// Every icon, in the order of the alphabet.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The path on the 16-px grid.
            pub(crate) const fn path(self) -> &'static str {
                match self {
                    $(Self::$name => $path,)*
                }
            }
        }
    };
}

icons! {
    Alert = "M8 2 14.5 13.5h-13zM8 6.5v3M8 11.5h.01",
    Archive = "M2 3h12v3H2zM3 6v7h10V6M6.5 9h3",
    ArrowLeft = "M13 8H3M7 4 3 8l4 4",
    ArrowRight = "M3 8h10M9 4l4 4-4 4",
    Bell = "M4 7a4 4 0 0 1 8 0c0 3 1.5 4 1.5 4h-11S4 10 4 7M6.5 13.5a1.6 1.6 0 0 0 3 0",
    Board = "M2 3h3.2v10H2zM6.4 3h3.2v6.5H6.4zM10.8 3H14v8.5h-3.2z",
    Book = "M8 4C6.5 2.8 4 2.8 2 3.2v9.6c2-.4 4.5-.4 6 .8 1.5-1.2 4-1.2 6-.8V3.2C12 2.8 9.5 2.8 8 4zM8 4v9.5",
    Box = "M8 1.8 13.7 5v6L8 14.2 2.3 11V5zM2.5 5.1 8 8.2l5.5-3.1M8 8.2V14",
    Building = "M3 14V2.5h6.5V14M9.5 6.5H13V14M1.5 14h13M5.2 5.5h2M5.2 8.2h2M5.2 11h2",
    Calendar = "M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3",
    Cart = "M1.5 2.5H3.5L5 10h7.5l1.5-5.5H4M6 13.2h.01M11.5 13.2h.01",
    Chart = "M2 2v12h12M5 11V8.5M8.2 11V5M11.5 11V7",
    Chat = "M2 3h12v8.5H7.5L4.5 14v-2.5H2z",
    Check = "M3 8.5 6.5 12 13 4.5",
    CheckCircle = "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M5.2 8.2l2 2 3.6-4",
    ChevronDown = "M4 6l4 4 4-4",
    ChevronLeft = "M10 4 6 8l4 4",
    ChevronRight = "M6 4l4 4-4 4",
    ChevronUp = "M4 10l4-4 4 4",
    Clock = "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.5V8l2.5 1.5",
    Copy = "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
    Dots = "M3 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M7.5 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M12 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0",
    Download = "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
    ExternalLink = "M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4",
    Eye = "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8M8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6",
    File = "M3.5 1.8h6l3 3v9.4h-9zM9.5 1.8v3h3",
    Filter = "M2 4h12M4.5 8h7M6.5 12h3",
    Flag = "M3.5 14.2V2.5h9L10.5 6l2 3.5h-9",
    Globe = "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M1.8 8h12.4M8 1.8c4 4 4 8.4 0 12.4M8 1.8c-4 4-4 8.4 0 12.4",
    History = "M2.5 2.5v3.5H6M2.7 6A6 6 0 1 1 2 8.5M8 5v3.2l2.2 1.3",
    Home = "M2 7.5 8 2.2l6 5.3M3.5 6.5v7h9v-7M6.5 13.5V9.5h3v4",
    Inbox = "M1.8 9 4 3h8l2.2 6v4H1.8zM1.8 9h3.7l1 1.8h3l1-1.8h3.7",
    Info = "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 7.5V11M8 5.2h.01",
    Keyboard = "M1.5 4h13v8h-13zM4 6.7h.01M6.7 6.7h.01M9.3 6.7h.01M12 6.7h.01M5 9.5h6",
    Link = "M6.5 9.5l3-3M7 4.5l1.5-1.5a3.18 3.18 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.5 1.5A3.18 3.18 0 0 1 3 8.5L4.5 7",
    List = "M5.5 4H14M5.5 8H14M5.5 12H14M2.3 4h.01M2.3 8h.01M2.3 12h.01",
    Lock = "M3 7h10v7H3zM5 7V5a3 3 0 0 1 6 0v2M8 10v1.5",
    Logout = "M6.5 2.5h-4v11h4M6 8h8M11 5l3 3-3 3",
    Mail = "M1.8 3.5h12.4v9H1.8zM2 4l6 5 6-5",
    Menu = "M2 4h12M2 8h12M2 12h12",
    Minus = "M3 8h10",
    Monitor = "M1.8 2.8h12.4v8.4H1.8zM5.5 13.8h5M8 11.2v2.6",
    Moon = "M13.5 9.8A6 6 0 1 1 6.2 2.5a4.8 4.8 0 0 0 7.3 7.3",
    Paperclip = "M13.5 7 8 12.5a3.2 3.2 0 0 1-4.5-4.5L9 2.5a2.1 2.1 0 0 1 3 3L6.5 11a1 1 0 0 1-1.5-1.5L10 4.5",
    Pause = "M5.5 3v10M10.5 3v10",
    Pencil = "M2.5 13.5v-3l8-8 3 3-8 8zM8.5 4.5l3 3",
    Phone = "M2.5 2.5h3l1.5 3.5-2 1.2a8 8 0 0 0 3.8 3.8L10 9l3.5 1.5v3C7.5 13.5 2.5 8.5 2.5 2.5",
    Plug = "M5.5 1.8V5M10.5 1.8V5M3.5 5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12v2.2",
    Plus = "M8 3v10M3 8h10",
    Refresh = "M13.5 2.5V6H10M13.3 6A5.8 5.8 0 1 0 13.8 8.5",
    Robot = "M3 5.5h10v8H3zM8 5.5V3M8 2.2h.01M6 8.7h.01M10 8.7h.01M6 11.2h4M1.2 8.5v2M14.8 8.5v2",
    Search = "M7 2.3a4.7 4.7 0 1 0 0 9.4 4.7 4.7 0 0 0 0-9.4M10.5 10.5l3.3 3.3",
    Send = "M14 2 7 9M14 2 9.5 14 7 9 2 6.5z",
    Settings = "M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 3a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3M5.5 10a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3",
    Shield = "M8 1.8 13.5 4v4c0 3.5-2.5 5.5-5.5 6.3C5 13.5 2.5 11.5 2.5 8V4z",
    SortDown = "M8 3v10M4 9l4 4 4-4",
    SortNone = "M5 6l3-3 3 3M5 10l3 3 3-3",
    SortUp = "M8 13V3M4 7l4-4 4 4",
    Star = "M8 1.8l1.9 4 4.3.5-3.2 3 .9 4.3L8 11.5l-3.9 2.1.9-4.3-3.2-3 4.3-.5z",
    Sun = "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7",
    System = "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 1.8v12.4M8 4.5h3.5M8 7h5M8 9.5h5M8 12h3.2",
    Tag = "M2 2.5h5.5l6.5 6.5-5 5L2.5 7.5zM5 5.5h.01",
    Thumb = "M2 7h2.5v6.5H2zM4.5 7.5 7.5 2c1.2 0 1.8.8 1.5 2l-.5 2.5h4.5c.8 0 1.2.5 1 1.3l-1.2 4.7c-.2.6-.6 1-1.3 1H4.5",
    Ticket = "M1.8 4h12.4v2.5a1.5 1.5 0 0 0 0 3V12H1.8V9.5a1.5 1.5 0 0 0 0-3zM9.5 4.2v1M9.5 7.5v1M9.5 10.8v1",
    Trash = "M2.5 4h11M6 4V2h4v2M4 4l.7 10h6.6L12 4M6.7 7v4M9.3 7v4",
    Upload = "M8 10.5v-8M4.5 6 8 2.5 11.5 6M2.5 13.5h11",
    User = "M8 2a2.7 2.7 0 1 0 0 5.4A2.7 2.7 0 0 0 8 2M2.5 14c0-2.8 2.5-4.2 5.5-4.2s5.5 1.4 5.5 4.2",
    UserPlus = "M6.5 2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M1.5 13.5c0-2.5 2.3-3.7 5-3.7s5 1.2 5 3.7M12.5 4.5v4M10.5 6.5h4",
    Users = "M6 2.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M1.2 13.5c0-2.5 2.1-3.7 4.8-3.7s4.8 1.2 4.8 3.7M10.5 2.7a2.5 2.5 0 0 1 0 4.6M12.5 10c1.5.5 2.4 1.6 2.4 3.5",
    WalkIn = "M8.2 1.8h.01M5.5 14l2-4.5M7.5 9.5 8 5.2 4.8 6.8V9M8 5.2l1.5 2.6 2.7.7M8 8.8l2 2 .8 3.2",
    Wrench = "M13.8 4.2 11.5 6.5 9.5 4.5l2.3-2.3a3.7 3.7 0 0 0-4.9 4.7L2.2 11.6l2.2 2.2 4.7-4.7a3.7 3.7 0 0 0 4.7-4.9",
    X = "M4 4l8 8M12 4l-8 8",
}

/// An icon, 16 px wide, in the colour of the text beside it.
#[component]
pub fn Icon(
    /// What it shows.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=name.path() />
        </svg>
    }
    .into_any()
}
